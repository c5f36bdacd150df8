/**
 * The proleptic Gregorian calendar as arithmetic: days since 1970-01-01 and back. No `Date` is involved, so years far
 * outside its range work and no zone of the machine can leak in.
 */
export interface Civil {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
}

/** Years that DMN allows. */
export const YEAR_MAX = 999_999_999;

/** Days from 1970-01-01 to that day. (Howard Hinnant, "chrono-compatible low-level date algorithms".) */
export function daysOf({ year, month, day }: Civil): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The day so many days after 1970-01-01. */
export function civilOf(days: number): Civil {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const day = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Has the year a 29th of February? */
export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Is there such a day, in a year that DMN allows? */
export function isCivil({ year, month, day }: Civil): boolean {
  return Math.abs(year) <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** So many months later; a day the month does not have becomes its last. */
export function addMonths(date: Civil, months: number): Civil {
  const index = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return { year, month, day: Math.min(date.day, daysInMonth(year, month)) };
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** 1 for the first of January. */
export function dayOfYear(date: Civil): number {
  return daysOf(date) - daysOf({ year: date.year, month: 1, day: 1 }) + 1;
}

/** ISO 8601: the week whose Thursday lies in the year is the first. */
export function weekOfYear(date: Civil): number {
  const days = daysOf(date);
  const thursday = days - weekdayOf(days) + 4;
  const january1 = daysOf({ year: civilOf(thursday).year, month: 1, day: 1 });
  return Math.floor((thursday - january1) / 7) + 1;
}

/** `2026-11-25`; longer and negative years as XML Schema writes them. */
export function civilText({ year, month, day }: Civil): string {
  const sign = year < 0 ? "-" : "";
  return `${sign}${String(Math.abs(year)).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** Reads `2026-11-25`; null where the text is no day. */
export function readCivil(text: string): Civil | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return isCivil(date) ? date : null;
}

const DATE = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)$/;

/** A part of a date or time in two digits. */
export function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
