import type { ActivationId } from "../base/ids.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Step } from "../definition/model.ts";
import { complete, enterLane } from "./advance.ts";
import { after } from "./duration-of.ts";
import { closeInside, closeWork, openTasksInside } from "./interruption.ts";
import type { Run } from "./run.ts";
import { contextAt } from "./scope.ts";
import { decisionsOf } from "./sheet.ts";
import { decideByClock } from "./task-completion.ts";
import { schedule, timersWhere } from "./timers.ts";

/** Starts the clock of a step's `timeout`. */
export function scheduleTimeout(run: Run, step: Step, id: ActivationId): void {
  if (step.timeout === null) return;
  if (timersWhere(run, (timer) => timer.activation === id && timer.purpose.kind === "timeout").length > 0) return;
  const dueAt = after(run, run.now, step.timeout.after, contextAt(run, { scope: run.activation(id).scope }));
  schedule(run, { activation: id, task: null, purpose: { kind: "timeout" }, dueAt });
}

/**
 * The step took too long: what it has open closes, then the file's word: an outcome (the only way a clock decides), steps
 * in its place, or a place to go.
 */
export function timeOut(run: Run, step: Step, id: ActivationId): void {
  const timeout = step.timeout;
  if (timeout === null) return;
  if (timeout.outcome !== null) return decideInTime(run, id, timeout.outcome);
  const activation = run.activation(id);
  closeInside(run, id, "timeout");
  closeWork(run, id, "timeout");
  if (timeout.do !== null) {
    enterLane(run, timeout.do, { parent: id, lane: "timeout", scope: activation.scope, scopeParent: null, lets: null });
    return;
  }
  const result = step.kind === "do" || step.kind === "listen" ? { by: "timeout", event: null, at: atText(run) } : null;
  complete(run, id, result, { closed: "timeout", then: timeout.then ?? step.then });
}

/** The file lets the clock decide the whole step: one task with its word, the others close. */
function decideInTime(run: Run, id: ActivationId, outcome: string): void {
  const [task] = openTasksInside(run, id).filter((open) => open.purpose === "work" || open.purpose === "seat");
  if (task) decideByClock(run, task, outcome, "timeout");
  if (!run.isLive(id)) return;
  closeWork(run, id, "timeout");
  const decisions = decisionsOf(run, id);
  complete(run, id, { outcome, by: null, onBehalfOf: null, at: atText(run), comment: null, decisions }, { closed: "timeout" });
}

/** Now, as a FEEL value. */
export function atText(run: Run) {
  return { $type: "date and time", value: isoText(run.now, run.definition.calendar.zone) } as const;
}

