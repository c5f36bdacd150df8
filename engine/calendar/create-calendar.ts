import { assert } from "../base/assert.ts";
import type { Duration } from "../base/duration.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { Calendar } from "./calendar.ts";
import type { CalendarData, CalendarProblem } from "./calendar-data.ts";
import { CalendarError } from "./calendar-error.ts";
import { type CalendarRules, readRules } from "./calendar-rules.ts";
import { addMonths, civilOf, DAY_MS, type Day, dateOfDay, dayOfDate } from "./day.ts";
import { buildYearTable, firstAbove, instantAfterWorkingMs, workingMsBefore, type YearTable } from "./year-table.ts";
import { createZone, type Zone } from "./zone.ts";

/**
 * The calendar of a file that has no problems ({@link calendarProblems}).
 *
 * Working time is half-open: at 18:00 sharp the office is closed, and the lunch break is closed too. So a business
 * duration that starts at 13:30 in the break counts from 14:00. A business day that would end in another day's break, or
 * before its opening, ends at the next opening of that day; past its closing, at the closing. Business hours that are used
 * up at a closing end at it (09:00 plus 4 hours is 13:00). Zero of either is the next opening.
 *
 * @throws {CalendarError} `CALENDAR_DATA` when the file has problems
 * @example
 * const office = createCalendar({ zone: "Europe/Moscow", hours: { "mon-fri": ["09:00-18:00"] } }, "office");
 * office.add(fridayNoon, { kind: "businessDays", count: 1 }); // Monday noon
 */
export function createCalendar(data: CalendarData, id: string): Calendar {
  const { rules, problems } = readRules(data);
  const first = problems[0];
  if (first)
    throw new CalendarError("CALENDAR_DATA", {
      ru: `Календарь ${id}: ${first.says.ru}`,
      en: `Calendar ${id}: ${first.says.en}`,
    });
  return new BusinessCalendar(id, rules);
}

/** All that is wrong with a calendar file's plain data, in reading order; empty: it makes a calendar. */
export function calendarProblems(data: unknown): readonly CalendarProblem[] {
  return readRules(data).problems;
}

/** How far from its start a computation may go, in years: what lies beyond is a calendar without working time, or a slip. */
const HORIZON_YEARS_MAX = 50;

/** Year tables kept at once; a table takes about 15 KB. */
const TABLES_MAX = 200;

const HOUR_MS = 3_600_000;

class BusinessCalendar implements Calendar {
  readonly id: string;
  readonly zone: string;
  readonly #rules: CalendarRules;
  readonly #clock: Zone;
  /** Remembered, never observable: a table is a function of the year. */
  readonly #tables = new Map<number, YearTable>();

  constructor(id: string, rules: CalendarRules) {
    this.id = id;
    this.zone = rules.zone;
    this.#rules = rules;
    this.#clock = createZone(rules.zone);
  }

  add(from: Instant, duration: Duration): Instant {
    switch (duration.kind) {
      case "wall":
        return this.#addWall(from, duration);
      case "businessDays":
        return this.#addBusinessDays(from, duration.count);
      case "businessHours":
        return this.#addWorkingMs(from, Math.round(duration.count * HOUR_MS));
    }
  }

  isOpen(at: Instant): boolean {
    const table = this.#table(this.#yearOf(at));
    const opened = table.opens[firstAbove(table.closes, at)];
    return opened !== undefined && opened <= at;
  }

  isWorkingDay(date: string): boolean {
    return this.#rules.openingsOn(dayNamed(date)).length > 0;
  }

  nextOpening(at: Instant): Instant {
    const year = this.#yearOf(at);
    for (let ahead = 0; ahead <= HORIZON_YEARS_MAX; ahead++) {
      const table = this.#table(year + ahead);
      const opened = table.opens[firstAbove(table.closes, at)];
      if (opened !== undefined) return instant(Math.max(at, opened));
    }
    throw beyondHorizon(this.id);
  }

  workingMs(from: Instant, to: Instant): number {
    if (to < from) return -this.workingMs(to, from);
    const [first, last] = [this.#yearOf(from), this.#yearOf(to)];
    if (last - first > HORIZON_YEARS_MAX) throw beyondHorizon(this.id);
    let sum = workingMsBefore(this.#table(last), to) - workingMsBefore(this.#table(first), from);
    for (let year = first; year < last; year++) sum += this.#table(year).before.at(-1) ?? 0;
    return sum;
  }

  dateOf(at: Instant): string {
    return dateOfDay(Math.floor(this.#clock.toLocal(at) / DAY_MS));
  }

  addWorkingDays(date: string, count: number): string {
    assert(Number.isInteger(count), "Working days are counted whole");
    return dateOfDay(this.#workingDayFrom(dayNamed(date), count));
  }

  workingDaysBetween(from: string, to: string): number {
    const [fromDay, toDay] = [dayNamed(from), dayNamed(to)];
    if (toDay < fromDay) return -this.workingDaysBetween(to, from);
    const [first, last] = [civilOf(fromDay).year, civilOf(toDay).year];
    if (last - first > HORIZON_YEARS_MAX) throw beyondHorizon(this.id);
    let sum = firstAbove(this.#table(last).workingDays, toDay) - firstAbove(this.#table(first).workingDays, fromDay);
    for (let year = first; year < last; year++) sum += this.#table(year).workingDays.length;
    return sum;
  }

  isProvisional(year: number): boolean {
    return this.#rules.isProvisional(year);
  }

  #addWall(from: Instant, { months, days, ms }: Extract<Duration, { kind: "wall" }>): Instant {
    // Exact units alone never pass through local time: in an autumn overlap that would lose an hour.
    if (months === 0 && days === 0) return instant(from + ms);
    const local = this.#clock.toLocal(from);
    const day = Math.floor(local / DAY_MS);
    const target = addMonths(day, months) + days;
    return instant(this.#clock.toInstant(target * DAY_MS + (local - day * DAY_MS)) + ms);
  }

  #addBusinessDays(from: Instant, count: number): Instant {
    assert(Number.isInteger(count) && count >= 0, "Business days are whole and not negative");
    const start = this.nextOpening(from);
    if (count === 0) return start;
    const local = this.#clock.toLocal(start);
    const day = Math.floor(local / DAY_MS);
    const target = this.#workingDayFrom(day, count);
    return this.#clock.toInstant(target * DAY_MS + this.#timeOn(target, local - day * DAY_MS));
  }

  /** The time on that working day, moved into its hours. */
  #timeOn(day: Day, time: number): number {
    const openings = this.#rules.openingsOn(day);
    const opening = openings.find(({ closes }) => time < closes);
    return opening ? Math.max(time, opening.opens) : (openings.at(-1)?.closes ?? time);
  }

  #addWorkingMs(from: Instant, ms: number): Instant {
    assert(ms >= 0, "Business hours are not negative");
    const start = this.nextOpening(from);
    if (ms === 0) return start;
    const year = this.#yearOf(start);
    let left = ms + workingMsBefore(this.#table(year), start);
    for (let ahead = 0; ahead <= HORIZON_YEARS_MAX; ahead++) {
      const table = this.#table(year + ahead);
      const sum = table.before.at(-1) ?? 0;
      if (left <= sum) return instantAfterWorkingMs(table, left);
      left -= sum;
    }
    throw beyondHorizon(this.id);
  }

  /** The n-th working day after the day; before it, if negative; the day itself for 0. */
  #workingDayFrom(day: Day, count: number): Day {
    if (count === 0) return day;
    const step = Math.sign(count);
    const start = civilOf(day).year;
    let left = Math.abs(count);
    for (let far = 0; far <= HORIZON_YEARS_MAX; far++) {
      const days = this.#table(start + far * step).workingDays;
      // Forwards: from the first one after the day. Backwards: from the last one before it.
      const index = step > 0 ? firstAbove(days, day) + left - 1 : firstAbove(days, day - 1) - left;
      const found = days[index];
      if (found !== undefined) return found;
      left = step > 0 ? index - days.length + 1 : -index;
    }
    throw beyondHorizon(this.id);
  }

  #yearOf(at: Instant): number {
    return civilOf(Math.floor(this.#clock.toLocal(at) / DAY_MS)).year;
  }

  #table(year: number): YearTable {
    const known = this.#tables.get(year);
    if (known) return known;
    if (this.#tables.size >= TABLES_MAX) this.#tables.clear();
    const table = buildYearTable(this.#rules, this.#clock, year);
    this.#tables.set(year, table);
    return table;
  }
}

function dayNamed(date: string): Day {
  const day = dayOfDate(date);
  if (day !== null) return day;
  throw new CalendarError("CALENDAR_DATE", {
    ru: `«${date}» — не дата: пишите 2026-11-25`,
    en: `"${date}" is no date: write 2026-11-25`,
  });
}

function beyondHorizon(id: string): CalendarError {
  return new CalendarError("CALENDAR_HORIZON", {
    ru: `Календарь ${id}: за ${HORIZON_YEARS_MAX} лет рабочее время не набралось; проверьте длительность и часы работы`,
    en: `Calendar ${id}: ${HORIZON_YEARS_MAX} years do not hold so much working time; check the duration and the hours`,
  });
}
