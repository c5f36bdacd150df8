import { describe, expect, test } from "vitest";
import type { Value } from "../../../engine/base/value.ts";
import { compileUnaryTests, type TestOptions } from "../../../engine/expression/index.ts";
import { contextOf } from "../../support/evaluation.ts";

function holds(text: string, value: Value, options: TestOptions = {}, variables = {}): boolean {
  const { tests, problems } = compileUnaryTests(text, options);
  if (!tests) throw new Error(`${text}: ${problems[0]?.message.en}`);
  return tests.holds(value, contextOf(variables));
}

const structure = (text: string) => compileUnaryTests(text).tests?.test;

describe("unary tests", () => {
  test("ends belong to an interval as its brackets say", () => {
    const through = (text: string) => [5, 6, 15].map((value) => holds(text, value));
    expect(through("(5..15]")).toEqual([false, true, true]);
    expect(through("[5..15)")).toEqual([true, true, false]);
    expect(through("]5..15[")).toEqual([false, true, false]);
    expect(through("> 5, 5")).toEqual([true, true, true]);
  });

  test("a dash takes everything, not(…) takes the rest", () => {
    expect(holds("-", null)).toBe(true);
    expect(holds("not(1, 2)", 3)).toBe(true);
    expect(holds("not(1, 2)", 2)).toBe(false);
    expect(holds("not(> 5)", 5)).toBe(true);
    expect(holds('not("a")', "b")).toBe(true);
  });

  test("values, lists, dates, null and conditions on ?", () => {
    expect(holds('"a", "b"', "b")).toBe(true);
    expect(holds('["a", "b"]', "b")).toBe(true);
    expect(holds('date("2026-01-01")', { $type: "date", value: "2026-01-01" })).toBe(true);
    expect(holds('< date("2026-01-01")', { $type: "date", value: "2025-12-31" })).toBe(true);
    expect(holds("null", null)).toBe(true);
    expect(holds("1", null)).toBe(false);
    expect(holds("? > 3 and ? < limit", 5, {}, { limit: 10 })).toBe(true);
    expect(holds("> limit", 5, {}, { limit: 4 })).toBe(true);
    expect(holds("true", true)).toBe(true);
    expect(holds("-5", -5)).toBe(true);
  });

  test("spaces may group digits, a comma between digits is a problem", () => {
    expect(holds("<= 100 000", 100_000)).toBe(true);
    expect(holds("(100 000..1 000 000]", 1_000_000)).toBe(true);
    expect(compileUnaryTests("(100 000..x)").tests?.test).toMatchObject({ from: 0, to: 12 });
    expect(compileUnaryTests("> 7,5").problems).toMatchObject([
      { from: 2, to: 5, remedy: { ru: "пишите 7.5; два числа разделите «, »" } },
    ]);
    expect(compileUnaryTests("10 00").tests).toBeNull();
  });

  test("money is tested in the declared currency", () => {
    const inputType = { kind: "money", currency: "RUB" } as const;
    expect(holds("<= 100 000", { amount: "100000.00", currency: "RUB" }, { inputType })).toBe(true);
    expect(() => holds("<= 100 000", { amount: "1", currency: "USD" }, { inputType })).toThrow(/USD/);
    expect(compileUnaryTests("> 5", { inputType: { kind: "money" } }).problems).toMatchObject([
      { code: "money-needs-currency" },
    ]);
  });

  test("their form is known, with exact ends", () => {
    expect(structure("-")).toEqual({ kind: "any" });
    expect(structure("<= 0.1")).toEqual({ kind: "comparison", op: "<=", value: 0.1 });
    expect(structure("(5..15]")).toEqual({ kind: "interval", low: 5, high: 15, lowIn: false, highIn: true });
    expect(structure('"a", "b"')).toEqual({
      kind: "or",
      of: [
        { kind: "equals", values: ["a"] },
        { kind: "equals", values: ["b"] },
      ],
    });
    expect(structure("not(1, > 5)")).toEqual({
      kind: "not",
      of: {
        kind: "or",
        of: [
          { kind: "equals", values: [1] },
          { kind: "comparison", op: ">", value: 5 },
        ],
      },
    });
    expect(structure("[12345678901234567890..x]")).toEqual({ kind: "expression", from: 0, to: 25 });
    expect(structure('> date("2026-01-01")')).toEqual({
      kind: "comparison",
      op: ">",
      value: { $type: "date", value: "2026-01-01" },
    });
  });

  test("they are checked against the input's type", () => {
    expect(compileUnaryTests('"x"', { inputType: { kind: "number" } }).problems).toMatchObject([
      { code: "expression-type" },
    ]);
    expect(compileUnaryTests('"Jurra"', { inputType: { kind: "choice", values: ["Jura"] } }).problems).toMatchObject([
      { code: "expression-choice" },
    ]);
    expect(compileUnaryTests("> limti", { types: { limit: { kind: "number" } } }).problems).toMatchObject([
      { code: "expression-unknown-name" },
    ]);
    expect(compileUnaryTests("> limit", { types: { limit: { kind: "number" } } }).tests?.names).toEqual(["limit"]);
  });

  test("a bound without order is an incident", () => {
    expect(() => holds("> 5", "a")).toThrow();
    expect(() => holds("> 5", null)).toThrow();
    expect(() => holds("[5..1]", 3)).toThrow();
  });
});
