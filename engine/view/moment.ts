import type { Instant } from "../base/instant.ts";
import { pluralEn, pluralRu } from "../base/plural.ts";
import type { Locale } from "../definition/problem.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something is, in the one unit that says enough: «5 минут», «3 часа», «2 дня»; from two days on in days. */
export function spanText(ms: number, locale: Locale): string {
  const span = Math.abs(ms);
  if (span < MINUTE_MS) return locale === "ru" ? "меньше минуты" : "less than a minute";
  if (span < HOUR_MS) return counted(Math.floor(span / MINUTE_MS), "minute", locale);
  if (span < 2 * DAY_MS) return counted(Math.floor(span / HOUR_MS), "hour", locale);
  return counted(Math.floor(span / DAY_MS), "day", locale);
}

/** «через 3 часа», «2 дня назад»; «сейчас» within a minute. */
export function relativeText(at: Instant, now: Instant, locale: Locale): string {
  if (Math.abs(at - now) < MINUTE_MS) return locale === "ru" ? "сейчас" : "now";
  const span = spanText(at - now, locale);
  if (at > now) return locale === "ru" ? `через ${span}` : `in ${span}`;
  return locale === "ru" ? `${span} назад` : `${span} ago`;
}

/** `20.11.2026 10:00` (`2026-11-20 10:00` in English) of ISO text, whose offset is that of the process's calendar already. */
export function shortTime(iso: string, locale: Locale): string {
  const [date = "", clock = ""] = iso.split("T");
  return `${locale === "ru" ? date.split("-").reverse().join(".") : date} ${clock.slice(0, 5)}`;
}

const UNITS = {
  minute: { one: "минуту", few: "минуты", many: "минут" },
  hour: { one: "час", few: "часа", many: "часов" },
  day: { one: "день", few: "дня", many: "дней" },
} as const;

function counted(count: number, unit: keyof typeof UNITS, locale: Locale): string {
  return `${count} ${locale === "ru" ? pluralRu(count, UNITS[unit]) : pluralEn(count, unit, `${unit}s`)}`;
}
