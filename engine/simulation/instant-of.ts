import { type Instant, instant } from "../base/instant.ts";
import { createZone } from "../calendar/zone.ts";

/**
 * The instant of an ISO text: `2026-11-20T10:00:00+03:00`; without an offset it is the wall clock of the zone, a date
 * alone is its beginning. Null where the text is neither.
 */
export function instantOf(text: string, zone: string): Instant | null {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!found) return null;
  const [, date, time = "00:00", offset] = found;
  const at = Date.parse(`${date}T${time}${offset ?? "Z"}`);
  if (Number.isNaN(at)) return null;
  return offset === undefined ? createZone(zone).toInstant(at) : instant(at);
}
