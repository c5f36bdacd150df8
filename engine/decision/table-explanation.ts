import type { Says } from "./table-source.ts";

/** What a problem of a table means; the same shape as the definition's explanations. */
export interface TableExplanation {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly title: Says;
  readonly why: Says;
  /** A table that has the problem, and the same one mended. */
  readonly wrong: string;
  readonly right: string;
}

/** Amount → who decides: the table that most explanations use. */
export function byAmount(
  rows: readonly string[],
  head = 'inputs:\n  amount: { type: money, currency: RUB, domain: ">= 0" }',
): string {
  const grid = ["| amount | who |", ...rows].map((row) => `  ${row}`).join("\n");
  return `${head}\noutputs:\n  who: { type: text }\ntable: |\n${grid}`;
}

/** Kind → who decides. */
export function byKind(rows: readonly string[], type = "choice, domain: [товар, услуги]"): string {
  const grid = ["| kind | who |", ...rows].map((row) => `  ${row}`).join("\n");
  return `inputs:\n  kind: { type: ${type} }\noutputs:\n  who: { type: text }\ntable: |\n${grid}`;
}

/** Amount → which people. */
export function byPeople(rows: readonly string[]): string {
  const grid = ["| amount | who |", ...rows].map((row) => `  ${row}`).join("\n");
  return `inputs:\n  amount: { type: money, currency: RUB, domain: ">= 0" }\noutputs:\n  who: { type: principals }\ntable: |\n${grid}`;
}

/** A table with nothing wrong. */
export const GOOD = byAmount(["| <= 100 000 | менеджер |", "| > 100 000 | руководитель |"]);

/** The table under that hit policy. */
export function under(hitPolicy: string, table: string): string {
  return `hitPolicy: ${hitPolicy}\n${table}`;
}
