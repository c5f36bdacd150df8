import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printProblems } from "../../engine/definition/print-problems.ts";
import type { Locale, Problem } from "../../engine/definition/problem.ts";
import { ROOT } from "./source-files.ts";

/** Wrong files, each beside the exact output it must give: `001-name.yaml`, `001-name.ru.txt`, `001-name.en.txt`. */
export const GOLDEN_FOLDER = join(ROOT, "tests/golden/problems");

/** The names (without `.yaml`) of the wrong files whose number lies in a range, both ends included. */
export function goldenNames(first: number, last: number): readonly string[] {
  return readdirSync(GOLDEN_FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .filter((name) => Number(name.slice(0, 3)) >= first && Number(name.slice(0, 3)) <= last)
    .sort();
}

/** The bytes of a wrong file. */
export function goldenBytes(name: string): Uint8Array {
  return readFileSync(join(GOLDEN_FOLDER, `${name}.yaml`));
}

/** What the problems look like in a terminal without color. */
export function printed(name: string, problems: readonly Problem[], locale: Locale): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(goldenBytes(name));
  return `${printProblems(problems, new Map([[`${name}.yaml`, text]]), { locale, color: false })}\n`;
}

/** The output that was agreed on. With `UPDATE_GOLDEN=1` it is written anew: look at the difference before committing. */
export function goldenText(name: string, locale: Locale, now: string): string {
  const path = join(GOLDEN_FOLDER, `${name}.${locale}.txt`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, now);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
