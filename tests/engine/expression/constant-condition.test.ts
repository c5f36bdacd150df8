import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileExpression } from "../../../engine/expression/index.ts";
import { BOOLEAN, NUMBER, nullable, TEXT, type Type } from "../../../engine/expression/type.ts";
import { contextOf } from "../../support/evaluation.ts";

const types: Readonly<Record<string, Type>> = {
  amount: { kind: "money", currency: "RUB" },
  count: NUMBER,
  name: TEXT,
  ready: BOOLEAN,
  due: { kind: "date" },
  brand: { kind: "choice", values: ["Jura", "Nivona"] },
  maybe: nullable({ kind: "choice", values: ["Jura", "Nivona"] }),
  rows: { kind: "list", of: { kind: "map", fields: { value: TEXT, price: NUMBER }, open: false } },
};

function told(text: string): readonly string[] {
  return compileExpression(text, { types }).problems.map(({ severity, message }) => `${severity}: ${message.ru}`);
}

const ALWAYS = "warning: Условие верно всегда";
const NEVER = "warning: Условие не верно никогда";

describe("a condition that is decided before it runs is told of", () => {
  test.each([
    "count > 5 and count < 3",
    "count > 5 and count <= 5",
    "count = 1 and count = 2",
    "count = 1 and count > 1",
    "amount < 100000 and amount >= 100000.00",
    "count between 5 and 3 and count > 0",
    "not(count < 5) and count < 5",
    'brand = "Jura" and brand = "Nivona"',
    'brand != "Jura" and brand != "Nivona"',
    'brand in ("Jura", "Nivona") and brand != "Jura" and brand != "Nivona"',
    "ready and not(ready)",
    'due > @"2026-12-01" and due < @"2026-11-01"',
    'name = "a" and count > 0 and name = "b"',
    "5 > count and 7 < count",
    "count != count",
    "1 = 2",
  ])("%s never holds", (text) => {
    expect(told(text)).toEqual([NEVER]);
  });

  test.each([
    "count != 1 or count != 2",
    "count > 3 or count < 5",
    "ready or not(ready)",
    'brand = "Jura" or brand = "Nivona"',
    "count >= count",
    "2 > 1",
  ])("%s always holds", (text) => {
    expect(told(text)).toEqual([ALWAYS]);
  });

  test.each([
    "count > 3 and count < 5",
    "count >= 5 and count <= 5",
    'maybe != "Jura" or ready',
    'maybe = "Jura" or maybe = "Nivona"',
    'name != "a" and name != "b"',
    "count = 1 or count = 2",
    "amount > 5 and count < 3",
    'brand = "Jura" and ready or brand = "Nivona"',
  ])("%s depends", (text) => {
    expect(told(text)).toEqual([]);
  });

  test("it is told once, at the smallest part that decides", () => {
    const { problems } = compileExpression("(count > 5 and count < 3) and ready", { types });
    expect(problems.map(({ from, to }) => [from, to])).toEqual([[1, 24]]);
  });

  test("a filter that no element can pass is told as a filter", () => {
    const empty = "warning: Отбор всегда пуст: его условие не верно никогда";
    expect(told("count(rows[price > 5 and price < 3]) > 0")).toEqual([empty]);
    expect(told("count(rows[false]) > 0")).toEqual([empty]);
    expect(told("count(rows[price > 5]) > 0")).toEqual([]);
  });
});

describe("what is said is so", () => {
  const part = fc
    .tuple(fc.constantFrom("<", "<=", ">", ">=", "=", "!="), fc.integer({ min: 0, max: 4 }))
    .map(([op, value]) => `x ${op} ${value}`);
  const condition = fc
    .tuple(fc.constantFrom(" and ", " or "), fc.array(part, { minLength: 1, maxLength: 4 }))
    .map(([op, parts]) => parts.join(op));

  test("over all values, halves between them too: a constant condition is constant", () => {
    fc.assert(
      fc.property(condition, (text) => {
        const { expression, problems } = compileExpression(text, { types: { x: NUMBER } });
        // Half steps stand for every open stretch between two whole bounds.
        const values = Array.from({ length: 13 }, (_, at) => expression?.evaluate(contextOf({ x: at / 2 - 1 })));
        const whole = problems.find(({ from, to }) => from === 0 && to === text.length);
        if (whole) expect(new Set(values)).toEqual(new Set([whole.message.en === "The condition always holds"]));
        if (new Set(values).size === 2) expect(whole).toBeUndefined();
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
