import type { TaskId, UserId } from "../base/ids.ts";
import { openThroughGate } from "./gate.ts";
import { resolveIncident } from "./incident.ts";
import { closeTask } from "./interruption.ts";
import { Rejected } from "./reject.ts";
import type { Run } from "./run.ts";
import { openSeat } from "./seats.ts";
import type { Decision } from "./state.ts";
import { excludedBy } from "./who.ts";

/**
 * Takes back one's own decision, as long as the next seat has not decided (language §3, `recall`): the seat opens again,
 * the one that was open after it waits. Once the approval is over it is too late.
 */
export function recall(run: Run, id: TaskId, by: UserId): void {
  if (run.instance.status === "suspended") throw new Rejected("INSTANCE_SUSPENDED");
  const line = run.instance.sheet.findLast((one) => one.task === id);
  if (!line) throw new Rejected("TASK_NOT_OPEN");
  if (line.by !== by) throw new Rejected("NOT_ALLOWED");
  // Of an instance that migrated, a step of its past may be gone.
  const step = run.definition.steps.get(line.step);
  if (step?.kind !== "approval" || !step.allow.includes("recall")) throw new Rejected("NOT_PERMITTED_HERE");
  if (!run.isLive(line.activation) || !line.counts || isFollowed(run, line)) throw new Rejected("TOO_LATE");
  for (const task of Object.values(run.instance.tasks)) {
    if (task.activation !== line.activation) continue;
    if (task.purpose === "seat" && step.order === "parallel") continue;
    closeTask(run, task, task.purpose === "seat" ? "recalled" : "rework");
  }
  for (const incident of Object.values(run.instance.incidents)) {
    if (incident.activation === line.activation) resolveIncident(run, incident.id, by, "recalled");
  }
  const users = line.onBehalfOf === null ? [by] : [line.onBehalfOf];
  const excluded = [...excludedBy(run, step.notBy, run.activation(line.activation))];
  openSeat(run, step, line.activation, line.seat ?? 1, { users, excluded, recalls: id, named: true });
  // Side by side, a rework that is taken back had closed the other seats.
  openThroughGate(run, line.activation);
}

/** Has a later decision of the same approval been made? */
function isFollowed(run: Run, line: Decision): boolean {
  const later = run.instance.sheet.slice(run.instance.sheet.indexOf(line) + 1);
  return later.some((one) => one.activation === line.activation && one.seat !== null && one.counts);
}
