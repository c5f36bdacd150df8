import { expect, test } from "vitest";
import { planOf } from "./plan.ts";
import type { Fault } from "./site.ts";

const FAULTS: readonly Fault[] = ["kill", "pause", "wipe", "cut"].map((name) => ({ name, strike: async () => {} }));

test("a plan of faults follows from its seed, and does each of them once before any of them again by chance", () => {
  const names = (seed: number) =>
    planOf(FAULTS, seed)
      .take(40)
      .map(({ fault, gapMs }) => `${fault.name} ${gapMs}`)
      .toArray();
  expect(names(7)).toEqual(names(7));
  expect(names(7)).not.toEqual(names(8));
  const first = planOf(FAULTS, 7)
    .take(FAULTS.length)
    .map(({ fault }) => fault.name)
    .toArray();
  expect(new Set(first).size).toBe(FAULTS.length);
});
