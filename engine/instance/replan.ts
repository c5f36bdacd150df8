import { id as brand, type CommandId, type StepId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Definition } from "../definition/model.ts";
import type { Facts } from "./command.ts";
import { countOf } from "./count-of.ts";
import type { HistoryEvent } from "./event.ts";
import { moveTimers, type Wanted } from "./move-timers.ts";
import { Run } from "./run.ts";
import type { Instance, Timer } from "./state.ts";

/**
 * The calendar changed: open business timers are counted again, each from its own origin, on the calendar as it is now.
 * Timers on the wall clock stay, and so does one that was pushed on by as much as a clock stood still: nobody counted it.
 * None is due in the past for it (`move-timers.ts`). Where nothing changes nothing is written: the command is accepted
 * with no events.
 */
export function replan(run: Run): void {
  moveTimers(
    run,
    Object.values(run.instance.timers).flatMap((timer) => recounted(run, timer)),
  );
}

function recounted(run: Run, timer: Timer): readonly Wanted[] {
  const count = countOf(run, timer);
  if (count === null || count.by === null || count.by.kind === "wall") return [];
  return [{ timer, dueAt: run.definition.calendar.add(count.from, count.by), purpose: timer.purpose }];
}

/** A timer that a change would move. */
export interface MovedTimer {
  readonly step: StepId | null;
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * What `replan` would move under the definition, whose calendar is the one to come, and the instance as it would leave
 * it; for a plan: nothing is written.
 */
export function planReplan(of: {
  readonly definition: Definition;
  readonly instance: Instance;
  readonly facts: Facts;
}): { readonly moved: readonly MovedTimer[]; readonly instance: Instance } {
  const command = { kind: "replan", id: brand<CommandId>("plan"), instance: of.instance.id, by: null } as const;
  const run = new Run(of.definition, of.instance, command, of.facts);
  replan(run);
  return { moved: movedTimers(of.instance, run.events), instance: run.instance };
}

/** The timers that events set anew, each one's old and new time: a timer is canceled and scheduled in one breath. */
export function movedTimers(before: Instance, events: readonly HistoryEvent[]): readonly MovedTimer[] {
  return events.flatMap((event, index) => {
    const next = events[index + 1];
    if (event.kind !== "timerCanceled" || next?.kind !== "timerScheduled") return [];
    const timer = before.timers[event.timer];
    if (!timer || timer.task !== next.task || timer.activation !== next.activation || timer.dueAt === next.dueAt)
      return [];
    return [{ step: next.step, from: timer.dueAt, to: next.dueAt }];
  });
}
