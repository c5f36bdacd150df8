import { describe, expect, test } from "vitest";
import type { Value } from "../../../engine/base/value.ts";
import { type Budget, compileExpression, ExpressionError } from "../../../engine/expression/index.ts";
import { contextOf, evaluate } from "../../support/evaluation.ts";

function spend(text: string, budget: Partial<Budget>, variables = {}): Value | string {
  const { expression } = compileExpression(text);
  try {
    return expression?.evaluate(contextOf(variables, budget)) ?? null;
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
}

const SPENT = "EXPRESSION_BUDGET";

describe("an evaluation is bounded", () => {
  test("loops end, however far they reach", () => {
    expect(spend("for i in 1..100000000 return i", {})).toBe(SPENT);
    expect(spend("some i in 1..100000000 satisfies i < 0", {})).toBe(SPENT);
    expect(spend("for i in 1..1000, j in 1..1000, k in 1..1000 return 1", {})).toBe(SPENT);
    expect(spend("count(for i in 1..99999 return count(for j in 1..99999 return 1))", {})).toBe(SPENT);
    expect(spend("for i in 1..100 return i", { steps: 50 })).toBe(SPENT);
  });

  test("lists and texts do not grow beyond their bounds", () => {
    expect(spend("[1, 2, 3, 4]", { listMax: 3 })).toBe(SPENT);
    expect(spend("concatenate(x, x)", { listMax: 5 }, { x: [1, 2, 3] })).toBe(SPENT);
    expect(spend("x + x", { textMax: 5 }, { x: "abc" })).toBe(SPENT);
    expect(spend('string join([x, x], "")', { textMax: 5 }, { x: "abc" })).toBe(SPENT);
    expect(spend('replace(x, "", "abc")', { textMax: 20 }, { x: "abcdefgh" })).toBe(SPENT);
    expect(spend("x + x", {}, { x: "a".repeat(600_000) })).toBe(SPENT);
  });

  test("a value that holds the same list twice, and that one twice again, does not grow without end", () => {
    expect(spend("for i in 0..1000 return partial", {})).toBe(SPENT);
    expect(spend("for i in 1..100 return if i = 1 then [1] else [partial[-1], partial[-1]]", {})).toBe(SPENT);
    expect(spend("for i in 1..100 return if i = 1 then {a: 1} else {a: partial[-1], b: partial[-1]}", {})).toBe(SPENT);
    const put = 'context put(context put({}, "a", partial[-1]), "b", partial[-1])';
    expect(spend(`for i in 1..100 return if i = 1 then {a: 1} else ${put}`, {})).toBe(SPENT);
    expect(
      spend("for i in 1..100 return if i = 1 then [1] else append(append([], partial[-1]), partial[-1])", {}),
    ).toBe(SPENT);
    expect(spend("count(for i in 1..2000 return {a: [i, i], b: {c: i}})", {})).toBe(2000);
  });

  test("calls do not nest beyond theirs", () => {
    expect(spend("{f: function(g, n) if n = 0 then 0 else g(g, n - 1), r: f(f, 100)}.r", {})).toBe(0);
    expect(spend("{f: function(g, n) g(g, n + 1), r: f(f, 0)}.r", {})).toBe(SPENT);
    expect(spend("{f: function(g, n) if n = 0 then 0 else g(g, n - 1), r: f(f, 100)}.r", { depthMax: 50 })).toBe(SPENT);
  });

  test("it holds in DMN mode too", () => {
    expect(() => evaluate("for i in 1..100000000 return i", {}, { mode: "dmn" })).toThrow(ExpressionError);
  });

  test("regular expressions take linear time", () => {
    expect(evaluate('matches(x, "^(a+)+$")', { x: `${"a".repeat(5000)}!` })).toBe(false);
    expect(evaluate('matches(x, "(x+x+)+y")', { x: "x".repeat(5000) })).toBe(false);
  });

  test("one spent evaluation does not spoil the next", () => {
    const { expression } = compileExpression("count(for i in 1..n return i)");
    expect(() => expression?.evaluate(contextOf({ n: 200_000 }))).toThrow();
    expect(expression?.evaluate(contextOf({ n: 10 }))).toBe(10);
  });
});

describe("hostile data", () => {
  test("values nested deeper than the stack end in an incident", () => {
    let deep: Value = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(spend("x = y", {}, { x: deep, y: [deep] })).toBe(SPENT);
    expect(spend("string(x)", {}, { x: deep })).toBe(SPENT);
    expect(spend("count(flatten(x))", {}, { x: deep })).toBe(0);
  });

  test("numbers at the edge of all numbers take no time", () => {
    expect(spend("modulo(10 ** 40, 7)", {})).toBe(4);
    for (const text of [
      "exp(14000)",
      "1.5 ** 30000.5",
      "log(10 ** 6000)",
      "sqrt(10 ** 6001)",
      "modulo(10 ** 6000, 7)",
      "decimal(10 ** -6000, 6100)",
    ]) {
      expect(spend(text, {}), text).not.toBeUndefined();
    }
    expect(spend('matches("a", "((a{100}){100}){100}")', {})).toBe("EXPRESSION_DOMAIN");
  });
});
