import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { analyzeTable } from "../../../engine/decision/analyze-table.ts";
import { TABLE_EXPLANATIONS } from "../../../engine/decision/explanations.ts";
import { tableFromCsv } from "../../../engine/decision/table-csv.ts";
import type { RuleSource } from "../../../engine/decision/table-source.ts";
import { cellAt } from "../../../engine/decision/table-source.ts";
import { type ColumnFixture, compileFixture, type TableFixture } from "./table-fixture.ts";

/** Codes whose wrong example would be a page long. */
const TOLD_IN_WORDS = ["table-analysis-incomplete", "table-too-long", "table-too-wide"];

const SHOWN = TABLE_EXPLANATIONS.filter(({ code }) => !TOLD_IN_WORDS.includes(code));

test.each(SHOWN.map((explanation) => [explanation.code, explanation] as const))(
  "%s: the wrong example has it, the right one has nothing",
  (code, { wrong, right }) => {
    expect(codesOf(wrong)).toContain(code);
    expect(codesOf(right)).toEqual([]);
  },
);

test("every code that tables report is explained, once", () => {
  const folder = new URL("../../../engine/decision/", import.meta.url);
  const texts = readdirSync(folder)
    .filter((name) => !name.startsWith("explanations"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  const reported = new Set(texts.flatMap((text) => [...text.matchAll(/"(table-[a-z-]+)"/g)].map(([, code]) => code)));
  expect(TABLE_EXPLANATIONS.map(({ code }) => code).sort()).toEqual([...reported].sort());
});

function codesOf(example: string): readonly string[] {
  if (!example.includes("outputs:") && !example.includes("inputs:")) {
    const columns = { inputs: [], outputs: [] };
    return tableFromCsv(example, columns)
      .problems.map(({ code }) => code)
      .filter((code) => code.startsWith("table-csv"));
  }
  const file = parse(example);
  const fixture: TableFixture = {
    ...(file.hitPolicy === undefined ? {} : { hitPolicy: file.hitPolicy }),
    inputs: columnsOf(file.inputs),
    outputs: columnsOf(file.outputs),
    types: {
      requester: { kind: "user" },
      ...(example.includes("count(kind)") ? { kind: { kind: "list", of: { kind: "any" } } as const } : {}),
    },
    ...(file.rules ? { rules: file.rules.map(ruleOf) } : { grid: file.table }),
  };
  const { table, problems } = compileFixture(fixture);
  return [...problems, ...(table ? analyzeTable(table) : [])].map(({ code }) => code);
}

function columnsOf(columns: Readonly<Record<string, object>> = {}): readonly ColumnFixture[] {
  return Object.entries(columns).map(([name, column]) => ({ name, ...column }) as ColumnFixture);
}

function ruleOf(rule: {
  readonly when: Readonly<Record<string, string>>;
  readonly then: Readonly<Record<string, string | number>>;
}): RuleSource {
  return {
    when: Object.fromEntries(Object.entries(rule.when).map(([name, text]) => [name, cellAt(text, 0)])),
    then: Object.fromEntries(
      Object.entries(rule.then).map(([name, value]) => [
        name,
        { start: 0, end: 1, value: { kind: "literal" as const, value } },
      ]),
    ),
    place: { start: 0, end: 1 },
  };
}
