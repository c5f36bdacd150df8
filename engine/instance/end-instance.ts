import type { UserId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import { attempt } from "./attempt.ts";
import type { InstanceEnded } from "./event.ts";
import { incidentAt } from "./incident.ts";
import { closeInside, closeTask, closeWork } from "./interruption.ts";
import type { Run } from "./run.ts";
import { contextAt, toReferences } from "./scope.ts";
import type { Timer } from "./state.ts";
import { mapOf, readerOf } from "./text.ts";
import { cancel, timersWhere } from "./timers.ts";

export interface End {
  readonly status: InstanceEnded["status"];
  readonly by: UserId | null;
  readonly override: boolean;
  readonly reason?: string;
  readonly error: InstanceEnded["error"];
}

/** The instance is over: everything open closes, the output is worked out, nothing moves any more. */
export function endInstance(run: Run, end: End): void {
  if (end.status !== "completed") return close(run, end, null);
  if (justOpened(run)) return;
  attempt(
    run,
    () => close(run, end, mapOf(run.definition.output, contextAt(run, { scope: "" }), readerOf(run, null))),
    (problem) => incidentAt(run, null, { ...problem, code: "OUTPUT_FAILED" }),
  );
}

function close(run: Run, end: End, output: ValueMap | null): void {
  const cause = end.status === "canceled" ? "cancel" : end.status === "failed" ? "error" : "end";
  closeInside(run, null, cause);
  closeWork(run, null, cause);
  for (const task of Object.values(run.instance.tasks)) closeTask(run, task, cause);
  for (const incident of Object.values(run.instance.incidents)) {
    run.emit({ kind: "incidentResolved", step: incident.step, incident: incident.id, by: end.by, how: cause });
  }
  for (const timer of timersWhere(run, (one) => !isTelling(run, one))) cancel(run, timer);
  run.agenda.length = 0;
  run.emit({ kind: "instanceEnded", ...end, output: toReferences(output) });
}

/** The next attempt of a message that tells somebody something: it goes on after the end. */
function isTelling(run: Run, timer: Timer): boolean {
  return timer.purpose.kind === "attempt" && run.instance.calls[timer.purpose.call]?.purpose.kind === "told";
}

/**
 * The steps are done, but this very command opened a task because somebody cannot be reached: ending now would close it
 * before anybody saw it. The instance ends when that task is done (`docs/decisions/0006-…`).
 */
function justOpened(run: Run): boolean {
  return Object.values(run.instance.tasks).some((task) => task.purpose === "unreachable" && task.openedAt === run.now);
}
