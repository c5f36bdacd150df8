import { Chance } from "../simulation/chance.ts";
import type { Fault } from "./site.ts";

/** Between two faults, in milliseconds. */
const GAP_MS_MIN = 300;
const GAP_MS_MAX = 3_500;

/** A fault and how long after the one before it strikes. */
export interface Strike {
  readonly gapMs: number;
  readonly fault: Fault;
}

/** What is done, in order, without end: first each fault once, then as the seed says. */
export function* planOf(faults: readonly Fault[], seed: number): Generator<Strike, never> {
  const chance = new Chance(seed, "plan");
  const first = new Set<Fault>();
  while (first.size < new Set(faults).size) first.add(chance.pick(faults));
  for (const fault of first) yield { gapMs: gap(chance), fault };
  for (;;) yield { gapMs: gap(chance), fault: chance.pick(faults) };
}

function gap(chance: Chance): number {
  return GAP_MS_MIN + chance.below(GAP_MS_MAX - GAP_MS_MIN);
}
