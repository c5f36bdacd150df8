import type { Value, ValueMap } from "../base/value.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import { aggregate } from "./aggregate.ts";
import type { CellTest } from "./cell-test.ts";
import { DecisionError } from "./decision-error.ts";
import type { DecisionResult } from "./decision-table.ts";
import { joinSays, nameOf, sayEquals, sayValue } from "./describe.ts";
import { isListPolicy } from "./hit-policy.ts";
import { locate } from "./locate.ts";
import { compareRanks, rankVectorOf } from "./priority.ts";
import { indexOf, type RuleIndex, rulesIn } from "./rule-index.ts";
import type { Column, OutputColumn, TableModel } from "./table-model.ts";
import type { Says } from "./table-source.ts";
import { keyOfValue } from "./value-key.ts";

/** The evaluation of a compiled table: a closure over its index. */
export function evaluatorOf(
  model: TableModel,
  dialect: "ordo" | "dmn",
): (context: EvaluationContext) => DecisionResult {
  const table: Evaluated = {
    model,
    index: indexOf(model.columns, model.rules.length),
    isStrict: dialect === "ordo",
    literalRows: model.rules.map((_, rule) => literalRow(model.outputs, rule)),
    computed: model.rules.map((_, rule) => computedTests(model.columns, rule)),
    domains: model.columns.map(domainCheck),
  };
  return (context) => evaluate(table, context);
}

interface Evaluated {
  readonly model: TableModel;
  readonly index: RuleIndex;
  /** Is "no rule" an error (ours), or null (DMN's)? */
  readonly isStrict: boolean;
  /** The outputs of each rule, where none needs evaluating. */
  readonly literalRows: readonly (ValueMap | null)[];
  /** Tests of each rule that the index cannot answer. */
  readonly computed: readonly (readonly ComputedTest[] | null)[];
  /** Is the cell inside the declared domain? Null: nothing is declared. */
  readonly domains: readonly (Uint8Array | null)[];
}

interface ComputedTest {
  readonly column: number;
  readonly test: Extract<CellTest, { readonly kind: "computed" }>;
}

function evaluate(table: Evaluated, context: EvaluationContext): DecisionResult {
  const { model, index } = table;
  const { columns } = model;
  const cells: number[] = [];
  const inputs: Record<string, Value> = {};
  const values: Value[] = [];
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at] as Column;
    const value = column.input.expression.evaluate(context);
    const cell = locate(column, value, model.id);
    checkDomain(table, { at, cell, value }, context);
    cells.push(cell);
    values.push(value);
    inputs[column.input.name] = value;
  }
  const candidates = rulesIn(index, cells);
  const matching = candidates.filter((rule) => holds(table.computed[rule] ?? null, values, context));
  return answer(table, { inputs, matching, context });
}

function holds(tests: readonly ComputedTest[] | null, values: readonly Value[], context: EvaluationContext): boolean {
  if (tests === null) return true;
  for (const { column, test } of tests) if (!test.holds(values[column] ?? null, context)) return false;
  return true;
}

interface Matching {
  readonly inputs: ValueMap;
  /** Rules from 0, ascending. */
  readonly matching: readonly number[];
  readonly context: EvaluationContext;
}

function answer(table: Evaluated, found: Matching): DecisionResult {
  const { model } = table;
  const { matching } = found;
  if (matching.length === 0) return noRule(table, found);
  switch (model.hitPolicy) {
    case "unique":
      if (matching.length > 1) throw severalRules(model, found);
      return single(table, found, matching);
    case "first":
      return single(table, found, matching.slice(0, 1));
    case "any":
      return agreed(table, found);
    case "priority":
      return single(table, found, byPriority(table, found).slice(0, 1));
    case "output order":
      return list(table, found, byPriority(table, found));
    case "rule order":
    case "collect":
      return list(table, found, matching);
    case "collect count":
    case "collect sum":
    case "collect min":
    case "collect max":
      return aggregated(table, found);
  }
}

function single(table: Evaluated, { inputs, context }: Matching, rules: readonly number[]): DecisionResult {
  const row = rowOf(table, rules[0] as number, context);
  return { inputs, matched: rules.map((rule) => rule + 1), outputs: row, rows: [row] };
}

function agreed(table: Evaluated, found: Matching): DecisionResult {
  const { inputs, matching, context } = found;
  const rows = matching.map((rule) => rowOf(table, rule, context));
  const [first, ...others] = rows.map(keyOfValue);
  if (others.some((key) => key !== first)) throw disagreement(table.model, found);
  return { inputs, matched: matching.map((rule) => rule + 1), outputs: rows[0] ?? {}, rows };
}

/** The matching rules, best output first; equals stay in the order of the rules. */
function byPriority(table: Evaluated, { matching, context }: Matching): readonly number[] {
  const { model } = table;
  const ranked = matching.map((rule) => {
    const row = rowOf(table, rule, context);
    return {
      rule,
      ranks: rankVectorOf(
        model,
        model.outputs.map(({ output }) => keyOfValue(row[output.name] ?? null)),
      ),
    };
  });
  return ranked.sort((a, b) => compareRanks(a.ranks, b.ranks) || a.rule - b.rule).map(({ rule }) => rule);
}

function list(table: Evaluated, { inputs, context }: Matching, rules: readonly number[]): DecisionResult {
  const rows = rules.map((rule) => rowOf(table, rule, context));
  return { inputs, matched: rules.map((rule) => rule + 1), outputs: columnsOf(table.model, rows), rows };
}

function columnsOf(model: TableModel, rows: readonly ValueMap[]): ValueMap {
  return Object.fromEntries(
    model.outputs.map(({ output }) => [output.name, rows.map((row) => row[output.name] ?? null)]),
  );
}

function aggregated(table: Evaluated, { inputs, matching, context }: Matching): DecisionResult {
  const { model } = table;
  const rows = matching.map((rule) => rowOf(table, rule, context));
  const how = model.hitPolicy.replace("collect ", "") as "count" | "sum" | "min" | "max";
  const outputs = model.outputs.map(({ output: { name } }): readonly [string, Value] => {
    const values = rows.map((row) => row[name] ?? null);
    return [name, how === "count" ? values.length : aggregate(how, values, model.id)];
  });
  return { inputs, matched: matching.map((rule) => rule + 1), outputs: Object.fromEntries(outputs), rows };
}

function rowOf(table: Evaluated, rule: number, context: EvaluationContext): ValueMap {
  const literal = table.literalRows[rule];
  if (literal) return literal;
  const row: Record<string, Value> = {};
  for (const { output, entries } of table.model.outputs) row[output.name] = entries[rule]?.evaluate(context) ?? null;
  return row;
}

function literalRow(outputs: readonly OutputColumn[], rule: number): ValueMap | null {
  const row: Record<string, Value> = {};
  for (const { output, entries } of outputs) {
    const value = entries[rule]?.literal;
    if (value === undefined) return null;
    row[output.name] = value;
  }
  return Object.freeze(row);
}

/** No rule matched: the defaults, or what an empty list comes to, or an incident. */
function noRule({ model, isStrict }: Evaluated, { inputs, context }: Matching): DecisionResult {
  const empty = (outputs: ValueMap): DecisionResult => ({ inputs, matched: [], outputs, rows: [] });
  if (model.outputs.every((output) => output.default !== null)) {
    const defaults = model.outputs.map(
      (output) => [output.output.name, output.default?.evaluate(context) ?? null] as const,
    );
    return empty(Object.fromEntries(defaults));
  }
  const each = (value: (output: OutputColumn) => Value) =>
    empty(Object.fromEntries(model.outputs.map((output) => [output.output.name, value(output)])));
  if (model.hitPolicy === "collect") return each(() => []);
  if (model.hitPolicy === "collect count") return each(() => 0);
  if (!isStrict) return each(() => (isListPolicy(model.hitPolicy) ? [] : null));
  if (model.hitPolicy === "collect sum") return each(nothing);
  throw new DecisionError(
    "DECISION_NO_RULE",
    say(model, { ru: "ни одно правило не подошло", en: "no rule matches" }, inputs),
    { table: model.id },
  );
}

/** The sum of nothing. */
function nothing({ output: { field } }: OutputColumn): Value {
  return field.type === "money" && field.currency !== null ? { amount: "0.00", currency: field.currency } : 0;
}

function severalRules(model: TableModel, { inputs, matching }: Matching): DecisionError {
  const rules = matching.map((rule) => rule + 1);
  const what = { ru: `подошли сразу правила ${rules.join(", ")}`, en: `rules ${rules.join(", ")} match at once` };
  return new DecisionError("DECISION_SEVERAL_RULES", say(model, what, inputs), { table: model.id, rules });
}

function disagreement(model: TableModel, { inputs, matching }: Matching): DecisionError {
  const rules = matching.map((rule) => rule + 1);
  const what = {
    ru: `правила ${rules.join(", ")} подошли и спорят`,
    en: `rules ${rules.join(", ")} match and disagree`,
  };
  return new DecisionError("DECISION_RULES_DISAGREE", say(model, what, inputs), { table: model.id, rules });
}

/** `Таблица route: ни одно правило не подошло: должность = «стажёр» и сумма = 5,00`. */
function say(model: TableModel, what: Says, inputs: ValueMap): Says {
  const given = joinSays(model.columns.map((column) => sayEquals(column, inputs[column.input.name] ?? null)));
  return { ru: `Таблица ${model.id}: ${what.ru}: ${given.ru}`, en: `Table ${model.id}: ${what.en}: ${given.en}` };
}

function computedTests(columns: readonly Column[], rule: number): readonly ComputedTest[] | null {
  const tests: ComputedTest[] = [];
  columns.forEach((column, at) => {
    const test = column.tests[rule];
    if (test?.kind === "computed") tests.push({ column: at, test });
  });
  return tests.length === 0 ? null : tests;
}

function domainCheck(column: Column): Uint8Array | null {
  if (column.domain.kind === "any" || column.domain.kind === "computed") return null;
  const inside = new Uint8Array(column.axis.cellCount);
  for (const { from, to } of column.domainCells) inside.fill(1, from, to + 1);
  inside[column.axis.nullCell] = 1;
  return inside;
}

function checkDomain(
  { model, domains }: Evaluated,
  given: { readonly at: number; readonly cell: number; readonly value: Value },
  context: EvaluationContext,
): void {
  const column = model.columns[given.at] as Column;
  const inside = domains[given.at];
  if (inside ? inside[given.cell] === 1 : column.domain.kind !== "computed") return;
  if (column.domain.kind === "computed" && column.domain.holds(given.value, context)) return;
  const shown = sayValue(column, given.value);
  throw new DecisionError(
    "DECISION_OUTSIDE_DOMAIN",
    {
      ru: `Таблица ${model.id}: ${nameOf(column)} = ${shown.ru} — вне области значений столбца`,
      en: `Table ${model.id}: ${nameOf(column)} = ${shown.en} is outside the column's domain`,
    },
    { table: model.id },
  );
}
