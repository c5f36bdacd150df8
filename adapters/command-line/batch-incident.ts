import { DecisionError } from "../../engine/decision/decision-error.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { ExpressionError } from "../../engine/expression/expression.ts";

/** What an evaluation ended in, as a line of a batch tells it. Anything unforeseen is our bug, and only of that line. */
export function incidentOfBatch(error: unknown): { code: string; says: Text; position: number | null; inside: null } {
  if (error instanceof ExpressionError)
    return { code: error.code, says: error.says, position: error.from, inside: null };
  if (error instanceof DecisionError) return { code: error.code, says: error.says, position: null, inside: null };
  const what = error instanceof Error ? error.message : String(error);
  return {
    code: "OUR_BUG",
    says: { ru: `Внутренняя ошибка Ordo: ${what}`, en: `A bug in Ordo: ${what}` },
    position: null,
    inside: null,
  };
}
