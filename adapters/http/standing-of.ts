import type { Decision } from "../../engine/instance/state.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import type { TaskShown } from "./task-schemas.ts";

/** Whether a line of the sheet counts, and if not, what became of it: a rework came after it, or it was recalled. */
export function standingOf(line: Decision, { history }: Shown): TaskShown["sheet"][number]["standing"] {
  if (line.purpose === "skip") return "skipped";
  if (line.purpose === "rework") return "done";
  if (line.counts) return "counts";
  const isRecalled = history.some((event) => event.kind === "taskOpened" && event.recalls === line.task);
  return isRecalled ? "takenBack" : "earlierRound";
}
