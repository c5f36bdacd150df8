/**
 * What a thread of the workshop may see: some folders and files of the disk, and files that are not on it. Plain data: it
 * travels into the thread. A scenario can name any path, and whoever edits one must not read the machine with it:
 * everything else is not there.
 */
export interface Workspace {
  /** Files that the disk does not have, or has otherwise; null: it is gone. Absolute path → text. */
  readonly changed: Readonly<Record<string, string | null>>;
  /** Folders that may be read with everything below them; absolute. */
  readonly folders: readonly string[];
  /** Single files that may be read; absolute. */
  readonly files: readonly string[];
  /** Folders among those whose files on the disk do not count: the store is their source. Absolute. */
  readonly hidden: readonly string[];
  /** Where processes lie, as `ordo.yaml` names it: what paths of problems begin with. */
  readonly processes: readonly string[];
  /** Folder of `ordo.yaml`; absolute. */
  readonly root: string;
  /** `directory.yaml`, as `ordo.yaml` names it; null: people are not checked. */
  readonly directory: string | null;
}

/** Files of one process that were changed and not saved: path inside its folder → text; null: removed. */
export type Changes = Readonly<Record<string, string | null>>;
