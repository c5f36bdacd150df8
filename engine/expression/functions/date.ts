import { civilOf, dayOfYear, daysOf, isCivil, readCivil, weekdayOf, weekOfYear } from "../temporal/civil.ts";
import { readDateTime, readDays, readMonths, readTime, temporalValue } from "../temporal/read-temporal.ts";
import {
  atInstant,
  type DateParts,
  type DateTimeParts,
  dateOfDateTime,
  midnightOf,
  NANOS,
  type Temporal,
  type TimeParts,
} from "../temporal/temporal.ts";
import { namedZone, type Zone } from "../temporal/zone.ts";
import { temporalFrom } from "../value/equality.ts";
import type { Call } from "../value/function-value.ts";
import type { Inner, Num } from "../value/inner.ts";
import { Exact, exactOf, integerOf } from "../value/number.ts";
import { show } from "../value/show.ts";
import { fail } from "../value/site.ts";
import { type Builtin, builtin } from "./signature.ts";

/** Dates, times and durations (DMN 1.5 §10.3.4.1, .7, .8). `now` and `today` are the engine's, in the calendar's zone. */
export const DATE_FUNCTIONS: readonly Builtin[] = [
  builtin("date(from: string | date | date and time): date", (call) => made(call, dateFrom(call.args[0] ?? null))),
  builtin("date(year: number, month: number, day: number): date", (call) => made(call, dateOf(call.args))),
  builtin("time(from: string | time | date | date and time): time", (call) =>
    made(call, timeFrom(call.args[0] ?? null)),
  ),
  builtin("time(hour: number, minute: number, second: number, offset?: days and time duration): time", (call) =>
    made(call, timeOf(call.args)),
  ),
  builtin("date and time(from: string | date | date and time): date and time", (call) =>
    made(call, dateTimeFrom(call.args[0] ?? null)),
  ),
  builtin("date and time(date: date | date and time, time: time): date and time", (call) =>
    made(call, joined(call.args)),
  ),
  builtin("date and time(date: date and time, timezone: string): date and time", (call) =>
    made(call, inZone(call.args)),
  ),
  builtin("duration(from: string | days and time duration | years and months duration): any", (call) => {
    const [from = null] = call.args;
    return typeof from === "string" ? made(call, readMonths(from) ?? readDays(from)) : from;
  }),
  builtin(
    "years and months duration(from: date | date and time, to: date | date and time): years and months duration",
    monthsBetween,
  ),
  builtin("now(): date and time", ({ context }) =>
    temporalValue(atInstant(BigInt(context.now) * 1_000_000n, zoneOf(context.calendar.zone))),
  ),
  builtin("today(): date", ({ context }) => {
    const date = readCivil(context.calendar.dateOf(context.now));
    return date && temporalValue({ kind: "date", ...date });
  }),
  builtin("day of year(date: date | date and time): number", ({ args }) => dayOfYear(civil(args[0] ?? null))),
  builtin(
    "day of week(date: date | date and time): string",
    ({ args }) => WEEKDAYS[weekdayOf(daysOf(civil(args[0] ?? null))) - 1] ?? null,
  ),
  builtin(
    "month of year(date: date | date and time): string",
    ({ args }) => MONTHS[civil(args[0] ?? null).month - 1] ?? null,
  ),
  builtin("week of year(date: date | date and time): number", ({ args }) => weekOfYear(civil(args[0] ?? null))),
];

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A calendar's zone; UTC for a name that is none. */
export function zoneOf(name: string): Zone {
  return namedZone(name) ?? { kind: "offset", seconds: 0 };
}

function made({ args, site }: Call, parts: Temporal | null): Inner {
  if (parts) return temporalValue(parts);
  return fail(site, "EXPRESSION_DOMAIN", {
    ru: `Из ${args.map(show).join(", ")} не получается ни даты, ни времени, ни срока.`,
    en: `${args.map(show).join(", ")} makes no date, time or duration.`,
  });
}

function dateFrom(value: Inner): DateParts | null {
  if (typeof value === "string") {
    const date = readCivil(value);
    return date && { kind: "date", ...date };
  }
  const temporal = temporalFrom(value);
  if (temporal?.kind === "date and time") return dateOfDateTime(temporal);
  return temporal?.kind === "date" ? temporal : null;
}

function dateOf(args: readonly Inner[]): DateParts | null {
  const [year, month, day] = (args as readonly Num[]).map(integerOf);
  if (year == null || month == null || day == null) return null;
  return isCivil({ year, month, day }) ? { kind: "date", year, month, day } : null;
}

/** A date alone is midnight in UTC. */
function timeFrom(value: Inner): TimeParts | null {
  if (typeof value === "string") return readTime(value);
  const temporal = temporalFrom(value);
  if (temporal?.kind === "time") return temporal;
  if (temporal?.kind === "date") return { kind: "time", nanos: 0, zone: { kind: "offset", seconds: 0 } };
  return temporal?.kind === "date and time" ? { kind: "time", nanos: temporal.nanos, zone: temporal.zone } : null;
}

/** Offsets beyond 18 hours are none. */
const OFFSET_SECONDS_MAX = 18 * 3600;

function timeOf(args: readonly Inner[]): TimeParts | null {
  const [hour, minute] = (args as readonly Num[]).slice(0, 2).map(integerOf);
  const second = exactOf(args[2] as Num);
  if (hour == null || minute == null || hour < 0 || hour > 23 || minute < 0 || minute > 59) return null;
  if (second.lt(0) || second.gte(60)) return null;
  const nanos = (hour * 3600 + minute * 60) * NANOS + new Exact(second).times(NANOS).trunc().toNumber();
  const offset = temporalFrom(args[3] ?? null);
  if (offset?.kind !== "days and time duration") return { kind: "time", nanos, zone: null };
  const seconds = Number(offset.nanos / BigInt(NANOS)) + 0;
  return Math.abs(seconds) > OFFSET_SECONDS_MAX ? null : { kind: "time", nanos, zone: { kind: "offset", seconds } };
}

function dateTimeFrom(value: Inner): DateTimeParts | null {
  if (typeof value === "string") return readDateTime(value);
  const temporal = temporalFrom(value);
  if (temporal?.kind === "date") return { ...midnightOf(temporal), zone: { kind: "offset", seconds: 0 } };
  return temporal?.kind === "date and time" ? temporal : null;
}

function joined(args: readonly Inner[]): DateTimeParts | null {
  const date = dateFrom(args[0] ?? null);
  const time = temporalFrom(args[1] ?? null);
  if (!date || time?.kind !== "time") return null;
  return { kind: "date and time", days: daysOf(date), nanos: time.nanos, zone: time.zone };
}

/** The same local time in that zone; of a time that has a zone, the same instant there. */
function inZone(args: readonly Inner[]): DateTimeParts | null {
  const at = temporalFrom(args[0] ?? null);
  const zone = namedZone(args[1] as string);
  return at?.kind === "date and time" && zone ? { ...at, zone } : null;
}

function civil(value: Inner): { readonly year: number; readonly month: number; readonly day: number } {
  const date = dateFrom(value);
  return date ?? { year: 1970, month: 1, day: 1 };
}

/** Whole months from one day to the other, cut towards zero; the time of the day does not count. */
function monthsBetween(call: Call): Inner {
  const [from, to] = call.args.map((value) => temporalFrom(value));
  const [a, b] = [from && localTime(from), to && localTime(to)];
  if (!a || !b) return made(call, null);
  const [start, end] = [civilOf(a.days), civilOf(b.days)];
  let months = (end.year - start.year) * 12 + (end.month - start.month);
  const rest = end.day - start.day;
  if (months > 0 && rest < 0) months -= 1;
  if (months < 0 && rest > 0) months += 1;
  return temporalValue({ kind: "years and months duration", months });
}

function localTime(value: Temporal): DateTimeParts | null {
  if (value.kind === "date and time") return value;
  return value.kind === "date" ? midnightOf(value) : null;
}
