import { pluralEn, pluralRu, type RussianForms } from "../base/plural.ts";
import type { Money } from "../base/value.ts";
import { type Civil, civilOf, two } from "./temporal/civil.ts";
import { atInstant, type DateTimeParts, instantNanos, NANOS, type Temporal } from "./temporal/temporal.ts";
import { namedZone } from "./temporal/zone.ts";
import type { Num } from "./value/inner.ts";
import { amountOf } from "./value/money.ts";
import { digitsOf } from "./value/number.ts";

type Locale = "ru" | "en";

/** Separators by language. An ordinary space groups digits in Russian: what people type finds it. */
const SIGNS = { ru: { group: " ", point: "," }, en: { group: ",", point: "." } } as const;

/** `1 234,5` or `1,234.5`; all digits, never an exponent. */
export function renderNumber(value: Num, locale: Locale): string {
  return grouped(digitsOf(value), locale);
}

function grouped(digits: string, locale: Locale): string {
  const { group, point } = SIGNS[locale];
  const negative = digits.startsWith("-");
  const [whole = "0", decimals] = (negative ? digits.slice(1) : digits).split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${negative ? "-" : ""}${groups}${decimals === undefined ? "" : point + decimals}`;
}

/** `100 000,00 ₽` or `₽100,000.00`; at least two digits after the point. */
export function renderMoney(money: Money, locale: Locale): string {
  const amount = amountOf(money);
  if (amount === null) return `${money.amount} ${money.currency}`;
  const [whole = "0", decimals = ""] = digitsOf(amount).split(".");
  const text = grouped(`${whole}.${decimals.padEnd(2, "0")}`, locale);
  const symbol = symbolOf(money.currency);
  if (locale === "ru") return `${text} ${symbol}`;
  const sign = text.startsWith("-") ? "-" : "";
  const gap = /\p{L}$/u.test(symbol) ? " " : "";
  return `${sign}${symbol}${gap}${text.slice(sign.length)}`;
}

const symbols = new Map<string, string>();

/** `₽`, `$`, `€`; the code itself for a currency that has no sign. */
function symbolOf(currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return currency;
  const known = symbols.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("ru", { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  const symbol = format.formatToParts(0).find(({ type }) => type === "currency")?.value ?? currency;
  if (symbols.size < SYMBOLS_MAX) symbols.set(currency, symbol);
  return symbol;
}

/** More currencies than there are; a bound all the same, for their codes come from data. */
const SYMBOLS_MAX = 400;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `25.11.2026`, `25.11.2026 10:00` in the reader's zone, `10:00`. */
export function renderTemporal(value: Temporal, to: { readonly locale: Locale; readonly zone: string }): string {
  switch (value.kind) {
    case "date":
      return renderDate(value, to.locale);
    case "time":
      return clock(value.nanos);
    case "date and time": {
      const local = inZone(value, to.zone);
      return `${renderDate(civilOf(local.days), to.locale)} ${clock(local.nanos)}`;
    }
    default:
      return renderDuration(value, to.locale);
  }
}

/** A time without a zone is the reader's already. */
function inZone(at: DateTimeParts, name: string): DateTimeParts {
  const zone = namedZone(name);
  return at.zone && zone ? atInstant(instantNanos(at), zone) : at;
}

function renderDate({ year, month, day }: Civil, locale: Locale): string {
  const years = String(year).padStart(4, "0");
  return locale === "ru" ? `${two(day)}.${two(month)}.${years}` : `${day} ${MONTHS[month - 1]} ${years}`;
}

/** Seconds only where there are any. */
function clock(nanos: number): string {
  const seconds = Math.floor(nanos / NANOS);
  const rest = seconds % 60;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest === 0 ? "" : `:${two(rest)}`}`;
}

/** `1 день 2 часа`, `1 год 2 месяца`; `0 секунд` for no time at all. */
export function renderDuration(value: Temporal, locale: Locale): string {
  const parts =
    value.kind === "years and months duration"
      ? monthParts(value.months)
      : value.kind === "days and time duration"
        ? dayParts(value.nanos)
        : [];
  const shown = parts.filter(([count]) => count !== 0);
  const words = (shown.length > 0 ? shown : parts.slice(-1)).map(([count, unit]) =>
    counted(Math.abs(count), unit, locale),
  );
  return `${parts.some(([count]) => count < 0) ? (locale === "ru" ? "минус " : "minus ") : ""}${words.join(" ")}`;
}

type Unit = keyof typeof UNITS;

const UNITS = {
  year: { one: "год", few: "года", many: "лет" },
  month: { one: "месяц", few: "месяца", many: "месяцев" },
  day: { one: "день", few: "дня", many: "дней" },
  hour: { one: "час", few: "часа", many: "часов" },
  minute: { one: "минута", few: "минуты", many: "минут" },
  second: { one: "секунда", few: "секунды", many: "секунд" },
} as const satisfies Record<string, RussianForms>;

function monthParts(months: number): [number, Unit][] {
  return [
    [Math.trunc(months / 12), "year"],
    [months % 12, "month"],
  ];
}

function dayParts(nanos: bigint): [number, Unit][] {
  const seconds = Number(nanos / BigInt(NANOS));
  return [
    [Math.trunc(seconds / 86_400), "day"],
    [Math.trunc(seconds / 3600) % 24, "hour"],
    [Math.trunc(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ];
}

function counted(count: number, unit: Unit, locale: Locale): string {
  return `${grouped(String(count), locale)} ${locale === "ru" ? pluralRu(count, UNITS[unit]) : pluralEn(count, unit, `${unit}s`)}`;
}
