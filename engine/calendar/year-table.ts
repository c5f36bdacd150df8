import { instant } from "../base/instant.ts";
import type { CalendarRules } from "./calendar-rules.ts";
import { DAY_MS, type Day, dayOf } from "./day.ts";
import type { Zone } from "./zone.ts";

/** A year's working days and openings, laid out for binary search. Filled once, never changed after. */
export interface YearTable {
  /** Working days, rising. */
  readonly workingDays: readonly Day[];
  /** Instants at which working time begins and ends, rising; the i-th opening is `[opens[i], closes[i])`. */
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** Working milliseconds of the year before the i-th opening; the last element is the year's sum. */
  readonly before: Float64Array;
}

/** Lays out one year of a calendar: about 250 working days and 500 openings. */
export function buildYearTable(rules: CalendarRules, zone: Zone, year: number): YearTable {
  const workingDays: Day[] = [];
  const opens: number[] = [];
  const closes: number[] = [];
  for (let day = dayOf(year, 1, 1); day < dayOf(year + 1, 1, 1); day++) {
    const openings = rules.openingsOn(day);
    if (openings.length > 0) workingDays.push(day);
    for (const opening of openings) {
      const from = zone.toInstant(day * DAY_MS + opening.opens);
      const to = zone.toInstant(day * DAY_MS + opening.closes);
      // An opening that the clocks skip whole (02:00-03:00 in a spring gap) never happens.
      if (to <= from) continue;
      opens.push(from);
      closes.push(to);
    }
  }
  return {
    workingDays,
    opens: Float64Array.from(opens),
    closes: Float64Array.from(closes),
    before: sumsOf(opens, closes),
  };
}

/** Working milliseconds of the year before an instant. */
export function workingMsBefore(table: YearTable, at: number): number {
  const index = firstAbove(table.closes, at);
  const opened = table.opens[index];
  return (table.before[index] ?? 0) + (opened === undefined ? 0 : Math.max(0, at - opened));
}

/** The instant at which so many working milliseconds of the year have passed (more than 0, at most the year's sum). */
export function instantAfterWorkingMs(table: YearTable, ms: number): ReturnType<typeof instant> {
  const index = firstNotBelow(table.before, ms) - 1;
  return instant((table.opens[index] ?? 0) + ms - (table.before[index] ?? 0));
}

/** Index of the first element above the value; the length where there is none. */
export function firstAbove(rising: ArrayLike<number>, value: number): number {
  return search(rising, (element) => element > value);
}

function firstNotBelow(rising: ArrayLike<number>, value: number): number {
  return search(rising, (element) => element >= value);
}

function search(rising: ArrayLike<number>, holds: (element: number) => boolean): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(rising[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sumsOf(opens: readonly number[], closes: readonly number[]): Float64Array {
  const sums = new Float64Array(opens.length + 1);
  for (const [index, opened] of opens.entries()) sums[index + 1] = (sums[index] ?? 0) + (closes[index] ?? 0) - opened;
  return sums;
}
