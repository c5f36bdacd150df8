import { dateOfDay, dayOfDate, weekdayOf } from "./day.ts";

/** One year of a public calendar: dates in order, `2026-01-01`. */
export interface ImportedYear {
  readonly year: number;
  /** Closed, weekends among them where the source names them. */
  readonly off: readonly string[];
  /** Saturdays and Sundays that are worked. */
  readonly working: readonly string[];
  readonly short: readonly string[];
}

export type ImportFormat = "xmlcalendar" | "isdayoff";

/** What is wrong with a text that was to be imported. */
export interface ImportProblem {
  readonly problem: { readonly ru: string; readonly en: string };
}

/** The format that a text is in, by how it begins. */
export function importFormatOf(text: string): ImportFormat {
  return text
    .replace(/^\uFEFF/, "")
    .trimStart()
    .startsWith("<")
    ? "xmlcalendar"
    : "isdayoff";
}

/**
 * Reads a year as xmlcalendar (`calendar.xml`: days with `t` 1 off, 2 short, 3 worked, and `f` from which day it was moved)
 * or isdayoff (`ru2026.json`: `dayoff`, `predayoff`, `workday`, `covidday`) publish it.
 *
 * @param text at most {@link IMPORT_CHARS_MAX} characters
 */
export function readImportedYear(text: string, format: ImportFormat): ImportedYear | ImportProblem {
  if (text.length > IMPORT_CHARS_MAX)
    return wrong("файл слишком большой для одного года", "the file is too large for one year");
  const read = format === "xmlcalendar" ? readXml(text) : readJson(text);
  if ("problem" in read) return read;
  const { year } = read;
  if (!Number.isInteger(year) || year < 1990 || year > 2100)
    return wrong("в файле нет года, на который он составлен", "the file does not say which year it is of");
  const dates: Record<"off" | "working" | "short", readonly string[]> = { off: [], working: [], short: [] };
  for (const name of ["off", "working", "short"] as const) {
    const found: string[] = [];
    for (const day of read[name]) {
      const date = `${year}-${day}`;
      if (dayOfDate(date) === null) return wrong(`такого дня нет: ${date}`, `there is no such day: ${date}`);
      found.push(date);
    }
    dates[name] = [...new Set(found)].sort();
  }
  if (dates.off.length === 0) return wrong("в файле нет ни одного выходного", "the file has no day off");
  const both = dates.working.find((date) => dates.off.includes(date));
  if (both !== undefined)
    return wrong(`${both} — и выходной, и рабочий`, `${both} is both a day off and a working day`);
  return { year, ...dates };
}

/** A year is about 3 KB; a million characters is somebody's whole archive. */
const IMPORT_CHARS_MAX = 1_000_000;

/** Days as `MM-DD`, as they stand. */
interface Raw {
  readonly year: number;
  readonly off: readonly string[];
  readonly working: readonly string[];
  readonly short: readonly string[];
}

function readXml(text: string): Raw | ImportProblem {
  const year = Number(/<calendar\b[^>]*\byear="(\d{4})"/.exec(text)?.[1]);
  const [off, working, short, moved] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  for (const [, attributes = ""] of text.matchAll(/<day\b([^>]*)>/g)) {
    const day = monthDay(attributeOf(attributes, "d") ?? "");
    const kind = attributeOf(attributes, "t");
    if (day === null || kind === null)
      return wrong(`непонятная строка: <day${attributes}>`, `a line that makes no sense: <day${attributes}>`);
    if (kind === "1") off.add(day);
    else if (kind === "2") short.add(day);
    else if (kind === "3") working.add(day);
    else return wrong(`неизвестный вид дня t="${kind}"`, `an unknown kind of day t="${kind}"`);
    const from = monthDay(attributeOf(attributes, "f") ?? "");
    if (from !== null) moved.add(from);
  }
  // A day off was moved away from there: it is worked, unless it is a holiday itself (its day off only moved on).
  for (const day of [...moved, ...short]) if (!off.has(day) && isWeekend(year, day)) working.add(day);
  return { year, off: [...off], working: [...working], short: [...short] };
}

function attributeOf(attributes: string, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}="([^"]{0,20})"`).exec(attributes)?.[1] ?? null;
}

function readJson(text: string): Raw | ImportProblem {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return wrong("это не JSON", "this is no JSON");
  }
  if (typeof data !== "object" || data === null || !("dayoff" in data))
    return wrong("в файле нет списка dayoff", "the file has no list `dayoff`");
  const map = data as Readonly<Record<string, unknown>>;
  const lists = ["dayoff", "covidday", "workday", "predayoff"].map((name) => daysIn(map[name]));
  const [off, closed, working, short] = lists;
  if (!off || !closed || !working || !short)
    return wrong("дни записаны не так, как у isdayoff", "the days are not written as isdayoff does");
  return { year: Number(map["year"]), off: [...off, ...closed], working, short };
}

function daysIn(list: unknown): readonly string[] | null {
  if (list === undefined) return [];
  if (!Array.isArray(list)) return null;
  const days = list.map((one) => (typeof one === "string" ? monthDay(one) : null));
  return days.every((one) => one !== null) ? days : null;
}

/** `01.09` or `0109` as `01-09`. */
function monthDay(text: string): string | null {
  const match = /^(\d{2})\.?(\d{2})$/.exec(text);
  return match ? `${match[1]}-${match[2]}` : null;
}

function isWeekend(year: number, day: string): boolean {
  const found = dayOfDate(`${year}-${day}`);
  return found !== null && weekdayOf(found) >= 5;
}

/** Days in order as a calendar file lists them: neighbors as `a..b`. */
export function rangesOf(dates: readonly string[]): readonly string[] {
  const ranges: { from: number; to: number }[] = [];
  for (const date of dates) {
    const day = dayOfDate(date) ?? 0;
    const last = ranges.at(-1);
    if (last && day === last.to + 1) last.to = day;
    else ranges.push({ from: day, to: day });
  }
  return ranges.map(({ from, to }) => (from === to ? dateOfDay(from) : `${dateOfDay(from)}..${dateOfDay(to)}`));
}

function wrong(ru: string, en: string): ImportProblem {
  return { problem: { ru, en } };
}
