import type { Value } from "../base/value.ts";
import type { Expression } from "../expression/expression.ts";
import type { CellFault } from "./cell-test.ts";
import type { Feel } from "./feel.ts";
import type { OutputEntry, PersonReference } from "./table-model.ts";
import type { Cell, Extent } from "./table-source.ts";
import { keyOfValue } from "./value-key.ts";

/** What compiling output cells needs, and where it leaves what it found. */
export interface EntryWork {
  readonly table: string;
  readonly feel: Feel;
  /** Are text cells FEEL, as in DMN files, instead of literal? */
  readonly isFeelOnly: boolean;
  readonly people: PersonReference[];
  report(cell: Cell, fault: CellFault): void;
}

/** An entry that needs no evaluation. */
export function literalEntry(cell: Extent, value: Value, text: string): OutputEntry {
  return {
    start: cell.start,
    end: cell.end,
    literal: value,
    key: keyOfValue(value),
    text,
    people: null,
    names: [],
    evaluate: () => value,
  };
}

/** An entry of one expression. `after` brings the result into the column's form. */
export function computedEntry(
  cell: Extent,
  expression: Expression,
  after: (value: Value) => Value = (value) => value,
): OutputEntry {
  return {
    start: cell.start,
    end: cell.end,
    literal: undefined,
    key: `\${${expression.text}}`,
    text: expression.text,
    people: null,
    names: expression.names,
    evaluate: (context) => after(expression.evaluate(context)),
  };
}

/** Reports the fault; the entry stands in so that the rest of the table can be checked too. */
export function failed(cell: Cell, work: EntryWork, fault: CellFault): OutputEntry {
  work.report(cell, fault);
  return literalEntry(cell, null, cell.text);
}

/** A cell for reports about a YAML value: its text is as long as its place. */
export function standIn(cell: Extent): Cell {
  const text = " ".repeat(Math.max(1, cell.end - cell.start));
  return { ...cell, text, offsetOf: (index) => cell.start + index };
}
