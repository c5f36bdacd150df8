import type { Problem } from "./problem.ts";

/**
 * Problems in reading order: by file, then by position; at one position errors before warnings. What was found first
 * stays first, so that a cause stands before what follows from it. Exact repeats (same code, same place) are left out.
 */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  const once = problems.filter(({ code, place, message }) => {
    const key = JSON.stringify([code, place.file, place.start, place.end, message.en]);
    return seen.has(key) ? false : seen.add(key);
  });
  return once.sort(compare);
}

function compare(a: Problem, b: Problem): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column || rank(a) - rank(b);
}

function rank(problem: Problem): number {
  return problem.severity === "error" ? 0 : 1;
}
