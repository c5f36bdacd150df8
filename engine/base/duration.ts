import { pluralEn, pluralRu, type RussianForms } from "./plural.ts";

/**
 * How long, as the process says it. `businessDays` and `businessHours` are counted on a business calendar and never mix
 * with the others: a business day is not 24 hours.
 */
export type Duration =
  | { readonly kind: "wall"; readonly months: number; readonly days: number; readonly ms: number }
  | { readonly kind: "businessDays"; readonly count: number }
  | { readonly kind: "businessHours"; readonly count: number };

/** Why a text or map is no duration, for the author. */
export interface DurationProblem {
  readonly problem: { readonly ru: string; readonly en: string };
}

/** A process outlives nobody's pension: what is longer than 50 years is a slip of the pen, not a deadline. */
export const DURATION_YEARS_MAX = 50;

/**
 * Reads a duration as language §3 writes it: ISO 8601 text (`P1D`, `PT4H`, `P2W`, `P1Y2M`, `PT1.5H`), a map of wall units
 * (`{ days: 1, hours: 4 }`), or exactly one of `{ businessDays: n }` and `{ businessHours: n }`. A FEEL duration (tagged
 * value) is read by its text.
 *
 * Years, months, weeks, days and business days are whole; hours, minutes, seconds and business hours may have a fraction.
 * Never negative, at most {@link DURATION_YEARS_MAX} years. Nothing may be there: `{}` and `P` are problems.
 *
 * @example
 * parseDuration({ businessDays: 1 }) // { kind: "businessDays", count: 1 }
 * parseDuration("PT90M")             // { kind: "wall", months: 0, days: 0, ms: 5_400_000 }
 */
export function parseDuration(value: unknown): Duration | DurationProblem {
  if (typeof value === "string") return parseIso(value);
  if (typeof value === "number") {
    return problem(
      `число ${value} без единицы: пишите { hours: ${value} }`,
      `number ${value} has no unit: write { hours: ${value} }`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return problem(NOT_RU, NOT_EN);
  if ("$type" in value) return "value" in value ? parseDuration(value.value) : problem(NOT_RU, NOT_EN);
  return parseMap(Object.entries(value));
}

/** Is this what {@link parseDuration} says about a wrong text? */
export function isDurationProblem(value: Duration | DurationProblem): value is DurationProblem {
  return "problem" in value;
}

/**
 * The duration in words: «1 рабочий день», «2 часа», «1 день 12 часов», "1.5 business hours". Units that are zero are
 * left out; nothing at all is «0 секунд».
 */
export function formatDuration(duration: Duration, locale: "ru" | "en"): string {
  if (duration.kind !== "wall") return counted(duration.count, duration.kind, locale);
  const parts = wallParts(duration).filter(([count]) => count > 0);
  if (parts.length === 0) return counted(0, "seconds", locale);
  return parts.map(([count, unit]) => counted(count, unit, locale)).join(" ");
}

// ── reading ─────────────────────────────────────────────────────────────────────────────────────

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

type WallUnit = "years" | "months" | "weeks" | "days" | "hours" | "minutes" | "seconds";
type Unit = WallUnit | "businessDays" | "businessHours";

/** What one of the unit adds, whether it may be a fraction, and how many make {@link DURATION_YEARS_MAX} years. */
const UNITS: Readonly<
  Record<
    Unit,
    {
      readonly months: number;
      readonly days: number;
      readonly ms: number;
      readonly fraction: boolean;
      readonly max: number;
    }
  >
> = {
  years: { months: 12, days: 0, ms: 0, fraction: false, max: DURATION_YEARS_MAX },
  months: { months: 1, days: 0, ms: 0, fraction: false, max: DURATION_YEARS_MAX * 12 },
  weeks: { months: 0, days: 7, ms: 0, fraction: false, max: DURATION_YEARS_MAX * 52 },
  days: { months: 0, days: 1, ms: 0, fraction: false, max: DURATION_YEARS_MAX * 365 },
  hours: { months: 0, days: 0, ms: HOUR_MS, fraction: true, max: DURATION_YEARS_MAX * 365 * 24 },
  minutes: { months: 0, days: 0, ms: MINUTE_MS, fraction: true, max: DURATION_YEARS_MAX * 365 * 24 * 60 },
  seconds: { months: 0, days: 0, ms: SECOND_MS, fraction: true, max: DURATION_YEARS_MAX * 365 * 24 * 3600 },
  businessDays: { months: 0, days: 0, ms: 0, fraction: false, max: 10_000 },
  businessHours: { months: 0, days: 0, ms: 0, fraction: true, max: 80_000 },
};

const NOT_RU = "это не длительность: пишите P1D, PT4H, { days: 1 } или { businessDays: 1 }";
const NOT_EN = "this is no duration: write P1D, PT4H, { days: 1 } or { businessDays: 1 }";

/** The longest ISO text worth reading; a sane one has under 30 characters. */
const ISO_LENGTH_MAX = 100;
const ISO =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const ISO_UNITS: readonly WallUnit[] = ["years", "months", "weeks", "days", "hours", "minutes", "seconds"];

function parseIso(text: string): Duration | DurationProblem {
  if (text.length > ISO_LENGTH_MAX) return problem(NOT_RU, NOT_EN);
  if (/^-P/i.test(text)) return negative();
  const match = ISO.exec(text);
  const counts = match?.slice(1).map((digits) => (digits === undefined ? undefined : Number(digits.replace(",", "."))));
  if (!counts || counts.every((count) => count === undefined) || text.endsWith("T")) return problem(NOT_RU, NOT_EN);
  const entries = ISO_UNITS.map((unit, index) => [unit, counts[index]] as const).filter(
    ([, count]) => count !== undefined,
  );
  return parseMap(entries);
}

function parseMap(entries: readonly (readonly [string, unknown])[]): Duration | DurationProblem {
  if (entries.length === 0)
    return problem("длительность пуста: пишите { days: 1 }", "the duration is empty: write { days: 1 }");
  let months = 0;
  let days = 0;
  let ms = 0;
  for (const [unit, count] of entries) {
    const wrong = wrongCount(unit, count);
    if (wrong) return wrong;
    const number = count as number;
    if (unit === "businessDays" || unit === "businessHours") {
      if (entries.length > 1) return mixed(unit);
      return { kind: unit, count: number };
    }
    const per = UNITS[unit as WallUnit];
    months += per.months * number;
    days += per.days * number;
    ms += per.ms * number;
  }
  return { kind: "wall", months, days, ms: Math.round(ms) };
}

function wrongCount(unit: string, count: unknown): DurationProblem | null {
  if (!Object.hasOwn(UNITS, unit)) {
    return problem(
      `нет единицы «${unit}»; есть ${Object.keys(UNITS).join(", ")}`,
      `no unit "${unit}"; there are ${Object.keys(UNITS).join(", ")}`,
    );
  }
  const { fraction, max } = UNITS[unit as Unit];
  if (typeof count !== "number" || !Number.isFinite(count))
    return problem(`${unit}: нужно число`, `${unit}: a number is needed`);
  if (count < 0) return negative();
  if (!fraction && !Number.isInteger(count)) return notWhole(unit);
  if (count > max) return problem(`${unit}: не больше ${max}`, `${unit}: at most ${max}`);
  return null;
}

function notWhole(unit: string): DurationProblem {
  const instead = unit === "businessDays" ? "businessHours" : "hours";
  return problem(
    `${unit}: нужно целое число; доли пишите в ${instead}`,
    `${unit}: a whole number is needed; write fractions in ${instead}`,
  );
}

function mixed(unit: string): DurationProblem {
  return problem(
    `${unit} не складывается с другими единицами: оставьте одну`,
    `${unit} does not mix with other units: keep one`,
  );
}

function negative(): DurationProblem {
  return problem("длительность не бывает отрицательной", "a duration is never negative");
}

function problem(ru: string, en: string): DurationProblem {
  return { problem: { ru, en } };
}

// ── words ───────────────────────────────────────────────────────────────────────────────────────

const WORDS: Readonly<Record<Unit, { readonly ru: RussianForms; readonly en: readonly [string, string] }>> = {
  years: { ru: { one: "год", few: "года", many: "лет" }, en: ["year", "years"] },
  months: { ru: { one: "месяц", few: "месяца", many: "месяцев" }, en: ["month", "months"] },
  weeks: { ru: { one: "неделя", few: "недели", many: "недель" }, en: ["week", "weeks"] },
  days: { ru: { one: "день", few: "дня", many: "дней" }, en: ["day", "days"] },
  hours: { ru: { one: "час", few: "часа", many: "часов" }, en: ["hour", "hours"] },
  minutes: { ru: { one: "минута", few: "минуты", many: "минут" }, en: ["minute", "minutes"] },
  seconds: { ru: { one: "секунда", few: "секунды", many: "секунд" }, en: ["second", "seconds"] },
  businessDays: {
    ru: { one: "рабочий день", few: "рабочих дня", many: "рабочих дней" },
    en: ["business day", "business days"],
  },
  businessHours: {
    ru: { one: "рабочий час", few: "рабочих часа", many: "рабочих часов", fraction: "рабочего часа" },
    en: ["business hour", "business hours"],
  },
};

function counted(count: number, unit: Unit, locale: "ru" | "en"): string {
  const words = WORDS[unit];
  if (locale === "en") return `${count} ${pluralEn(count, ...words.en)}`;
  return `${String(count).replace(".", ",")} ${pluralRu(count, words.ru)}`;
}

function wallParts(wall: Extract<Duration, { kind: "wall" }>): readonly (readonly [number, WallUnit])[] {
  return [
    [Math.trunc(wall.months / 12), "years"],
    [wall.months % 12, "months"],
    [wall.days, "days"],
    [Math.trunc(wall.ms / HOUR_MS), "hours"],
    [Math.trunc((wall.ms % HOUR_MS) / MINUTE_MS), "minutes"],
    [(wall.ms % MINUTE_MS) / SECOND_MS, "seconds"],
  ];
}
