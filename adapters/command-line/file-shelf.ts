import { findByDigest } from "../files/folder/find-by-digest.ts";
import { openFolderFiles } from "../files/folder/open-folder-files.ts";
import { configured } from "./configured.ts";
import type { Terminal } from "./terminal.ts";

/** A file and what it is called by. */
export interface ShelfFile {
  /** `file:<key>` */
  readonly reference: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The file store of this machine, as commands use it. */
export interface FileShelf {
  /** Where it lies, for people. */
  readonly folder: string;
  /** By its reference or short name (`f-3fa9c1d2e4`); null: there is none, or the short name fits several. */
  find(name: string): Promise<ShelfFile | null>;
  /** Keeps a file under a key; returns its reference. The same key twice is one file. */
  put(key: string, file: Omit<ShelfFile, "reference">): Promise<string>;
}

const SHORT = /^f-([0-9a-f]{6,64})$/;

/** @param folder `files` of `ordo.yaml` */
export function fileShelf(folder: string): FileShelf {
  const files = openFolderFiles(folder);
  return {
    folder,
    async find(name) {
      const digits = SHORT.exec(name)?.[1];
      const references = digits === undefined ? [name] : await findByDigest(folder, digits);
      const [reference, ...others] = references;
      if (reference === undefined || others.length > 0) return null;
      const file = await files.get(reference);
      return file === null ? null : { reference, ...file };
    },
    put: (key, file) => files.put(key, file),
  };
}

/** The file store that `ordo.yaml` names. */
export function configuredShelf(terminal: Terminal): FileShelf {
  return fileShelf(configured(terminal, { level: "warn" }).configuration.files);
}
