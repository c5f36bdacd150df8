import type { Field } from "../base/field.ts";
import type { ValueMap } from "../base/value.ts";
import type { EvaluationContext, Expression } from "../expression/expression.ts";

/** DMN 1.5 §8.2.8; `collect` may aggregate. */
export type HitPolicy =
  | "unique"
  | "any"
  | "priority"
  | "first"
  | "rule order"
  | "output order"
  | "collect"
  | "collect sum"
  | "collect min"
  | "collect max"
  | "collect count";

/** A compiled table: rules from inputs to outputs. */
export interface DecisionTable {
  readonly id: string;
  readonly hitPolicy: HitPolicy;
  readonly inputs: readonly DecisionInput[];
  readonly outputs: readonly DecisionOutput[];
  /** How many rules there are; coverage counts them from 1. */
  readonly ruleCount: number;
  /** Evaluates it. @throws {DecisionError | ExpressionError} */
  evaluate(context: EvaluationContext): DecisionResult;
}

export interface DecisionInput {
  readonly name: string;
  readonly field: Field;
  readonly expression: Expression;
}

export interface DecisionOutput {
  readonly name: string;
  readonly field: Field;
}

export interface DecisionResult {
  /** Values of the inputs, by name, as they were tested. */
  readonly inputs: ValueMap;
  /** Numbers of the rules that count, from 1, in the order of the hit policy. */
  readonly matched: readonly number[];
  /** Output name → value; where several rules count (rule order, output order, collect) the list of values or the aggregate. */
  readonly outputs: ValueMap;
  /** The outputs of each rule that counts, in the order of `matched`. */
  readonly rows: readonly ValueMap[];
}
