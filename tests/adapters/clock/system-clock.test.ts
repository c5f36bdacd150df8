import { expect, test } from "vitest";
import { systemClock } from "../../../adapters/clock/system-clock.ts";

test("a sleep of no time ends when others have had their turn", async () => {
  const order: string[] = [];
  setImmediate(() => order.push("other"));
  await systemClock().sleep(0);
  order.push("sleeper");
  expect(order).toEqual(["other", "sleeper"]);
});

test("a sleep lasts as long as the wall clock says, or longer", async () => {
  const clock = systemClock();
  const begun = performance.now();
  await clock.sleep(30);
  // The platform's timers count whole milliseconds.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
});

test("a sleep longer than the platform's timers can count does not end at once", async () => {
  const clock = systemClock();
  const wake = new AbortController();
  let ended = false;
  const sleep = clock.sleep(100 * 365 * 86_400_000, wake.signal).then(() => {
    ended = true;
  });
  await clock.sleep(20);
  expect(ended).toBe(false);
  wake.abort();
  await sleep;
});

test("a signal ends a sleep, and one that was given before lets none begin", async () => {
  const clock = systemClock();
  const wake = new AbortController();
  const sleep = clock.sleep(86_400_000, wake.signal);
  wake.abort();
  await sleep;
  await clock.sleep(86_400_000, wake.signal);
});

test("the time can be another clock's, in whole milliseconds", () => {
  const ahead = systemClock(() => 3_600_000.5);
  const before = Date.now();
  const now = ahead.now();
  expect(now - 3_600_000).toBeGreaterThanOrEqual(before);
  expect(now - 3_600_000).toBeLessThanOrEqual(Date.now() + 1);
  expect(Number.isInteger(now)).toBe(true);
});
