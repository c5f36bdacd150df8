import { expect, test } from "vitest";
import { timeOrderedIds } from "../../../adapters/ids/time-ordered-ids.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const START = Date.UTC(2026, 10, 23, 9);

function made(count: number, clock = new VirtualClock(START)): readonly string[] {
  const ids = timeOrderedIds(clock);
  return Array.from({ length: count }, () => ids.next());
}

test("an id is a UUID of version 7 that begins with its millisecond", () => {
  const [id = ""] = made(1);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(START);
});

test("each id is greater than the one before, also within one millisecond", () => {
  const ids = made(20_000);
  expect(ids.every((id, at) => at === 0 || id > (ids[at - 1] ?? ""))).toBe(true);
});

test("a clock set back changes nothing of the order", () => {
  const clock = new VirtualClock(START);
  const ids = timeOrderedIds(clock);
  const before = ids.next();
  clock.jump(-86_400_000);
  const after = ids.next();
  expect(after > before).toBe(true);
});

test("processes that begin at the same moment make different ids", () => {
  const all = Array.from({ length: 50 }, () => made(100)).flat();
  expect(new Set(all).size).toBe(all.length);
});
