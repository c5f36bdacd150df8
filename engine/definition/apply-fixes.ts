import type { Edit, Problem } from "./problem.ts";

/** A text with the certain fixes of its problems made. */
export interface Fixed {
  readonly text: string;
  /** The problems that were mended. */
  readonly applied: readonly Problem[];
}

/**
 * Makes the edits of all problems that have a certain fix (`--fix`). A fix is made whole or not at all: one whose edits
 * overlap an earlier one's waits for the next run. Everything else, comments included, stays as it is.
 */
export function applyFixes(text: string, problems: readonly Problem[]): Fixed {
  const applied: Problem[] = [];
  const edits: Edit[] = [];
  for (const problem of [...problems].sort((a, b) => a.place.start - b.place.start)) {
    const fix = problem.fix ?? [];
    if (
      fix.length === 0 ||
      !fix.every((edit) => fits(text, edit)) ||
      fix.some((edit) => edits.some((other) => overlap(edit, other)))
    )
      continue;
    edits.push(...fix);
    applied.push(problem);
  }
  return { text: withEdits(text, edits), applied };
}

function fits(text: string, { start, end }: Edit): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

/** Two insertions at one place overlap too: their order would be a guess. */
function overlap(a: Edit, b: Edit): boolean {
  return (a.start < b.end && b.start < a.end) || a.start === b.start;
}

function withEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return [...parts, text.slice(at)].join("");
}
