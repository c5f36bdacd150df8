import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { casesIn, playCase } from "./case.ts";

const FOLDER = join(import.meta.dirname, "cases");

/**
 * Files of cases: a sentence of the language page, the smallest process and scenario that show whether it holds, and the
 * problems that `check` must find, word for word. With `UPDATE_CASES=1` the problems are written anew: read the difference.
 */
for (const file of readdirSync(FOLDER).sort()) {
  const path = join(FOLDER, file);
  const text = readFileSync(path, "utf8");
  const cases = casesIn(text);
  if (process.env["UPDATE_CASES"] === "1") writeFileSync(path, updated(text));
  describe(file.replace(/\.txt$/, "").replaceAll("-", " "), () => {
    test.each(cases.map((one) => [one.title.replace(/ @company$/, ""), one] as const))("%s", (_, one) => {
      const { problems, failures } = playCase(one);
      expect(problems).toBe(expectedOf(one.parts));
      expect(failures).toEqual([]);
    });
  });
}

function expectedOf(parts: readonly { readonly name: string; readonly text: string }[]): string {
  return (parts.find(({ name }) => name === "problems")?.text ?? "").trimEnd();
}

function updated(text: string): string {
  const [head = "", ...blocks] = text.split(/^(?=### )/m);
  const cases = casesIn(text);
  return [head, ...blocks.map((block, index) => withProblems(block, cases[index]))].join("");
}

function withProblems(block: string, one: ReturnType<typeof casesIn>[number] | undefined): string {
  const { problems } = one ? playCase(one) : { problems: "" };
  const bare = block.replace(/^--- problems\n(?:(?!^---|^###).*\n?)*/m, "").trimEnd();
  return `${bare}\n${problems === "" ? "" : `--- problems\n${problems}\n`}\n`;
}
