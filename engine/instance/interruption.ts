import type { ActivationId } from "../base/ids.ts";
import type { Run } from "./run.ts";
import type { Note, Task } from "./state.ts";
import { cancelTimersOf, cancelTimersOfTask } from "./timers.ts";

/**
 * Interruption (language §3): in one commit and innermost first, every open visit inside closes: its tasks with nobody's
 * name, its timers and subscriptions, its calls. A call that may already be outside is not recalled: its outcome will
 * be written as late and move nothing.
 */
export function closeInside(run: Run, id: ActivationId | null, cause: string, lane: string | null = null): void {
  const children = Object.values(run.instance.activations).filter(
    (one) => one.parent === id && (lane === null || one.lane === lane),
  );
  for (const child of children.reverse()) closeActivation(run, child.id, cause);
}

/** Closes one visit and all that is in it. */
export function closeActivation(run: Run, id: ActivationId, cause: string): void {
  closeInside(run, id, cause);
  closeWork(run, id, cause);
  const { step } = run.activation(id);
  run.emit({
    kind: "stepCompleted",
    step,
    activation: id,
    result: null,
    variables: [],
    closed: cause,
    decision: null,
    case: null,
  });
}

/** What a visit itself has open: tasks, timers, calls, incidents. */
export function closeWork(run: Run, id: ActivationId | null, cause: string): void {
  for (const task of tasksOf(run, id)) closeTask(run, task, cause);
  if (id !== null) cancelTimersOf(run, id);
  for (const call of Object.values(run.instance.calls)) {
    if (call.activation !== id || call.withdrawn || call.purpose.kind === "told") continue;
    run.emit({
      kind: "callEnded",
      step: stepOfActivation(run, id),
      call: call.id,
      operation: call.operation,
      attempt: call.attempt,
      outcome: { kind: "withdrawn" },
      again: false,
      late: false,
      variables: [],
      subject: null,
    });
  }
  for (const incident of Object.values(run.instance.incidents)) {
    if (incident.activation !== id) continue;
    run.emit({ kind: "incidentResolved", step: incident.step, incident: incident.id, by: null, how: cause });
  }
}

/** Closes a task with nobody's name, and with it what was asked about it. */
export function closeTask(run: Run, task: Task, reason: string, note: Note | null = null): void {
  if (!(task.id in run.instance.tasks)) return;
  for (const asked of Object.values(run.instance.tasks)) if (asked.asks === task.id) closeTask(run, asked, reason);
  cancelTimersOfTask(run, task.id);
  run.emit({
    kind: "taskClosed",
    step: task.step,
    task: task.id,
    activation: task.activation,
    seat: task.purpose === "seat" ? task.seat : null,
    reason,
    note,
  });
}

function tasksOf(run: Run, id: ActivationId | null): readonly Task[] {
  return Object.values(run.instance.tasks).filter((task) => task.activation === id && task.purpose !== "unreachable");
}

function stepOfActivation(run: Run, id: ActivationId | null) {
  return id === null ? null : (run.instance.activations[id]?.step ?? null);
}

/** Everything open inside a visit, at any depth, itself included. */
export function openTasksInside(run: Run, id: ActivationId): readonly Task[] {
  return Object.values(run.instance.tasks).filter((task) => isInside(run, task.activation, id));
}

/** Is a visit inside another one, at any depth, or that one itself? */
export function isInside(run: Run, inner: ActivationId, outer: ActivationId): boolean {
  let at: ActivationId | null = inner;
  while (at !== null) {
    if (at === outer) return true;
    at = run.instance.activations[at]?.parent ?? null;
  }
  return false;
}
