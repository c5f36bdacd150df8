import type { ExpressionError } from "../expression.ts";
import { errorAt, type Site } from "./site.ts";

/**
 * Data may be nested deeper than any bound of ours: walking it then spends the machine's own stack, and that is an
 * incident of the data. Null for any other error.
 */
export function stackIncident(error: unknown, site: Site): ExpressionError | null {
  if (!(error instanceof RangeError && error.message.includes("call stack"))) return null;
  return errorAt(site, "EXPRESSION_BUDGET", {
    ru: "Данные или вызовы вложены слишком глубоко.",
    en: "Data or calls are nested too deep.",
  });
}
