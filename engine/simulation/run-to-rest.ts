import type { Instant } from "../base/instant.ts";
import type { World } from "./world.ts";

/** How far a dry run without a scenario looks ahead (language §6): whoever has not answered in a year never will. */
const HORIZON = { kind: "wall", months: 12, days: 0, ms: 0 } as const;

/**
 * Lets the clock run through every timer until nothing is due, at most one year. `beforeMove` is asked before the clock
 * moves and may act (somebody answers a task); it returns false to stop. `due` says what the clock would move to now.
 */
export async function runToRest(
  world: World,
  beforeMove: (due: () => Instant | null) => Promise<boolean>,
): Promise<void> {
  const calendar = world.options.definitions[0]?.calendar;
  const until = calendar ? calendar.add(world.now, HORIZON) : world.now;
  const due = (): Instant | null => {
    const next = world.nextDue();
    return next !== null && next <= until ? next : null;
  };
  // Each round fires something at a later instant, or a person acts; a person gives up sooner than this.
  for (let round = 0; round < ROUNDS_MAX; round++) {
    if (!(await beforeMove(due))) return;
    const next = due();
    if (next === null) return;
    world.advanceTo(next);
  }
}

const ROUNDS_MAX = 200_000;
