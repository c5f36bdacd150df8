/** Dates as a portal writes them: ISO with the portal's offset in CRM, a dialect of its own in lists. */

export interface Zone {
  /** Minutes east of Greenwich. */
  readonly offsetMinutes: number;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const NAIVE = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/;

/** `2026-03-05T12:00:00+03:00`: seconds, no fractions. */
export function isoOf(ms: number, { offsetMinutes }: Zone): string {
  const local = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 19);
  return `${local}${offsetText(offsetMinutes)}`;
}

/** `2026-03-05 12:00:00`: without a zone, in the portal's. */
export function plainOf(ms: number, zone: Zone): string {
  return isoOf(ms, zone).slice(0, 19).replace("T", " ");
}

/** `03/05/2026 12:00:00 pm`: how lists give dates. */
export function portalFormatOf(ms: number, zone: Zone): string {
  const [, year, month, day, hour, minute, second] = NAIVE.exec(plainOf(ms, zone)) ?? [];
  const twelve = Number(hour) % 12 === 0 ? 12 : Number(hour) % 12;
  const half = Number(hour) < 12 ? "am" : "pm";
  return `${month}/${day}/${year} ${String(twelve).padStart(2, "0")}:${minute}:${second} ${half}`;
}

/** Milliseconds of a text: ISO with an offset, or in the portal's zone without; null: it is no date. */
export function instantOf(text: string, { offsetMinutes }: Zone): number | null {
  const trimmed = text.trim();
  const naive = DAY.test(trimmed) ? `${trimmed}T00:00:00` : NAIVE.test(trimmed) ? trimmed.replace(" ", "T") : null;
  const ms = naive === null ? Date.parse(trimmed) : Date.parse(`${naive}Z`) - offsetMinutes * 60_000;
  return Number.isNaN(ms) ? null : ms;
}

/**
 * A date-only field as CRM gives it back: midnight of the server (UTC) seen in the portal's zone, so that 1 January is
 * `2000-01-01T02:00:00+02:00`.
 */
export function dayOf(text: string, zone: Zone): string | null {
  const [, day] = /^(\d{4}-\d{2}-\d{2})/.exec(text.trim()) ?? [];
  return day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`))
    ? null
    : isoOf(Date.parse(`${day}T00:00:00Z`), zone);
}

function offsetText(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
