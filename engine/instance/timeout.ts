import type { ActivationId } from "../base/ids.ts";
import type { Value } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Step } from "../definition/model.ts";
import { complete, enterLane } from "./advance.ts";
import { countFrom } from "./duration-of.ts";
import { closeInside, closeWork } from "./interruption.ts";
import type { Run } from "./run.ts";
import { contextAt } from "./scope.ts";
import { behaviorOf } from "./steps/index.ts";
import { schedule, timersWhere } from "./timers.ts";

/** Starts the clock of a step's `timeout`. */
export function scheduleTimeout(run: Run, step: Step, id: ActivationId): void {
  if (step.timeout === null) return;
  if (timersWhere(run, (timer) => timer.activation === id && timer.purpose.kind === "timeout").length > 0) return;
  const context = contextAt(run, { scope: run.activation(id).scope });
  const { dueAt, remembered } = countFrom(run, run.now, step.timeout.after, context);
  schedule(run, { activation: id, task: null, purpose: { kind: "timeout", ...remembered }, dueAt });
}

/**
 * The step took too long: what it has open closes, then the file's word: an outcome (the only way a clock decides), steps
 * in its place, or a place to go.
 */
export function timeOut(run: Run, step: Step, id: ActivationId): void {
  const timeout = step.timeout;
  if (timeout === null) return;
  if (timeout.outcome !== null) return behaviorOf(step).decidedInTime?.(run, step, run.activation(id), timeout.outcome);
  const activation = run.activation(id);
  closeInside(run, id, "timeout");
  closeWork(run, id, "timeout");
  if (timeout.do !== null) {
    enterLane(run, timeout.do, { parent: id, lane: "timeout", scope: activation.scope, scopeParent: null, lets: null });
    return;
  }
  endLate(run, step, id);
}

/** The step's time is over and what the file says of it is done: what waited says so in its result. */
export function endLate(run: Run, step: Step, id: ActivationId): void {
  const result = lateResult(run, step);
  complete(run, id, result, { closed: "timeout", then: step.timeout?.then ?? step.then });
}

/** The result of a `listen` or a block with `until` whose time is over; others have none. */
export function lateResult(run: Run, step: Step): Value {
  const waits = step.kind === "listen" || (step.kind === "do" && step.until !== null);
  return waits ? { by: "timeout", event: null, at: atText(run) } : null;
}

/** Now, as a FEEL value. */
export function atText(run: Run) {
  return { $type: "date and time", value: isoText(run.now, run.definition.calendar.zone) } as const;
}
