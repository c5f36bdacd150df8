import { describe, expect, test } from "vitest";
import { compileExpression } from "../../../engine/expression/index.ts";
import { evaluate, incident, problemsOf } from "../../support/evaluation.ts";

describe("names", () => {
  test("a name before a bracket is the function, elsewhere the variable", () => {
    expect(evaluate("count(count) + count[1]", { count: [5, 6] })).toBe(7);
    expect(evaluate("date > other", { date: 2, other: 1 })).toBe(true);
    expect(evaluate('contains(contains, "a")', { contains: "abc" })).toBe(true);
    expect(evaluate("list", { list: [1] })).toEqual([1]);
    expect(evaluate("user.id + group", { user: { id: "a" }, group: "b" })).toBe("ab");
  });

  test("names hold letters of any alphabet, and spaces where they are known", () => {
    expect(evaluate('сумма > 5 and отдел = "Опт"', { сумма: 6, отдел: "Опт" })).toBe(true);
    expect(evaluate("12 * Monthly Salary", { "Monthly Salary": 10 })).toBe(120);
    expect(evaluate("first-name + b", { "first-name": "a", b: "b" }, { names: ["first-name"] })).toBe("ab");
    expect(evaluate("a-b", { a: 3, b: 1 })).toBe(2);
  });

  test("a keyword is a field's name after a dot", () => {
    expect(evaluate("event.cause.instance", { event: { cause: { instance: "i-1" } } })).toBe("i-1");
    expect(evaluate("x.in.for", { x: { in: { for: 1 } } })).toBe(1);
    expect(evaluate("x.a in [1, 2]", { x: { a: 1 } })).toBe(true);
  });

  test("nothing of the machine can be named", () => {
    for (const text of [
      "x.constructor",
      "x.__proto__",
      "constructor",
      "prototype",
      "{__proto__: 1}",
      '{"__proto__": 1}',
    ]) {
      expect(problemsOf(text), text).toEqual(["expression-reserved-name"]);
    }
    for (const text of ["toString", "hasOwnProperty", "valueOf"]) {
      expect(incident(text), text).toBe("EXPRESSION_UNKNOWN_NAME");
      expect(incident(`x.${text}`, { x: { a: 1 } }), text).toBe("EXPRESSION_UNKNOWN_FIELD");
    }
    expect(evaluate('get value(x, "toString")', { x: {} })).toBeNull();
    expect(incident('context([{ key: "__proto__", value: 1 }])')).toBe("EXPRESSION_TYPE");
    expect(incident('context put({}, "__proto__", 1)')).toBe("EXPRESSION_DOMAIN");
  });

  test("the free variables are known, in the order of the text", () => {
    const names = (text: string) => compileExpression(text).expression?.names;
    expect(names("b + a.c + count(list) + b")).toEqual(["b", "a", "list"]);
    expect(names("for x in xs return x + y")).toEqual(["xs", "y"]);
    expect(names("some x in xs, y in x satisfies y > limit")).toEqual(["xs", "limit"]);
    expect(names("{a: 1, b: a + z}.b")).toEqual(["z"]);
    expect(names("function(a) a + b")).toEqual(["b"]);
    expect(names("lead.responsible")).toEqual(["lead"]);
  });

  test("inside a filter the element's fields come first, then what is around", () => {
    const variables = { rows: [{ price: 1 }, { price: 9 }], limit: 5, price: 100 };
    expect(evaluate("rows[price > limit]", variables)).toEqual([{ price: 9 }]);
    expect(evaluate("rows[item.price > limit].price", variables)).toEqual([9]);
    expect(evaluate("[1, 2, 3][item >= 2]")).toEqual([2, 3]);
    const typed = {
      rows: { kind: "list", of: { kind: "map", fields: { price: { kind: "number" } }, open: false } },
      limit: { kind: "number" },
    } as const;
    expect(compileExpression("rows[price > limit]", { types: typed }).expression?.names).toEqual(["rows", "limit"]);
  });
});
