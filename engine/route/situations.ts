import type { Value } from "../base/value.ts";
import { DecisionError } from "../decision/decision-error.ts";
import { readPrincipalsCell } from "../decision/principals-cell.ts";
import type { Column, OutputColumn } from "../decision/table-model.ts";
import { type TableOutcome, type TableOutcomes, type TableSpace, tableOutcomes } from "../decision/table-outcomes.ts";
import type { DecisionStep } from "../definition/model.ts";
import { type Expression, ExpressionError } from "../expression/expression.ts";
import { contextOf, evaluated, type Scene, type Situation, unknownPerson, valueOf } from "./scene.ts";

/** A decision that people come out of, and its table cut into cells. */
export interface Decided {
  readonly step: DecisionStep;
  readonly table: TableSpace;
}

/** What a decision makes of one situation. */
export interface Followed {
  /** One for each rule that may decide. */
  readonly situations: readonly Situation[];
  /** Columns whose value is known and that no rule takes; null where some rule does. */
  readonly refused: readonly { readonly column: Column; readonly value: Value }[] | null;
}

/** Follows a situation through a decision table. What is known of its inputs is fixed, the others may be anything. */
export function follow(scene: Scene, situation: Situation, decided: Decided): Followed {
  const { step, table } = decided;
  const named = withNames(scene, situation, step);
  const columns = table.model.columns;
  const given = columns.map((column) => evaluated(scene, named, column.input.expression));
  const { outcomes, isRuled } = remembered(table, given);
  const refused = columns.flatMap((column, at) => {
    const value = given[at];
    return value === undefined ? [] : [{ column, value }];
  });
  return {
    situations: outcomes.flatMap((outcome) => cornersOf(scene, named, { decided, outcome })),
    refused: isRuled ? null : refused,
  };
}

/** Most people come with the same few positions: what a table makes of them is worked out once. */
const REMEMBERED = new WeakMap<TableSpace, Map<string, TableOutcomes>>();

function remembered(table: TableSpace, given: readonly (Value | undefined)[]): TableOutcomes {
  const known = REMEMBERED.get(table) ?? new Map<string, TableOutcomes>();
  REMEMBERED.set(table, known);
  const key = JSON.stringify(given.map((value) => (value === undefined ? [] : [value])));
  const found = known.get(key) ?? tableOutcomes(table, given);
  known.set(key, found);
  return found;
}

/** The situation as the table sees it: `with` gives names to what is known. */
function withNames(scene: Scene, situation: Situation, step: DecisionStep): Situation {
  if (step.with.length === 0) return situation;
  const entries = step.with.flatMap(({ name, value }): [string, Value][] => {
    const known = valueOf(scene, situation, value);
    return known === undefined ? [] : [[name, known]];
  });
  return { ...situation, values: new Map([...situation.values, ...entries]) };
}

/** The smallest inputs first, then those at the other end: a step's `if` may hold only for some. */
function cornersOf(
  scene: Scene,
  situation: Situation,
  by: { readonly decided: Decided; readonly outcome: TableOutcome },
): readonly Situation[] {
  const { decided, outcome } = by;
  const { model } = decided.table;
  const names = model.columns.map((column) => inputOf(decided.step, column.input.expression));
  const bound = (values: readonly (Value | undefined)[]): Situation => {
    const own = names.flatMap((name, at): [string, Value][] => {
      const value = values[at];
      return name === null || value === undefined ? [] : [[name, value]];
    });
    const before = { ...situation, values: new Map([...situation.values, ...own]) };
    const result = resultOf(scene, before, { outputs: model.outputs, rule: outcome.rule });
    return {
      requester: situation.requester,
      values: new Map([...before.values, [decided.step.variable, result]]),
      says: [...situation.says, ...outcome.says],
      rule: { table: model.id, rule: outcome.rule },
    };
  };
  const isOne = outcome.least.every((value, at) => JSON.stringify(value) === JSON.stringify(outcome.greatest[at]));
  return isOne ? [bound(outcome.least)] : [bound(outcome.least), bound(outcome.greatest)];
}

/** The variable that a column compares as it is; null for anything worked out. */
function inputOf(step: DecisionStep, expression: Expression): string | null {
  const [name] = expression.names;
  if (name === undefined || expression.text.trim() !== name) return null;
  const renamed = step.with.find((entry) => entry.name === name)?.value;
  if (renamed === undefined) return name;
  const inner = renamed.kind === "expression" ? renamed.expression : null;
  return inner?.names[0] !== undefined && inner.text.trim() === inner.names[0] ? inner.names[0] : null;
}

/** The outputs of a rule, as far as they are known; a name that is missing is not known. */
function resultOf(
  scene: Scene,
  situation: Situation,
  of: { readonly outputs: readonly OutputColumn[]; readonly rule: number | null },
): Value {
  const entries = of.outputs.flatMap((output): [string, Value][] => {
    const value = outputOf(scene, situation, output, of.rule);
    return value === undefined ? [] : [[output.output.name, value]];
  });
  return Object.fromEntries([...entries, ["matched", of.rule === null ? [] : [of.rule + 1]]]) as {
    [name: string]: Value;
  };
}

function outputOf(scene: Scene, situation: Situation, output: OutputColumn, rule: number | null): Value | undefined {
  const entry = rule === null ? output.default : output.entries[rule];
  if (!entry) return undefined;
  if (entry.literal !== undefined) return entry.literal;
  try {
    return entry.evaluate(contextOf(scene, situation));
  } catch (error) {
    if (!(error instanceof ExpressionError || error instanceof DecisionError)) throw error;
    // Some of the people are known from the cell's words alone; the others only a record tells.
    return entry.people?.map(({ key }) => personOf(key, situation));
  }
}

function personOf(key: string, { requester }: Situation): { readonly [form: string]: string } {
  const read = readPrincipalsCell(key);
  const person = "items" in read ? read.items[0]?.person : undefined;
  if (person && "id" in person) return { [person.kind]: person.id };
  if (person && "variable" in person && person.variable === "requester" && requester !== null)
    return { [person.kind]: requester };
  return unknownPerson(key) as { readonly [form: string]: string };
}
