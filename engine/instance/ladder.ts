import type { Duration } from "../base/duration.ts";
import type { ActivationId, TaskId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { Ladder, Rung } from "../definition/model.ts";
import { countFrom, durationOf } from "./duration-of.ts";
import { isInside } from "./interruption.ts";
import { ladderOf } from "./ladder-of.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import { contextAt, type Where } from "./scope.ts";
import type { Counted, Timer } from "./state.ts";
import { cancel, schedule, timersWhere } from "./timers.ts";

/** A timer later than this was not served in time: no worker ran, or the instance was suspended. Milliseconds. */
export const LATE_MS = 60_000;

/** Starts a ladder: one timer a rung, all counted from `origin` (the opening of the task, the entry of the block). */
export function scheduleLadder(
  run: Run,
  owner: {
    readonly activation: ActivationId;
    readonly task: TaskId | null;
    readonly ladder: Ladder;
    readonly origin: Instant;
  },
): void {
  const where = ladderPlace(run, owner.activation, owner.task);
  owner.ladder.forEach((rung, index) => {
    const { dueAt, remembered } = countFrom(run, owner.origin, rung.after, contextAt(run, where));
    const purpose = { kind: "rung", rung: index, repeat: 0, origin: owner.origin, ...remembered } as const;
    schedule(run, { activation: owner.task === null ? owner.activation : null, task: owner.task, purpose, dueAt });
  });
}

/** Where a ladder's expressions are evaluated: `assignee` is who has the task now. */
export function ladderPlace(run: Run, activation: ActivationId, task: TaskId | null): Where {
  const { scope } = run.activation(activation);
  const open = task === null ? undefined : run.instance.tasks[task];
  return { scope, lets: { assignee: open?.assignee ?? open?.candidates[0] ?? null } };
}

/** A rung that repeats is set again, counted from when it was due, or from now where it fired late. */
export function scheduleRepeat(run: Run, fired: Timer, rung: Rung, base: Instant): void {
  const { purpose } = fired;
  if (purpose.kind !== "rung" || rung.repeat === null) return;
  const activation =
    fired.activation ?? (fired.task === null ? null : (run.instance.tasks[fired.task]?.activation ?? null));
  if (activation === null || (fired.task !== null && !(fired.task in run.instance.tasks))) return;
  const every = rung.repeat === "until-top" ? rung.after : rung.repeat;
  const by = durationOf(every, contextAt(run, ladderPlace(run, activation, fired.task)));
  schedule(run, {
    activation: fired.activation,
    task: fired.task,
    purpose: { ...purpose, repeat: purpose.repeat + 1, counted: { from: base, by } },
    dueAt: run.definition.calendar.add(base, by),
  });
}

/**
 * Rungs that fell due while nobody served them do not fire together (language §3, Escalation): the first fires at the
 * return, the later ones keep their distance to it. The distance is that of the file: two rungs of one and two business
 * days stay one business day apart, whatever the night between.
 */
export function keepDistance(run: Run, fired: Timer): void {
  if (run.now - fired.dueAt <= LATE_MS) return;
  const later = timersWhere(
    run,
    (timer) => timer.id !== fired.id && isClock(timer) && timer.dueAt >= fired.dueAt && isOnOneWay(run, timer, fired),
  );
  for (const timer of later) {
    const { dueAt, counted } = shifted(run, fired, timer);
    cancel(run, timer);
    schedule(run, {
      activation: timer.activation,
      task: timer.task,
      purpose: isClock(timer) ? { ...timer.purpose, counted } : timer.purpose,
      dueAt,
    });
  }
}

/** A rung of a ladder, or a step's timeout: what keeps its distance. */
export function isClock(timer: Timer): timer is Timer & { readonly purpose: { readonly kind: "rung" | "timeout" } } {
  return timer.purpose.kind === "rung" || timer.purpose.kind === "timeout";
}

/** Timers of one task, of its step and of the blocks around it; branches beside each other have each their own pace. */
export function isOnOneWay(run: Run, one: Timer, other: Timer): boolean {
  const [first, second] = [placeOf(run, one), placeOf(run, other)];
  if (first === null || second === null) return false;
  const isSibling = one.task !== null && other.task !== null && one.task !== other.task;
  return !isSibling && (isInside(run, first, second) || isInside(run, second, first));
}

function placeOf(run: Run, timer: Timer): ActivationId | null {
  return timer.activation ?? (timer.task === null ? null : (run.instance.tasks[timer.task]?.activation ?? null));
}

/** When a later timer is due if an overdue one fires now; both as they were to be due. */
export function shifted(run: Run, fired: Timer, later: Timer): { readonly dueAt: Instant; readonly counted: Counted } {
  const { calendar } = run.definition;
  const [first, second] = [durationAt(run, fired), durationAt(run, later)];
  const isCounted = first && second && first.kind === second.kind && originOf(run, fired) === originOf(run, later);
  if (isCounted && first.kind !== "wall" && second.kind !== "wall") {
    const by = { kind: second.kind, count: Math.max(0, second.count - first.count) };
    return { dueAt: calendar.add(run.now, by), counted: { from: run.now, by } };
  }
  const moved = instant(run.now + (later.dueAt - fired.dueAt));
  const dueAt = second !== null && second.kind !== "wall" ? calendar.nextOpening(moved) : moved;
  return { dueAt, counted: { from: run.now, by: null } };
}

/** What the file's duration is counted from. */
export function originOf(run: Run, timer: Timer): Instant | null {
  if (timer.purpose.kind === "rung") return timer.purpose.origin;
  return timer.activation === null ? null : run.activation(timer.activation).enteredAt;
}

/** The file's duration behind a first firing; null for repeats, whose distance is that of their instants. */
function durationAt(run: Run, timer: Timer): Duration | null {
  const { purpose } = timer;
  if (purpose.kind === "timeout" && timer.activation !== null) {
    const { timeout } = stepOf(run.definition, run.activation(timer.activation).step);
    const { scope } = run.activation(timer.activation);
    return timeout === null ? null : durationOf(timeout.after, contextAt(run, { scope }));
  }
  if (purpose.kind !== "rung" || purpose.repeat > 0) return null;
  const found = ladderOf(run, timer);
  const rung = found?.ladder[purpose.rung];
  return found && rung ? durationOf(rung.after, contextAt(run, ladderPlace(run, found.activation, timer.task))) : null;
}
