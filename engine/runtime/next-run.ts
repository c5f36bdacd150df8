import { Cron } from "croner";
import { type Instant, instant } from "../base/instant.ts";

/**
 * The first time after `after` that a cron line names, in the zone; null where there is none (31 February) or the line
 * is no cron. The only file that knows the library.
 *
 * @example nextRun("0 5 * * *", "Europe/Moscow", now)
 */
export function nextRun(cron: string, zone: string, after: Instant): Instant | null {
  try {
    const next = new Cron(cron, { timezone: zone, paused: true }).nextRun(new Date(after));
    return next === null ? null : instant(next.getTime());
  } catch {
    return null;
  }
}
