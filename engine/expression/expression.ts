import type { Instant } from "../base/instant.ts";
import type { Value, ValueMap } from "../base/value.ts";
import type { Calendar } from "../calendar/calendar.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Type } from "./type.ts";

/** Where an expression stands in its file. `offset` counts UTF-16 units from the start of the file's text. */
export interface Place {
  readonly file: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A FEEL text, compiled once with its definition, evaluated often. Deep-frozen. */
export interface Expression {
  readonly text: string;
  readonly place: Place | null;
  /** The free variables it reads, known statically, in order of first appearance. */
  readonly names: readonly string[];
  /** What comes out, as far as it is known statically. */
  readonly type: Type;
  /**
   * Computes the value. Strict by default: a missing variable or field, an order or arithmetic on `null` throws.
   *
   * @throws {ExpressionError} with a code, the place and the operand values
   */
  evaluate(context: EvaluationContext): Value;
}

/** What an expression may see. Nothing of the host is reachable through it. */
export interface EvaluationContext {
  /** The variable's value, or undefined where there is none of that name. */
  variable(name: string): Value | undefined;
  readonly now: Instant;
  /** Zone of `now()`, `today()` and of business-day arithmetic. */
  readonly calendar: Calendar;
  /** For fields of users (`requester.position`), `is administrator()` and names in texts. */
  readonly people: DirectorySnapshot;
  /** The rows behind `list("brands")`, or undefined for an unknown list. */
  list(name: string): readonly ValueMap[] | undefined;
  readonly budget?: Partial<Budget>;
}

/** Bounds of one evaluation; passing one is an {@link ExpressionError} `EXPRESSION_BUDGET`. */
export interface Budget {
  /** @default 1_000_000 */
  readonly steps: number;
  /** Longest list made. @default 100_000 */
  readonly listMax: number;
  /** Longest text made, in UTF-16 units. @default 1_000_000 */
  readonly textMax: number;
  /** Deepest nesting of calls. @default 200 */
  readonly depthMax: number;
}

/** Something went wrong in an evaluation: an incident that names the expression, the place and the value. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly code: ExpressionErrorCode;
  /** In both languages, naming the operand values. */
  readonly says: { readonly ru: string; readonly en: string };
  readonly expression: string;
  /** Offsets within the expression's text. */
  readonly from: number;
  readonly to: number;
  readonly place: Place | null;

  constructor(
    code: ExpressionErrorCode,
    says: { readonly ru: string; readonly en: string },
    at: { expression: string; from: number; to: number; place: Place | null },
  ) {
    super(says.en);
    this.code = code;
    this.says = says;
    this.expression = at.expression;
    this.from = at.from;
    this.to = at.to;
    this.place = at.place;
  }
}

export type ExpressionErrorCode =
  | "EXPRESSION_UNKNOWN_NAME"
  | "EXPRESSION_UNKNOWN_FIELD"
  | "EXPRESSION_NULL"
  | "EXPRESSION_TYPE"
  | "EXPRESSION_DOMAIN"
  | "EXPRESSION_BUDGET"
  | "EXPRESSION_CURRENCY";
