import { describe, expect, test } from "vitest";
import { folderWith, ordo, stackTrace } from "../support/command-line.ts";

/** The answers to these lines, by their order. Lines that are texts already go in as they are. */
function answers(argv: readonly string[], lines: readonly unknown[]) {
  const input = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const ended = ordo(argv, { input });
  expect(ended).toMatchObject({ code: 0, talk: "" });
  expect(stackTrace(ended)).toEqual([]);
  return {
    raw: ended.out,
    parsed: ended.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  };
}

const evaluated = (lines: readonly unknown[]) => answers(["eval", "--batch"], lines);

describe("ordo eval --batch", () => {
  test("each line is answered by one line, in order, with its id", () => {
    const { parsed } = evaluated([
      { id: "a", expression: "1 + 2", mode: "strict" },
      { id: 2, expression: "x * y", context: { x: 3 }, lets: [["y", "x + 1"]], mode: "dmn" },
      { id: "c", expression: "null + 1", mode: "dmn" },
    ]);
    expect(parsed).toEqual([
      { id: "a", value: 3 },
      { id: 2, value: 12 },
      { id: "c", value: null },
    ]);
  });

  test("an error carries its code, its message and the position in the expression; the next line goes on", () => {
    const { parsed } = evaluated([
      { id: 1, expression: "1 +" },
      { id: 2, expression: "10 + a.b", context: { a: { c: 1 } } },
      { id: 3, expression: "1 + y", lets: [["y", "2 / 0"]] },
      { id: 4, expression: "for i in 1..1000000000 return i", mode: "dmn" },
      { id: 5, expression: "5" },
    ]);
    expect(parsed).toEqual([
      { id: 1, error: { code: "expression-syntax", message: expect.any(String), position: 2 } },
      { id: 2, error: { code: "EXPRESSION_UNKNOWN_FIELD", message: expect.stringContaining("b"), position: 5 } },
      { id: 3, error: { code: "EXPRESSION_DOMAIN", message: expect.any(String), position: 0, let: "y" } },
      { id: 4, error: { code: "EXPRESSION_BUDGET", message: expect.any(String), position: expect.any(Number) } },
      { id: 5, value: 5 },
    ]);
  });

  test("numbers keep their digits in both directions", () => {
    const { raw } = evaluated([
      '{"id":1,"expression":"b + 1","context":{"b":12345678901234567890.12345}}',
      '{"id":2,"expression":"1 / 3"}',
    ]);
    expect(raw).toContain('"value":12345678901234567891.12345}');
    expect(raw).toContain('"value":0.3333333333333333333333333333333333}');
  });

  test("temporal values go in and come out as a type and a text", () => {
    const date = { $type: "date", value: "2026-11-25" };
    const { parsed } = evaluated([{ id: 1, expression: 'd + duration("P1D")', context: { d: date } }]);
    expect(parsed).toEqual([{ id: 1, value: { $type: "date", value: "2026-11-26" } }]);
  });

  test("a malformed line is answered with an error for its id, or its number where it has none", () => {
    const { parsed } = evaluated([
      "nonsense",
      "",
      "[1]",
      { id: "x", expression: 5 },
      { id: "y", expression: "d", context: { d: { $type: "date", value: "tomorrow" } } },
      { id: "z", expression: "1", mode: "loose" },
      { id: "w", expression: "1", lets: [["a"]] },
      { expression: "1" },
    ]);
    const error = { code: "BATCH_LINE", message: expect.any(String), position: expect.anything() };
    const shaped = { ...error, position: null };
    expect(parsed).toEqual([
      { id: null, line: 1, error },
      { id: null, line: 3, error },
      { id: "x", error: shaped },
      { id: "y", error },
      { id: "z", error: shaped },
      { id: "w", error: shaped },
      { id: null, line: 8, value: 1 },
    ]);
  });

  test("nothing of the host is reachable through a context", () => {
    const { parsed } = evaluated([
      '{"id":1,"expression":"get value(d, \\"z\\")","context":{"d":{"__proto__":{"z":1}}}}',
      { id: 2, expression: "d.constructor", context: { d: {} } },
    ]);
    expect(parsed[0]).toEqual({ id: 1, value: null });
    expect(parsed[1].error.code).toBe("expression-reserved-name");
  });

  test("item definitions may be named, and a result is brought to its type on request", () => {
    const { parsed } = evaluated([
      { id: 1, expression: "[1, 2] instance of tNumbers", types: { tNumbers: { list: "number" } }, mode: "dmn" },
      { id: 2, expression: "[10]", resultType: "number", coercion: true, mode: "dmn" },
      { id: 3, expression: "[10]", resultType: "number", mode: "dmn" },
    ]);
    expect(parsed.map(({ value }) => value)).toEqual([true, 10, [10]]);
  });
});

describe("ordo table eval --batch", () => {
  const table = {
    hitPolicy: "UNIQUE",
    inputs: [
      { expression: "amount", typeRef: "number" },
      { expression: "kind of goods", typeRef: "string" },
    ],
    outputs: [{ name: null, typeRef: "string" }],
    rules: [
      { inputs: ["< 100", "-"], outputs: ['"manager"'] },
      { inputs: [">= 100", '"goods"'], outputs: ['"head"'] },
    ],
  };

  test("each line is a table and a context, and gives its value", () => {
    const { parsed } = answers(
      ["table", "eval", "--batch"],
      [
        { id: 1, table, context: { amount: 5, "kind of goods": "goods" } },
        { id: 2, table, context: { amount: 100, "kind of goods": "goods" } },
        { id: 3, table, context: { amount: 100, "kind of goods": "service" } },
        { id: 4, table: { ...table, hitPolicy: "COLLECT" }, context: { amount: 5, "kind of goods": "goods" } },
      ],
    );
    expect(parsed.map(({ id, value }) => [id, value])).toEqual([
      [1, "manager"],
      [2, "head"],
      [3, null],
      [4, ["manager"]],
    ]);
  });

  test("a cell that is not FEEL is named by its rule and column, a line without a table by its id", () => {
    const broken = { ...table, rules: [{ inputs: ["< 100", "-"], outputs: ['"manager'] }] };
    const { parsed } = answers(
      ["table", "eval", "--batch"],
      [
        { id: 1, table: broken, context: {} },
        { id: 2, context: {} },
        { id: 3, table: { inputs: 5 } },
      ],
    );
    expect(parsed[0].error).toMatchObject({ code: "expression-syntax", position: { rule: 1, column: "out" } });
    expect(parsed.slice(1).map(({ id, error }) => [id, error.code])).toEqual([
      [2, "BATCH_LINE"],
      [3, "BATCH_LINE"],
    ]);
  });

  test("--batch with another action is wrong use", () => {
    expect(ordo(["table", "check", "--batch"])).toMatchObject({
      code: 2,
      talk: expect.stringContaining("--batch goes with eval only"),
    });
    expect(ordo(["table", "check"])).toMatchObject({ code: 2, talk: expect.stringContaining("Which process?") });
  });
});

describe("ordo eval -i", () => {
  test("answers line by line, keeps what :let names, and goes on after an error", () => {
    const { code, out, talk } = ordo(["eval", "-i"], { input: "1 + 1\n:let x 5\nx * 2\nx +\n:vars\n:quit\n7\n" });
    expect(code).toBe(0);
    expect(out).toBe('2\n10\n{\n  "x": 5\n}\n');
    expect(talk).toContain("  x +\n    ^\nexpression-syntax: ");
  });

  test("knows the variables of --with", () => {
    const folder = folderWith({ "input.yaml": "amount: 150000\n" });
    expect(ordo(["eval", "-i", "--with", "input.yaml"], { in: folder, input: "amount > 100000\n" })).toMatchObject({
      code: 0,
      out: "true\n",
    });
  });

  test("without an expression, -i or --batch the call is wrong", () => {
    expect(ordo(["eval"])).toMatchObject({
      code: 2,
      talk: expect.stringContaining("Which expression is to be evaluated?"),
    });
  });
});
