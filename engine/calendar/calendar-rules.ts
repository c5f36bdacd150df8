import { isDurationProblem, parseDuration } from "../base/duration.ts";
import type { CalendarProblem } from "./calendar-data.ts";
import { civilOf, type Day, dayOfDate, isYear, weekdayOf } from "./day.ts";
import { type Opening, readHours, shortened } from "./opening-hours.ts";
import { isZone } from "./zone.ts";

/** A calendar file, read: which hours a day has. */
export interface CalendarRules {
  readonly zone: string;
  /** Opening hours of a day in order; empty: a day off. */
  openingsOn(day: Day): readonly Opening[];
  /** Was the year drafted from the fixed holidays, for want of its decree? */
  isProvisional(year: number): boolean;
}

/** Reads a calendar file's plain data. Where there are problems, the rules leave out what is wrong. */
export function readRules(data: unknown): {
  readonly rules: CalendarRules;
  readonly problems: readonly CalendarProblem[];
} {
  const reader = new Reader();
  const map = reader.map(data);
  reader.knownKeys(map);
  const week = readHours(map["hours"], reader.report);
  const off = reader.days(map, "daysOff");
  const working = reader.days(map, "working");
  const short = reader.days(map, "short");
  const holidays = reader.holidays(map);
  const decreed = reader.decreed(map) ?? yearsOf([off, working, short]);
  const drafts = "holidays" in map || "decreed" in map;
  const shortWeek = shortened(week, reader.shortByMs(map));

  const isProvisional = (year: number): boolean => drafts && !decreed.has(year);
  const isHoliday = (day: Day): boolean => {
    const { year, month, dayOfMonth } = civilOf(day);
    return isProvisional(year) && holidays.has(month * 100 + dayOfMonth);
  };
  const openingsOn = (day: Day): readonly Opening[] => {
    const weekday = weekdayOf(day);
    const opened = working.has(day);
    if (!opened && (off.has(day) || isHoliday(day))) return [];
    const hours = short.has(day) ? shortWeek : week;
    return (opened ? hours.whenWorking[weekday] : hours.usual[weekday]) ?? [];
  };
  reader.contradictions({ off, working, short }, openingsOn);
  return { rules: { zone: reader.zone(map), openingsOn, isProvisional }, problems: reader.problems };
}

/** Days of a list and where each stands in it. */
type DayIndex = ReadonlyMap<Day, number>;

const KEYS = ["title", "zone", "hours", "shortBy", "daysOff", "working", "short", "holidays", "decreed"];
/** Longest range of days off: longer than a year is a slip of the pen. */
const RANGE_DAYS_MAX = 366;
/** Longest list of dates; a century of days off has about 3,000 lines. */
const DATES_MAX = 10_000;
const DEFAULT_SHORT_BY = { hours: 1 };

type Plain = Readonly<Record<string, unknown>>;
type Report = (path: CalendarProblem["path"], ru: string, en: string) => void;

class Reader {
  readonly problems: CalendarProblem[] = [];
  readonly report: Report = (path, ru, en) => void this.problems.push({ path, atKey: false, says: { ru, en } });

  map(data: unknown): Plain {
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return data as Plain;
    this.report(
      [],
      "календарь — это ключи zone, hours, daysOff, working, short",
      "a calendar is keys: zone, hours, daysOff, working, short",
    );
    return {};
  }

  knownKeys(map: Plain): void {
    for (const key of Object.keys(map)) {
      if (KEYS.includes(key)) continue;
      const says = {
        ru: `в календаре нет ключа «${key}»; есть ${KEYS.join(", ")}`,
        en: `a calendar has no key "${key}"; there are ${KEYS.join(", ")}`,
      };
      this.problems.push({ path: [key], atKey: true, says });
    }
    if ("title" in map && typeof map["title"] !== "string")
      this.report(["title"], "название — это текст", "a title is text");
  }

  zone(map: Plain): string {
    const zone = map["zone"];
    if (typeof zone === "string" && isZone(zone)) return zone;
    const path = "zone" in map ? ["zone"] : [];
    this.report(path, "нужен часовой пояс: zone: Europe/Moscow", "a time zone is needed: zone: Europe/Moscow");
    return "UTC";
  }

  shortByMs(map: Plain): number {
    const duration = parseDuration(map["shortBy"] ?? DEFAULT_SHORT_BY);
    if (!isDurationProblem(duration) && duration.kind === "wall" && duration.months === 0 && duration.days === 0)
      return duration.ms;
    this.report(
      ["shortBy"],
      "на сколько короче: пишите shortBy: { hours: 1 }",
      "how much shorter: write shortBy: { hours: 1 }",
    );
    return 0;
  }

  days(map: Plain, key: string): DayIndex {
    const days = new Map<Day, number>();
    for (const [index, item] of this.list(map, key).entries()) {
      const range = typeof item === "string" ? rangeOf(item, dayOfDate) : null;
      if (!range || range.to < range.from || range.to - range.from >= RANGE_DAYS_MAX) {
        this.report(
          [key, index],
          `не дата: пишите 2026-05-11 или 2026-01-01..2026-01-09`,
          `no date: write 2026-05-11 or 2026-01-01..2026-01-09`,
        );
        continue;
      }
      if (days.has(range.from)) this.report([key, index], "эта дата здесь второй раз", "this date is here twice");
      for (let day = range.from; day <= range.to; day++) days.set(day, index);
    }
    return days;
  }

  /** Month and day as `month * 100 + day`. */
  holidays(map: Plain): ReadonlySet<number> {
    const days = new Set<number>();
    for (const [index, item] of this.list(map, "holidays").entries()) {
      // 2000 is a leap year: 02-29 may be a holiday.
      const range = typeof item === "string" ? rangeOf(item, (text) => dayOfDate(`2000-${text}`)) : null;
      if (!range || range.to < range.from)
        this.report(
          ["holidays", index],
          "не день года: пишите 05-09 или 01-01..01-08",
          "no day of the year: write 05-09 or 01-01..01-08",
        );
      else
        for (let day = range.from; day <= range.to; day++) days.add(civilOf(day).month * 100 + civilOf(day).dayOfMonth);
    }
    return days;
  }

  decreed(map: Plain): ReadonlySet<number> | null {
    if (!("decreed" in map)) return null;
    const years = new Set<number>();
    for (const [index, item] of this.list(map, "decreed").entries()) {
      const range = rangeOf(String(item), (text) => (/^\d{4}$/.test(text) ? Number(text) : null));
      if (!range || range.to < range.from)
        this.report(["decreed", index], "не год: пишите 2026 или 2013..2026", "no year: write 2026 or 2013..2026");
      else for (let year = range.from; year <= range.to && isYear(year); year++) years.add(year);
    }
    return years;
  }

  contradictions(
    days: Readonly<Record<"off" | "working" | "short", DayIndex>>,
    openingsOn: CalendarRules["openingsOn"],
  ): void {
    for (const [day, index] of days.working) {
      if (days.off.has(day))
        this.report(
          ["working", index],
          "этот день и рабочий, и выходной: оставьте одно",
          "this day is both working and off: keep one",
        );
    }
    for (const [day, index] of days.short) {
      if (openingsOn(day).length === 0)
        this.report(
          ["short", index],
          "сокращённый день — выходной: уберите его",
          "the short day is a day off: remove it",
        );
    }
  }

  private list(map: Plain, key: string): readonly unknown[] {
    const value = map[key] ?? [];
    if (Array.isArray(value) && value.length <= DATES_MAX) return value;
    this.report([key], `${key} — это список, не длиннее ${DATES_MAX}`, `${key} is a list of at most ${DATES_MAX}`);
    return [];
  }
}

/** `a..b`, or `a` alone. */
function rangeOf(
  text: string,
  read: (text: string) => number | null,
): { readonly from: number; readonly to: number } | null {
  const [first, last, ...more] = text.split("..").map((part) => part.trim());
  const from = read(first ?? "");
  const to = last === undefined ? from : read(last);
  return from === null || to === null || more.length > 0 ? null : { from, to };
}

function yearsOf(lists: readonly DayIndex[]): ReadonlySet<number> {
  return new Set(lists.flatMap((days) => [...days.keys()].map((day) => civilOf(day).year)));
}
