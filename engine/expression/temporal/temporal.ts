import { type Civil, civilOf, civilText, daysOf, two } from "./civil.ts";
import { offsetAtInstant, offsetAtLocal, type Zone, zoneText } from "./zone.ts";

/** Temporal values taken apart. Sizes are whole numbers; nanoseconds of a day fit a double exactly. */
export type Temporal = DateParts | TimeParts | DateTimeParts | DaysParts | MonthsParts;

export interface DateParts extends Civil {
  readonly kind: "date";
}
export interface TimeParts {
  readonly kind: "time";
  /** Since midnight. */
  readonly nanos: number;
  readonly zone: Zone | null;
}
export interface DateTimeParts {
  readonly kind: "date and time";
  /** Local day, counted from 1970-01-01. */
  readonly days: number;
  /** Local time of the day. */
  readonly nanos: number;
  readonly zone: Zone | null;
}
export interface DaysParts {
  readonly kind: "days and time duration";
  readonly nanos: bigint;
}
export interface MonthsParts {
  readonly kind: "years and months duration";
  readonly months: number;
}

export const NANOS = 1_000_000_000;
export const DAY_NANOS = 86_400 * NANOS;
const DAY_NANOS_BIG = BigInt(DAY_NANOS);
const NANOS_BIG = BigInt(NANOS);

/** Nanoseconds of the instant since the epoch; without a zone, as if the local time were UTC. */
export function instantNanos(at: DateTimeParts): bigint {
  const local = BigInt(at.days) * DAY_NANOS_BIG + BigInt(at.nanos);
  return at.zone ? local - BigInt(offsetOf(at, at.zone)) * NANOS_BIG : local;
}

/** The zone's offset at that local time, in seconds. */
export function offsetOf(at: DateTimeParts, zone: Zone): number {
  return offsetAtLocal(zone, at.days * 86_400 + Math.floor(at.nanos / NANOS));
}

/** The date and time of an instant (nanoseconds since the epoch) in a zone; null: as UTC without a zone. */
export function atInstant(nanos: bigint, zone: Zone | null): DateTimeParts {
  const seconds = Number(nanos / NANOS_BIG);
  const local = zone ? nanos + BigInt(offsetAtInstant(zone, seconds)) * NANOS_BIG : nanos;
  const ofDay = ((local % DAY_NANOS_BIG) + DAY_NANOS_BIG) % DAY_NANOS_BIG;
  return { kind: "date and time", days: Number((local - ofDay) / DAY_NANOS_BIG), nanos: Number(ofDay), zone };
}

/** The instant of a date and time in milliseconds since the epoch, rounded down; without a zone, in the given one. */
export function epochMs(at: DateTimeParts, zoneElse: Zone): number {
  const nanos = instantNanos(at.zone ? at : { ...at, zone: zoneElse });
  const rest = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return Number((nanos - rest) / 1_000_000n);
}

/** A time of the day on one clock: UTC where it has a zone. A named zone counts as it stood on 1970-01-01. */
export function timeNanos(at: TimeParts): number {
  if (!at.zone) return at.nanos;
  const offset = offsetAtLocal(at.zone, Math.floor(at.nanos / NANOS));
  return at.nanos - offset * NANOS;
}

/** ISO 8601 text, the one form in which the value is stored. */
export function temporalText(value: Temporal): string {
  switch (value.kind) {
    case "date":
      return civilText(value);
    case "time":
      return clockText(value.nanos) + (value.zone ? zoneText(value.zone) : "");
    case "date and time":
      return `${civilText(civilOf(value.days))}T${clockText(value.nanos)}${value.zone ? zoneText(value.zone) : ""}`;
    case "days and time duration":
      return daysText(value.nanos);
    case "years and months duration":
      return monthsText(value.months);
  }
}

function clockText(nanos: number): string {
  const seconds = Math.floor(nanos / NANOS);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return clock + fractionText(nanos % NANOS);
}

function fractionText(nanos: number): string {
  return nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
}

function daysText(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const seconds = size / NANOS_BIG;
  const days = seconds / 86_400n;
  const [hours, minutes, rest] = [(seconds / 3600n) % 24n, (seconds / 60n) % 60n, seconds % 60n];
  const fraction = fractionText(Number(size % NANOS_BIG));
  const clock =
    (hours ? `${hours}H` : "") + (minutes ? `${minutes}M` : "") + (rest || fraction ? `${rest}${fraction}S` : "");
  if (!days && !clock) return "PT0S";
  return `${nanos < 0n ? "-" : ""}P${days ? `${days}D` : ""}${clock ? `T${clock}` : ""}`;
}

function monthsText(months: number): string {
  const size = Math.abs(months);
  const years = Math.floor(size / 12);
  const rest = size % 12;
  if (size === 0) return "P0M";
  return `${months < 0 ? "-" : ""}P${years ? `${years}Y` : ""}${rest ? `${rest}M` : ""}`;
}

/** The local day as a date. */
export function dateOfDateTime(at: DateTimeParts): DateParts {
  return { kind: "date", ...civilOf(at.days) };
}

/** Midnight of a date, in no zone. */
export function midnightOf(date: DateParts): DateTimeParts {
  return { kind: "date and time", days: daysOf(date), nanos: 0, zone: null };
}
