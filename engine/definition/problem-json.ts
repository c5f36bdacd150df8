import type { Locale, Problem } from "./problem.ts";
import { sortProblems } from "./sort-problems.ts";

/** A problem as programs read it (language §7). */
export interface ProblemJson {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly remedy: string;
}

/** What `ordo check --json` prints: how many files were checked, and every problem in reading order. */
export function problemsJson(
  checked: number,
  problems: readonly Problem[],
  locale: Locale,
): { readonly checked: number; readonly problems: readonly ProblemJson[] } {
  return { checked, problems: sortProblems(problems).map((problem) => problemJson(problem, locale)) };
}

function problemJson({ code, severity, place, message, remedy }: Problem, locale: Locale): ProblemJson {
  const { file, line, column, endLine, endColumn } = place;
  return { code, severity, file, line, column, endLine, endColumn, message: message[locale], remedy: remedy[locale] };
}
