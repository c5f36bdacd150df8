import type { TimerId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import { isClock, isOnOneWay, LATE_MS, shifted } from "./ladder.ts";
import type { Run } from "./run.ts";
import type { Timer, TimerPurpose } from "./state.ts";
import { cancel, schedule } from "./timers.ts";

/** Where a timer belongs after a change of the file or of the calendar: when it would be due, perhaps in the past. */
export interface Wanted {
  readonly timer: Timer;
  readonly dueAt: Instant;
  readonly purpose: TimerPurpose;
}

/**
 * Sets timers anew; one that stays where it is is not touched.
 *
 * None is overdue for having been moved: what would have been due already is due now, and the later rungs on its way keep
 * their distance to it, as when nobody had served it in time (language §3, Escalation). A timeout that is still ahead is
 * the end of the step, not a rung: it stays. One that was overdue before and still is stays as it is.
 */
export function moveTimers(run: Run, wanted: readonly Wanted[]): void {
  const settled = settle(run, wanted);
  for (const one of wanted) {
    const { timer } = one;
    const { dueAt, purpose } = settled.get(timer.id) ?? one;
    if (dueAt === timer.dueAt && sameRung(purpose, timer.purpose)) continue;
    cancel(run, timer);
    schedule(run, { activation: timer.activation, task: timer.task, purpose, dueAt });
  }
}

function sameRung(one: TimerPurpose, other: TimerPurpose): boolean {
  return one.kind === "rung" && other.kind === "rung" ? one.rung === other.rung : one.kind === other.kind;
}

function settle(run: Run, wanted: readonly Wanted[]): ReadonlyMap<TimerId, Wanted> {
  const settled = new Map<TimerId, Wanted>();
  for (const one of wanted)
    if (one.timer.dueAt <= run.now && one.dueAt <= run.now)
      settled.set(one.timer.id, { ...one, dueAt: one.timer.dueAt });
  const soonestFirst = [...wanted].sort((one, other) => one.dueAt - other.dueAt);
  for (const one of soonestFirst) {
    if (one.dueAt >= run.now || settled.has(one.timer.id)) continue;
    settled.set(one.timer.id, { ...one, dueAt: run.now });
    if (isClock(one.timer) && run.now - one.dueAt > LATE_MS) distance(run, one, { wanted, settled });
  }
  return settled;
}

/** The later ones on the way of one that is due now instead of in the past. */
function distance(
  run: Run,
  first: Wanted,
  { wanted, settled }: { readonly wanted: readonly Wanted[]; readonly settled: Map<TimerId, Wanted> },
): void {
  const fired = asWanted(first);
  for (const later of wanted) {
    const isLater = later.dueAt >= first.dueAt && !settled.has(later.timer.id);
    const isRung = later.purpose.kind === "rung" || (isClock(later.timer) && later.dueAt < run.now);
    if (!isLater || !isRung || !isOnOneWay(run, later.timer, first.timer)) continue;
    const { dueAt, counted } = shifted(run, fired, asWanted(later));
    const purpose = later.purpose as Extract<TimerPurpose, { kind: "rung" | "timeout" }>;
    settled.set(later.timer.id, {
      ...later,
      dueAt: instant(Math.max(dueAt, run.now)),
      purpose: { ...purpose, counted },
    });
  }
}

function asWanted({ timer, dueAt, purpose }: Wanted): Timer {
  return { ...timer, dueAt, purpose };
}
