import type { Instant } from "../base/instant.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Text } from "../definition/problem.ts";
import { harmless } from "../definition/show-line.ts";
import { hasResult } from "../instance/places.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Shown } from "../runtime/use-cases.ts";
import { padTo, wrap } from "./display-width.ts";
import { relativeText, shortTime } from "./moment.ts";
import { heading, type PrintTimelineOptions, pageWidth, paint, printTimeline } from "./print-timeline.ts";
import { filesIn, shortFile } from "./short-file.ts";
import { instanceName, taskName } from "./short-name.ts";
import { storyOf, surroundingsOf } from "./shown-story.ts";
import { statusText } from "./status-text.ts";
import { tellEvent } from "./tell-event.ts";
import { Teller } from "./teller.ts";
import { momentOf } from "./telling.ts";
import { type TimelineLine, withoutRepeats } from "./timeline-line.ts";
import { waitingFor } from "./waiting-for.ts";

export interface PrintInstanceOptions extends PrintTimelineOptions {
  readonly people: DirectorySnapshot;
  readonly now: Instant;
  /** The whole timeline and every variable. @default the last ones */
  readonly all: boolean;
}

/** Lines of the timeline and variables that a page shows; `--all` shows every one. */
const LINES_MAX = 40;
const VARIABLES_MAX = 20;
/** `Инициатор`, `Requester`, and two spaces. */
const LABEL_WIDTH = 13;

/** One instance as a page: what it is, what it waits for, its data, what went wrong, what happened. */
export function printInstance(shown: Shown, options: PrintInstanceOptions): string {
  const story = storyOf(shown);
  const tell = new Teller(surroundingsOf(shown, options.people), options.locale);
  const { instance, definition } = shown;
  const subject = instance.subject === definition.title ? "" : instance.subject;
  const timeline = story.history.flatMap((event) => tellEvent({ tell, host: story, event }) ?? []);
  const parts = [
    [heading(`${definition.title} № ${instance.number}`, subject, options), ...facts(shown, tell, options)].join("\n"),
    block(WAITS, waits(shown, tell, options), options),
    block(VARIABLES, variables(shown, tell, options), options),
    block(FILES, files(shown, tell, options), options),
    told(withoutRepeats(timeline, tell), tell, options),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const WAITS: Text = { ru: "Ждёт", en: "Waits for" };
const FILES: Text = { ru: "Файлы", en: "Files" };
const VARIABLES: Text = { ru: "Данные", en: "Data" };

function facts({ row, instance }: Shown, tell: Teller, options: PrintInstanceOptions): readonly string[] {
  const { locale, now } = options;
  const time = (at: Instant): string =>
    `${shortTime(isoText(at, options.zone), locale)}, ${relativeText(at, now, locale)}`;
  const version = instance.digest.slice(0, 12);
  const all: readonly (readonly [string, string])[] = [
    [tell.pick("Состояние", "Status"), statusText(instance.status, options)],
    ...(instance.requester === null
      ? []
      : [[tell.pick("Инициатор", "Requester"), tell.person(instance.requester)] as const]),
    [tell.pick("Начат", "Started"), time(instance.startedAt)],
    ...(instance.endedAt === null ? [] : [[tell.pick("Окончен", "Ended"), time(instance.endedAt)] as const]),
    ...(instance.key === null ? [] : [[tell.pick("Ключ", "Key"), instance.key] as const]),
    [tell.pick("Версия", "Version"), row.archived ? `${version} (${tell.pick("в архиве", "archived")})` : version],
    [tell.pick("Номер", "Id"), instance.id],
  ];
  return all.map(([label, text]) => `${paint("2", padTo(label, LABEL_WIDTH), options)}${text}`);
}

function waits(shown: Shown, tell: Teller, options: PrintInstanceOptions): readonly string[] {
  const { instance } = shown;
  const open = Object.values(instance.tasks);
  const tasks = open.map((task) => paint("2", `    ordo complete ${taskName(task, instance, open)}`, options));
  const lines = waitingFor(storyOf(shown), tell).flatMap((text, index) => {
    const [first = "", ...rest] = wrap(harmless(text), pageWidth(options) - 4);
    const own = instance.status === "suspended" ? undefined : tasks[index];
    return [`  · ${first}`, ...rest.map((line) => `    ${line}`), ...(own === undefined ? [] : [own])];
  });
  const [next] = Object.values(instance.timers).sort((one, other) => one.dueAt - other.dueAt);
  if (next === undefined || instance.status === "suspended") return lines;
  const moment = `${momentOf(next.dueAt, tell)}, ${relativeText(next.dueAt, options.now, options.locale)}`;
  const clock = tell.pick(`следующий звонок часов — ${moment}`, `the clock rings next at ${moment}`);
  return [...lines, paint("2", `  ${clock} (ordo why ${instanceName(instance)})`, options)];
}

/** Inputs by their titles, results of steps by the names of their variables. */
function variables({ instance, definition }: Shown, tell: Teller, options: PrintInstanceOptions): readonly string[] {
  const values = instance.scopes[""]?.variables ?? {};
  const inputs = definition.inputs.map((input) => ({ ...input, title: input.title, field: input }));
  const known = new Set(inputs.map(({ name }) => name));
  const steps = new Set([...definition.steps.values()].filter(hasResult).map(({ variable }) => variable));
  const rows = [
    ...inputs.map(({ name, title, field }) => ({ title, text: tell.value(values[name] ?? null, field) })),
    ...Object.entries(values)
      .filter(([name]) => !known.has(name))
      .sort(([one], [other]) => Number(steps.has(one)) - Number(steps.has(other)))
      .map(([name, value]) => ({ title: name, text: tell.value(value) })),
  ].filter(({ text }) => text !== "—");
  const shown = options.all ? rows : rows.slice(0, VARIABLES_MAX);
  const width = Math.min(28, Math.max(0, ...shown.map(({ title }) => title.length)));
  const rest = rows.length - shown.length;
  return [
    ...shown.flatMap(({ title, text }) => {
      const [first = "", ...more] = wrap(harmless(text), pageWidth(options) - width - 4);
      return [
        `  ${paint("2", padTo(harmless(title), width), options)}  ${first}`,
        ...more.map((line) => `${" ".repeat(width + 4)}${line}`),
      ];
    }),
    ...(rest > 0 ? [paint("2", tell.pick(`  … и ещё ${rest}: --all`, `  … and ${rest} more: --all`), options)] : []),
  ];
}

/** Documents and attachments, with what `ordo file` takes. */
function files({ instance, history }: Shown, tell: Teller, options: PrintInstanceOptions): readonly string[] {
  const all = filesIn([instance.scopes, history]);
  const shown = options.all ? all : all.slice(-VARIABLES_MAX);
  const rest = all.length - shown.length;
  return [
    ...shown.map(
      ({ name, reference }) => `  ${paint("2", shortFile(reference) ?? reference, options)}  ${harmless(name)}`,
    ),
    ...(rest > 0 ? [paint("2", tell.pick(`  … и ещё ${rest}: --all`, `  … and ${rest} more: --all`), options)] : []),
  ];
}

function told(lines: readonly TimelineLine[], tell: Teller, options: PrintInstanceOptions): string {
  const shown = options.all ? lines : lines.slice(-LINES_MAX);
  const before = lines.length - shown.length;
  const note =
    before > 0
      ? `${paint("2", tell.pick(`  … раньше ещё ${before}: --all`, `  … ${before} earlier: --all`), options)}\n\n`
      : "";
  return note + printTimeline(shown, options);
}

function block(title: Text, lines: readonly string[], options: PrintInstanceOptions): string {
  return lines.length === 0 ? "" : [paint("1", title[options.locale], options), ...lines].join("\n");
}
