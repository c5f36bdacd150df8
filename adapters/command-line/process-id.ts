import { basename, join } from "node:path";
import type { ProcessSource } from "../../engine/ports/process-source.ts";

/** As much of a `process.yaml` as holds its first keys. */
const BYTES_MAX = 2 * 1024 * 1024;

/** The id of the process in a folder: what its file says, else the folder's name. */
export function processIdOf(folder: string, source: ProcessSource): string {
  const { bytes } = source.readFile(join(folder, "process.yaml").replaceAll("\\", "/"), BYTES_MAX);
  const written = /^process:[ \t]*["']?([\w-]+)/m.exec(new TextDecoder().decode(bytes ?? new Uint8Array()))?.[1];
  return written ?? basename(folder);
}

/**
 * The folder of another process by its id, among the folders beside this one (language §7): the folder of that name,
 * else the one whose file says so. Null for none.
 */
export function folderBeside(folder: string, id: string, source: ProcessSource): string | null {
  const named = source.locate(join(folder, "..", id, "process.yaml").replaceAll("\\", "/"));
  if (named !== null && processIdOf(named, source) === id) return named;
  const beside = source.read(folder).neighbors.map((name) => join(folder, "..", name).replaceAll("\\", "/"));
  return beside.find((other) => processIdOf(other, source) === id) ?? named;
}
