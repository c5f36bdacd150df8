import type { Value } from "../base/value.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import type { Axis, CellRange } from "./axis.ts";
import type { CellTest } from "./cell-test.ts";
import type { DecisionInput, DecisionOutput, DecisionTable, HitPolicy } from "./decision-table.ts";
import type { Extent } from "./table-source.ts";

/** A table as evaluation and analysis see it: every cell read, every column cut into cells. */
export interface TableModel {
  readonly id: string;
  readonly hitPolicy: HitPolicy;
  readonly columns: readonly Column[];
  readonly outputs: readonly OutputColumn[];
  /** Where each rule stands. */
  readonly rules: readonly Extent[];
  /** Whole of the table's heading, for findings about no rule. */
  readonly place: Extent;
}

/** A compiled table together with what the analysis needs. */
export interface CompiledTable extends DecisionTable {
  readonly model: TableModel;
  /** Variables that inputs, tests and outputs read. */
  readonly names: readonly string[];
  /** People, groups and departments that cells name, for a check against the directory. */
  readonly people: readonly PersonReference[];
}

/** What a column compares: decimals, amounts, days, words, truth values, or nothing that can be cut into cells. */
export type ColumnKind = "number" | "money" | "date" | "words" | "truth" | "computed";

export interface Column {
  readonly input: DecisionInput;
  readonly kind: ColumnKind;
  readonly axis: Axis;
  /** The test of each rule. */
  readonly tests: readonly CellTest[];
  /** Where each rule's test holds; everywhere for a computed test. */
  readonly cells: readonly (readonly CellRange[])[];
  /** Where each rule's cell stands; null where the author left the column out. */
  readonly places: readonly (Extent | null)[];
  /** What may come in at all; `any` where nothing is declared. */
  readonly domain: CellTest;
  readonly domainCells: readonly CellRange[];
  /** The values there are, where the list is closed. */
  readonly known: readonly string[] | null;
  /** May words come in that no cell names? Not of a list, even one whose values the file cannot know. */
  readonly isOpen: boolean;
  /** May the value be null, as far as types tell? */
  readonly nullable: boolean;
  /** Is null an incident here: something is compared by order, and no cell says what null means? */
  readonly refusesNull: boolean;
}

export interface OutputColumn {
  readonly output: DecisionOutput;
  /** The value of each rule. */
  readonly entries: readonly OutputEntry[];
  readonly default: OutputEntry | null;
  /** Key of a value → its place in the declared order, 0 the best; null where no order is declared. */
  readonly ranks: ReadonlyMap<string, number> | null;
}

/** A cell on the right. */
export interface OutputEntry extends Extent {
  /** Its value where nothing needs evaluating, else undefined. */
  readonly literal: Value | undefined;
  /** Equal keys: the same value at all times. */
  readonly key: string;
  /** As the author wrote it, for messages. */
  readonly text: string;
  /** Who is meant, where the cell names people and their number is known. */
  readonly people: readonly PersonShape[] | null;
  /** Variables it reads. */
  readonly names: readonly string[];
  evaluate(context: EvaluationContext): Value;
}

/** One approver as far as the cell alone tells. */
export interface PersonShape {
  /** Equal keys: the same person or group. */
  readonly key: string;
  /**
   * How high: 0 the requester, 1 a person named by a record's field, 2 a manager or the head of a department; null
   * where only the directory knows.
   */
  readonly rank: number | null;
}

/** Somebody a cell names by id. */
export interface PersonReference extends Extent {
  readonly kind: "user" | "group" | "department";
  readonly id: string;
}
