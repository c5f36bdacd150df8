import type { Field, FieldType } from "../../../engine/base/field.ts";
import type { Value } from "../../../engine/base/value.ts";
import { compileTable } from "../../../engine/decision/compile-table.ts";
import { parseGrid } from "../../../engine/decision/grid.ts";
import type { CompiledTable } from "../../../engine/decision/table-model.ts";
import { rulesFromRows } from "../../../engine/decision/table-rows.ts";
import { cellAt, type RuleSource, type TableProblem, type TableSource } from "../../../engine/decision/table-source.ts";
import type { EvaluationContext } from "../../../engine/expression/expression.ts";
import type { Type } from "../../../engine/expression/type.ts";
import { feelFor } from "./feel-fixture.ts";

/** A column as the tests write it. */
export interface ColumnFixture {
  readonly name: string;
  readonly type: FieldType;
  readonly title?: string;
  readonly currency?: string;
  readonly from?: string;
  readonly expression?: string;
  readonly domain?: string | readonly string[];
  readonly values?: readonly Value[];
  readonly default?: string;
  readonly nullable?: boolean;
}

export interface TableFixture {
  readonly hitPolicy?: string;
  readonly inputs: readonly ColumnFixture[];
  readonly outputs: readonly ColumnFixture[];
  /** A text grid, heading first. */
  readonly grid?: string;
  readonly rules?: readonly RuleSource[];
  readonly types?: Readonly<Record<string, Type>>;
  readonly lists?: Readonly<Record<string, readonly string[]>>;
}

export function fieldOf(column: ColumnFixture): Field {
  return {
    name: column.name,
    type: column.type,
    title: column.title ?? column.name,
    required: false,
    hidden: false,
    help: null,
    of: null,
    from: column.from ?? null,
    values: null,
    include: [],
    currency: column.currency ?? null,
    min: null,
    max: null,
    default: undefined,
  };
}

export function sourceOf(fixture: TableFixture): {
  readonly source: TableSource;
  readonly problems: readonly TableProblem[];
} {
  const inputs = fixture.inputs.map((column) => ({
    field: fieldOf(column),
    expression: column.expression === undefined ? null : cellAt(column.expression, 0),
    domain:
      column.domain === undefined
        ? null
        : typeof column.domain === "string"
          ? cellAt(column.domain, 0)
          : column.domain.map((text) => cellAt(text, 0)),
    place: { start: 0, end: 1 },
  }));
  const outputs = fixture.outputs.map((column) => ({
    field: fieldOf(column),
    values: column.values ?? null,
    default: column.default === undefined ? null : cellAt(column.default, 0),
    place: { start: 0, end: 1 },
  }));
  const grid = parseGrid(fixture.grid ?? "");
  const read = fixture.rules ? { rules: fixture.rules, problems: [] } : rulesFromRows(grid.rows, { inputs, outputs });
  const hitPolicy = fixture.hitPolicy === undefined ? null : cellAt(fixture.hitPolicy, 0);
  return {
    source: { id: "table", hitPolicy, inputs, outputs, rules: read.rules },
    problems: [...grid.problems, ...read.problems],
  };
}

const TYPES: Partial<Record<FieldType, Type>> = {
  number: { kind: "number" },
  boolean: { kind: "boolean" },
  date: { kind: "date" },
  text: { kind: "text" },
  choice: { kind: "text" },
  user: { kind: "user" },
};

/** Types of the inputs' variables, nullable where the fixture says so. */
export function typesOf(fixture: TableFixture): Readonly<Record<string, Type>> {
  const own = fixture.inputs.map(({ name, type, nullable, currency }): [string, Type] => {
    const filled: Type =
      type === "money" ? { kind: "money", ...(currency ? { currency } : {}) } : (TYPES[type] ?? { kind: "any" });
    return [name, nullable ? { kind: "union", of: [filled, { kind: "null" }] } : filled];
  });
  return { ...Object.fromEntries(own), ...fixture.types };
}

export function compileFixture(fixture: TableFixture): {
  readonly table: CompiledTable | null;
  readonly problems: readonly TableProblem[];
} {
  const { source, problems } = sourceOf(fixture);
  const compiled = compileTable(source, {
    feel: feelFor(typesOf(fixture)),
    domainOf: (from) => fixture.lists?.[from] ?? null,
  });
  return { table: compiled.table, problems: [...problems, ...compiled.problems] };
}

/** The compiled table; fails where it has problems. */
export function tableFor(fixture: TableFixture): CompiledTable {
  const { table, problems } = compileFixture(fixture);
  if (!table || problems.length > 0)
    throw new Error(problems.map(({ code, message }) => `${code}: ${message.ru}`).join("\n"));
  return table;
}

/** A context of these variables. */
export function contextOf(variables: Readonly<Record<string, Value>>): EvaluationContext {
  return {
    variable: (name) => variables[name],
    now: 0 as EvaluationContext["now"],
    calendar: {} as EvaluationContext["calendar"],
    people: { users: {}, departments: {}, groups: {}, administrators: [] },
    list: () => undefined,
  };
}

/** Rubles. */
export function rub(amount: string): Value {
  return { amount, currency: "RUB" };
}
