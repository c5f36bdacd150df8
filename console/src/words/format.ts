import { companyZone } from "./company-zone.ts";
import type { Locale } from "./locale.ts";

const TAGS = { ru: "ru-RU", en: "en-GB" } as const;

/** `30 нояб., 10:15` in the company's zone; of another year with it. @param iso an instant */
export function whenText(iso: string, locale: Locale, now = new Date()): string {
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  return inZone(locale, { ...dayParts(iso, companyZone(), now), ...clock }, companyZone()).format(new Date(iso));
}

/** `30 нояб.`; with the year where it is another one. @param date `2026-11-30`, or an instant: its day in the company's zone */
export function dayText(date: string, locale: Locale, now = new Date()): string {
  const isDay = date.length === 10;
  const zone = isDay ? "UTC" : companyZone();
  const iso = isDay ? `${date}T12:00:00Z` : date;
  return inZone(locale, dayParts(iso, zone, now), zone).format(new Date(iso));
}

function dayParts(iso: string, zone: string, now: Date): Intl.DateTimeFormatOptions {
  const isThisYear = yearIn(zone, new Date(iso)) === yearIn(companyZone(), now);
  return { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) };
}

function yearIn(zone: string, at: Date): string {
  return inZone("en", { year: "numeric" }, zone).format(at);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs more than a hundred uses of it, and lists show many times. */
function inZone(locale: Locale, look: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, look, timeZone]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(TAGS[locale], { ...look, timeZone });
  formats.set(key, known);
  return known;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** `2 часа назад`, `через 3 дня`; less than a minute: `сейчас`. */
export function agoText(iso: string, locale: Locale, now = Date.now()): string {
  const away = new Date(iso).getTime() - now;
  const format = new Intl.RelativeTimeFormat(TAGS[locale], { numeric: "auto" });
  for (const [unit, ms] of UNITS) if (Math.abs(away) >= ms) return format.format(Math.trunc(away / ms), unit);
  return format.format(0, "second");
}

/** `1 250 000,00 ₽` */
export function moneyText(
  { amount, currency }: { readonly amount: string; readonly currency: string },
  locale: Locale,
): string {
  try {
    return new Intl.NumberFormat(TAGS[locale], { style: "currency", currency, minimumFractionDigits: 0 }).format(
      Number(amount),
    );
  } catch {
    return `${amount} ${currency}`;
  }
}

/** `12 345,6` */
export function numberText(value: number, locale: Locale): string {
  return new Intl.NumberFormat(TAGS[locale]).format(value);
}
