import { describe, expect, test } from "vitest";
import { readDocument } from "../../../engine/definition/document.ts";
import { EXPLANATIONS } from "../../../engine/definition/explanations.ts";
import { READING_EXPLANATIONS } from "../../../engine/definition/explanations-of-reading.ts";
import { SYNTAX_EXPLANATIONS } from "../../../engine/definition/explanations-of-syntax.ts";
import { checkMixedScript } from "../../../engine/definition/mixed-script.ts";

function codesOf(text: string): readonly string[] {
  const { document, problems } = readDocument("x.yaml", text, "process");
  return [...problems, ...(document === null ? [] : checkMixedScript(document))].map(({ code }) => code);
}

describe("explanations", () => {
  test("each code is explained once", () => {
    const codes = EXPLANATIONS.map(({ code }) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  test("each has a title, a reason and two different examples, in both languages", () => {
    const thin = EXPLANATIONS.filter(
      ({ title, why, wrong, right }) =>
        [title.ru, title.en, why.ru, why.en, wrong, right].includes("") || wrong === right,
    );
    expect(thin).toEqual([]);
  });

  /** Their examples can only picture what is wrong: sizes, and characters that nobody sees. */
  const PICTURED = new Set([
    "file-too-large",
    "too-many-lines",
    "too-deep",
    "too-many-keys",
    "too-many-items",
    "not-utf8",
    "control-character",
    "bidi-control",
    "invisible-character",
    "key-too-long",
  ]);

  test.each([...READING_EXPLANATIONS, ...SYNTAX_EXPLANATIONS].filter(({ code }) => !PICTURED.has(code)))(
    "the wrong example of $code has that problem, the right one has none",
    ({ code, wrong, right }) => {
      expect(codesOf(wrong)).toContain(code);
      expect(codesOf(right)).toEqual([]);
    },
  );
});
