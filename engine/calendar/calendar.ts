import type { Duration } from "../base/duration.ts";
import type { Instant } from "../base/instant.ts";

/** A business calendar: working hours, days off, moved and shortened days, in one zone. Immutable. */
export interface Calendar {
  readonly id: string;
  /** IANA: `Europe/Moscow` */
  readonly zone: string;
  /** `from` plus the duration: wall units in the zone, business units on working time. */
  add(from: Instant, duration: Duration): Instant;
  /** Is it working time (inside opening hours of a working day)? */
  isOpen(at: Instant): boolean;
  isWorkingDay(date: string): boolean;
  /** The instant itself if it is working time, else the next opening. */
  nextOpening(at: Instant): Instant;
  /** Working milliseconds between two instants; negative if `to` is before `from`. */
  workingMs(from: Instant, to: Instant): number;
  /** `2026-11-25` of the instant in the zone. */
  dateOf(at: Instant): string;
  /** The n-th working day after (before, if negative) the date. */
  addWorkingDays(date: string, count: number): string;
  /** Working days after `from` up to and including `to`; negative when `to` is before. */
  workingDaysBetween(from: string, to: string): number;
  /** Was a year's decree missing, so that its days are drafted from the fixed public holidays? */
  isProvisional(year: number): boolean;
}
