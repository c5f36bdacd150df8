import { describe, expect, test } from "vitest";
import { comparisonsIn, readCondition, readsOf } from "../../../engine/definition/condition.ts";

describe("a condition is read as far as its shape is plain", () => {
  test.each([
    ['a.b = "x"', { kind: "equals", path: "a.b", values: ["x"], is: true }],
    ['"x" != a.b', { kind: "equals", path: "a.b", values: ["x"], is: false }],
    ['a in ("x", "y")', { kind: "equals", path: "a", values: ["x", "y"], is: true }],
    ["a != null", { kind: "null", path: "a", is: false }],
    ["is defined(a.b)", { kind: "null", path: "a.b", is: false }],
    ["not(a = null)", { kind: "not", of: { kind: "null", path: "a", is: true } }],
    [
      'a = "x" and (b = null or c > 5)',
      {
        kind: "and",
        of: [
          { kind: "equals", path: "a", values: ["x"], is: true },
          {
            kind: "or",
            of: [
              { kind: "null", path: "b", is: true },
              { kind: "other", text: "c > 5" },
            ],
          },
        ],
      },
    ],
    ["a between 1 and 5", { kind: "other", text: "a between 1 and 5" }],
    ['if a = "x" then b and c else d', { kind: "other", text: 'if a = "x" then b and c else d' }],
    ["(a + b) > 5", { kind: "other", text: "(a + b) > 5" }],
    ['"a and b" = c', { kind: "equals", path: "c", values: ["a and b"], is: true }],
  ])("%s", (text, condition) => {
    expect(readCondition(text)).toEqual(condition);
  });

  test("anything at all is read without failing", () => {
    for (const text of ["", ")", "((((", "and", "not(", '"', "a = ", "a and", "= =", "a in (", "a.b.", "[1,2"])
      expect(() => readCondition(text)).not.toThrow();
  });
});

test("comparisons are found wherever they stand, with their place", () => {
  const text = 'if list contains(["x"], a.b) or a.b in ["y", "z"] then "w" = a.b else a.b';
  expect(comparisonsIn(text).map(({ path, value, from, to }) => [path, value, text.slice(from, to)])).toEqual([
    ["a.b", "y", '"y"'],
    ["a.b", "z", '"z"'],
    ["a.b", "w", '"w"'],
  ]);
  expect(readsOf(text, "a.b")).toBe(4);
});
