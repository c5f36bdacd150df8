/** What a YAML file is for; decides its limits and its shape. `config` is `ordo.yaml`, `table` a decision table in a file of its own. */
export type FileKind = "process" | "scenario" | "records" | "directory" | "catalog" | "calendar" | "config" | "table";

/** How much of a file is read. Files beyond a limit are a problem before the parser sees them. */
export interface FileLimits {
  readonly bytesMax: number;
  readonly linesMax: number;
  /** Nesting of maps and lists. The parser recurses: without this a file of brackets could end the process. */
  readonly depthMax: number;
  readonly keysMax: number;
}

/** Written by hand, a process is far below these; what is generated (records, tables) gets more room. */
export const LIMITS: Readonly<Record<FileKind, FileLimits>> = {
  process: { bytesMax: 256 * 1024, linesMax: 5_000, depthMax: 64, keysMax: 2_000 },
  scenario: { bytesMax: 256 * 1024, linesMax: 5_000, depthMax: 64, keysMax: 2_000 },
  calendar: { bytesMax: 256 * 1024, linesMax: 5_000, depthMax: 16, keysMax: 2_000 },
  config: { bytesMax: 256 * 1024, linesMax: 5_000, depthMax: 32, keysMax: 2_000 },
  catalog: { bytesMax: 1024 * 1024, linesMax: 20_000, depthMax: 32, keysMax: 5_000 },
  directory: { bytesMax: 2 * 1024 * 1024, linesMax: 50_000, depthMax: 32, keysMax: 20_000 },
  records: { bytesMax: 2 * 1024 * 1024, linesMax: 50_000, depthMax: 32, keysMax: 20_000 },
  table: { bytesMax: 2 * 1024 * 1024, linesMax: 50_000, depthMax: 32, keysMax: 2_000 },
};
