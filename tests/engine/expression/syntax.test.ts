import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileExpression, ExpressionError } from "../../../engine/expression/index.ts";
import { contextOf, evaluate } from "../../support/evaluation.ts";

function first(text: string) {
  const { expression, problems } = compileExpression(text);
  expect(expression, text).toBeNull();
  return problems[0];
}

describe("a text that is no FEEL", () => {
  test.each([
    ["a == 1", 2, "пишите ="],
    ["a === 1", 2, "пишите ="],
    ["a && b", 2, "пишите and"],
    ["a || b", 2, "пишите or"],
    ["a <> 1", 2, "пишите !="],
    ["!a", 0, "пишите not(…)"],
    ["a = 'x'", 4, 'пишите текст в двойных кавычках: "…"'],
    ["a = «x»", 4, 'пишите текст в прямых кавычках: "…"'],
    ["discount > 7,5", 11, "пишите точку: 7.5"],
    ["amount > 100 000", 9, "пишите цифры слитно: 100000"],
    ["a и b = 1 or", 2, "пишите and, or, not(…), if … then … else …, true, false"],
    ["a % 2", 2, "остаток — modulo(a, b); процент — / 100"],
    ["a ? 1 : 2", 2, "пишите if … then … else …"],
    ["if a then b", 0, "пишите if условие then значение else значение"],
    ["if a b", 0, "пишите if условие then значение else значение"],
    ['a = "x', 4, "закройте её"],
    ["count(a", 5, "закройте её"],
    ["{a: 1", 0, "закройте её"],
    ["a /* note", 2, "закройте её"],
    ["{{ a }}", 0, "пишите ${ … }, внутри — FEEL"],
    ["a +", 2, "допишите его: после знака или слова нужно значение"],
    ["", 0, "напишите значение, например null"],
    ["a; b", 1, "одно выражение — одно значение"],
    ["1 2", 2, "проверьте, нет ли пропущенного знака, скобки или кавычки"],
    ['@"завтра"', 0, 'пишите @"2026-11-25", @"10:00:00" или @"P1D"'],
  ])("%s: the problem stands at %i and says what to write", (text, from, remedy) => {
    expect(first(text)).toMatchObject({ from, remedy: { ru: remedy } });
  });

  test("quotes and comments never cause or hide a habit's problem", () => {
    expect(evaluate('"a == b && c, 1,5 {{ }}"')).toBe("a == b && c, 1,5 {{ }}");
    expect(evaluate("1 /* == && */ + 1 // ||")).toBe(2);
    expect(first('x = "a == b" &&')?.remedy.ru).toBe("пишите and");
  });

  test("every message is short and in both languages", () => {
    for (const text of ["a == 1", "(", "if a", "1 2", "a.constructor", `${"(".repeat(200)}1`]) {
      const { message, remedy } = first(text) ?? { message: { ru: "", en: "" }, remedy: { ru: "", en: "" } };
      for (const words of [message.ru, message.en, remedy.ru, remedy.en]) {
        expect(words.length).toBeGreaterThan(0);
        expect(words.length).toBeLessThanOrEqual(100);
      }
    }
  });
});

describe("hostile texts", () => {
  test("nesting and length are bounded", () => {
    expect(first("(".repeat(101))?.code).toBe("expression-too-large");
    expect(first("[".repeat(10_000))?.code).toBe("expression-too-large");
    expect(first(`-${"-".repeat(5000)}1`)?.code).toBe("expression-too-large");
    expect(first(`"${"a".repeat(20_001)}"`)?.code).toBe("expression-too-large");
    expect(evaluate(`${"(".repeat(90)}1${")".repeat(90)}`)).toBe(1);
    expect(evaluate(`1${" + 1".repeat(500)}`)).toBe(501);
  });

  test("whatever is mutated, a text either compiles or has a problem inside itself, and evaluates or is an incident", () => {
    const seeds = [
      'if x.a > 5 then "a" else context([{key: "k", value: [1..5]}])',
      "for i in 1..3, j in [1, 2] return {a: i * j, b: partial[-1]}",
      "some x in xs satisfies x in (1, > 2, [3..4)) or not(is defined(x.y))",
      'date("2026-01-01") + duration("P1D") - @"2026-01-01"',
      'list("brands")[get value(x, item.value) != null].discount',
      "{f: function(n: number) n ** 2, g: f(-1.5e3)}.g instance of number",
    ];
    const signs = fc.constantFrom(
      ..."()[]{}<>=!\"'.,:;+-*/?@ \n\\0aи",
      "..",
      "and",
      "if",
      "for",
      "in",
      "null",
      "function",
      "\u202e",
    );
    const mutated = fc
      .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(120), fc.nat(3), signs), { maxLength: 6 }))
      .map(([seed, edits]) =>
        edits.reduce((text, [at, drop, sign]) => text.slice(0, at) + sign + text.slice(at + drop), seed),
      );
    fc.assert(
      fc.property(mutated, (text) => {
        const { expression, problems } = compileExpression(text);
        for (const { from, to } of problems)
          expect(0 <= from && from <= to && to <= Math.max(1, text.length)).toBe(true);
        expect(expression !== null || problems.length > 0).toBe(true);
        try {
          expression?.evaluate(contextOf({ x: { a: 6 }, xs: [1, 2, { y: 1 }] }, { steps: 10_000 }));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
