import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value } from "../../../engine/base/value.ts";
import { compileTable } from "../../../engine/decision/compile-table.ts";
import type { Separator } from "../../../engine/decision/csv.ts";
import { tableFromCsv, tableToCsv } from "../../../engine/decision/table-csv.ts";
import { cellAt, type RuleSource, type TableSource } from "../../../engine/decision/table-source.ts";
import { feelFor } from "./feel-fixture.ts";
import { randomTable } from "./random-table.ts";
import { contextOf, rub, sourceOf, type TableFixture, typesOf } from "./table-fixture.ts";

/** The cells of the rules, by column. */
function textsOf(rules: readonly RuleSource[]): unknown {
  return rules.map(({ when, then }) =>
    [when, then].map((cells) =>
      Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, "text" in cell ? cell.text : cell])),
    ),
  );
}

const COLUMNS: TableFixture = {
  inputs: [
    { name: "kind", title: "Тип; «вид»", type: "text" },
    { name: "amount", title: "Сумма, ₽", type: "money", currency: "RUB" },
    { name: "day", title: "День", type: "date" },
  ],
  outputs: [
    { name: "why", title: "Почему", type: "text" },
    { name: "rate", title: "Ставка", type: "number" },
  ],
};

describe("a table written as CSV and read back", () => {
  test.each([";", ",", "\t"] as const)("has the same cells, whatever stands in them (separator %j)", (separator) => {
    const text = fc.string({ unit: fc.constantFrom(...'аб;,"\t|\\ \n.=+') }).map((value) => value.replace(/\r/g, ""));
    const rule = fc.record({
      kind: text,
      why: text,
      amount: fc.constantFrom("<= 100 000", "[1..2.50)", "1, 2"),
      day: fc.constantFrom("-", "> 2026-11-25"),
      rate: fc.constantFrom("0.5", "1 000"),
    });
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 5 }), (made) => {
        const { source } = sourceOf({ ...COLUMNS, rules: made.map(ruleOf) });
        const back = tableFromCsv(tableToCsv(source, { separator }), source);
        expect(back.problems).toEqual([]);
        expect(textsOf(back.rules)).toEqual(textsOf(source.rules));
      }),
      { numRuns: 1_000, seed: 21 },
    );
  });

  test("decides as before", () => {
    fc.assert(
      fc.property(randomTable(["first"]), fc.constantFrom<Separator>(";", ",", "\t"), (random, separator) => {
        const { source } = sourceOf(random.fixture);
        const { rules } = tableFromCsv(tableToCsv(source, { separator }), source);
        expect(compiled({ ...source, rules }, random.fixture).model.columns.map(({ tests }) => tests)).toEqual(
          compiled(source, random.fixture).model.columns.map(({ tests }) => tests),
        );
      }),
      { numRuns: 500, seed: 22 },
    );
  });

  test("begins with a byte order mark and ends its lines as a spreadsheet expects", () => {
    const { source } = sourceOf({
      ...COLUMNS,
      rules: [ruleOf({ kind: "a;b", amount: "<= 5", day: "-", why: 'сказал "да"', rate: "1" })],
    });
    expect(tableToCsv(source)).toBe(
      '\uFEFF"Тип; «вид»";Сумма, ₽;День;Почему;Ставка\r\n"a;b";<= 5;-;"сказал ""да""";1\r\n',
    );
  });

  test("writes YAML values as the cells that mean them", () => {
    const value = (literal: Value) => ({ start: 0, end: 1, value: { kind: "literal" as const, value: literal } });
    const fixture: TableFixture = {
      inputs: [{ name: "kind", type: "text" }],
      outputs: [
        { name: "who", type: "principals" },
        { name: "ok", type: "boolean" },
      ],
    };
    const rule: RuleSource = {
      when: { kind: [cellAt("a, b", 0), cellAt("c", 0)] },
      then: { who: value([{ headOf: "client" }, { managerOf: "requester" }, "ivanov"]), ok: value(true) },
      place: { start: 0, end: 1 },
    };
    const { source } = sourceOf({ ...fixture, rules: [rule] });
    const [, line] = tableToCsv(source).split("\r\n");
    expect(line).toBe('"""a, b"", c";head of client, manager of requester, user ivanov;true');
    expect(textsOf(tableFromCsv(tableToCsv(source), source).rules)).toEqual([
      [{ kind: '"a, b", c' }, { who: "head of client, manager of requester, user ivanov", ok: "true" }],
    ]);
  });
});

describe("a CSV file out of Excel", () => {
  test("may write decimals with a comma and dates with points", () => {
    const { source } = sourceOf({ ...COLUMNS, rules: [] });
    const text =
      "Тип; «вид»;Сумма, ₽;День;Почему;Ставка\r\n".replace("Тип; «вид»", '"Тип; «вид»"') +
      "товар;(100 000,50..200 000,75];>= 25.11.2026;до 100,50;7,5\r\n";
    const { rules, problems } = tableFromCsv(`\uFEFF${text}`, source);
    expect(problems).toEqual([]);
    const table = compiled({ ...source, rules }, COLUMNS);
    const context = (amount: string) =>
      contextOf({ kind: "товар", amount: rub(amount), day: { $type: "date", value: "2026-11-25" } });
    expect(table.evaluate(context("100000.51")).outputs).toEqual({ why: "до 100,50", rate: 7.5 });
    expect(() => table.evaluate(context("100000.50"))).toThrow("no rule matches");
  });

  test("keeps the commas of a formula", () => {
    const { source } = sourceOf({ ...COLUMNS, rules: [] });
    const { rules } = tableFromCsv("kind;amount;day;why;rate\n-;not(7,5);-;x;max(1,2)\n", source);
    expect(textsOf(rules)).toEqual([
      [
        { kind: "-", amount: "not(7.5)", day: "-" },
        { why: "x", rate: "max(1,2)" },
      ],
    ]);
  });

  test("separated by commas keeps a comma between digits as the slip it is", () => {
    const { source } = sourceOf({ ...COLUMNS, rules: [] });
    const { rules } = tableFromCsv('kind,amount,day,why,rate\n-,"<= 7,5",-,x,1\n', source);
    const { problems } = compileTable({ ...source, rules }, { feel: feelFor(typesOf(COLUMNS)), domainOf: () => null });
    expect(problems.map(({ code }) => code)).toEqual(["table-comma-in-number"]);
  });
});

function ruleOf(texts: {
  readonly kind: string;
  readonly amount: string;
  readonly day: string;
  readonly why: string;
  readonly rate: string;
}): RuleSource {
  const { kind, amount, day, why, rate } = texts;
  return {
    when: { kind: cellAt(kind, 0), amount: cellAt(amount, 0), day: cellAt(day, 0) },
    then: { why: cellAt(why, 0), rate: cellAt(rate, 0) },
    place: { start: 0, end: 1 },
  };
}

function compiled(source: TableSource, fixture: TableFixture) {
  const { table, problems } = compileTable(source, { feel: feelFor(typesOf(fixture)), domainOf: () => null });
  if (!table) throw new Error(JSON.stringify(problems));
  return table;
}
