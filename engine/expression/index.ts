/** The expression language: FEEL texts are compiled once, checked against types, and evaluated often. */

export { type Compiled, type CompileOptions, compileExpression } from "./compile-expression.ts";
export { equalValues } from "./equal-values.ts";
export { EXPRESSION_EXPLANATIONS, type ExpressionExplanation } from "./explanations.ts";
export type { Budget, EvaluationContext, Expression, ExpressionErrorCode, Place } from "./expression.ts";
export { ExpressionError } from "./expression.ts";
export type { Builtin } from "./functions/signature.ts";
export { incidentText } from "./incident-text.ts";
export { dayNumberOf, instantOf } from "./instant-of.ts";
export { coerceValue, type ItemType, readItemType } from "./item-type.ts";
export type { ExpressionProblem, ExpressionProblemCode } from "./problem.ts";
export { type RenderOptions, renderExpression, renderValue } from "./render-value.ts";
export { findExpressionEnd, type SplitTemplate, splitTemplate, type TemplatePart } from "./template.ts";
export {
  type CompiledTests,
  compileUnaryTests,
  type TestOptions,
  type UnaryTest,
  type UnaryTests,
} from "./unary-tests.ts";
