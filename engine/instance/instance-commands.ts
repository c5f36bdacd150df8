import type { UserId } from "../base/ids.ts";
import type { Step } from "../definition/model.ts";
import { reenter } from "./advance.ts";
import type { CommandBody } from "./command.ts";
import { endInstance } from "./end-instance.ts";
import { resumeLooks } from "./gate.ts";
import { resolveIncident } from "./incident.ts";
import { closeTask } from "./interruption.ts";
import { stepOf } from "./places.ts";
import { Rejected } from "./reject.ts";
import { editedCall, requestEdited } from "./retry-edited.ts";
import type { Run } from "./run.ts";
import { mayOperate } from "./standing.ts";
import { reload } from "./start.ts";

type Of<K extends CommandBody["kind"]> = Extract<CommandBody, { kind: K }>;

/** Who operates (recorded as an override), or the engine itself, ends the instance. */
export function cancelInstance(run: Run, command: Of<"cancel">, by: UserId | null): void {
  if (by !== null && !mayOperate(run, by)) throw new Rejected("NOT_ALLOWED");
  endInstance(run, { status: "canceled", by, override: by !== null, error: null, ...given(command) });
}

/**
 * The requester takes it back, where an open step of his process allows it. Held by an incident, before anybody's decision
 * counts, it is enough that some step of the process would: nothing has been decided yet that it could undo.
 */
export function withdraw(run: Run, command: Of<"withdraw">, by: UserId | null): void {
  const refused = withdrawRefused(run, by);
  if (refused !== null) throw new Rejected(refused);
  endInstance(run, { status: "canceled", by, override: false, error: null, ...given(command) });
}

/** Would `withdraw` take the instance back now? For who only shows the button. */
export function canWithdraw(of: Pick<Run, "definition" | "instance">, by: UserId): boolean {
  return of.instance.endedAt === null && withdrawRefused(of, by) === null;
}

function withdrawRefused(
  { definition, instance }: Pick<Run, "definition" | "instance">,
  by: UserId | null,
): "INSTANCE_SUSPENDED" | "NOT_ALLOWED" | "NOT_PERMITTED_HERE" | null {
  if (instance.status === "suspended") return "INSTANCE_SUSPENDED";
  if (by === null || by !== instance.requester) return "NOT_ALLOWED";
  const tasks = Object.values(instance.tasks);
  if (tasks.some((task) => task.purpose === "rework" || allowsWithdraw(stepOf(definition, task.step)))) return null;
  return isHeldUndecided({ definition, instance }) ? null : "NOT_PERMITTED_HERE";
}

function allowsWithdraw(step: Step): boolean {
  return (step.kind === "userTask" || step.kind === "approval") && step.allow.includes("withdraw");
}

function isHeldUndecided({ definition, instance }: Pick<Run, "definition" | "instance">): boolean {
  const held = Object.values(instance.incidents);
  if (held.length === 0) return false;
  if (held.some(({ step }) => step !== null && allowsWithdraw(stepOf(definition, step)))) return true;
  return [...definition.steps.values()].some(allowsWithdraw) && !instance.sheet.some(({ counts }) => counts);
}

function given({ reason }: Of<"cancel" | "withdraw">): { readonly reason?: string } {
  return reason === null || reason.trim() === "" ? {} : { reason };
}

/** Nothing advances until resumed: timers, answers and events are kept by the shell and come again. */
export function suspend(run: Run, command: Of<"suspend">, by: UserId | null): void {
  if (by !== null && !mayOperate(run, by)) throw new Rejected("NOT_ALLOWED");
  if (run.instance.status === "suspended") throw new Rejected("INSTANCE_SUSPENDED");
  run.emit({ kind: "instanceSuspended", by, reason: command.reason });
}

/** Goes on; what a `holds` waits for may have come true meanwhile and is looked at afresh. */
export function resume(run: Run, by: UserId | null): void {
  if (by !== null && !mayOperate(run, by)) throw new Rejected("NOT_ALLOWED");
  if (run.instance.status !== "suspended") throw new Rejected("STALE");
  run.emit({ kind: "instanceResumed", by });
  resumeLooks(run);
}

/**
 * Tries again what an incident stopped; with an edited input the very call that was refused, under a key of its own: it is
 * another request to the outside, and the one before did not take place.
 */
export function retry(run: Run, command: Of<"retry">, by: UserId | null): void {
  if (by !== null && !mayOperate(run, by)) throw new Rejected("NOT_ALLOWED");
  if (run.instance.status === "suspended") throw new Rejected("INSTANCE_SUSPENDED");
  const incident = run.instance.incidents[command.incident];
  if (!incident) throw new Rejected("INCIDENT_NOT_OPEN");
  const edited = command.edited === undefined ? null : editedCall(run, incident, command.edited.input);
  for (const task of Object.values(run.instance.tasks))
    if (task.incident === incident.id) closeTask(run, task, "resolved");
  resolveIncident(run, incident.id, by, { how: "retry", reason: command.edited?.reason ?? null });
  if (edited !== null) return requestEdited(run, edited);
  const { activation } = incident;
  if (activation !== null) return run.isLive(activation) ? reenter(run, activation) : undefined;
  if (incident.code === "RECORD_NOT_LOADED") return reload(run);
  if (incident.code === "OUTPUT_FAILED")
    endInstance(run, { status: "completed", by: null, override: false, error: null });
}
