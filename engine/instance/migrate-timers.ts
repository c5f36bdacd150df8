import type { ActivationId, TaskId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { DurationTemplate, Rung } from "../definition/model.ts";
import { asWritten } from "../expression/as-written.ts";
import { alignRungs } from "./align-rungs.ts";
import { PAUSE_MS } from "./ask-for-info.ts";
import { countOf, ruleOf } from "./count-of.ts";
import { countFrom, durationOf, instantIn } from "./duration-of.ts";
import { ladderPlace, originOf } from "./ladder.ts";
import { ladderOf } from "./ladder-of.ts";
import { moveTimers, type Wanted } from "./move-timers.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import { contextAt } from "./scope.ts";
import type { Activation, Task, Timer, TimerPurpose } from "./state.ts";
import { readerOf, valueOf } from "./text.ts";
import { cancel, schedule } from "./timers.ts";

/**
 * Timers of an instance that moves to another definition. Each keeps its rule and its origin and is counted under the new
 * definition; one whose rule is gone goes; rungs that fired stay fired; new rungs begin where they are still ahead, a new
 * one that repeats and whose first time has passed with its next repetition; a new timeout that has passed already is due
 * now. Retries (`attempt`, `try`) go on as they are.
 *
 * @param old the instance as it was, under the old definition
 */
export function migrateTimers(old: Run, run: Run): void {
  const rungs = rungsOf(old, run);
  const wanted: Wanted[] = [];
  for (const timer of Object.values(run.instance.timers)) {
    const moved = movedTimer(old, run, timer, rungs);
    if (moved === null) cancel(run, timer);
    else wanted.push(moved);
  }
  const before = run.instance;
  moveTimers(run, wanted);
  for (const owner of ownersOf(before)) addRungs(old, run, owner);
  for (const live of Object.values(before.activations)) addTimeout(old, run, live);
}

/** Who has a ladder: a task that somebody works on, or a block. */
type Owner = Pick<Timer, "activation" | "task">;

function ownersOf({ tasks, activations }: Run["instance"]): readonly Owner[] {
  const worked = Object.values(tasks).filter(({ purpose }) => WORKED.has(purpose));
  return [
    ...worked.map((task): Owner => ({ activation: null, task: task.id })),
    ...Object.values(activations)
      .filter(({ lanes }) => !lanes.includes("timeout"))
      .map((live): Owner => ({ activation: live.id, task: null })),
  ];
}

/** A question, a rescue and the like are for those they were put to: they have no ladder. */
const WORKED: ReadonlySet<Task["purpose"]> = new Set(["work", "seat", "rework"]);

/** Of each owner: what became of each rung. */
type Rungs = ReadonlyMap<TaskId | ActivationId, readonly (number | null)[]>;

function rungsOf(old: Run, run: Run): Rungs {
  return new Map(
    ownersOf(run.instance).flatMap((owner) => {
      const key = owner.task ?? owner.activation;
      if (key === null) return [];
      return [[key, alignRungs(ladder(old, owner), ladder(run, owner))] as const];
    }),
  );
}

/** The ladder of a task or a block; an approval's own belongs to its tasks. */
function ladder(run: Run, owner: Owner): readonly Rung[] {
  const found = ladderOf(run, owner);
  if (!found) return [];
  const { kind } = stepOf(run.definition, run.activation(found.activation).step);
  return owner.task === null && kind !== "do" ? [] : found.ladder;
}

function movedTimer(old: Run, run: Run, timer: Timer, rungs: Rungs): Wanted | null {
  const { purpose } = timer;
  if (purpose.kind === "attempt" || purpose.kind === "try") return { timer, dueAt: timer.dueAt, purpose };
  const next = purpose.kind === "rung" ? nextRung(timer, purpose, rungs) : purpose;
  if (next === null) return null;
  const moved = { ...timer, purpose: next };
  const [rule, before] = [ruleOf(run, moved), ruleOf(old, timer)];
  if (rule === null) return purpose.kind === "wait" ? untilOf(old, run, timer) : null;
  if (before !== null && asWritten(rule) === asWritten(before)) return recounted(old, run, { timer, purpose: next });
  return counted(old, run, { timer, purpose: next, rule, before });
}

function nextRung(timer: Timer, purpose: TimerPurpose & { kind: "rung" }, rungs: Rungs): typeof purpose | null {
  const owner = timer.task ?? timer.activation;
  const rung = owner === null ? null : (rungs.get(owner)?.[purpose.rung] ?? null);
  return rung === null ? null : { ...purpose, rung };
}

/** The same rule: counted as before, on the new definition's calendar. */
function recounted(old: Run, run: Run, { timer, purpose }: Omit<Wanted, "dueAt">): Wanted {
  const count = countOf(old, timer);
  const stays = count === null || count.by === null || count.by.kind === "wall";
  const dueAt = stays || count.by === null ? timer.dueAt : run.definition.calendar.add(count.from, count.by);
  return { timer, purpose, dueAt };
}

interface Changed {
  readonly timer: Timer;
  readonly purpose: Exclude<TimerPurpose, { kind: "attempt" | "try" }>;
  readonly rule: DurationTemplate;
  readonly before: DurationTemplate | null;
}

/** Another rule, from the same origin. One that was pushed on (a late return, a stopped clock) is as much later still. */
function counted(old: Run, run: Run, { timer, purpose, rule, before }: Changed): Wanted {
  const { calendar } = run.definition;
  const context = contextOf(run, timer);
  const origin = originOf(run, { ...timer, purpose }) ?? run.now;
  const { counted: remembered, ...bare } = purpose;
  const isRepeat = purpose.kind === "rung" && purpose.repeat > 0;
  const from = isRepeat ? (remembered?.from ?? origin) : origin;
  const isPushed = remembered !== undefined && (remembered.by === null || remembered.from !== from);
  const { dueAt, remembered: rest } = countFrom(run, from, rule, context);
  if (!isPushed || before === null) {
    const counts = isRepeat ? { counted: { from, by: durationOf(rule, context) } } : rest;
    return { timer, dueAt, purpose: { ...bare, ...counts } as TimerPurpose };
  }
  const pushed = instant(timer.dueAt + dueAt - countFrom(old, from, before, contextOf(old, timer)).dueAt);
  const isBusiness = durationOf(rule, context).kind !== "wall" && pushed < run.now + PAUSE_MS / 2;
  return {
    timer,
    dueAt: isBusiness ? calendar.nextOpening(pushed) : pushed,
    purpose: { ...purpose, counted: { from: run.now, by: null } },
  };
}

/** Where the durations of a timer are evaluated. */
function contextOf(run: Run, { activation, task }: Owner) {
  const owner = activation ?? (task === null ? null : (run.instance.tasks[task]?.activation ?? null));
  return contextAt(run, owner === null ? { scope: "" } : ladderPlace(run, owner, task));
}

/** A `wait` until an instant, or one that waited for a duration and now waits until an instant. */
function untilOf(old: Run, run: Run, timer: Timer): Wanted {
  const { activation } = timer;
  const stays = { timer, dueAt: timer.dueAt, purpose: timer.purpose };
  if (activation === null) return stays;
  const live = run.activation(activation);
  const [before, step] = [stepOf(old.definition, live.step), stepOf(run.definition, live.step)];
  if (step.kind !== "wait" || step.until === null) return stays;
  if (before.kind === "wait" && asWritten(before.until) === asWritten(step.until)) return stays;
  const value = valueOf(step.until, contextAt(run, { scope: live.scope }), readerOf(run, null));
  return { timer, dueAt: instantIn(run, value, "until"), purpose: { kind: "wait" } };
}

/** Rungs that the old ladder did not have. */
function addRungs(old: Run, run: Run, owner: Owner): void {
  const found = ladderOf(run, owner);
  const rungs = ladder(run, owner);
  if (!found || rungs.length === 0) return;
  const kept = new Set(alignRungs(ladder(old, owner), rungs));
  const task = owner.task === null ? null : (run.instance.tasks[owner.task] ?? null);
  const origin = task?.openedAt ?? run.activation(found.activation).enteredAt;
  const context = contextAt(run, ladderPlace(run, found.activation, owner.task));
  rungs.forEach((rung, index) => {
    if (kept.has(index)) return;
    const alarm = (from: Instant, rule: DurationTemplate, always: boolean): void => {
      const { dueAt, remembered } = countFrom(run, from, rule, context);
      const counts = always ? { counted: { from, by: durationOf(rule, context) } } : remembered;
      const purpose = { kind: "rung", rung: index, repeat: 0, origin, ...counts } as const;
      begin(run, owner, { purpose, dueAt, pausedSince: pausedSince(old, task) });
    };
    const first = countFrom(run, origin, rung.after, context).dueAt;
    if (first > (pausedSince(old, task) ?? run.now)) return alarm(origin, rung.after, false);
    if (rung.repeat !== null) alarm(run.now, rung.repeat === "until-top" ? rung.after : rung.repeat, true);
  });
}

/** A timeout that the step did not have. */
function addTimeout(old: Run, run: Run, live: Activation): void {
  const { timeout } = stepOf(run.definition, live.step);
  // A visit that could not be entered has no clock yet: its retry starts it.
  if (timeout === null || stepOf(old.definition, live.step).timeout !== null || live.title === "") return;
  const { dueAt, remembered } = countFrom(run, live.enteredAt, timeout.after, contextAt(run, { scope: live.scope }));
  const task = Object.values(run.instance.tasks).find((one) => one.activation === live.id) ?? null;
  begin(
    run,
    { activation: live.id, task: null },
    {
      purpose: { kind: "timeout", ...remembered },
      dueAt: instant(Math.max(dueAt, run.now)),
      pausedSince: pausedSince(old, task),
    },
  );
}

/** Since when the task's clock stands still; null: it runs. */
function pausedSince(old: Run, task: Task | null): Instant | null {
  if (task === null || task.pausedAt === null) return null;
  const step = stepOf(old.definition, task.step);
  return (step.kind === "userTask" || step.kind === "approval") && step.pauseClock ? task.pausedAt : null;
}

/** Sets a new timer; beside a clock that stands still it stands, too. */
function begin(
  run: Run,
  owner: Owner,
  alarm: { readonly purpose: TimerPurpose; readonly dueAt: Instant; readonly pausedSince: Instant | null },
): void {
  if (alarm.pausedSince === null) return schedule(run, { ...owner, purpose: alarm.purpose, dueAt: alarm.dueAt });
  const purpose = { ...alarm.purpose, counted: { from: run.now, by: null } } as TimerPurpose;
  schedule(run, { ...owner, purpose, dueAt: instant(alarm.dueAt + PAUSE_MS) });
}
