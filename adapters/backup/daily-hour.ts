import { type Instant, instant } from "../../engine/base/instant.ts";
import { DAY_MS } from "../../engine/calendar/day.ts";
import { createZone } from "../../engine/calendar/zone.ts";

const MINUTE_MS = 60_000;

/** The last moment, not after `now`, at which the wall clock of a zone showed so many minutes after midnight. */
export function lastDaily(now: Instant, minute: number, zone: string): Instant {
  const clock = createZone(zone);
  const today = Math.floor(clock.toLocal(now) / DAY_MS);
  for (let day = today; ; day--) {
    const at = clock.toInstant(day * DAY_MS + minute * MINUTE_MS);
    if (at <= now) return instant(at);
  }
}
