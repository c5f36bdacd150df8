import { describe, expect, test } from "vitest";
import { applyFixes } from "../../../engine/definition/apply-fixes.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import { problem } from "../../../engine/definition/make-problem.ts";
import { countProblems, printProblems } from "../../../engine/definition/print-problems.ts";
import type { Problem, Text } from "../../../engine/definition/problem.ts";
import { githubAnnotations } from "../../../engine/definition/problem-github.ts";
import { problemsJson } from "../../../engine/definition/problem-json.ts";
import { checkShape } from "../../../engine/definition/shape.ts";

const SAYS: Text = { ru: "Так нельзя", en: "Not so" };
const REMEDY: Text = { ru: "Сделайте иначе", en: "Do otherwise" };

function at(text: string, start: number, end: number, more: Partial<Problem> = {}, path = "x.yaml"): Problem {
  return { ...problem({ path, text }, { code: "sample", at: { start, end }, message: SAYS, remedy: REMEDY }), ...more };
}

function shown(text: string, problems: readonly Problem[], color = false): readonly string[] {
  return printProblems(problems, new Map([["x.yaml", text]]), { locale: "ru", color }).split("\n");
}

describe("a problem is printed with its line and a caret", () => {
  test("place, severity, code, message, line, caret, remedy, summary", () => {
    const text = "a: 1\nthen: notfy\n";
    expect(shown(text, [at(text, 11, 16)])).toEqual([
      "x.yaml:2:7  ошибка  sample",
      "  Так нельзя",
      "     2 | then: notfy",
      "       |       ^^^^^",
      "  Сделайте иначе",
      "",
      "1 ошибка в 1 файле",
      "Подробнее о проблеме: ordo explain sample",
    ]);
  });

  test.each([
    ["tabs", "\ta: xyz", 4, 7, "     1 |     a: xyz", "       |        ^^^"],
    ["wide characters", "漢字: xyz", 4, 7, "     1 | 漢字: xyz", "       |       ^^^"],
    ["combining characters", "e\u0301: xyz", 4, 7, "     1 | e\u0301: xyz", "       |    ^^^"],
    ["an empty span", "a:", 2, 2, "     1 | a:", "       |   ^"],
    ["a carriage return", "a: b\r\n", 3, 4, "     1 | a: b", "       |    ^"],
  ])("the caret stands under the text after %s", (_name, text, start, end, line, caret) => {
    expect(shown(text, [at(text, start, end)]).slice(2, 4)).toEqual([line, caret]);
  });

  test("a span of several lines is underlined to the end of the first", () => {
    const text = "a: |\n  b\n  c\n";
    expect(shown(text, [at(text, 3, 12)]).slice(2, 4)).toEqual(["     1 | a: |", "       |    ^"]);
  });

  test("of a long line the part around the span is shown", () => {
    const text = `${"x".repeat(500)}HERE${"y".repeat(500)}`;
    const [line = "", caret = ""] = shown(text, [at(text, 500, 504)]).slice(2, 4);
    expect(line.length).toBeLessThan(130);
    expect(line.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("HERE");
  });

  test("nothing in a file or a message steers the terminal", () => {
    const text = "a: \u001B[31mred\u202E";
    const [output] = [
      printProblems([at(text, 0, 1, { message: { ru: "\u001B[2J", en: "" } })], new Map([["x.yaml", text]]), {
        locale: "ru",
        color: false,
      }),
    ];
    expect(output).not.toMatch(/[\u001B\u202E]/);
  });

  test("color only where it is asked for", () => {
    expect(shown("a: 1", [at("a: 1", 0, 1)], true).join("")).toContain("\u001B[31m");
    expect(shown("a: 1", [at("a: 1", 0, 1)]).join("")).not.toContain("\u001B");
  });

  test("a related place is shown with its line", () => {
    const text = "a: 1\nb: 2\na: 3\n";
    const { problems } = readDocument("x.yaml", text, "process");
    expect(shown(text, problems)).toContain("  первый стоит здесь: x.yaml:1:1");
  });

  test("a problem of a file whose text is not there is shown without a line", () => {
    expect(printProblems([at("a: 1", 0, 1, {}, "y.yaml")], new Map(), { locale: "en", color: false })).toContain(
      "y.yaml:1:1  error  sample\n  Not so\n  Do otherwise",
    );
  });

  test("no problems print nothing", () => {
    expect(printProblems([], new Map(), { locale: "ru", color: false })).toBe("");
  });
});

describe("many problems", () => {
  const text = "a\n".repeat(100);
  const many = Array.from({ length: 81 }, (_, n) =>
    at(text, n * 2, n * 2 + 1, { message: { ru: `№ ${n}`, en: `${n}` } }),
  );

  test("stand by file and position, errors before warnings, repeats once", () => {
    const warning = at(text, 0, 1, { severity: "warning", code: "late" });
    const order = [at(text, 4, 5), warning, at(text, 0, 1), at(text, 0, 1), at(text, 0, 1, {}, "a.yaml")];
    const lines = printProblems(order, new Map(), { locale: "en", color: false }).split("\n");
    expect(lines.filter((line) => /^\w+\.yaml/.test(line))).toEqual([
      "a.yaml:1:1  error  sample",
      "x.yaml:1:1  error  sample",
      "x.yaml:1:1  warning  late",
      "x.yaml:3:1  error  sample",
    ]);
  });

  test("are shown up to fifty a file, the rest counted", () => {
    const lines = shown(text, many);
    expect(lines.filter((line) => line.startsWith("x.yaml:"))).toHaveLength(50);
    expect(lines).toContain("  …и ещё 31 в этом файле");
    expect(lines.at(-2)).toBe("81 ошибка в 1 файле");
  });

  test.each([
    [{ errors: 1, warnings: 0, files: 1 }, "1 ошибка в 1 файле", "1 error in 1 file"],
    [
      { errors: 2, warnings: 1, files: 2 },
      "2 ошибки и 1 предупреждение в 2 файлах",
      "2 errors and 1 warning in 2 files",
    ],
    [{ errors: 5, warnings: 0, files: 5 }, "5 ошибок в 5 файлах", "5 errors in 5 files"],
    [
      { errors: 11, warnings: 21, files: 21 },
      "11 ошибок и 21 предупреждение в 21 файле",
      "11 errors and 21 warnings in 21 files",
    ],
    [{ errors: 0, warnings: 4, files: 1 }, "4 предупреждения в 1 файле", "4 warnings in 1 file"],
  ])("are counted in words: %j", (counts, ru, en) => {
    expect(countProblems(counts)).toEqual({ ru, en });
  });
});

describe("programs read", () => {
  const text = "a: 1\nb: 2, x\n";

  test("the JSON of the language page", () => {
    expect(problemsJson(9, [at(text, 5, 6)], "ru")).toEqual({
      checked: 9,
      problems: [
        {
          code: "sample",
          severity: "error",
          file: "x.yaml",
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 2,
          message: "Так нельзя",
          remedy: "Сделайте иначе",
        },
      ],
    });
  });

  test("annotations, in which no text forges a command", () => {
    const forged = at(text, 5, 6, { message: { ru: "100 %\n::error::x", en: "" } }, "a,b:c.yaml");
    expect(githubAnnotations([forged], "ru")).toBe(
      "::error file=a%2Cb%3Ac.yaml,line=2,endLine=2,col=1,endColumn=2,title=sample::100 %25%0A::error::x%0AСделайте иначе",
    );
  });
});

describe("certain fixes", () => {
  const HEAD = "process: x\ntitle: Проба\n";

  function mended(text: string, rounds = 3): string {
    let now = text;
    for (let round = 0; round < rounds; round += 1) {
      const { document, problems } = readDocument("x.yaml", now, "process");
      now = applyFixes(now, [...problems, ...(document === null ? [] : checkShape(document, "process"))]).text;
    }
    return now;
  }

  test.each([
    ["double braces", "subject: {{ x }}   # важно\n", 'subject: "${ x }"   # важно\n'],
    ["double braces in a text", "subject: На {{x}} и {{ y }}\n", "subject: На ${ x } и ${ y }\n"],
    ["double braces in quotes", 'subject: "{{ x }}"\n', 'subject: "${ x }"\n'],
    ["an expression in braces", "output: { a: ${ x }, b: 1 } # да\n", 'output: { a: "${ x }", b: 1 } # да\n'],
    ["an expression with quotes in braces", 'output: { a: ${ x = "y" } }\n', "output: { a: '${ x = \"y\" }' }\n"],
    ["a colon in a text", "subject: a: b # c\n", 'subject: "a: b" # c\n'],
    ["a reserved start", "subject: @x\n", 'subject: "@x"\n'],
    ["tabs", "output:\n\ta: 1\n\tb: 2\n", "output:\n  a: 1\n  b: 2\n"],
    ["a misspelled key", "calender: ru-office # наш\n", "calendar: ru-office # наш\n"],
    ["a key in the wrong layout", "сфдутвфк: ru-office\n", "calendar: ru-office\n"],
    ["a missing space", "output: { a:1 }\ncalendar:ru-office\n", "output: { a:1 }\ncalendar: ru-office\n"],
    ["yes and no", "start:\n  - event: a.b\n    self: нет\n", "start:\n  - event: a.b\n    self: false\n"],
    ["a text that looks like a number", "subject: 57\n", 'subject: "57"\n'],
    ["an invisible character", "sub\u200Bject: x\n", "subject: x\n"],
    ["one comma too many", "output: { a: [1,, 2] }\n", "output: { a: [1, 2] }\n"],
  ])("%s", (_name, wrong, right) => {
    expect(mended(HEAD + wrong)).toBe(HEAD + right);
  });

  test("what is not certain stays as it is", () => {
    const text = `${HEAD}subject: "a" b\ndo:\n  - id: x\n    unknownThing: 1\n`;
    expect(mended(text)).toBe(text);
  });

  test("of two fixes that overlap the first is made, and only it is reported", () => {
    const text = "abcdef";
    const first = at(text, 0, 3, { fix: [{ start: 0, end: 3, text: "X" }] });
    const second = at(text, 2, 4, { fix: [{ start: 2, end: 4, text: "Y" }] });
    expect(applyFixes(text, [second, first])).toEqual({ text: "Xdef", applied: [first] });
  });

  test("a fix of several edits is made whole or not at all", () => {
    const text = "abcdef";
    const first = at(text, 0, 1, { fix: [{ start: 0, end: 1, text: "X" }] });
    const second = at(text, 3, 4, {
      fix: [
        { start: 3, end: 4, text: "Y" },
        { start: 0, end: 1, text: "Z" },
      ],
    });
    expect(applyFixes(text, [first, second]).text).toBe("Xbcdef");
  });
});
