import { describe, expect, test } from "vitest";
import { ALL_EXPLANATIONS } from "../../../engine/definition/all-explanations.ts";
import { filesUnder, textOfFile } from "../../support/source-files.ts";

const SOURCES = ["engine/definition", "engine/expression", "engine/decision", "engine/simulation", "adapters"].flatMap(
  (folder) => filesUnder(folder, /\.ts$/),
);
/** Codes are written out where problems are made: `code: "step-target-exists"`. */
const CODES = new Set(
  SOURCES.flatMap((path) =>
    [
      ...textOfFile(path)
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .matchAll(/\bcode: "([a-z]+(?:-[a-z0-9]+)+)"/g),
    ].map((match) => match[1] ?? ""),
  ),
);

describe("ordo explain", () => {
  test("every code that a problem can have is explained", () => {
    expect([...CODES].filter((code) => !ALL_EXPLANATIONS.has(code)).sort()).toEqual([]);
  });

  test.each([...ALL_EXPLANATIONS.values()])(
    "$code says what, why, what is wrong and what is right, in both languages",
    (explanation) => {
      const { title, why, wrong, right } = explanation;
      for (const text of [title.ru, title.en, why.ru, why.en]) expect(text.trim()).not.toBe("");
      expect(title.ru).toMatch(/[а-яё]/i);
      expect(why.ru).toMatch(/[а-яё]/i);
      // What is only too large has no wrong example: nobody would read it.
      if (wrong !== "") expect(wrong).not.toBe(right);
    },
  );
});
