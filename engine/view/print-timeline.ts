import type { Instant } from "../base/instant.ts";
import { createZone, type Zone } from "../calendar/zone.ts";
import type { Locale, Text } from "../definition/problem.ts";
import { harmless } from "../definition/show-line.ts";
import { displayWidth, padTo, wrap } from "./display-width.ts";
import type { Story } from "./story.ts";
import type { TimelineLine, Tone } from "./timeline-line.ts";

export interface PrintTimelineOptions {
  readonly locale: Locale;
  readonly color: boolean;
  /** Width of the terminal, in columns. */
  readonly columns: number;
  /** IANA zone in which times are shown. */
  readonly zone: string;
}

/** Narrower than this nothing can be laid out; wider than this lines are hard to follow. */
const COLUMNS_MIN = 50;
const COLUMNS_MAX = 110;
/** Two spaces, `10:00`, two spaces, the mark, two spaces. */
const INDENT = 12;

/** Marks take one column in every terminal font; none of them is an emoji anywhere. */
const MARKS: Readonly<Record<Tone, { readonly mark: string; readonly ansi: string }>> = {
  start: { mark: "▸", ansi: "1" },
  task: { mark: "○", ansi: "36" },
  decision: { mark: "✓", ansi: "32" },
  message: { mark: "»", ansi: "34" },
  escalation: { mark: "▲", ansi: "33" },
  automatic: { mark: "·", ansi: "2" },
  wait: { mark: "…", ansi: "2" },
  incident: { mark: "!", ansi: "31" },
  end: { mark: "■", ansi: "1" },
  outside: { mark: "◆", ansi: "35" },
};

/**
 * A timeline as a page: days as headings, times once, what happened, and under it what people wrote. Where several
 * instances run, a line says whose it is as soon as that changes.
 */
export function printTimeline(lines: readonly TimelineLine[], options: PrintTimelineOptions): string {
  const width = pageWidth(options);
  const isShared = new Set(lines.flatMap((line) => line.host?.id ?? [])).size > 1;
  const printed: string[] = [];
  const zone = createZone(options.zone);
  let [day, time, host] = ["", "", null as Story | null];
  for (const line of lines) {
    const [date, clock] = localOf(line.at, zone);
    if (date !== day) {
      printed.push(...(printed.length === 0 ? [] : [""]), paint("1", dayText(date, options.locale), options));
      [day, time] = [date, ""];
    }
    if (isShared && line.host !== null && line.host !== host && line.tone !== "start")
      printed.push(paint("2", `${" ".repeat(INDENT - 3)}▹  ${ownerOf(line.host)}:`, options));
    host = line.host ?? host;
    printed.push(...lineTexts(line, clock === time ? "" : clock, width, options));
    time = clock;
  }
  return printed.join("\n");
}

/** `Пятница, 20 ноября 2026`, `Friday, 20 November 2026`. The names stand here because `Intl` takes 15 ms to find them. */
export function dayText(date: string, locale: Locale): string {
  const at = new Date(`${date}T00:00:00Z`);
  const { days, months } = NAMES[locale];
  return `${days[at.getUTCDay()]}, ${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** `3 декабря`, `3 December`. */
export function monthDayText(date: string, locale: Locale): string {
  const at = new Date(`${date}T00:00:00Z`);
  return `${at.getUTCDate()} ${NAMES[locale].months[at.getUTCMonth()]}`;
}

const NAMES = {
  ru: {
    days: ["Воскресенье", "Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота"],
    months: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" "),
  },
  en: {
    days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    months: "January February March April May June July August September October November December".split(" "),
  },
} as const;

/** Columns that a page takes: those of the terminal, within reason. */
export function pageWidth({ columns }: Pick<PrintTimelineOptions, "columns">): number {
  return Math.min(Math.max(columns, COLUMNS_MIN), COLUMNS_MAX);
}

/** A color or weight, where colors may be used. */
export function paint(ansi: string, text: string, { color }: Pick<PrintTimelineOptions, "color">): string {
  return color && text !== "" ? `\u001b[${ansi}m${text}\u001b[0m` : text;
}

/** A rule of the page's width with a title in it, for headings. */
export function heading(title: string, subtitle: string, options: PrintTimelineOptions): string {
  const width = pageWidth(options);
  const titles = wrap(harmless(title), width - 2).map((text) => paint("1", text, options));
  const below = subtitle === "" ? [] : wrap(harmless(subtitle), width - 2).map((text) => paint("2", text, options));
  return [...titles, ...below, paint("2", "─".repeat(width), options)].join("\n");
}

const LEGEND: readonly (readonly [tone: Tone, words: Text])[] = [
  ["outside", { ru: "случилось", en: "happened" }],
  ["task", { ru: "задание человеку", en: "a task for a person" }],
  ["decision", { ru: "решение", en: "a decision" }],
  ["message", { ru: "сообщение", en: "a message" }],
  ["escalation", { ru: "эскалация", en: "an escalation" }],
  ["automatic", { ru: "сделано само", en: "done by itself" }],
  ["wait", { ru: "ожидание", en: "waiting" }],
  ["end", { ru: "конец", en: "the end" }],
];

/** What the marks mean, in as many lines as they need. */
export function legend(options: PrintTimelineOptions, width: number): readonly string[] {
  const lines: string[] = [];
  let [line, used] = ["", 0];
  for (const [tone, words] of LEGEND) {
    const { mark, ansi } = MARKS[tone];
    const text = `${mark} ${words[options.locale]}`;
    if (used > 0 && used + displayWidth(text) + 3 > width) {
      lines.push(line);
      [line, used] = ["", 0];
    }
    line += `${used === 0 ? "" : "   "}${paint(ansi, mark, options)} ${paint("2", words[options.locale], options)}`;
    used += displayWidth(text) + (used === 0 ? 0 : 3);
  }
  return [...lines, line];
}

function lineTexts(line: TimelineLine, clock: string, width: number, options: PrintTimelineOptions): readonly string[] {
  const { mark, ansi } = MARKS[line.tone];
  const room = width - INDENT;
  const [first = "", ...rest] = wrap(harmless(line.text), room);
  const isQuiet = line.tone === "automatic" || line.tone === "wait";
  const strong =
    line.tone === "incident" || line.tone === "escalation" || line.tone === "start" || line.tone === "end"
      ? ansi
      : isQuiet
        ? "2"
        : "0";
  const shown = (text: string): string => (strong === "0" ? text : paint(strong, text, options));
  const pad = " ".repeat(INDENT);
  const details = line.details.flatMap((detail) => wrap(detail.split("\n").map(harmless).join("\n"), room - 2));
  return [
    `  ${clock === "" ? "     " : paint("2", padTo(clock, 5), options)}  ${paint(ansi, mark, options)}  ${shown(first)}`,
    ...rest.map((text) => `${pad}${shown(text)}`),
    ...details.map((text) =>
      text === "" ? "" : `${pad}${isQuiet || line.tone === "message" ? paint("2", text, options) : text}`,
    ),
  ];
}

function ownerOf(host: Story): string {
  return `${host.definition.title} № ${host.instance.number}`;
}

function localOf(at: Instant, zone: Zone): readonly [date: string, time: string] {
  const local = new Date(zone.toLocal(at)).toISOString();
  return [local.slice(0, 10), local.slice(11, 16)];
}
