import type { ValueMap } from "../base/value.ts";
import type { Extent, Says } from "./table-source.ts";

/** What the analysis of a table finds. Every kind is a kind of its own in `ordo explain`. */
export type FindingCode =
  /** Inputs that no rule takes. */
  | "table-gap"
  /** Inputs that two rules take, where only one may, or where they disagree. */
  | "table-overlap"
  /** The same tests and the same values twice. */
  | "table-rule-duplicate"
  /** A rule that never wins. */
  | "table-rule-dead"
  /** A rule whose cases another one takes with the same values. */
  | "table-rule-subsumed"
  /** Rules that differ in one cell and could be one. */
  | "table-rules-mergeable"
  /** Fewer or lower people for a larger amount. */
  | "table-authority-falls"
  /** The table is too tangled to be analyzed in reasonable time. */
  | "table-analysis-incomplete";

/** One finding, with its smallest counter-example. */
export interface Finding extends Extent {
  readonly code: FindingCode;
  /** `hint`: nothing is wrong, the table could be simpler. */
  readonly severity: "error" | "warning" | "hint";
  /** Rules concerned, from 1. The place is that of the last one, or the table's heading where there is none. */
  readonly rules: readonly number[];
  readonly message: Says;
  readonly remedy: Says;
  /** The counter-example: input → value, of the inputs that matter; `…` stands for any word not named. */
  readonly example: ValueMap;
  /** Of a gap: the cells of a rule that would cover it, by input; `-` where any value does. */
  readonly cells?: Readonly<Record<string, string>>;
}
