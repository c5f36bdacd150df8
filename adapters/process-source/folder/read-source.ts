import { closeSync, openSync, readSync, statSync } from "node:fs";
import type { SourceFile } from "../../../engine/ports/process-source.ts";
import { diskInUse } from "./disk.ts";
import { fileTrouble } from "./file-trouble.ts";
import { look, lookFailed } from "./looks.ts";

/**
 * Reads one file, if it is one and is small enough: a folder, a pipe or a device is refused before anything is read
 * from it, and of a file over `bytesMax` only the size is told.
 *
 * @throws {Complaint} where there is no such file, or it may not be read
 */
export function readSource(path: string, bytesMax: number): SourceFile {
  const disk = diskInUse();
  if (disk !== null) return disk.bytes(path, bytesMax);
  let handle: number | undefined;
  try {
    // Asked before opening: opening a pipe that nobody writes to would wait forever.
    const stat = statSync(path);
    if (!stat.isFile()) throw fileTrouble(path, stat.isDirectory() ? "EISDIR" : "ENOTFILE");
    const shown = path.replaceAll("\\", "/");
    if (stat.size > bytesMax) {
      look("bytes", path, `${stat.size} bytes`, bytesMax);
      return { path: shown, size: stat.size, bytes: null };
    }
    handle = openSync(path, "r");
    const bytes = readBytes(handle, stat.size);
    look("bytes", path, bytes, bytesMax);
    return { path: shown, size: stat.size, bytes };
  } catch (error) {
    lookFailed();
    throw fileTrouble(path, error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** All of the file's bytes as of its size when opened: a file that grows meanwhile is not followed. */
function readBytes(handle: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(handle, bytes, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return filled === size ? bytes : bytes.subarray(0, filled);
}
