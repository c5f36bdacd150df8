import type { Edit, Problem } from "../../engine/definition/problem.ts";
import { sortProblems } from "../../engine/definition/sort-problems.ts";
import { checkFresh } from "../command-line/check-fresh.ts";
import { pathInside, type WorkPlace } from "./work-place.ts";

/** A problem as an editor needs it: the words of `ordo check`, and where it stands. */
export interface ShownProblem {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** As the command line prints it. */
  readonly file: string;
  /** Inside the process's folder; null: the file is not one of the process. */
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly remedy: string;
  /** Edits of the same file that mend it without a doubt. */
  readonly fix: readonly Edit[];
}

/** Everything that `ordo check` finds in a process and around it. */
export async function workCheck(place: WorkPlace): Promise<readonly ShownProblem[]> {
  const { folder, source } = place;
  const { problems } = await checkFresh({ folders: [folder], others: [], source, directory: null });
  return shownProblems(problems, place);
}

/** Problems in one language, in reading order. */
export function shownProblems(
  problems: readonly Problem[],
  { folder, locale }: Pick<WorkPlace, "folder" | "locale">,
): readonly ShownProblem[] {
  return sortProblems(problems).map(({ code, severity, place, message, remedy, fix }) => ({
    ...{ code, severity, file: place.file, path: pathInside(place.file, folder) },
    ...{ line: place.line, column: place.column, endLine: place.endLine, endColumn: place.endColumn },
    ...{ start: place.start, end: place.end, message: message[locale], remedy: remedy[locale] },
    fix: (fix ?? []).map(({ start, end, text }) => ({ start, end, text })),
  }));
}
