import type { SourceFile } from "../../../engine/ports/process-source.ts";
import type { PathKind } from "./kind-of-path.ts";
import type { FolderEntry } from "./walk-folder.ts";

/**
 * Another answer to the questions that reading processes asks of the disk: of a workspace whose files were changed and
 * not saved, or lie in the store. Only a thread that does nothing else uses one.
 */
export interface Disk {
  kindOf(path: string): PathKind;
  /** Sorted by name. @throws {Complaint} where there is no such folder */
  names(folder: string): readonly FolderEntry[];
  /** The same text for the same folder. */
  real(folder: string): string;
  /** @throws {Complaint} where there is no such file */
  bytes(path: string, bytesMax: number): SourceFile;
}

let used: Disk | null = null;

/** What answers instead of the machine's disk; null: the machine's own does. */
export function diskInUse(): Disk | null {
  return used;
}

/** Runs the work with that disk, null: the machine's. Not for work that waits for anything. */
export function withDisk<T>(disk: Disk | null, work: () => T): T {
  const before = used;
  used = disk;
  try {
    return work();
  } finally {
    used = before;
  }
}

/** From here on this thread sees that disk. */
export function putDisk(disk: Disk | null): void {
  used = disk;
}
