import type { Instant } from "../base/instant.ts";
import type { Calendar } from "./calendar.ts";
import { DAY_MS, dateOfDay } from "./day.ts";
import { createZone, isZone, type Zone } from "./zone.ts";

/**
 * Which date it is at an instant, by zone; null (and a zone that this machine does not know) is the calendar's. Absences
 * are whole days where the absent person lives.
 *
 * @example
 * datesAt(now, calendar)("Asia/Vladivostok") // "2026-11-26" while it is still the 25th in Moscow
 */
export function datesAt(at: Instant, calendar: Calendar): (zone: string | null) => string {
  return (name) => {
    const zone = name === null || name === calendar.zone ? null : zoneNamed(name);
    return zone ? dateOfDay(Math.floor(zone.toLocal(at) / DAY_MS)) : calendar.dateOf(at);
  };
}

/** The same where there is no calendar: null is that zone; one that this machine does not know is UTC. */
export function datesIn(at: Instant, zone: string): (zone: string | null) => string {
  const own = zoneNamed(zone) ?? zoneNamed("UTC");
  return (name) => {
    const found = (name === null ? own : zoneNamed(name)) ?? own;
    return dateOfDay(Math.floor((found === null ? at : found.toLocal(at)) / DAY_MS));
  };
}

/** Zones are values: the same name is the same zone for ever. A company has a handful. */
const known = new Map<string, Zone | null>();
const ZONES_KNOWN_MAX = 1000;

function zoneNamed(name: string): Zone | null {
  const found = known.get(name);
  if (found !== undefined) return found;
  const zone = isZone(name) ? createZone(name) : null;
  if (known.size >= ZONES_KNOWN_MAX) known.clear();
  known.set(name, zone);
  return zone;
}
