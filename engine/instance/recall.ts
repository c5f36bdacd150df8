import type { TaskId, UserId } from "../base/ids.ts";
import type { ApprovalStep } from "../definition/model.ts";
import { openThroughGate } from "./gate.ts";
import { resolveIncident } from "./incident.ts";
import { closeTask } from "./interruption.ts";
import { Rejected } from "./reject.ts";
import type { Run } from "./run.ts";
import { openSeat } from "./seats.ts";
import type { Decision, Instance } from "./state.ts";
import { excludedBy } from "./who.ts";

/**
 * Takes back one's own decision, as long as the next seat has not decided (language §3, `recall`): the seat opens again,
 * the one that was open after it waits. Once the approval is over it is too late.
 */
export function recall(run: Run, id: TaskId, by: UserId): void {
  const found = recallable(run, id, by);
  if (typeof found === "string") throw new Rejected(found);
  const { line, step } = found;
  for (const task of Object.values(run.instance.tasks)) {
    if (task.activation !== line.activation) continue;
    if (task.purpose === "seat" && step.order === "parallel") continue;
    closeTask(run, task, task.purpose === "seat" ? "recalled" : "rework");
  }
  for (const incident of Object.values(run.instance.incidents)) {
    if (incident.activation === line.activation) resolveIncident(run, incident.id, by, { how: "recalled" });
  }
  const users = line.onBehalfOf === null ? [by] : [line.onBehalfOf];
  const excluded = [...excludedBy(run, step.notBy, run.activation(line.activation))];
  openSeat(run, step, line.activation, line.seat ?? 1, { users, excluded, recalls: id, named: true });
  // Side by side, a rework that is taken back had closed the other seats.
  openThroughGate(run, line.activation);
}

/** May this person still take back what he decided on the task? What a list shows; the command asks the same. */
export function canRecall(of: Recalling, id: TaskId, by: UserId): boolean {
  return of.instance.endedAt === null && typeof recallable(of, id, by) !== "string";
}

type Recalling = Pick<Run, "definition" | "instance">;
type Refused = "INSTANCE_SUSPENDED" | "TASK_NOT_OPEN" | "NOT_ALLOWED" | "NOT_PERMITTED_HERE" | "TOO_LATE";

/** The decision and its approval, or why it cannot be taken back. */
function recallable(
  { definition, instance }: Recalling,
  id: TaskId,
  by: UserId,
): Refused | { readonly line: Decision; readonly step: ApprovalStep } {
  if (instance.status === "suspended") return "INSTANCE_SUSPENDED";
  const line = instance.sheet.findLast((one) => one.task === id);
  if (!line) return "TASK_NOT_OPEN";
  if (line.by !== by) return "NOT_ALLOWED";
  // Of an instance that migrated, a step of its past may be gone.
  const step = definition.steps.get(line.step);
  if (step?.kind !== "approval" || !step.allow.includes("recall")) return "NOT_PERMITTED_HERE";
  if (!(line.activation in instance.activations) || !line.counts || isFollowed(instance, line)) return "TOO_LATE";
  return { line, step };
}

/** Has a later decision of the same approval been made? */
function isFollowed({ sheet }: Instance, line: Decision): boolean {
  const later = sheet.slice(sheet.indexOf(line) + 1);
  return later.some((one) => one.activation === line.activation && one.seat !== null && one.counts);
}
