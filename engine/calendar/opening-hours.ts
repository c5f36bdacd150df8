import type { CalendarProblem } from "./calendar-data.ts";

/** Working time of one day from `opens` up to, not including, `closes`: milliseconds after local midnight. */
export interface Opening {
  readonly opens: number;
  readonly closes: number;
}

/** Openings by weekday, 0 is Monday. */
export interface Week {
  readonly usual: readonly (readonly Opening[])[];
  /** Those of a day named as working: where the weekday has none, the last weekday before that has some. */
  readonly whenWorking: readonly (readonly Opening[])[];
}

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MINUTE_MS = 60_000;
/** Openings a day: a morning, an afternoon, an evening and some. */
const OPENINGS_MAX = 12;
const HOURS = /^(\d{2}):(\d{2})\s*[-–]\s*(\d{2}):(\d{2})$/;

/** Reads `hours: { mon-fri: ["09:00-13:00", "14:00-18:00"], sat: ["10:00-15:00"] }`. */
export function readHours(data: unknown, report: Report): Week {
  const usual: (readonly Opening[] | undefined)[] = WEEKDAYS.map(() => undefined);
  const entries = typeof data === "object" && data !== null && !Array.isArray(data) ? Object.entries(data) : [];
  for (const [key, value] of entries) {
    const days = weekdaysOf(key);
    if (days.length === 0)
      report(["hours", key], `нет дней «${key}»: пишите mon-fri или sat`, `no days "${key}": write mon-fri or sat`);
    if (days.some((day) => usual[day]))
      report(["hours", key], "эти дни уже названы выше", "these days were named above");
    const openings = readOpenings(value, ["hours", key], report);
    for (const day of days) usual[day] = openings;
  }
  if (!usual.some((openings) => openings && openings.length > 0)) {
    report(
      ["hours"],
      'нужны рабочие часы: hours: { mon-fri: ["09:00-18:00"] }',
      'working hours are needed: hours: { mon-fri: ["09:00-18:00"] }',
    );
  }
  return weekOf(usual.map((openings) => openings ?? []));
}

/** The same week with each day closing earlier. A short morning goes whole, and the rest is taken from what is before it. */
export function shortened(week: Week, byMs: number): Week {
  return weekOf(week.usual.map((openings) => shorten(openings, byMs)));
}

function weekOf(usual: readonly (readonly Opening[])[]): Week {
  const whenWorking = usual.map((openings, weekday) => {
    for (let back = 0; openings.length === 0 && back < usual.length; back++) {
      openings = usual[(weekday - back + usual.length) % usual.length] ?? [];
    }
    return openings;
  });
  return { usual, whenWorking };
}

function shorten(openings: readonly Opening[], byMs: number): readonly Opening[] {
  let left = byMs;
  return openings
    .toReversed()
    .map((opening) => {
      const taken = Math.min(left, opening.closes - opening.opens);
      left -= taken;
      return { opens: opening.opens, closes: opening.closes - taken };
    })
    .filter((opening) => opening.closes > opening.opens)
    .toReversed();
}

type Report = (path: CalendarProblem["path"], ru: string, en: string) => void;

function weekdaysOf(key: string): readonly number[] {
  const [first, last = first, ...more] = key.toLowerCase().split("-");
  const [from, to] = [WEEKDAYS.indexOf(first ?? ""), WEEKDAYS.indexOf(last ?? "")];
  if (from < 0 || to < from || more.length > 0) return [];
  return WEEKDAYS.keys()
    .filter((day) => day >= from && day <= to)
    .toArray();
}

function readOpenings(value: unknown, path: readonly (string | number)[], report: Report): readonly Opening[] {
  const items: readonly unknown[] = Array.isArray(value) && value.length <= OPENINGS_MAX ? value : [null];
  const openings: Opening[] = [];
  for (const [index, item] of items.entries()) {
    const opening = typeof item === "string" ? openingOf(item) : null;
    const at = Array.isArray(value) ? [...path, index] : path;
    if (!opening) report(at, 'не часы работы: пишите "09:00-13:00"', 'no working hours: write "09:00-13:00"');
    else if (opening.opens < (openings.at(-1)?.closes ?? 0))
      report(at, "часы идут не по порядку", "the hours are out of order");
    else openings.push(opening);
  }
  return openings;
}

function openingOf(text: string): Opening | null {
  const match = HOURS.exec(text.trim());
  if (!match) return null;
  const [opens, closes] = [minutesOf(match[1], match[2]), minutesOf(match[3], match[4])];
  if (opens === null || closes === null || closes <= opens) return null;
  return { opens: opens * MINUTE_MS, closes: closes * MINUTE_MS };
}

/** `24:00` closes at midnight. */
function minutesOf(hours: string | undefined, minutes: string | undefined): number | null {
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total <= 24 * 60 ? total : null;
}
