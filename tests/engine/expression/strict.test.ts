import { describe, expect, test } from "vitest";
import { compileExpression, ExpressionError } from "../../../engine/expression/index.ts";
import { contextOf, evaluate, incident } from "../../support/evaluation.ts";

describe("strict mode is never silent", () => {
  test("a missing variable or field is an incident", () => {
    expect(incident("nobody")).toBe("EXPRESSION_UNKNOWN_NAME");
    expect(incident("x.nothing", { x: { a: 1 } })).toBe("EXPRESSION_UNKNOWN_FIELD");
    expect(incident("x.a = null", { x: {} })).toBe("EXPRESSION_UNKNOWN_FIELD");
    expect(incident("x.a", { x: null })).toBe("EXPRESSION_NULL");
    expect(incident("[{a: 1}, {b: 2}].a")).toBe("EXPRESSION_UNKNOWN_FIELD");
  });

  test("order, arithmetic and joining do not take null; equality does", () => {
    for (const text of [
      "x < 1",
      "1 >= x",
      "x + 1",
      "x * 2",
      '"a" + x',
      "-x",
      "x between 1 and 2",
      "x in [1..2]",
      "sum([1, x])",
      "string(x)",
      "not(x)",
    ]) {
      expect(incident(text, { x: null }), text).toBe("EXPRESSION_NULL");
    }
    expect(evaluate("x = null", { x: null })).toBe(true);
    expect(evaluate("x != null", { x: 1 })).toBe(true);
    expect(evaluate("null = 1")).toBe(false);
  });

  test("a condition must be true or false", () => {
    expect(incident("if 1 then 2 else 3")).toBe("EXPRESSION_TYPE");
    expect(incident("if x then 2 else 3", { x: null })).toBe("EXPRESSION_NULL");
    expect(incident('true and "a"')).toBe("EXPRESSION_TYPE");
    expect(incident("[1, 2][item]", {})).toEqual({ value: 1 });
    expect(incident('some x in [1] satisfies "a"')).toBe("EXPRESSION_TYPE");
  });

  test("what is decided is not evaluated further", () => {
    expect(evaluate("x != null and x > 5", { x: null })).toBe(false);
    expect(evaluate("x = null or x > 5", { x: null })).toBe(true);
    expect(evaluate("if x = null then 0 else x + 1", { x: null })).toBe(0);
  });

  test("values of different kinds are neither equal nor ordered", () => {
    expect(incident('1 = "1"')).toBe("EXPRESSION_TYPE");
    expect(incident('1 < "2"')).toBe("EXPRESSION_TYPE");
    expect(incident('1 + "2"')).toBe("EXPRESSION_TYPE");
    expect(incident('date("2026-01-01") < 5')).toBe("EXPRESSION_TYPE");
    expect(evaluate('list contains([1, "a"], "a")')).toBe(true);
  });

  test("arguments of the wrong kind are an incident", () => {
    expect(incident("string length(5)")).toBe("EXPRESSION_TYPE");
    expect(incident("count(null)")).toBe("EXPRESSION_NULL");
    expect(incident('contains(["a"], "a")')).toBe("EXPRESSION_TYPE");
    expect(incident("for x in 5 return x")).toBe("EXPRESSION_TYPE");
    expect(incident('substring("abc", 9)')).toBe("EXPRESSION_DOMAIN");
    expect(incident('list("nobody")')).toBe("EXPRESSION_UNKNOWN_NAME");
  });

  test("absence is tested in words", () => {
    const variables = { lead: { phone: null, name: "A", company: null } };
    expect(evaluate("is defined(lead.name)", variables)).toBe(true);
    expect(evaluate("is defined(lead.phone)", variables)).toBe(false);
    expect(evaluate("is defined(lead.nothing)", variables)).toBe(false);
    expect(evaluate("is defined(lead.company.title)", variables)).toBe(false);
    expect(evaluate("is defined(nobody.at.all)", variables)).toBe(false);
    expect(evaluate("[{a: 1}, {b: 2}][is defined(item.a)]")).toEqual([{ a: 1 }]);
    expect(evaluate("[{a: 1}, {b: 2}][is defined(a)]")).toEqual([{ a: 1 }]);
  });

  test("an incident names expression, place, values, in both languages", () => {
    const place = { file: "process.yaml", offset: 40, line: 3, column: 9 };
    const { expression } = compileExpression("1 + (amount > 5)", { place });
    try {
      expression?.evaluate(contextOf({ amount: null }));
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      expect(error).toMatchObject({ code: "EXPRESSION_NULL", expression: "1 + (amount > 5)", from: 5, to: 15, place });
      expect(error.says.ru).toContain("amount > 5");
      expect(error.says.ru).toContain("null");
      expect(error.says.en).toContain("5");
    }
  });

  test("beyond a list there is nothing, and positions count from 1", () => {
    const variables = { list: ["a", "b", "c"] };
    expect(["1", "3", "-1", "-3"].map((at) => evaluate(`list[${at}]`, variables))).toEqual(["a", "c", "c", "a"]);
    expect(["0", "4", "-4"].map((at) => evaluate(`list[${at}]`, variables))).toEqual([null, null, null]);
  });

  test("DMN mode says null instead", () => {
    for (const text of [
      "nobody",
      "x.y",
      "null + 1",
      "if 1 then 2 else null",
      '1 = "1"',
      "1 / 0",
      "unknown(1)",
      "count()",
    ]) {
      expect(evaluate(text, {}, { mode: "dmn" }), text).toBeNull();
    }
  });
});
