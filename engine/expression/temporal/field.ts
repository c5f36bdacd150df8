import type { Inner } from "../value/inner.ts";
import { Exact, numOf } from "../value/number.ts";
import { type Civil, civilOf, daysOf, weekdayOf } from "./civil.ts";
import { temporalValue } from "./read-temporal.ts";
import { NANOS, offsetOf, type Temporal } from "./temporal.ts";
import { offsetAtInstant, type Zone } from "./zone.ts";

/** A part of a temporal value by its FEEL name (`year`, `time offset`); undefined where it has no such part. */
export function temporalField(value: Temporal, name: string): Inner | undefined {
  switch (value.kind) {
    case "date":
      return dateField(value, name);
    case "time":
      return clockField(value.nanos, name) ?? zoneField(value.zone, name, () => zoneOffset(value.zone));
    case "date and time":
      return (
        dateField(civilOf(value.days), name) ??
        clockField(value.nanos, name) ??
        zoneField(value.zone, name, () => (value.zone ? offsetOf(value, value.zone) : null))
      );
    case "days and time duration":
      return daysField(value.nanos, name);
    case "years and months duration":
      return name === "years"
        ? Math.trunc(value.months / 12) + 0
        : name === "months"
          ? (value.months % 12) + 0
          : undefined;
  }
}

function dateField(date: Civil, name: string): Inner | undefined {
  switch (name) {
    case "year":
      return date.year;
    case "month":
      return date.month;
    case "day":
      return date.day;
    case "weekday":
      return weekdayOf(daysOf(date));
    default:
      return undefined;
  }
}

function clockField(nanos: number, name: string): Inner | undefined {
  const seconds = Math.floor(nanos / NANOS);
  switch (name) {
    case "hour":
      return Math.floor(seconds / 3600);
    case "minute":
      return Math.floor(seconds / 60) % 60;
    case "second":
      return secondsOf(seconds % 60, nanos % NANOS);
    default:
      return undefined;
  }
}

function secondsOf(whole: number, nanos: number): Inner {
  return nanos === 0 ? whole : numOf(new Exact(nanos).div(NANOS).plus(whole));
}

function zoneField(zone: Zone | null, name: string, offset: () => number | null): Inner | undefined {
  if (name === "timezone") return zone?.kind === "named" ? zone.name : null;
  if (name !== "time offset") return undefined;
  const seconds = offset();
  return seconds === null
    ? null
    : temporalValue({ kind: "days and time duration", nanos: BigInt(seconds) * BigInt(NANOS) });
}

function zoneOffset(zone: Zone | null): number | null {
  if (!zone) return null;
  return zone.kind === "offset" ? zone.seconds : offsetAtInstant(zone, 0);
}

function daysField(nanos: bigint, name: string): Inner | undefined {
  const seconds = nanos / BigInt(NANOS);
  switch (name) {
    case "days":
      return Number(seconds / 86_400n);
    case "hours":
      return Number((seconds / 3600n) % 24n);
    case "minutes":
      return Number((seconds / 60n) % 60n);
    case "seconds":
      return secondsOf(Number(seconds % 60n), Number(nanos % BigInt(NANOS)));
    default:
      return undefined;
  }
}
