import { type Instant, instant } from "../../../engine/base/instant.ts";
import type { Calendar } from "../../../engine/calendar/calendar.ts";
import { createZone, isZone } from "../../../engine/calendar/zone.ts";

/** When a channel is silent. */
export type QuietTime =
  /** Outside the working hours of a business calendar. */
  | { readonly kind: "calendar"; readonly calendar: Calendar }
  /** By the clock where the addressee lives, in minutes since midnight: from 21:00 to 08:00. */
  | { readonly kind: "clock"; readonly from: number; readonly to: number; readonly zone: string };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * When a message may leave: at once, or at the end of the quiet time.
 *
 * @param zone of whoever it is for; null: the one of the configuration
 */
export function openingAfter(quiet: QuietTime, at: Instant, zone: string | null): Instant {
  if (quiet.kind === "calendar") return quiet.calendar.nextOpening(at);
  const clock = createZone(zone !== null && isZone(zone) ? zone : quiet.zone);
  const local = clock.toLocal(at);
  const day = Math.floor(local / DAY_MS) * DAY_MS;
  const minutes = (local - day) / MINUTE_MS;
  const overMidnight = quiet.from > quiet.to;
  const isQuiet = overMidnight
    ? minutes >= quiet.from || minutes < quiet.to
    : minutes >= quiet.from && minutes < quiet.to;
  if (!isQuiet) return at;
  const opens = day + quiet.to * MINUTE_MS + (overMidnight && minutes >= quiet.from ? DAY_MS : 0);
  return instant(clock.toInstant(opens));
}
