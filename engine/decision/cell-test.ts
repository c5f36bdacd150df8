import type { Value } from "../base/value.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import type { Exact } from "./exact.ts";
import type { Says } from "./table-source.ts";

/** What a cell on the left says, in the form that the index and the analysis work on. */
export type CellTest =
  | { readonly kind: "any" }
  /** On a column of numbers, money or dates: inside any of the ranges, or (`not`) inside none. */
  | { readonly kind: "ranges"; readonly ranges: readonly TestRange[]; readonly not: boolean; readonly null: boolean }
  /** On a column of words or truth values: one of the values, or (`not`) none of them. */
  | { readonly kind: "values"; readonly values: readonly string[]; readonly not: boolean; readonly null: boolean }
  /** A FEEL test that only its evaluation can answer: bounds from variables, functions, `?`. */
  | { readonly kind: "computed"; readonly text: string; holds(value: Value, context: EvaluationContext): boolean };

export const ANY_TEST: CellTest = { kind: "any" };

/** From `low` to `high`; null: without an end on that side. */
export interface TestRange {
  readonly low: TestBound | null;
  readonly high: TestBound | null;
}

export interface TestBound {
  readonly point: Point;
  /** Does the point itself belong to the range? */
  readonly closed: boolean;
}

/** A place on an ordered column: a decimal, or a date as the number of its day. */
export interface Point {
  /** The same as a JavaScript number: exact for dates and for decimals of up to 15 digits. */
  readonly key: number;
  readonly exact: Exact;
}

/** What is wrong with a cell; offsets are within its text. */
export interface CellFault {
  readonly code: string;
  readonly from: number;
  readonly to: number;
  readonly message: Says;
  readonly remedy: Says;
}

/** A test, or what is wrong with it, or null: not of this simple form, ask FEEL. */
export type ReadTest = CellTest | { readonly fault: CellFault } | null;

/** Is this a fault (as opposed to a test)? */
export function isFault(read: ReadTest): read is { readonly fault: CellFault } {
  return read !== null && "fault" in read;
}

/** The range of one point. */
export function onlyPoint(point: Point): TestRange {
  return { low: { point, closed: true }, high: { point, closed: true } };
}

/** The fault that a cell is empty. */
export function emptyCell(length: number): { readonly fault: CellFault } {
  return {
    fault: {
      code: "table-cell-empty",
      from: 0,
      to: Math.max(1, length),
      message: { ru: "Пустая ячейка условия", en: "An empty test" },
      remedy: { ru: "Если значение не важно, поставьте «-»", en: "Write `-` where the value does not matter" },
    },
  };
}
