import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { FieldType } from "../../../engine/base/field.ts";
import { isList, isMap, isTagged, type Value, type ValueMap } from "../../../engine/base/value.ts";
import { compileTable } from "../../../engine/decision/compile-table.ts";
import type { DecisionResult } from "../../../engine/decision/decision-table.ts";
import { feelOf } from "../../../engine/decision/feel-of.ts";
import { cellAt, type TableSource } from "../../../engine/decision/table-source.ts";
import { compileExpression } from "../../../engine/expression/index.ts";
import { contextOf, fieldOf } from "./table-fixture.ts";

/** The decision tables of the OMG's DMN Technology Compatibility Kit, kept beside the project and not in it. */
const TABLES = new URL("../../../../shared/data/tck/tables.json", import.meta.url);

interface TckTable {
  readonly id: string;
  readonly hitPolicy: string;
  readonly aggregation?: string;
  readonly inputs: readonly { readonly expression: string; readonly type: string }[];
  readonly outputs: readonly {
    readonly name: string | null;
    readonly type: string;
    readonly outputValues?: string;
    readonly default?: string;
  }[];
  readonly rules: readonly { readonly inputs: readonly string[]; readonly outputs: readonly string[] }[];
  readonly cases: readonly { readonly id: string; readonly context: ValueMap; readonly expected: Value }[];
}

const missing = existsSync(TABLES) ? null : "the kit's tables.json is not beside the project";
const tables: readonly TckTable[] = missing ? [] : JSON.parse(readFileSync(TABLES, "utf8"));

describe.skipIf(missing !== null)(`the DMN kit's decision tables${missing ? ` (skipped: ${missing})` : ""}`, () => {
  for (const table of tables) {
    test.each(table.cases.map((one) => [one.id, one] as const))(
      `${table.id}, case %s, gives the expected result`,
      (_, one) => {
        const { table: compiled, problems } = compileTable(sourceOf(table), {
          feel: feelOf({ mode: "dmn", names: namesIn(one.context) }),
          domainOf: () => null,
          dialect: "dmn",
        });
        expect(problems).toEqual([]);
        const result = compiled?.evaluate(contextOf(one.context));
        expect(result && valueOf(table, result)).toEqual(one.expected);
      },
    );
  }
});

const TYPES: Readonly<Record<string, FieldType>> = {
  number: "number",
  string: "text",
  boolean: "boolean",
  date: "date",
};

function sourceOf(table: TckTable): TableSource {
  const policy = [table.hitPolicy, table.aggregation].filter(Boolean).join(" ").toLowerCase();
  const place = { start: 0, end: 1 };
  const inputs = table.inputs.map(({ expression, type }, at) => ({
    field: fieldOf({ name: `in${at}`, type: TYPES[type] ?? "dateTime" }),
    expression: cellAt(expression, 0),
    domain: null,
    place,
  }));
  const outputs = table.outputs.map(({ name, type, outputValues, default: otherwise }) => ({
    field: fieldOf({ name: name ?? "out", type: TYPES[type] ?? "list" }),
    values:
      outputValues === undefined
        ? null
        : (compileExpression(`[${outputValues}]`, { mode: "dmn" }).expression?.evaluate(contextOf({})) as Value[]),
    default: otherwise === undefined ? null : cellAt(otherwise, 0),
    place,
  }));
  const rules = table.rules.map((rule) => ({
    when: Object.fromEntries(rule.inputs.map((text, at) => [`in${at}`, cellAt(text, 0)])),
    then: Object.fromEntries(rule.outputs.map((text, at) => [outputs[at]?.field.name ?? "", cellAt(text, 0)])),
    place,
  }));
  return { id: table.id, hitPolicy: cellAt(policy, 0), inputs, outputs, rules };
}

/** DMN's result: a value for one output, a context for several, a list of these where several rules count. */
function valueOf(table: TckTable, { outputs, rows }: DecisionResult): Value {
  const isListed = ["RULE ORDER", "OUTPUT ORDER", "COLLECT"].includes(table.hitPolicy) && !table.aggregation;
  const one = (row: ValueMap): Value =>
    table.outputs.length === 1 ? (row[table.outputs[0]?.name ?? "out"] ?? null) : row;
  if (isListed && rows.length > 0) return rows.map(one);
  return one(outputs);
}

/** Names of variables and fields, of which some have spaces. */
function namesIn(value: Value): string[] {
  if (isList(value)) return value.flatMap(namesIn);
  if (!isMap(value) || isTagged(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
