import { type ActivationId, id as brand, type TaskId, type TimerId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Run } from "./run.ts";
import type { Timer, TimerPurpose } from "./state.ts";

/** What a timer is for: a task's or a block's ladder, a step's timeout, a wait… */
export interface Alarm {
  readonly activation: ActivationId | null;
  readonly task: TaskId | null;
  readonly purpose: TimerPurpose;
  readonly dueAt: Instant;
}

/** Writes a timer. Its id holds the event's number, so that a timer set again is another timer. */
export function schedule(run: Run, alarm: Alarm): void {
  const owner = alarm.task ?? alarm.activation ?? run.instance.id;
  const timer = brand<TimerId>(`${owner}/${nameOf(alarm.purpose)}@${run.instance.sequence + 1}`);
  run.emit({ kind: "timerScheduled", step: stepOfTimer(run, alarm), timer, ...alarm });
}

function nameOf(purpose: TimerPurpose): string {
  return purpose.kind === "rung" ? `rung:${purpose.rung}:${purpose.repeat}` : purpose.kind;
}

/** Takes a timer back. */
export function cancel(run: Run, timer: Timer): void {
  run.emit({ kind: "timerCanceled", step: stepOfTimer(run, timer), timer: timer.id });
}

/** The step a timer belongs to, for readers of the timeline. */
export function stepOfTimer(run: Run, timer: Pick<Timer, "activation" | "task">) {
  const activation =
    timer.activation ?? (timer.task === null ? null : run.instance.tasks[timer.task]?.activation) ?? null;
  return activation === null ? null : (run.instance.activations[activation]?.step ?? null);
}

/** Timers of a visit that no task of it owns. */
export function cancelTimersOf(run: Run, activation: ActivationId): void {
  for (const timer of timersWhere(run, (one) => one.activation === activation)) cancel(run, timer);
}

/** Takes a task's timers back: its ladder. */
export function cancelTimersOfTask(run: Run, task: TaskId): void {
  for (const timer of timersWhere(run, (one) => one.task === task)) cancel(run, timer);
}

/** The timers that fit, as they are now: a list that later events do not change. */
export function timersWhere(run: Run, wanted: (timer: Timer) => boolean): readonly Timer[] {
  return Object.values(run.instance.timers).filter(wanted);
}
