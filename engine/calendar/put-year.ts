import { rangesOf } from "./import-year.ts";

/** What a calendar file is to say about a year. */
export interface YearDays {
  readonly year: number;
  /** Days off that would otherwise be worked. */
  readonly daysOff: readonly string[];
  readonly working: readonly string[];
  readonly short: readonly string[];
}

/**
 * A calendar file's text with one year put in: its days replace those the file had for that year, newest year first;
 * everything else stays as it was written, comments too. The year becomes `decreed` where the file says which years are.
 *
 * The text must be block YAML at its top, as the shipped calendars are; lists in brackets are written anew.
 */
export function putYear(text: string, days: YearDays): string {
  const lists = ["daysOff", "working", "short"] as const;
  const lines = lists.reduce<readonly string[]>(
    (all, name) => putList(all, name, days),
    text.replace(/\r\n/g, "\n").split("\n"),
  );
  return putDecreed(lines, days.year).join("\n");
}

interface Section {
  /** Line of the key. */
  readonly start: number;
  /** First line that is not the list's any more. */
  readonly end: number;
}

function putList(lines: readonly string[], name: "daysOff" | "working" | "short", days: YearDays): readonly string[] {
  const found = sectionOf(lines, name);
  const fresh = rangesOf(days[name]).map((range) => `  - ${range}`);
  const block = fresh.length === 0 ? [] : [`  # ${days.year}`, ...fresh];
  if (found === null) return block.length === 0 ? lines : [...withoutBlankEnd(lines), "", `${name}:`, ...block, ""];
  const [head = "", ...body] = lines.slice(found.start, found.end);
  const inline = /^\w+:\s*\[([^\]]*)\]/.exec([head, ...body].join(" "));
  const items = inline ? inlineItems(inline[1] ?? "") : body;
  const kept = withoutYear(items, days.year);
  const isEmpty = block.length === 0 && !kept.some((line) => /^\s*-/.test(line));
  const list = isEmpty
    ? [`${name}: []`]
    : [inline ? `${name}:` : head.replace(/:\s*\[\s*\]\s*$/, ":"), ...block, ...kept];
  return [...lines.slice(0, found.start), ...list, ...lines.slice(found.end)];
}

function inlineItems(text: string): readonly string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map((item) => `  - ${item}`);
}

/** A key at the beginning of a line, and the lines under it up to the next key and the comments that belong to that. */
function sectionOf(lines: readonly string[], name: string): Section | null {
  const start = lines.findIndex((line) => line.startsWith(`${name}:`));
  if (start === -1) return null;
  let end = start + 1;
  for (let at = start + 1; at < lines.length && !/^[^\s#]/.test(lines[at] ?? ""); at++) {
    if (/^\s+\S/.test(lines[at] ?? "")) end = at + 1;
  }
  return { start, end };
}

/** Items of the year go, and the comment that was its heading. A range that reaches into it counts by where it begins. */
function withoutYear(body: readonly string[], year: number): readonly string[] {
  const item = new RegExp(`^\\s*-\\s*["']?${year}-`);
  const heading = new RegExp(`^\\s*#\\s*${year}\\s*$`);
  return body.filter((line) => !item.test(line) && !heading.test(line));
}

function putDecreed(lines: readonly string[], year: number): readonly string[] {
  const found = sectionOf(lines, "decreed");
  if (found === null) return lines;
  const text = lines.slice(found.start, found.end).join(" ").replace(/#.*$/, "");
  const years = new Set([year]);
  for (const [, from = "", to = from] of text.matchAll(/\b(\d{4})(?:\s*\.\.\s*(\d{4}))?\b/g)) {
    const last = Math.min(Number(to), Number(from) + YEARS_MAX);
    for (let one = Number(from); one <= last; one++) years.add(one);
  }
  const sorted = [...years].sort((one, other) => one - other);
  return [...lines.slice(0, found.start), `decreed: [${yearRanges(sorted).join(", ")}]`, ...lines.slice(found.end)];
}

/** Years that a range may span. */
const YEARS_MAX = 200;

function yearRanges(years: readonly number[]): readonly string[] {
  const ranges: { from: number; to: number }[] = [];
  for (const year of years) {
    const last = ranges.at(-1);
    if (last && year === last.to + 1) last.to = year;
    else ranges.push({ from: year, to: year });
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}..${to}`));
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return lines.slice(0, last + 1);
}
