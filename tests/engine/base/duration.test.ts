import { describe, expect, test } from "vitest";
import { formatDuration, isDurationProblem, parseDuration } from "../../../engine/base/duration.ts";

const HOUR = 3_600_000;
const wall = (months: number, days: number, ms: number) => ({ kind: "wall", months, days, ms });

describe("parseDuration", () => {
  test.each([
    ["P1D", wall(0, 1, 0)],
    ["PT4H", wall(0, 0, 4 * HOUR)],
    ["PT1.5H", wall(0, 0, 1.5 * HOUR)],
    ["PT0,5S", wall(0, 0, 500)],
    ["P1Y2M3W4DT5H6M7S", wall(14, 25, 5 * HOUR + 6 * 60_000 + 7000)],
    ["PT0S", wall(0, 0, 0)],
    [{ days: 1 }, wall(0, 1, 0)],
    [{ days: 1, hours: 4, minutes: 30, seconds: 15 }, wall(0, 1, 4 * HOUR + 30 * 60_000 + 15_000)],
    [{ weeks: 2 }, wall(0, 14, 0)],
    [{ businessDays: 0 }, { kind: "businessDays", count: 0 }],
    [{ businessDays: 3 }, { kind: "businessDays", count: 3 }],
    [{ businessHours: 1.5 }, { kind: "businessHours", count: 1.5 }],
    [{ $type: "days and time duration", value: "P1DT2H" }, wall(0, 1, 2 * HOUR)],
    [{ $type: "years and months duration", value: "P1Y2M" }, wall(14, 0, 0)],
  ])("%j is read", (value, duration) => {
    expect(parseDuration(value)).toEqual(duration);
  });

  test.each([
    ["", "no duration"],
    ["P", "no duration"],
    ["PT", "no duration"],
    ["P1DT", "no duration"],
    ["p1d", "no duration"],
    ["1d", "no duration"],
    ["P0.5D", "no duration"],
    ["-P1D", "never negative"],
    [`P${"1".repeat(200)}D`, "no duration"],
    ["P99999D", "at most"],
    [5, "{ hours: 5 }"],
    [null, "no duration"],
    [true, "no duration"],
    [[{ days: 1 }], "no duration"],
    [{}, "empty"],
    [{ days: -1 }, "never negative"],
    [{ days: "1" }, "a number"],
    [{ days: Number.NaN }, "a number"],
    [{ days: 0.5 }, "in hours"],
    [{ businessDays: 1.5 }, "in businessHours"],
    [{ businessDays: 1, hours: 2 }, "does not mix"],
    [{ hours: 2, businessDays: 1 }, "does not mix"],
    [{ businessDays: 1, businessHours: 2 }, "does not mix"],
    [{ businessDay: 1 }, 'no unit "businessDay"'],
    [{ constructor: 1 }, 'no unit "constructor"'],
    [{ businessDays: 10_001 }, "at most"],
  ])("%j is a problem that says %j", (value, says) => {
    const result = parseDuration(value);
    expect(isDurationProblem(result) && result.problem.en).toContain(says);
    expect(isDurationProblem(result) && result.problem.ru).toMatch(/[а-я]/);
  });
});

describe("formatDuration", () => {
  test.each([
    [{ businessDays: 1 }, "1 рабочий день", "1 business day"],
    [{ businessDays: 2 }, "2 рабочих дня", "2 business days"],
    [{ businessDays: 5 }, "5 рабочих дней", "5 business days"],
    [{ businessDays: 11 }, "11 рабочих дней", "11 business days"],
    [{ businessDays: 21 }, "21 рабочий день", "21 business days"],
    [{ businessHours: 4 }, "4 рабочих часа", "4 business hours"],
    [{ businessHours: 1.5 }, "1,5 рабочего часа", "1.5 business hours"],
    [{ hours: 2 }, "2 часа", "2 hours"],
    [{ minutes: 90 }, "1 час 30 минут", "1 hour 30 minutes"],
    [{ days: 1, hours: 12 }, "1 день 12 часов", "1 day 12 hours"],
    [{ weeks: 2 }, "14 дней", "14 days"],
    ["P1Y2M", "1 год 2 месяца", "1 year 2 months"],
    ["P5Y", "5 лет", "5 years"],
    ["PT0S", "0 секунд", "0 seconds"],
    ["PT0.5S", "0,5 секунды", "0.5 seconds"],
    [{ minutes: 14 }, "14 минут", "14 minutes"],
    [{ minutes: 43 }, "43 минуты", "43 minutes"],
  ])("%j is «%s», %j", (value, ru, en) => {
    const duration = parseDuration(value);
    if (isDurationProblem(duration)) throw new Error(duration.problem.en);
    expect(formatDuration(duration, "ru")).toBe(ru);
    expect(formatDuration(duration, "en")).toBe(en);
  });
});
