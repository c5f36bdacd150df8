import type { Locale } from "./locale.ts";

/*
 * One zone for every time on every page: the company's, which the server tells with the session. Until then (on the pages
 * before signing in) the browser's own.
 */
let zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone in which times are shown and typed: `Europe/Moscow`. */
export function companyZone(): string {
  return zone;
}

/** The server has told the company's zone. */
export function companyZoneIs(told: string): void {
  zone = told;
}

/** `Москва, стандартное время (GMT+3)`. */
export function zoneText(locale: Locale, now = new Date()): string {
  const part = (timeZoneName: "long" | "shortOffset") =>
    new Intl.DateTimeFormat(locale === "ru" ? "ru-RU" : "en-GB", { timeZone: zone, timeZoneName })
      .formatToParts(now)
      .find(({ type }) => type === "timeZoneName")?.value ?? zone;
  const [name, offset] = [part("long"), part("shortOffset")];
  return name === offset ? name : `${name} (${offset})`;
}
