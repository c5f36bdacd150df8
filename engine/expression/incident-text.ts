import type { Place } from "./expression.ts";
import type { Says } from "./value/site.ts";

/**
 * What an incident says of a failed evaluation: what is wrong with which values, then the expression and where it
 * stands (language §1, rule 2). An error that names no expression says only what it says.
 *
 * @example incidentText(error).en // "…: null on the left, 1 on the right. Expression: lead.price > 1 (processes/x/process.yaml:6:9)"
 */
export function incidentText(error: {
  readonly says: Says;
  readonly expression?: unknown;
  readonly place?: Place | null;
}): Says {
  const expression = typeof error.expression === "string" ? error.expression.trim() : "";
  if (expression === "") return error.says;
  const where = error.place ? ` (${error.place.file}:${error.place.line}:${error.place.column})` : "";
  return {
    ru: `${error.says.ru} Выражение: ${expression}${where}`,
    en: `${error.says.en} Expression: ${expression}${where}`,
  };
}
