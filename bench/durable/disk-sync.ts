import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, timed } from "../measure.ts";

const SYNCS = 300;

/**
 * Microseconds that the disk under the temporary folder takes to make 8 KB durable. A slow disk widens every ratio
 * between group commits and single ones; next to nothing means that it is no disk.
 */
export function diskSyncMicros(): number {
  const folder = mkdtempSync(join(tmpdir(), "ordo-bench-"));
  const file = openSync(join(folder, "synced"), "w");
  const page = Buffer.alloc(8_192, 1);
  try {
    const one = (): void => {
      writeSync(file, page, 0, page.length, 0);
      fdatasyncSync(file);
    };
    return median(Array.from({ length: SYNCS }, () => timed(one))) * 1_000;
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}
