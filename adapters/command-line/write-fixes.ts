import { writeFileSync } from "node:fs";
import { pluralEn, pluralRu } from "../../engine/base/plural.ts";
import { applyFixes } from "../../engine/definition/apply-fixes.ts";
import type { Checked } from "./check.ts";
import type { Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";

/** A fix may uncover the next problem; more rounds than this are two fixes undoing each other. */
const ROUNDS_MAX = 5;

/** Writes the certain fixes into the files, looks again, and so on until nothing more can be mended. */
export async function mend(found: Checked, look: () => Promise<Checked>, terminal: Terminal): Promise<Checked> {
  let last = found;
  let count = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const mended = writeOnce(last);
    if (mended === 0) break;
    count += mended;
    last = await look();
  }
  if (count > 0) {
    const places = pluralRu(count, { one: "место", few: "места", many: "мест" });
    terminal.say(
      terminal.pick({
        ru: `Исправлено: ${count} ${places}.`,
        en: `Mended in ${count} ${pluralEn(count, "place", "places")}.`,
      }),
    );
  }
  return last;
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
