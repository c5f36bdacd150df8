import type { Text } from "../definition/problem.ts";
import { harmless } from "../definition/show-line.ts";
import type { Because } from "./because.ts";
import { padTo, wrap } from "./display-width.ts";
import { shortTime } from "./moment.ts";
import { heading, type PrintTimelineOptions, pageWidth, paint } from "./print-timeline.ts";
import { statusText } from "./status-text.ts";
import type { Why, WhyPlace } from "./why.ts";

/** A `why` as people read it: what holds it, then every place with its answers, headings in the reader's language. */
export function printWhy(why: Why, options: PrintTimelineOptions): string {
  const { locale } = options;
  const name = `${why.title} № ${why.number}`;
  const subject = why.subject === why.title ? "" : why.subject;
  const blocks = [
    ...(why.task !== null && why.places.length === 0 ? [paint("33", CLOSED_TASK[locale], options)] : []),
    timed(HEADINGS.held, why.held, options),
    ...why.places.map((place) => placeText(place, why, options)),
    timed(HEADINGS.ended, why.ended, options),
  ].filter((block) => block !== "");
  const status = `${statusText(why.status, options)}`;
  return [heading(name, subject, options), status, "", blocks.join("\n\n")].join("\n").trimEnd();
}

const HEADINGS = {
  held: { ru: "Что держит", en: "What holds it" },
  here: { ru: "Почему здесь", en: "Why here" },
  rules: { ru: "По какому правилу", en: "Which rule" },
  seats: { ru: "Согласование", en: "The approval" },
  me: { ru: "Почему вы", en: "Why you" },
  who: { ru: "Почему эти люди", en: "Why these people" },
  unblocks: { ru: "Что сдвинет с места", en: "What unblocks it" },
  next: { ru: "Что дальше по часам", en: "What the clock does next" },
  ended: { ru: "Как закончился", en: "How it ended" },
} as const satisfies Readonly<Record<string, Text>>;

const CLOSED_TASK: Text = {
  ru: "Это задание уже закрыто; вот что с процессом.",
  en: "This task is closed already; this is how its instance stands.",
};

function placeText(place: WhyPlace, why: Why, options: PrintTimelineOptions): string {
  const title = wrap(harmless(place.title), pageWidth(options) - 2).map((line, index) =>
    index === 0 ? `${paint("36", "●", options)} ${paint("1", line, options)}` : `  ${paint("1", line, options)}`,
  );
  const since = paint(
    "2",
    `  ${options.locale === "ru" ? "с" : "since"} ${shortTime(place.since, options.locale)}`,
    options,
  );
  const sections = [
    section(HEADINGS.unblocks, place.unblocks, options),
    section(HEADINGS.seats, place.seats, options),
    section(HEADINGS.me, isWorthSaying(place, why) ? place.me : [], options),
    timed(HEADINGS.who, place.who, options),
    timed(HEADINGS.here, place.here, options),
    section(HEADINGS.rules, place.rules, options),
    section(HEADINGS.next, place.next, options),
  ].filter((one) => one !== "");
  return [...title, since, ...sections.flatMap((one) => ["", one])].join("\n");
}

/** That a task is somebody else's is only an answer where it was asked about. */
function isWorthSaying({ me }: WhyPlace, { task }: Why): boolean {
  return task !== null || me.some(({ code }) => code !== "not-yours");
}

/** Reasons one under the other, each with its mark. */
function section(title: Text, reasons: readonly Because[], options: PrintTimelineOptions): string {
  return laidOut(title, reasons, options, () => null);
}

/** Reasons that happened: each with its time, which is not said twice. */
function timed(title: Text, reasons: readonly Because[], options: PrintTimelineOptions): string {
  let last = "";
  return laidOut(title, reasons, options, ({ at }) => {
    const time = at === null ? "" : shortTime(at, options.locale);
    const shown = time === last ? "" : time;
    last = time === "" ? last : time;
    return padTo(shown, TIME_WIDTH);
  });
}

/** `20.11.2026 10:00` */
const TIME_WIDTH = 16;

function laidOut(
  title: Text,
  reasons: readonly Because[],
  options: PrintTimelineOptions,
  timeOf: (reason: Because) => string | null,
): string {
  if (reasons.length === 0) return "";
  const lines = reasons.flatMap((reason) => {
    const time = timeOf(reason);
    const pad = " ".repeat(time === null ? 6 : TIME_WIDTH + 8);
    const room = pageWidth(options) - pad.length;
    const [first = "", ...rest] = wrap(harmless(reason.text[options.locale]), room);
    const details = reason.details.flatMap((detail) => wrap(harmless(detail[options.locale]), room - 2));
    const isWrong = reason.code === "incident" || reason.code === "failed";
    const mark = isWrong ? paint("31", "!", options) : paint("2", "·", options);
    return [
      `    ${time === null ? "" : `${paint("2", time, options)}  `}${mark} ${isWrong ? paint("31", first, options) : first}`,
      ...rest.map((line) => `${pad}${line}`),
      ...details.map((line) => paint("2", `${pad}  ${line}`, options)),
    ];
  });
  return [`  ${paint("1", title[options.locale], options)}`, ...lines].join("\n");
}
