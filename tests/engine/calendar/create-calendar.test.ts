import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Duration, isDurationProblem, parseDuration } from "../../../engine/base/duration.ts";
import { type Instant, instant } from "../../../engine/base/instant.ts";
import type { CalendarData } from "../../../engine/calendar/calendar-data.ts";
import { calendarProblems, createCalendar } from "../../../engine/calendar/create-calendar.ts";
import { whereBeside } from "../../support/beside.ts";

const OFFICE = parse(
  readFileSync(new URL("../../../calendars/ru-office.yaml", import.meta.url), "utf8"),
) as CalendarData;
const ruOffice = createCalendar(OFFICE, "ru-office");
const berlin = createCalendar(
  { zone: "Europe/Berlin", hours: { "mon-fri": ["09:00-17:00"], "sat-sun": ["01:00-05:00"] } },
  "berlin",
);

fc.configureGlobal({ seed: 20_261_120 });

const MOSCOW = "Europe/Moscow";
const HOUR = 3_600_000;

interface Facts {
  readonly years: Readonly<
    Record<string, Readonly<Record<"weekdaysOff" | "weekendsWorking" | "short", readonly string[]>>>
  >;
}

function at(text: string, zone = MOSCOW): Instant {
  return instant(DateTime.fromISO(text, { zone }).toMillis());
}
function text(moment: Instant, zone = MOSCOW): string {
  return DateTime.fromMillis(moment, { zone }).toFormat("yyyy-MM-dd HH:mm");
}
function duration(value: unknown): Duration {
  const read = parseDuration(value);
  if (isDurationProblem(read)) throw new Error(read.problem.en);
  return read;
}
/** Where `ru-office` arrives from a Moscow time. */
function from(start: string, value: unknown): string {
  return text(ruOffice.add(at(start), duration(value)));
}

describe("the shipped calendar", () => {
  test("has no problems", () => {
    expect(calendarProblems(OFFICE)).toEqual([]);
  });

  test.each([
    [2013, 247],
    [2014, 247],
    [2015, 247],
    [2016, 247],
    [2017, 247],
    [2018, 247],
    [2019, 247],
    [2020, 219],
    [2021, 240],
    [2022, 247],
    [2023, 247],
    [2024, 248],
    [2025, 247],
    [2026, 247],
  ])("%i has %i working days, as the production calendar prints", (year, days) => {
    expect(ruOffice.workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)).toBe(days);
  });

  const facts = fileURLToPath(new URL("../../../../shared/data/calendar-ru.json", import.meta.url));
  whereBeside(facts, "the facts that the calendar was made from", () =>
    test("it agrees with them day by day", () => {
      const { years } = JSON.parse(readFileSync(facts, "utf8")) as Facts;
      for (const [year, { weekdaysOff, weekendsWorking, short }] of Object.entries(years)) {
        for (let day = DateTime.utc(Number(year)); day.year === Number(year); day = day.plus({ days: 1 })) {
          const [date, key] = [day.toISODate() ?? "", day.toFormat("MM-dd")];
          const isWorking = day.weekday < 6 ? !weekdaysOff.includes(key) : weekendsWorking.includes(key);
          const hours = isWorking ? (short.includes(key) ? 7 : 8) : 0;
          const [from, to] = [at(date), at(day.plus({ days: 1 }).toISODate() ?? "")];
          expect([date, ruOffice.isWorkingDay(date), ruOffice.workingMs(from, to)]).toEqual([
            date,
            isWorking,
            hours * HOUR,
          ]);
        }
      }
    }),
  );

  test("2026 has 1972 working hours, as the production calendar prints", () => {
    expect(ruOffice.workingMs(at("2026-01-01"), at("2027-01-01"))).toBe(1972 * HOUR);
  });

  test("2027 is drafted from the fixed public holidays and says so", () => {
    expect(ruOffice.isProvisional(2026)).toBe(false);
    expect(ruOffice.isProvisional(2027)).toBe(true);
    expect(ruOffice.isWorkingDay("2027-01-08")).toBe(false);
    expect(ruOffice.isWorkingDay("2027-02-23")).toBe(false);
    expect(ruOffice.isWorkingDay("2027-11-04")).toBe(false);
    expect(ruOffice.isWorkingDay("2027-01-11")).toBe(true);
    expect(from("2026-12-30T10:00", { businessDays: 1 })).toBe("2027-01-11 10:00");
  });
});

describe("business days", () => {
  test("end at the same time on the n-th working day after", () => {
    expect(from("2026-11-17T10:30", { businessDays: 1 })).toBe("2026-11-18 10:30");
    expect(from("2026-11-20T10:00", { businessDays: 1 })).toBe("2026-11-23 10:00");
    expect(from("2026-11-20T10:00", { businessDays: 10 })).toBe("2026-12-04 10:00");
  });

  test("counted before the opening start at the opening", () => {
    expect(from("2026-11-17T06:15", { businessDays: 1 })).toBe("2026-11-18 09:00");
  });

  test("counted after the closing, or at it, start at the next opening", () => {
    expect(from("2026-11-17T20:00", { businessDays: 1 })).toBe("2026-11-19 09:00");
    expect(from("2026-11-17T18:00", { businessDays: 1 })).toBe("2026-11-19 09:00");
    expect(from("2026-11-20T19:00", { businessDays: 1 })).toBe("2026-11-24 09:00");
  });

  test("counted in the lunch break start after it", () => {
    expect(from("2026-11-17T13:30", { businessDays: 1 })).toBe("2026-11-18 14:00");
  });

  test("counted on a weekend or holiday start on the next working day", () => {
    expect(from("2026-11-21T12:00", { businessDays: 1 })).toBe("2026-11-24 09:00");
    expect(from("2026-11-04T12:00", { businessDays: 1 })).toBe("2026-11-06 09:00");
  });

  test("past the closing of a shortened day end at its closing", () => {
    expect(from("2026-11-02T17:30", { businessDays: 1 })).toBe("2026-11-03 17:00");
    expect(from("2026-11-02T16:30", { businessDays: 1 })).toBe("2026-11-03 16:30");
  });

  test("counted after the closing of a shortened day start after the holiday", () => {
    expect(from("2026-11-03T17:30", { businessDays: 1 })).toBe("2026-11-06 09:00");
  });

  test("pass over the New Year holidays", () => {
    expect(from("2025-12-30T15:00", { businessDays: 1 })).toBe("2026-01-12 15:00");
    expect(from("2026-01-03T15:00", { businessDays: 1 })).toBe("2026-01-13 09:00");
  });

  test("count a working Saturday", () => {
    expect(from("2025-10-31T10:00", { businessDays: 1 })).toBe("2025-11-01 10:00");
    expect(from("2025-10-31T17:30", { businessDays: 1 })).toBe("2025-11-01 17:00");
    expect(from("2025-10-31T10:00", { businessDays: 2 })).toBe("2025-11-05 10:00");
  });

  test("of zero are the next opening", () => {
    expect(from("2026-11-17T10:30", { businessDays: 0 })).toBe("2026-11-17 10:30");
    expect(from("2026-11-17T20:00", { businessDays: 0 })).toBe("2026-11-18 09:00");
  });

  test("keep the local time where the clocks change", () => {
    const friday = at("2026-03-27T10:00", "Europe/Berlin");
    expect(text(berlin.add(friday, duration({ businessDays: 3 })), "Europe/Berlin")).toBe("2026-03-30 10:00");
  });

  test("keep to the hours of each day", () => {
    const shop = createCalendar(
      { zone: MOSCOW, hours: { "mon-fri": ["09:00-18:00"], sat: ["10:00-13:00", "14:00-15:00"] } },
      "shop",
    );
    const day = duration({ businessDays: 1 });
    expect(text(shop.add(at("2026-11-20T09:30"), day))).toBe("2026-11-21 10:00");
    expect(text(shop.add(at("2026-11-20T13:30"), day))).toBe("2026-11-21 14:00");
    expect(text(shop.add(at("2026-11-20T17:30"), day))).toBe("2026-11-21 15:00");
  });
});

describe("business hours", () => {
  test("count open time only", () => {
    expect(from("2026-11-17T09:00", { businessHours: 4 })).toBe("2026-11-17 13:00");
    expect(from("2026-11-17T10:00", { businessHours: 4 })).toBe("2026-11-17 15:00");
    expect(from("2026-11-17T16:30", { businessHours: 4 })).toBe("2026-11-18 11:30");
    expect(from("2026-11-17T13:20", { businessHours: 1 })).toBe("2026-11-17 15:00");
    expect(from("2026-11-20T17:00", { businessHours: 1.5 })).toBe("2026-11-23 09:30");
  });

  test("lose the hour of a shortened day", () => {
    expect(from("2026-11-03T16:00", { businessHours: 2 })).toBe("2026-11-05 10:00");
  });

  test("pass over the New Year holidays", () => {
    expect(from("2025-12-30T17:00", { businessHours: 2 })).toBe("2026-01-12 10:00");
  });

  test("of zero are the next opening", () => {
    expect(from("2026-11-21T10:00", { businessHours: 0 })).toBe("2026-11-23 09:00");
  });

  test("count real hours where the clocks change in working time", () => {
    const spring = at("2026-03-29T01:00", "Europe/Berlin");
    const autumn = at("2026-10-25T01:00", "Europe/Berlin");
    expect(berlin.workingMs(spring, at("2026-03-29T05:00", "Europe/Berlin"))).toBe(3 * HOUR);
    expect(berlin.workingMs(autumn, at("2026-10-25T05:00", "Europe/Berlin"))).toBe(5 * HOUR);
    expect(text(berlin.add(spring, duration({ businessHours: 2 })), "Europe/Berlin")).toBe("2026-03-29 04:00");
  });
});

describe("wall durations", () => {
  test("in days are calendar days at the same local time", () => {
    expect(from("2026-11-20T10:00", { days: 1 })).toBe("2026-11-21 10:00");
    const before = at("2026-03-28T12:00", "Europe/Berlin");
    expect(berlin.add(before, duration({ days: 1 })) - before).toBe(23 * HOUR);
    expect(berlin.add(before, duration({ hours: 24 })) - before).toBe(24 * HOUR);
  });

  test("in months end on the last day of a shorter month", () => {
    expect(from("2026-01-31T10:00", "P1M")).toBe("2026-02-28 10:00");
    expect(from("2024-02-29T10:00", "P1Y")).toBe("2025-02-28 10:00");
    expect(from("2026-11-30T10:00", "P3M")).toBe("2027-02-28 10:00");
  });

  test("that end in a spring gap end after it, in an autumn overlap at the first time", () => {
    expect(text(berlin.add(at("2026-03-28T02:30", "Europe/Berlin"), duration("P1D")), "Europe/Berlin")).toBe(
      "2026-03-29 03:30",
    );
    const first = at("2026-10-25T02:30+02:00");
    expect(berlin.add(at("2026-10-24T02:30", "Europe/Berlin"), duration("P1D"))).toBe(first);
  });

  test("in exact units pass through an overlap without losing an hour", () => {
    const second = at("2026-10-25T02:30+01:00");
    expect(berlin.add(second, duration({ minutes: 1 })) - second).toBe(60_000);
    expect(berlin.add(second, duration("PT0S"))).toBe(second);
  });
});

describe("opening", () => {
  test("is half-open: closed at the closing and in the break", () => {
    expect(ruOffice.isOpen(at("2026-11-17T09:00"))).toBe(true);
    expect(ruOffice.isOpen(at("2026-11-17T12:59"))).toBe(true);
    expect(ruOffice.isOpen(at("2026-11-17T13:00"))).toBe(false);
    expect(ruOffice.isOpen(at("2026-11-17T18:00"))).toBe(false);
    expect(ruOffice.isOpen(at("2026-11-03T17:30"))).toBe(false);
    expect(ruOffice.isOpen(at("2026-11-21T10:00"))).toBe(false);
  });

  test("comes next at once, after the break, tomorrow, or after the holidays", () => {
    expect(text(ruOffice.nextOpening(at("2026-11-17T10:00")))).toBe("2026-11-17 10:00");
    expect(text(ruOffice.nextOpening(at("2026-11-17T13:00")))).toBe("2026-11-17 14:00");
    expect(text(ruOffice.nextOpening(at("2026-11-17T18:00")))).toBe("2026-11-18 09:00");
    expect(text(ruOffice.nextOpening(at("2025-12-30T18:00")))).toBe("2026-01-12 09:00");
  });

  test("may end at midnight", () => {
    const late = createCalendar({ zone: MOSCOW, hours: { "mon-sun": ["00:00-24:00"] } }, "late");
    expect(late.workingMs(at("2025-12-31T12:00"), at("2026-01-01T12:00"))).toBe(24 * HOUR);
    expect(late.isOpen(at("2026-01-01T00:00"))).toBe(true);
  });
});

describe("working days of dates", () => {
  test("are counted forwards and backwards", () => {
    expect(ruOffice.addWorkingDays("2026-11-20", 1)).toBe("2026-11-23");
    expect(ruOffice.addWorkingDays("2026-11-23", -1)).toBe("2026-11-20");
    expect(ruOffice.addWorkingDays("2026-11-22", -1)).toBe("2026-11-20");
    expect(ruOffice.addWorkingDays("2026-11-21", 0)).toBe("2026-11-21");
    expect(ruOffice.addWorkingDays("2026-01-12", -1)).toBe("2025-12-30");
    expect(ruOffice.workingDaysBetween("2026-11-20", "2026-11-23")).toBe(1);
    expect(ruOffice.workingDaysBetween("2026-11-23", "2026-11-20")).toBe(-1);
  });

  test("refuse a text that is no date", () => {
    expect(() => ruOffice.isWorkingDay("2026-02-30")).toThrow(/no date/);
    expect(() => ruOffice.addWorkingDays("soon", 1)).toThrow(/no date/);
  });
});

describe("bounds", () => {
  test("a calendar whose every day is off ends in an error, not in an endless loop", () => {
    const never = createCalendar(
      { zone: MOSCOW, hours: { mon: ["09:00-18:00"] }, decreed: [], holidays: ["01-01..12-31"] },
      "never",
    );
    expect(() => never.nextOpening(at("2026-11-17T10:00"))).toThrow(
      expect.objectContaining({ code: "CALENDAR_HORIZON" }),
    );
    expect(() => never.addWorkingDays("2026-11-17", -1)).toThrow(expect.objectContaining({ code: "CALENDAR_HORIZON" }));
    expect(() => never.addWorkingDays("2026-11-17", 1)).toThrow(expect.objectContaining({ code: "CALENDAR_HORIZON" }));
  });

  test("more than 50 years ahead is an error", () => {
    expect(() => ruOffice.addWorkingDays("2026-11-17", 1_000_000)).toThrow(
      expect.objectContaining({ code: "CALENDAR_HORIZON" }),
    );
    expect(() => ruOffice.add(at("2026-11-17"), { kind: "businessHours", count: 1e9 })).toThrow(/50 years/);
    expect(() => ruOffice.workingMs(at("1990-01-01"), at("2090-01-01"))).toThrow(/50 years/);
  });
});

describe("laws", () => {
  const moments = fc.integer({ min: at("2013-01-01"), max: at("2029-12-31") }).map(instant);

  test("the next working day is after, is working, and none between is", () => {
    fc.assert(
      fc.property(moments, (now) => {
        const today = ruOffice.dateOf(now);
        const next = ruOffice.addWorkingDays(today, 1);
        expect(next > today && ruOffice.isWorkingDay(next)).toBe(true);
        expect(ruOffice.workingDaysBetween(today, next)).toBe(1);
      }),
    );
  });

  test("a business duration ends later, never outside working hours by more than their end", () => {
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom("businessDays" as const, "businessHours" as const),
        (now, count, kind) => {
          const end = ruOffice.add(now, { kind, count });
          expect(end).toBeGreaterThan(now);
          expect(ruOffice.isOpen(end) || ruOffice.isOpen(instant(end - 1))).toBe(true);
          expect(ruOffice.isOpen(instant(end - 1)) || ruOffice.nextOpening(end) === end).toBe(true);
        },
      ),
    );
  });

  test("business hours are what lies between start and end", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 400 * 60 }), (now, minutes) => {
        const end = ruOffice.add(now, { kind: "businessHours", count: minutes / 60 });
        expect(ruOffice.workingMs(now, end)).toBe(minutes * 60_000);
      }),
    );
  });

  test("a later start never ends earlier", () => {
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 0, max: 5 * 24 * HOUR }),
        fc.integer({ min: 0, max: 20 }),
        (now, later, count) => {
          for (const kind of ["businessDays", "businessHours"] as const) {
            expect(ruOffice.add(instant(now + later), { kind, count })).toBeGreaterThanOrEqual(
              ruOffice.add(now, { kind, count }),
            );
          }
        },
      ),
    );
  });

  test("business durations agree with walking minute by minute", () => {
    const minutes = fc.integer({ min: at("2025-10-25") / 60_000, max: at("2026-01-15") / 60_000 });
    fc.assert(
      fc.property(
        minutes,
        fc.integer({ min: 1, max: 20 * 60 }),
        fc.integer({ min: 1, max: 4 }),
        (start, length, days) => {
          let opening = start * 60_000;
          while (!isOpenNaively("ru-office", opening)) opening += 60_000;
          let end = opening;
          for (let open = 0; open < length; end += 60_000) if (isOpenNaively("ru-office", end)) open++;
          expect(ruOffice.add(instant(start * 60_000), { kind: "businessHours", count: length / 60 })).toBe(end);

          let noon = DateTime.fromMillis(opening, { zone: MOSCOW }).set({ hour: 12, minute: 0 });
          for (let left = days; left > 0; ) {
            noon = noon.plus({ days: 1 });
            if (isOpenNaively("ru-office", noon.toMillis())) left--;
          }
          const { hour, minute } = DateTime.fromMillis(opening, { zone: MOSCOW });
          const sameTime = noon.set({ hour, minute }).toMillis();
          const expected = isOpenNaively("ru-office", sameTime) ? sameTime : noon.set({ hour: 17 }).toMillis();
          expect(ruOffice.add(instant(start * 60_000), { kind: "businessDays", count: days })).toBe(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("working time agrees with walking minute by minute", () => {
    for (const [calendar, zone, low, high] of [
      [ruOffice, MOSCOW, "2025-12-20", "2026-01-20"],
      [ruOffice, MOSCOW, "2025-10-25", "2025-11-10"],
      [berlin, "Europe/Berlin", "2026-03-25", "2026-04-01"],
      [berlin, "Europe/Berlin", "2026-10-22", "2026-10-28"],
    ] as const) {
      const minutes = fc.integer({ min: at(low, zone) / 60_000, max: at(high, zone) / 60_000 });
      fc.assert(
        fc.property(minutes, fc.integer({ min: 0, max: 3 * 24 * 60 }), (start, length) => {
          let open = 0;
          for (let minute = start; minute < start + length; minute++)
            if (isOpenNaively(calendar.id, minute * 60_000)) open++;
          expect(calendar.workingMs(instant(start * 60_000), instant((start + length) * 60_000))).toBe(open * 60_000);
        }),
        { numRuns: 25 },
      );
    }
  });
});

describe("a wrong file", () => {
  const right = { zone: MOSCOW, hours: { "mon-fri": ["09:00-18:00"] } };
  test.each([
    [null, [], "a calendar is keys"],
    [{ ...right, zone: "Mars/Olympus" }, ["zone"], "a time zone"],
    [{ hours: right.hours }, [], "a time zone"],
    [{ zone: MOSCOW }, ["hours"], "working hours are needed"],
    [{ ...right, hours: { "mon-fri": [] } }, ["hours"], "working hours are needed"],
    [{ ...right, hours: { ...right.hours, payday: ["09:00-18:00"] } }, ["hours", "payday"], 'no days "payday"'],
    [{ ...right, hours: { ...right.hours, "fri-sun": ["09:00-18:00"] } }, ["hours", "fri-sun"], "named above"],
    [{ ...right, hours: { mon: ["09:00-18:00", "17:00-20:00"] } }, ["hours", "mon", 1], "out of order"],
    [{ ...right, hours: { mon: ["22:00-06:00"] } }, ["hours", "mon", 0], "no working hours"],
    [{ ...right, hours: { mon: "09:00-18:00" } }, ["hours", "mon"], "no working hours"],
    [{ ...right, shortBy: { businessDays: 1 } }, ["shortBy"], "how much shorter"],
    [{ ...right, daysOff: ["2026-02-30"] }, ["daysOff", 0], "no date"],
    [{ ...right, daysOff: ["2026-01-09..2026-01-01"] }, ["daysOff", 0], "no date"],
    [{ ...right, daysOff: ["2026-01-01..2126-01-01"] }, ["daysOff", 0], "no date"],
    [{ ...right, daysOff: ["2026-01-01..2026-01-08", "2026-01-08"] }, ["daysOff", 1], "twice"],
    [{ ...right, daysOff: "2026-01-01" }, ["daysOff"], "is a list"],
    [{ ...right, daysOff: ["2026-11-21"], working: ["2026-11-21"] }, ["working", 0], "both working and off"],
    [{ ...right, short: ["2026-11-21"] }, ["short", 0], "a day off"],
    [{ ...right, holidays: ["13-01"] }, ["holidays", 0], "no day of the year"],
    [{ ...right, decreed: ["soon"] }, ["decreed", 0], "no year"],
    [{ ...right, workdays: [] }, ["workdays"], 'no key "workdays"'],
  ])("%j is a problem at %j: %s", (data, path, says) => {
    const problems = calendarProblems(data);
    expect(problems.map((problem) => [problem.path, problem.says.en])).toContainEqual([
      path,
      expect.stringContaining(says),
    ]);
    expect(() => createCalendar(data as CalendarData, "wrong")).toThrow(
      expect.objectContaining({ code: "CALENDAR_DATA" }),
    );
  });

  test("a calendar without `holidays` and `decreed` drafts nothing, so no year is provisional", () => {
    const plain = createCalendar(right, "plain");
    expect(plain.isProvisional(2040)).toBe(false);
    expect(plain.isWorkingDay("2040-01-02")).toBe(true);
  });

  test("without `decreed` the years of the listed dates are decreed", () => {
    const calendar = createCalendar({ ...right, daysOff: ["2026-01-01"], holidays: ["05-09"] }, "drafted");
    expect([2025, 2026, 2027].map((year) => calendar.isProvisional(year))).toEqual([true, false, true]);
  });
});

/** Asks luxon for the local time and the file for the day: slow, and nothing like the code under test. */
function isOpenNaively(id: string, ms: number): boolean {
  const key = `${id} ${ms}`;
  const known = asked.get(key) ?? askNaively(id, ms);
  asked.set(key, known);
  return known;
}
const asked = new Map<string, boolean>();

function askNaively(id: string, ms: number): boolean {
  const local = DateTime.fromMillis(ms, { zone: id === "berlin" ? "Europe/Berlin" : MOSCOW });
  const minute = local.hour * 60 + local.minute;
  if (id === "berlin") return local.weekday < 6 ? minute >= 540 && minute < 1020 : minute >= 60 && minute < 300;
  const date = local.toISODate() ?? "";
  const named = (dates: readonly string[] = []): boolean =>
    dates.some((item) => {
      const [from = "", to = from] = item.split("..");
      return from <= date && date <= to;
    });
  const isWorking = named(OFFICE.working) || (local.weekday < 6 && !named(OFFICE.daysOff));
  const closes = named(OFFICE.short) ? 17 * 60 : 18 * 60;
  return isWorking && ((minute >= 540 && minute < 780) || (minute >= 840 && minute < closes));
}
