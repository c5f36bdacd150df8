import { isTagged, type Value } from "../base/value.ts";
import { daysOf } from "./temporal/civil.ts";
import { readAnyTemporal, temporalOf } from "./temporal/read-temporal.ts";
import { epochMs, midnightOf, type Temporal } from "./temporal/temporal.ts";
import { namedZone } from "./temporal/zone.ts";

/**
 * The instant, in milliseconds since the epoch, of a date and time, of a date (its beginning in `zone`) or of the text
 * of one; null for anything else. A date and time without a zone is local time in `zone`.
 */
export function instantOf(value: Value, zone: string): number | null {
  const temporal = typeof value === "string" ? readAnyTemporal(value) : isTagged(value) ? temporalOf(value) : null;
  const at = temporal && dateTimeOf(temporal);
  const clock = namedZone(zone);
  return at && clock ? epochMs(at, clock) : null;
}

function dateTimeOf(value: Temporal): Parameters<typeof epochMs>[0] | null {
  if (value.kind === "date and time") return value;
  return value.kind === "date" ? midnightOf(value) : null;
}

/** The day number (days since 1970-01-01) of a date value, or null: the order of dates as numbers, for tables. */
export function dayNumberOf(value: Value): number | null {
  const temporal = typeof value === "string" ? readAnyTemporal(value) : isTagged(value) ? temporalOf(value) : null;
  return temporal?.kind === "date" ? daysOf(temporal) : null;
}
