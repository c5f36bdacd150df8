import { describe, expect, test } from "vitest";
import type { Value } from "../../../engine/base/value.ts";
import { DecisionError } from "../../../engine/decision/decision-error.ts";
import type { CellValue } from "../../../engine/decision/table-source.ts";
import { compileFixture, contextOf, rub, type TableFixture, tableFor } from "./table-fixture.ts";

const AGE = [{ name: "age", title: "Возраст", type: "number" as const }];
const GRID = `
  | Возраст | out |
  | > 18    | 1   |
  | > 12    | 3   |
  | > 0     | 2   |`;

function ages(hitPolicy: string, more: Partial<TableFixture> = {}): TableFixture {
  return { hitPolicy, inputs: AGE, outputs: [{ name: "out", type: "number", values: [3, 1, 2] }], grid: GRID, ...more };
}

function at(fixture: TableFixture, age: Value) {
  return tableFor(fixture).evaluate(contextOf({ age }));
}

function errorAt(fixture: TableFixture, variables: Readonly<Record<string, Value>>): DecisionError {
  try {
    tableFor(fixture).evaluate(contextOf(variables));
  } catch (error) {
    if (error instanceof DecisionError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("each hit policy gives DMN's result", () => {
  test.each([
    ["first", 20, [1], 1],
    ["first", 15, [2], 3],
    ["priority", 20, [2], 3],
    ["priority", 5, [3], 2],
    ["rule order", 20, [1, 2, 3], [1, 3, 2]],
    ["output order", 20, [2, 1, 3], [3, 1, 2]],
    ["collect", 20, [1, 2, 3], [1, 3, 2]],
    ["collect", 0, [], []],
    ["collect sum", 20, [1, 2, 3], 6],
    ["collect sum", 0, [], 0],
    ["collect min", 20, [1, 2, 3], 1],
    ["collect max", 20, [1, 2, 3], 3],
    ["collect count", 20, [1, 2, 3], 3],
    ["collect count", 0, [], 0],
  ])("%s at %s", (hitPolicy, age, matched, out) => {
    expect(at(ages(hitPolicy), age)).toMatchObject({ inputs: { age }, matched, outputs: { out } });
  });

  test("unique gives the one rule, with its row", () => {
    const table = ages("unique", { grid: "| age | out |\n| <= 5 | 1 |\n| > 5 | 2 |" });
    expect(at(table, 5)).toEqual({ inputs: { age: 5 }, matched: [1], outputs: { out: 1 }, rows: [{ out: 1 }] });
  });

  test("no hit policy means unique", () => {
    const { hitPolicy: _, ...unnamed } = ages("unique", { grid: "| age | out |\n| - | 1 |" });
    expect(tableFor(unnamed).hitPolicy).toBe("unique");
  });

  test("any gives the value that all agree on, and says who agreed", () => {
    const table = ages("any", { grid: "| age | out |\n| > 18 | 1 |\n| > 12 | 1 |" });
    expect(at(table, 20)).toMatchObject({ matched: [1, 2], outputs: { out: 1 } });
  });

  test("a list policy keeps the rows beside the columns", () => {
    const table: TableFixture = {
      hitPolicy: "collect",
      inputs: AGE,
      outputs: [
        { name: "a", type: "number" },
        { name: "b", type: "text" },
      ],
      grid: "| age | a | b |\n| > 1 | 1 | x |\n| > 2 | 2 | y, z |",
    };
    const { outputs, rows } = at(table, 3);
    expect(outputs).toEqual({ a: [1, 2], b: ["x", "y, z"] });
    expect(rows).toEqual([
      { a: 1, b: "x" },
      { a: 2, b: "y, z" },
    ]);
  });

  test("sums are exact, and of one currency", () => {
    const table: TableFixture = {
      hitPolicy: "collect sum",
      inputs: AGE,
      outputs: [
        { name: "out", type: "number" },
        { name: "fee", type: "money", currency: "RUB" },
      ],
      grid: "| age | out | fee |\n| > 0 | 0.1 | 100.10 |\n| > 0 | 0.2 | 1 000.25 |",
    };
    expect(at(table, 1).outputs).toEqual({ out: 0.3, fee: rub("1100.35") });
    expect(at(table, 0).outputs).toEqual({ out: 0, fee: rub("0.00") });
  });

  test("a default answers where no rule matches, and is not a match", () => {
    const table = ages("unique", {
      outputs: [{ name: "out", type: "number", default: "7" }],
      grid: "| age | out |\n| > 5 | 1 |",
    });
    expect(at(table, 1)).toEqual({ inputs: { age: 1 }, matched: [], outputs: { out: 7 }, rows: [] });
  });
});

describe("a table that cannot answer says why, in the analyst's words", () => {
  test("no rule matches", () => {
    const error = errorAt(ages("unique", { grid: "| age | out |\n| > 5 | 1 |" }), { age: 4.5 });
    expect([error.code, error.says.ru]).toEqual([
      "DECISION_NO_RULE",
      "Таблица table: ни одно правило не подошло: возраст = 4,5",
    ]);
  });

  test("several match under unique", () => {
    const error = errorAt(ages("unique"), { age: 15 });
    expect([error.code, error.rules, error.says.ru]).toEqual([
      "DECISION_SEVERAL_RULES",
      [2, 3],
      "Таблица table: подошли сразу правила 2, 3: возраст = 15",
    ]);
  });

  test("several disagree under any", () => {
    expect(errorAt(ages("any"), { age: 15 })).toMatchObject({ code: "DECISION_RULES_DISAGREE", rules: [2, 3] });
  });

  test("a value outside the declared domain", () => {
    const table = ages("unique", {
      inputs: [{ name: "age", title: "Возраст", type: "number", domain: "[0..150]" }],
      grid: "| age | out |\n| - | 1 |",
    });
    const error = errorAt(table, { age: 151 });
    expect([error.code, error.says.ru]).toEqual([
      "DECISION_OUTSIDE_DOMAIN",
      "Таблица table: возраст = 151 — вне области значений столбца",
    ]);
  });

  test("null where only order is tested", () => {
    const error = errorAt(ages("first", { grid: "| age | out |\n| > 5 | 1 |\n| - | 2 |" }), { age: null });
    expect([error.code, error.says.ru]).toEqual([
      "DECISION_NULL_INPUT",
      "Таблица table: «возраст» не заполнено, а сравнить пустое нельзя; добавьте строку с null",
    ]);
  });

  test("null is an ordinary value once a cell names it, and for words always", () => {
    const table = ages("first", { grid: "| age | out |\n| > 5 | 1 |\n| null | 2 |\n| - | 3 |" });
    expect([at(table, null).matched, at(table, 1).matched]).toEqual([[2], [3]]);
    const words: TableFixture = {
      inputs: [{ name: "age", type: "text" }],
      outputs: [{ name: "out", type: "number" }],
      grid: "| age | out |\n| a | 1 |\n| not(a) | 2 |",
    };
    expect(at(words, null).matched).toEqual([2]);
  });

  test("a value of another type, and money of another currency", () => {
    expect(errorAt(ages("first"), { age: "пять" })).toMatchObject({ code: "DECISION_TYPE" });
    const money: TableFixture = {
      inputs: [{ name: "sum", title: "Сумма, $", type: "money", currency: "RUB" }],
      outputs: [{ name: "out", type: "number" }],
      grid: "| sum | out |\n| - | 1 |",
    };
    const error = errorAt(money, { sum: { amount: "5.00", currency: "USD" } });
    expect([error.code, error.says.ru]).toEqual([
      "DECISION_CURRENCY",
      "Таблица table: «сумма» в USD, а столбец считает в RUB",
    ]);
    expect(errorAt(money, { sum: 5 })).toMatchObject({ code: "DECISION_TYPE" });
  });
});

describe("a policy that is not one", () => {
  test.each([
    ["uniqe", "Возможно, вы имели в виду «unique»?"],
    ["rule-order", "Возможно, вы имели в виду «rule order»?"],
    ["ruleOrder", "Возможно, вы имели в виду «rule order»?"],
    ["COLLECT SUM", "Возможно, вы имели в виду «collect sum»?"],
    ["C+", "Возможно, вы имели в виду «collect sum»?"],
    ["U", "Возможно, вы имели в виду «unique»?"],
  ])("%s is told the spelling", (hitPolicy, remedy) => {
    const { problems } = compileFixture(ages(hitPolicy));
    expect(problems.map(({ code, remedy: { ru } }) => [code, ru])).toEqual([["table-hit-policy", remedy]]);
  });

  test.each([
    ["priority", [{ name: "out", type: "number" as const }], "table-priority-order"],
    ["collect sum", [{ name: "out", type: "text" as const }], "table-aggregate-type"],
  ])("%s without what it needs says what it needs", (hitPolicy, outputs, code) => {
    expect(compileFixture(ages(hitPolicy, { outputs })).problems.map((problem) => problem.code)).toEqual([code]);
  });

  test("a default for one output demands one for all", () => {
    const outputs = [
      { name: "out", type: "number" as const, default: "1" },
      { name: "why", type: "text" as const },
    ];
    const { problems } = compileFixture(ages("unique", { outputs, grid: "| age | out | why |\n| - | 1 | x |" }));
    expect(problems.map(({ code, column }) => [code, column])).toEqual([["table-default-missing", "why"]]);
  });
});

describe("outputs", () => {
  const table = (type: TableFixture["outputs"][number]["type"], cell: string, more: object = {}): TableFixture => ({
    inputs: AGE,
    outputs: [{ name: "out", type, ...more }],
    grid: `| age | out |\n| - | ${cell} |`,
    types: { deal: { kind: "any" }, requester: { kind: "user" } },
  });
  const valueOf = (fixture: TableFixture, variables: Readonly<Record<string, Value>> = {}) =>
    tableFor(fixture).evaluate(contextOf({ age: 1, ...variables })).outputs["out"];

  test.each([
    ["text", "до 100 тысяч, не больше", "до 100 тысяч, не больше"],
    ["text", "null", null],
    ["number", "1 000.5", 1000.5],
    ["number", "age * 2", 2],
    ["number", "12345678901234567890.5", { $type: "number", value: "12345678901234567890.5" }],
    ["boolean", "да", true],
    ["date", "25.11.2026", { $type: "date", value: "2026-11-25" }],
    ["choice", "товар", "товар"],
    ["text", "вам ${ age } год", "вам 1 год"],
    ["number", "${ age + 1 }", 2],
    ["list", "[1, 2]", [1, 2]],
  ] as const)("a %s column takes %s", (type, cell, value) => {
    const fixture = table(type, cell);
    const context = { ...contextOf({ age: 1 }), calendar: { zone: "Europe/Moscow" } as never };
    expect(tableFor(fixture).evaluate(context).outputs["out"]).toEqual(value);
  });

  test("money takes the column's currency", () => {
    expect(valueOf(table("money", "100 000", { currency: "RUB" }))).toEqual(rub("100000.00"));
    expect(compileFixture(table("money", "100")).problems.map(({ code }) => code)).toEqual(["table-currency"]);
    expect(compileFixture(table("number", "7,5")).problems.map(({ code }) => code)).toEqual(["table-comma-in-number"]);
  });

  test("people come out as references, in the order of the cell", () => {
    const deal = { id: "5", type: "deal", ref: "deal/5", responsible: "ivanov" };
    const cell = "responsible of deal, manager of requester, group director, next of group sales, head of client";
    expect(valueOf(table("principals", cell), { deal, requester: "petrov" })).toEqual([
      { user: "ivanov" },
      { managerOf: "petrov" },
      { group: "director" },
      { nextOf: "sales" },
      { headOf: "client" },
    ]);
  });

  test("a record without the person is a vacancy that names the record, for whoever asks these people", () => {
    const deal = { id: "5", type: "deal", ref: "deal/5", responsible: null };
    expect(valueOf(table("principals", "responsible of deal"), { deal })).toEqual([
      { vacancy: "responsible of deal (deal/5)" },
    ]);
  });

  test("people of an expression may be ids, references or lists of both", () => {
    const who: Value = ["ivanov", { group: "director" }, [{ headOf: "client" }]];
    expect(valueOf({ ...table("principals", "${ who }"), types: { who: { kind: "any" } } }, { who })).toEqual([
      { user: "ivanov" },
      { group: "director" },
      { headOf: "client" },
    ]);
    expect(
      errorAt({ ...table("principals", "${ who }"), types: { who: { kind: "any" } } }, { age: 1, who: [] }),
    ).toMatchObject({ code: "DECISION_NO_PERSON" });
  });

  test("people of YAML are maps in which requester is a variable, alone, in lists, and with expressions inside", () => {
    const entry = (name: string, value: CellValue) => ({ kind: "map" as const, entries: [{ name, value }] });
    const literal = (value: Value) => ({ kind: "literal" as const, value });
    const who: CellValue = {
      kind: "list",
      items: [
        entry("managerOf", literal("requester")),
        literal("requester"),
        literal({ headOf: "sales" }),
        literal(["ivanov"]),
      ],
    };
    const fixture = {
      ...table("principals", ""),
      rules: [{ when: {}, then: { out: { start: 0, end: 1, value: who } }, place: { start: 0, end: 1 } }],
    };
    expect(valueOf(fixture, { requester: "petrov" })).toEqual([
      { managerOf: "petrov" },
      { user: "petrov" },
      { headOf: "sales" },
      { user: "ivanov" },
    ]);
    expect(valueOf(fixture, { requester: null })).toEqual([
      { vacancy: "manager of requester" },
      { vacancy: "requester" },
      { headOf: "sales" },
      { user: "ivanov" },
    ]);
  });

  test.each([
    [{ boss: "ivanov" }, 'Непонятно, кто это: {"boss":"ivanov"}'],
    [5, "Непонятно, кто это: 5"],
    [[], "Не сказано, кто"],
  ])("%j of YAML names nobody", (value, message) => {
    const cell = { start: 3, end: 9, value: { kind: "literal" as const, value } };
    const fixture = {
      ...table("principals", ""),
      rules: [{ when: {}, then: { out: cell }, place: { start: 0, end: 1 } }],
    };
    expect(compileFixture(fixture).problems[0]).toMatchObject({
      code: "table-principal",
      rule: 1,
      start: 3,
      message: { ru: message },
    });
  });

  test("a table tells the names it reads and the people it names", () => {
    const { names, people } = tableFor(
      table("principals", "responsible of deal, group director, user ivanov, head of client"),
    );
    expect(names).toEqual(["age", "deal"]);
    expect(people.map(({ kind, id }) => [kind, id])).toEqual([
      ["group", "director"],
      ["user", "ivanov"],
      ["department", "client"],
    ]);
  });

  test("a computed test is asked where the other columns leave the rule open", () => {
    const fixture: TableFixture = {
      inputs: [{ name: "age", type: "number" }],
      outputs: [{ name: "out", type: "number" }],
      types: { limit: { kind: "number" } },
      grid: "| age | out |\n| <= limit | 1 |\n| > limit | 2 |",
    };
    const table2 = tableFor(fixture);
    expect([1, 5, 6].map((age) => table2.evaluate(contextOf({ age, limit: 5 })).matched)).toEqual([[1], [1], [2]]);
    expect(table2.names).toEqual(["age", "limit"]);
  });
});
