/**
 * A file as it was found, not yet decoded. `bytes` is null where the file is larger than the limit asked for: it was
 * not read, only measured.
 */
export interface SourceFile {
  /** As given on the command line, with `/`; what messages show. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly bytes: Uint8Array | null;
}

/** One process as it lies on a disk (language §2): `process.yaml` and what stands beside it. */
export interface ProcessFolder {
  /** The folder; its last name should be the process's id. */
  readonly path: string;
  readonly process: SourceFile;
  /** `decisions/*.csv` and `decisions/*.yaml`, sorted by path. */
  readonly decisions: readonly SourceFile[];
  /** Files of `templates/`, sorted by path. */
  readonly templates: readonly SourceFile[];
  /** Paths of `scenarios/*.yaml`, sorted; read by who runs them. */
  readonly scenarios: readonly string[];
  /** Path of the nearest `catalog.yaml` upwards; null: vocabulary unknown, unchecked. */
  readonly catalog: string | null;
  /** Calendar name → path: those of the nearest `calendars/` upwards, and the shipped ones under names not taken. */
  readonly calendars: Readonly<Record<string, string>>;
  /** Ids of the processes in the folders beside this one (itself included): what `run` can name. */
  readonly neighbors: readonly string[];
}

/** Where processes come from. All reading is synchronous: a check is over before an event loop would pay off. */
export interface ProcessSource {
  /**
   * The processes that the paths name: a folder stands for every process under it, a `process.yaml` for its own; other
   * files are handed back as {@link Found.others}. Each process once, sorted by path.
   */
  find(paths: readonly string[]): Found;
  /** One process by id or by path (of its folder or its `process.yaml`); null where there is none. */
  locate(idOrPath: string): string | null;
  /** Reads the process in that folder. @param file the name of its file. @default "process.yaml" */
  read(folder: string, file?: string): ProcessFolder;
  /** Reads one file, at most `bytesMax` bytes of it. */
  readFile(path: string, bytesMax: number): SourceFile;
  /** The nearest file of that name, in the folder or upwards; null for none. */
  nearest(name: string, folder: string): string | null;
}

export interface Found {
  /** Folders with a `process.yaml`. */
  readonly folders: readonly string[];
  /** Files named one by one that are no process (`scenario.yaml`, `directory.yaml`, …). */
  readonly others: readonly string[];
}
