import { pluralEn, pluralRu } from "../base/plural.ts";
import type { Locale } from "../definition/problem.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long somebody waited, in the two largest units: «2 дня 3 ч», «15 мин», «сразу». */
export function waitingText(ms: number, locale: Locale): string {
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  const words = [
    days > 0
      ? `${days} ${locale === "ru" ? pluralRu(days, { one: "день", few: "дня", many: "дней" }) : pluralEn(days, "day", "days")}`
      : "",
    hours > 0 ? `${hours} ${locale === "ru" ? "ч" : "h"}` : "",
    minutes > 0 && days === 0 ? `${minutes} ${locale === "ru" ? "мин" : "min"}` : "",
  ].filter((word) => word !== "");
  if (words.length > 0) return words.join(" ");
  return locale === "ru" ? "меньше минуты" : "under a minute";
}
