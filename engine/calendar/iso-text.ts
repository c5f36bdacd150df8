import type { Instant } from "../base/instant.ts";
import { DAY_MS, dateOfDay } from "./day.ts";
import { createZone } from "./zone.ts";

/**
 * The instant as ISO 8601 text with the zone's offset, to the second (milliseconds only where there are any):
 * `2026-11-20T10:00:00+03:00`. What histories, results and FEEL values show.
 */
export function isoText(at: Instant, zoneName: string): string {
  const local = zoneNamed(zoneName).toLocal(at);
  const day = Math.floor(local / DAY_MS);
  const ms = local - day * DAY_MS;
  return `${dateOfDay(day)}T${clock(ms)}${offset(local - at)}`;
}

const ZONES = new Map<string, ReturnType<typeof createZone>>();

function zoneNamed(name: string): ReturnType<typeof createZone> {
  const known = ZONES.get(name);
  if (known) return known;
  const zone = createZone(name);
  ZONES.set(name, zone);
  return zone;
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const fraction = ms % 1000;
  const text = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(3, "0")}`;
}

function offset(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  return `${ms < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
