import type { Locale } from "./locale.ts";

const TAGS = { ru: "ru-RU", en: "en-GB" } as const;

/** `30.11.2026, 10:15`; of this year without it. @param iso an instant */
export function whenText(iso: string, locale: Locale, now = new Date()): string {
  const at = new Date(iso);
  const isThisYear = at.getFullYear() === now.getFullYear();
  const day: Intl.DateTimeFormatOptions = isThisYear
    ? { day: "numeric", month: "short" }
    : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(TAGS[locale], { ...day, hour: "2-digit", minute: "2-digit" }).format(at);
}

/** `30 нояб.`; with the year where it is another one. @param date `2026-11-30` or an instant */
export function dayText(date: string, locale: Locale, now = new Date()): string {
  const at = new Date(date.length === 10 ? `${date}T12:00:00` : date);
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(TAGS[locale], { day: "numeric", month: "short", ...year }).format(at);
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
