import type { Says } from "./table-source.ts";

export type DecisionErrorCode =
  | "DECISION_NO_RULE"
  | "DECISION_SEVERAL_RULES"
  | "DECISION_RULES_DISAGREE"
  | "DECISION_OUTSIDE_DOMAIN"
  | "DECISION_NULL_INPUT"
  | "DECISION_TYPE"
  | "DECISION_CURRENCY"
  | "DECISION_NO_PERSON";

/** A table gave no answer: an incident that names the table, the inputs and the rules, in the analyst's words. */
export class DecisionError extends Error {
  override readonly name = "DecisionError";
  readonly code: DecisionErrorCode;
  readonly says: Says;
  /** Id of the table. */
  readonly table: string;
  /** Rules concerned, from 1. */
  readonly rules: readonly number[];

  constructor(code: DecisionErrorCode, says: Says, at: { readonly table: string; readonly rules?: readonly number[] }) {
    super(says.en);
    this.code = code;
    this.says = says;
    this.table = at.table;
    this.rules = at.rules ?? [];
  }
}
