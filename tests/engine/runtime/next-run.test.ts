import { expect, test } from "vitest";
import { instant } from "../../../engine/base/instant.ts";
import { nextRun } from "../../../engine/runtime/next-run.ts";

const next = (cron: string, zone: string, after: string) => {
  const at = nextRun(cron, zone, instant(Date.parse(after)));
  return at === null ? null : new Date(at).toISOString();
};

test("a cron line is read in the calendar's zone", () => {
  expect(next("0 5 * * *", "Europe/Moscow", "2026-11-24T17:00:00Z")).toBe("2026-11-25T02:00:00.000Z");
});

test("the next run is after the instant, never at it", () => {
  expect(next("0 5 * * *", "Europe/Moscow", "2026-11-25T02:00:00Z")).toBe("2026-11-26T02:00:00.000Z");
});

test("an hour that the clocks skip is not lost", () => {
  expect(next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
});

test.each(["0 0 31 2 *", "every morning", ""])("%j names no time", (cron) => {
  expect(next(cron, "Europe/Moscow", "2026-11-24T17:00:00Z")).toBeNull();
});
