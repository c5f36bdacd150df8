import { writeFileSync } from "node:fs";
import { applyFixes } from "../../engine/definition/apply-fixes.ts";
import type { Checked } from "./check.ts";
import { unwritable } from "./unwritable.ts";

/** A fix may uncover the next problem; more rounds than this are two fixes undoing each other. */
const ROUNDS_MAX = 5;

/**
 * Writes the certain fixes into the files, looks again, and so on until nothing more can be mended.
 *
 * @returns How many problems were mended.
 */
export function writeFixes(found: () => Checked, again: () => void): number {
  let mended = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const count = writeOnce(found());
    if (count === 0) break;
    mended += count;
    again();
  }
  return mended;
}

function writeOnce({ problems, texts }: Checked): number {
  let count = 0;
  for (const [path, ofFile] of Map.groupBy(problems, ({ place }) => place.file)) {
    const text = texts.get(path);
    if (text === undefined) continue;
    const fixed = applyFixes(text, ofFile);
    if (fixed.applied.length === 0) continue;
    write(path, fixed.text);
    count += fixed.applied.length;
  }
  return count;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}
