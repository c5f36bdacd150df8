import type { EvaluationContext, Expression } from "../expression/expression.ts";
import type { CellFault, CellTest } from "./cell-test.ts";
import type { ColumnKind } from "./table-model.ts";

/** FEEL as tables use it: with the variables of one place in a process. `at` is the offset of the text in its file. */
export interface Feel {
  /** A FEEL expression. */
  expression(
    text: string,
    at: number,
  ): { readonly expression: Expression | null; readonly faults: readonly CellFault[] };
  /** Text with `${ … }` in it. */
  template(
    text: string,
    at: number,
  ): { readonly parts: readonly (string | Expression)[] | null; readonly faults: readonly CellFault[] };
  /** Unary tests of a column; bounds that stand there literally come back as ranges or values. */
  tests(
    text: string,
    column: TestedColumn,
    at: number,
  ): { readonly test: CellTest | null; readonly names: readonly string[]; readonly faults: readonly CellFault[] };
  /** The parts put together as people read them. */
  render(parts: readonly (string | Expression)[], context: EvaluationContext): string;
}

/** What tests are compiled against. */
export interface TestedColumn {
  readonly kind: ColumnKind;
  /** The input expression, whose static type tests are checked against. */
  readonly expression: Expression | null;
  readonly currency: string | null;
}
