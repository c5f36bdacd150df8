import type { Tagged } from "../../base/value.ts";
import { daysOf, readCivil } from "./civil.ts";
import {
  type DateTimeParts,
  type DaysParts,
  type MonthsParts,
  NANOS,
  type Temporal,
  type TimeParts,
  temporalText,
} from "./temporal.ts";
import { readZone, type Zone } from "./zone.ts";

/** The tagged value of a temporal. */
export function temporalValue(parts: Temporal): Tagged {
  const tagged: Tagged = { $type: parts.kind, value: temporalText(parts) };
  known.set(tagged, parts);
  return tagged;
}

/** A tagged value taken apart; null where its text is not of its type. Remembered as long as the value lives. */
export function temporalOf(tagged: Tagged): Temporal | null {
  const found = known.get(tagged);
  if (found) return found;
  const parts = readAs(tagged);
  if (parts) known.set(tagged, parts);
  return parts;
}

const known = new WeakMap<Tagged, Temporal>();

function readAs({ $type, value }: Tagged): Temporal | null {
  switch ($type) {
    case "date": {
      const date = readCivil(value);
      return date && { kind: "date", ...date };
    }
    case "time":
      return readTime(value);
    case "date and time":
      return readDateTime(value);
    case "days and time duration":
      return readDays(value);
    case "years and months duration":
      return readMonths(value);
    case "number":
      return null;
  }
}

/** Reads `10:00:00`, `10:00:00.5+03:00`, `10:00:00@Europe/Moscow`. */
export function readTime(text: string): TimeParts | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const zone = match[5] ? readZone(match[5]) : null;
  if (zone === undefined) return null;
  return { kind: "time", nanos: (hour * 3600 + minute * 60 + second) * NANOS + fraction(match[4]), zone };
}

const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[\w+/-]+)?$/;

/** Digits after the point as nanoseconds, finer ones cut off. */
function fraction(digits: string | undefined): number {
  return digits ? Number(digits.slice(0, 9).padEnd(9, "0")) : 0;
}

/** Reads `2026-11-25T10:00:00+03:00`; a date alone is its midnight. */
export function readDateTime(text: string): DateTimeParts | null {
  const at = text.indexOf("T");
  const date = readCivil(at < 0 ? text : text.slice(0, at));
  if (!date) return null;
  if (at < 0) return { kind: "date and time", days: daysOf(date), nanos: 0, zone: null };
  const clock = text.slice(at + 1);
  // ISO 8601 writes the end of a day as 24:00:00: it is the next day's beginning.
  const isEnd = clock.startsWith("24:00:00");
  const time = readTime(isEnd ? `00${clock.slice(2)}` : clock);
  if (!time || (isEnd && time.nanos !== 0)) return null;
  return joined(daysOf(date) + (isEnd ? 1 : 0), time.nanos, time.zone);
}

function joined(days: number, nanos: number, zone: Zone | null): DateTimeParts {
  return { kind: "date and time", days, nanos, zone };
}

/** Reads `P1DT2H`, `-PT30M`, `PT0.5S`. */
export function readDays(text: string): DaysParts | null {
  const match = DAYS.exec(text);
  if (!match || match.slice(2).every((part) => part === undefined) || text.endsWith("T")) return null;
  const seconds =
    BigInt(match[2] ?? 0) * 86_400n +
    BigInt(match[3] ?? 0) * 3600n +
    BigInt(match[4] ?? 0) * 60n +
    BigInt(match[5] ?? 0);
  const nanos = seconds * BigInt(NANOS) + BigInt(fraction(match[6]));
  return { kind: "days and time duration", nanos: match[1] ? -nanos : nanos };
}

const DAYS = /^(-)?P(?:(\d{1,18})D)?(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{1,30}))?S)?)?$/;

/** Reads `P1Y2M`, `-P3M`. */
export function readMonths(text: string): MonthsParts | null {
  const match = MONTHS.exec(text);
  if (!match || (match[2] === undefined && match[3] === undefined)) return null;
  const months = Number(match[2] ?? 0) * 12 + Number(match[3] ?? 0);
  if (!Number.isSafeInteger(months)) return null;
  return { kind: "years and months duration", months: match[1] ? 0 - months : months };
}

const MONTHS = /^(-)?P(?:(\d{1,15})Y)?(?:(\d{1,15})M)?$/;

/** Any temporal text, as after `@`; null where it is none. */
export function readAnyTemporal(text: string): Temporal | null {
  if (/^-?P/.test(text)) return readMonths(text) ?? readDays(text);
  if (/\dT\d/.test(text)) return readDateTime(text);
  const date = readCivil(text);
  return date ? { kind: "date", ...date } : readTime(text);
}
