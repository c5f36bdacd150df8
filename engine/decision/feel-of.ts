import { isMoney, isTagged, type Value } from "../base/value.ts";
import type { EvaluationContext, Expression, Place } from "../expression/expression.ts";
import {
  type CompileOptions,
  compileExpression,
  compileUnaryTests,
  dayNumberOf,
  type ExpressionProblem,
  renderExpression,
  splitTemplate,
  type UnaryTest,
} from "../expression/index.ts";
import { ANY, type Type } from "../expression/type.ts";
import { ANY_TEST, type CellFault, type CellTest, onlyPoint, type Point, type TestRange } from "./cell-test.ts";
import type { Feel, TestedColumn } from "./feel.ts";
import { pointOf } from "./ordered-cell.ts";

/** The surroundings of a table's expressions. */
export interface FeelOptions {
  /** Variables that may be read, with their types; null: unknown and unchecked. @default null */
  readonly types?: Readonly<Record<string, Type>> | null;
  /** @default "strict" */
  readonly mode?: "strict" | "dmn";
  /** Further names with spaces or signs in them (DMN files). */
  readonly names?: readonly string[];
  /** Where an offset of the table's file stands, for incidents. @default nowhere */
  placeOf?(offset: number): Place | null;
}

/** FEEL for {@link Feel}'s tables, by the compiler of the expression language. */
export function feelOf(options: FeelOptions): Feel {
  const compileOptions = (at: number): CompileOptions => ({
    types: options.types ?? null,
    mode: options.mode ?? "strict",
    names: options.names ?? [],
    place: options.placeOf?.(at) ?? null,
  });
  return {
    expression(text, at) {
      const { expression, problems } = compileExpression(text, compileOptions(at));
      return { expression, faults: faultsOf(problems) };
    },
    template: (text, at) => compileTemplate(text, compileOptions(at)),
    tests: (text, column, at) => compileTests(text, compileOptions(at), column),
    render: renderParts,
  };
}

/** A table's cell is either usable or not: of the warnings only a null that the file itself is to blame for counts. */
function faultsOf(problems: readonly ExpressionProblem[]): readonly CellFault[] {
  return problems.flatMap((problem) => {
    const { code, from, to, message, remedy, severity } = problem;
    if (severity === "error") return [{ code, from, to, message, remedy }];
    const isNull = code === "expression-maybe-null" && !problem.ofData;
    return isNull ? [{ code: MAYBE_NULL, from, to, message, remedy: FILL_IN }] : [];
  });
}

/** Its code in a process, where it is an error of its own. */
export const MAYBE_NULL = "variable-maybe-null";

const FILL_IN: ExpressionProblem["remedy"] = {
  ru: "Сделайте значение обязательным или дайте столбцу выражение: if … = null then … else …",
  en: "Make the value required, or give the column an expression: if … = null then … else …",
};

function compileTemplate(text: string, options: CompileOptions): ReturnType<Feel["template"]> {
  const split = splitTemplate(text);
  if (split.problem) return { parts: null, faults: faultsOf([split.problem]) };
  const parts: (string | Expression)[] = [];
  const faults: CellFault[] = [];
  for (const part of split.parts) {
    if (part.kind === "text") {
      parts.push(part.text);
      continue;
    }
    const { expression, problems } = compileExpression(part.text, options);
    faults.push(
      ...faultsOf(problems).map((fault) => ({ ...fault, from: fault.from + part.from, to: fault.to + part.from })),
    );
    if (expression) parts.push(expression);
  }
  return { parts: faults.length > 0 ? null : parts, faults };
}

/** A table has no reader of its own: Russian, the calendar's zone, labels from the list's rows. */
function renderParts(parts: readonly (string | Expression)[], context: EvaluationContext): string {
  const label = (from: string, value: string): string => {
    const title = context.list(from.replace(/^list:/, ""))?.find((row) => row["value"] === value)?.["title"];
    return typeof title === "string" ? title : value;
  };
  const reader = { locale: "ru", zone: context.calendar.zone, people: context.people, label } as const;
  return parts.map((part) => (typeof part === "string" ? part : renderExpression(part, context, reader))).join("");
}

function compileTests(text: string, options: CompileOptions, column: TestedColumn): ReturnType<Feel["tests"]> {
  const { tests, problems } = compileUnaryTests(text, { ...options, inputType: inputTypeOf(column) });
  const faults = faultsOf(problems);
  if (!tests || faults.length > 0) return { test: null, names: [], faults };
  const literal = testOf(tests.test, column);
  const holds = (value: Value, context: EvaluationContext) => tests.holds(value, context);
  return { test: literal ?? { kind: "computed", text, holds }, names: tests.names, faults };
}

/** The tested expression's type; where it does not tell, the column's. */
function inputTypeOf({ kind, expression, currency }: TestedColumn): Type {
  if (kind === "money") return currency === null ? { kind: "money" } : { kind: "money", currency };
  const type = expression?.type ?? ANY;
  if (type.kind !== "any") return type;
  if (kind === "number" || kind === "date") return { kind };
  return kind === "truth" ? { kind: "boolean" } : ANY;
}

/** The test as ranges or values where all of it stands literally; null where something must be computed. */
function testOf(test: UnaryTest, column: TestedColumn): CellTest | null {
  if (test.kind === "any") return ANY_TEST;
  const negated = test.kind === "not" ? test.of : null;
  const parts = partsOf(negated ?? test);
  if (!parts) return null;
  const { kind } = column;
  if (kind === "words" || kind === "truth") return valuesOf(parts, negated !== null, kind);
  return kind === "computed" ? null : rangesOf(parts, negated !== null, column);
}

type Part = Extract<UnaryTest, { readonly kind: "comparison" | "interval" | "equals" }>;

function partsOf(test: UnaryTest): readonly Part[] | null {
  const all = test.kind === "or" ? test.of : [test];
  const simple = all.filter((part) => part.kind === "comparison" || part.kind === "interval" || part.kind === "equals");
  return simple.length === all.length ? simple : null;
}

function valuesOf(parts: readonly Part[], not: boolean, kind: "words" | "truth"): CellTest | null {
  const values: string[] = [];
  let includesNull = false;
  for (const part of parts) {
    if (part.kind === "interval" || (part.kind === "comparison" && part.op !== "=")) return null;
    for (const value of part.kind === "equals" ? part.values : [part.value]) {
      if (value === null) includesNull = true;
      else if (typeof value !== (kind === "truth" ? "boolean" : "string")) return null;
      else values.push(String(value));
    }
  }
  return { kind: "values", values, not, null: includesNull };
}

function rangesOf(parts: readonly Part[], not: boolean, column: TestedColumn): CellTest | null {
  const ranges: TestRange[] = [];
  let includesNull = false;
  for (const part of parts) {
    if (part.kind === "equals") {
      for (const value of part.values) {
        const point = value === null ? null : pointIn(value, column);
        if (value === null) includesNull = true;
        else if (point === null) return null;
        else ranges.push(onlyPoint(point));
      }
      continue;
    }
    const range = part.kind === "interval" ? intervalOf(part, column) : comparisonOf(part, column);
    if (!range) return null;
    ranges.push(range);
  }
  return { kind: "ranges", ranges, not, null: includesNull };
}

function intervalOf(part: Extract<Part, { readonly kind: "interval" }>, column: TestedColumn): TestRange | null {
  const [low, high] = [pointIn(part.low, column), pointIn(part.high, column)];
  return low && high && { low: { point: low, closed: part.lowIn }, high: { point: high, closed: part.highIn } };
}

function comparisonOf(part: Extract<Part, { readonly kind: "comparison" }>, column: TestedColumn): TestRange | null {
  const point = pointIn(part.value, column);
  if (!point) return null;
  switch (part.op) {
    case "=":
      return onlyPoint(point);
    case "<":
    case "<=":
      return { low: null, high: { point, closed: part.op === "<=" } };
    case ">":
    case ">=":
      return { low: { point, closed: part.op === ">=" }, high: null };
    default:
      return null;
  }
}

/** A literal bound on the column; null where it is of another kind. */
function pointIn(value: Value, { kind, currency }: TestedColumn): Point | null {
  if (kind === "date") {
    const day = isTagged(value) && value.$type === "date" ? dayNumberOf(value) : null;
    return day === null ? null : pointOf(String(day));
  }
  if (isMoney(value)) return kind === "money" && value.currency === currency ? pointOf(value.amount) : null;
  const digits =
    typeof value === "number" ? String(value) : isTagged(value) && value.$type === "number" ? value.value : null;
  return digits === null ? null : pointOf(digits);
}
