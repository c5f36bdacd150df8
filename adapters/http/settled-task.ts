import type { TaskId, UserId } from "../../engine/base/ids.ts";
import type { Instant } from "../../engine/base/instant.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { Decision, Note } from "../../engine/instance/state.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { nameOf } from "../../engine/people/lookup.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import { namedFiles } from "./named-files.ts";
import type { PersonShown, SettledShown } from "./task-schemas.ts";

/** Somebody as answers name him. */
export function personShown(people: DirectorySnapshot, user: UserId): PersonShown;
export function personShown(people: DirectorySnapshot, user: UserId | null): PersonShown | null;
export function personShown(people: DirectorySnapshot, user: UserId | null): PersonShown | null {
  return user === null ? null : { id: user, name: nameOf(people, user) };
}

/** Names, zone and language in which is told what was decided. */
export interface Telling {
  readonly definition: Definition;
  readonly people: DirectorySnapshot;
  readonly locale: "ru" | "en";
}

/** A decision as answers tell it. */
export function decisionShown(line: Decision, { definition, people, locale }: Telling): SettledShown {
  const word = wordOf(line, { definition, people, locale });
  const { at, by, onBehalfOf, outcome, comment } = line;
  if (line.purpose === "skip") return { ...skipped(at, line.notes, { definition, people, locale }), outcome };
  const told = { at, by, onBehalfOf, word, reason: null };
  return {
    at: isoText(at, definition.calendar.zone),
    by: personShown(people, by),
    onBehalfOf: personShown(people, onBehalfOf),
    ...{ outcome, word, comment, reason: null },
    files: [...namedFiles(line.files ?? [], instanceOf(line.task))],
    text: sentence(told, { definition, people, locale })[locale],
  };
}

/** A task's id begins with its instance's. */
function instanceOf(task: TaskId): string {
  return task.slice(0, task.indexOf("/"));
}

/** Who decided a task that is closed, what and when; or why it closed without a decision. Null: it is open, or never was. */
export function settledTask(
  { instance, history, definition }: Shown,
  task: TaskId,
  of: Omit<Telling, "definition">,
): SettledShown | null {
  if (instance.tasks[task] !== undefined) return null;
  const telling = { ...of, definition };
  const event = history.findLast(
    (one) => (one.kind === "taskCompleted" || one.kind === "taskClosed") && one.task === task,
  );
  if (event?.kind === "taskCompleted") return decisionShown(event.decision, telling);
  if (event?.kind !== "taskClosed") return instance.endedAt === null ? null : ended(instance.endedAt, telling);
  const { at, reason } = event;
  if (reason === "skipped") return skipped(at, event.note === null ? [] : [event.note], telling);
  return closed(at, REASONS[reason] ?? REASONS["end"], telling);
}

function ended(at: Instant, telling: Telling): SettledShown {
  return closed(at, REASONS["end"], telling);
}

function closed(at: Instant, why: Text | undefined, telling: Telling): SettledShown {
  const reason = (why ?? ENDED)[telling.locale];
  return {
    at: isoText(at, telling.definition.calendar.zone),
    ...{ by: null, onBehalfOf: null, outcome: null, word: null, comment: null, files: [], reason },
    text: sentence({ at, by: null, onBehalfOf: null, word: null, reason }, telling)[telling.locale],
  };
}

/** Nobody was asked: why stands in the notes. */
function skipped(at: Instant, notes: readonly Note[], telling: Telling): SettledShown {
  const { text, ...rest } = closed(at, REASONS["skipped"], telling);
  const said = notes.map((note) => note[telling.locale]).join(" ");
  if (said === "") return { ...rest, text };
  return { ...rest, reason: said, text: `${text} ${said}` };
}

/** The word of the outcome on the sheet; its name where the step is gone. */
function wordOf(
  { step: id, outcome, purpose }: Pick<Decision, "step" | "outcome" | "purpose">,
  { definition, locale }: Telling,
): string {
  if (purpose === "info") return locale === "ru" ? "Отвечено" : "Answered";
  if (purpose === "rework") return locale === "ru" ? "Исправлено и отправлено снова" : "Corrected and sent again";
  const step = definition.steps.get(id);
  const outcomes = step?.kind === "approval" || step?.kind === "userTask" ? step.outcomes : [];
  return outcomes.find(({ name }) => name === outcome)?.done ?? outcome;
}

function sentence(
  told: {
    readonly at: Instant;
    readonly by: UserId | null;
    readonly onBehalfOf: UserId | null;
    readonly word: string | null;
    readonly reason: string | null;
  },
  { definition, people }: Telling,
): Text {
  const { zone } = definition.calendar;
  const moment = (tag: string) =>
    new Intl.DateTimeFormat(tag, { dateStyle: "short", timeStyle: "short", timeZone: zone }).format(told.at);
  const ru = moment("ru-RU");
  const en = moment("en-GB");
  if (told.word === null) return { ru: `${told.reason}, ${ru}.`, en: `${told.reason}, ${en}.` };
  const who =
    told.by === null ? { ru: "часы", en: "the clock" } : { ru: nameOf(people, told.by), en: nameOf(people, told.by) };
  const behalf =
    told.onBehalfOf === null
      ? { ru: "", en: "" }
      : { ru: ` (за: ${nameOf(people, told.onBehalfOf)})`, en: ` (for ${nameOf(people, told.onBehalfOf)})` };
  return {
    ru: `${who.ru}${behalf.ru}: «${told.word}», ${ru}.`,
    en: `${who.en}${behalf.en}: “${told.word}”, ${en}.`,
  };
}

const ENDED: Text = { ru: "Процесс завершён", en: "The process has ended" };

/** Why tasks close without a decision of theirs. */
const REASONS: Readonly<Record<string, Text>> = {
  until: { ru: "Задание закрыто: дело сделано иначе", en: "The task was closed: the matter was settled otherwise" },
  timeout: { ru: "Задание закрыто: вышло время", en: "The task was closed: its time was over" },
  decided: { ru: "Согласование уже завершено", en: "The approval is over already" },
  recalled: { ru: "Предыдущее решение отменено: очередь вернулась", en: "The decision before it was taken back" },
  rework: { ru: "Возвращено на доработку", en: "It was sent back for rework" },
  skipped: { ru: "Задание пропущено", en: "The task was skipped" },
  answered: { ru: "На вопрос ответили", en: "The question was answered" },
  resolved: { ru: "Сбой устранён", en: "The incident was settled" },
  cancel: { ru: "Процесс отменён", en: "The process was canceled" },
  withdraw: { ru: "Заявку отозвали", en: "The request was withdrawn" },
  end: { ru: "Задание больше не нужно", en: "The task is not needed any more" },
};
