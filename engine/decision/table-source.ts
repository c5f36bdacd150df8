import type { Field } from "../base/field.ts";
import type { Value } from "../base/value.ts";
import type { Expression } from "../expression/expression.ts";

/**
 * A decision table as its author wrote it, in the one form that YAML rules, the text grid and CSV files come to.
 * Offsets count UTF-16 units in the text that holds it (the process file, or the CSV file).
 */
export interface TableSource {
  readonly id: string;
  /** As written (`collect sum`); null: not given, so `unique`. */
  readonly hitPolicy: Cell | null;
  readonly inputs: readonly InputSource[];
  readonly outputs: readonly OutputSource[];
  readonly rules: readonly RuleSource[];
}

/** A column on the left: what is tested. */
export interface InputSource {
  /** Name, title, type, `from`, `currency`. */
  readonly field: Field;
  /** What is tested, in FEEL; null: the variable called like the column. */
  readonly expression: Cell | null;
  /** A unary test (`>= 0`), a list of values, or nothing declared. */
  readonly domain: Cell | readonly Cell[] | null;
  readonly place: Extent;
}

/** A column on the right: what comes out. */
export interface OutputSource {
  readonly field: Field;
  /** Possible values, best first: the order of `priority` and `output order`. */
  readonly values: readonly Value[] | null;
  /** What comes out where no rule matches. */
  readonly default: ThenCell | null;
  readonly place: Extent;
}

/** One rule: a test for each input, a value for each output, by the column's name. */
export interface RuleSource {
  /** A column that is not here is not tested (as `-`). */
  readonly when: Readonly<Record<string, WhenCell>>;
  readonly then: Readonly<Record<string, ThenCell>>;
  readonly place: Extent;
}

/** A text that stands in the table. */
export interface Cell extends Extent {
  readonly text: string;
  /** Where the i-th unit of `text` stands in the holding text: escapes and quotes move it. */
  offsetOf(index: number): number;
}

/** A test: its text, or a YAML list of values (`kind: [товар, услуги]`). */
export type WhenCell = Cell | readonly Cell[];

/** A value: the text of a grid's cell, or a YAML value with its `${ }` compiled. */
export type ThenCell = Cell | (Extent & { readonly value: CellValue });

/** A YAML value; the same shape as the definition's `Template`. */
export type CellValue =
  | { readonly kind: "literal"; readonly value: Value }
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "text"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "list"; readonly items: readonly CellValue[] }
  | { readonly kind: "map"; readonly entries: readonly { readonly name: string; readonly value: CellValue }[] };

/** From where to where in the holding text. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** A text in both languages. */
export interface Says {
  readonly ru: string;
  readonly en: string;
}

/** What is wrong with a table as it is written. */
export interface TableProblem extends Extent {
  /** Kebab-case and stable: `table-comma-in-number`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** The rule, from 1; null where it is about the table or a column. */
  readonly rule: number | null;
  /** The column's name; null where it is about no column. */
  readonly column: string | null;
  readonly message: Says;
  readonly remedy: Says;
}

/** A cell whose text stands as it is at `start`, without escapes. */
export function cellAt(text: string, start: number): Cell {
  return { text, start, end: start + text.length, offsetOf: (index) => start + index };
}

/** A part of a cell, positions kept. */
export function cellSlice(cell: Cell, from: number, to: number): Cell {
  const start = cell.offsetOf(from);
  return {
    text: cell.text.slice(from, to),
    start,
    end: to > from ? cell.offsetOf(to - 1) + 1 : start,
    offsetOf: (index) => cell.offsetOf(from + index),
  };
}

/** The cell without white space around it, positions kept. */
export function cellTrimmed(cell: Cell): Cell {
  const text = cell.text.trim();
  if (text.length === cell.text.length) return cell;
  const from = cell.text.length - cell.text.trimStart().length;
  return cellSlice(cell, from, from + text.length);
}

/** Is this a text (as opposed to a YAML value)? */
export function isTextCell(cell: ThenCell): cell is Cell {
  return "text" in cell;
}

/** Is this a list of cells (as opposed to one)? (`Array.isArray` does not narrow readonly arrays.) */
export function isCellList(cell: WhenCell): cell is readonly Cell[] {
  return Array.isArray(cell);
}
