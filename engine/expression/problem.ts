import type { Says } from "./value/site.ts";

/** What is wrong with an expression, before it runs; offsets in UTF-16 units within its text. */
export interface ExpressionProblem {
  /** Kebab-case and stable: `expression-unknown-name`. */
  readonly code: ExpressionProblemCode;
  readonly severity: "error" | "warning";
  readonly from: number;
  readonly to: number;
  readonly message: Says;
  readonly remedy: Says;
  /** Of `expression-maybe-null`: only data can be empty there (a field of a record), the file gives no reason for null. */
  readonly ofData?: true;
}

export type ExpressionProblemCode =
  /** The text is not FEEL. */
  | "expression-syntax"
  /** Longer or deeper nested than an expression may be. */
  | "expression-too-large"
  /** A keyword, or a word of the machine (`constructor`), where a name should stand. */
  | "expression-reserved-name"
  | "expression-unknown-name"
  | "expression-unknown-field"
  | "expression-unknown-function"
  /** Too few, too many or misnamed arguments. */
  | "expression-arguments"
  /** Values of kinds that do not go together. */
  | "expression-type"
  /** A choice compared with a value it cannot have. */
  | "expression-choice"
  /** May be null where null is an incident. */
  | "expression-maybe-null"
  /** Fails whenever it runs: constants that have no result, a function without its parentheses. */
  | "expression-fails"
  /** A condition that is always true, or never. */
  | "expression-constant"
  /** Money meets a number, and nothing says which currency the number is in. */
  | "money-needs-currency";
