import type { Instant } from "../base/instant.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { nameOf } from "../people/lookup.ts";
import type { TaskRow } from "../ports/store.ts";
import { relativeText, spanText } from "./moment.ts";
import { type PrintTimelineOptions, paint } from "./print-timeline.ts";
import { taskName } from "./short-name.ts";
import { type TextCell, textTable } from "./text-table.ts";

/** A task due within this is soon: shown in yellow. */
const SOON_MS = 4 * 3_600_000;

/**
 * Open tasks, overdue first, with the time that is left and what to act by on a line of its own: `mail-intake/12/sort`,
 * the id where that is not enough.
 */
export function printTasks(
  rows: readonly TaskRow[],
  {
    people,
    now,
    numbers = {},
  }: {
    readonly people: DirectorySnapshot;
    readonly now: Instant;
    /** Numbers of the instances by id. @default none: tasks are called by their ids */
    readonly numbers?: Readonly<Record<string, number>>;
  },
  options: PrintTimelineOptions,
): string {
  const isRu = options.locale === "ru";
  const columns = [
    { title: isRu ? "СРОК" : "DUE" },
    { title: isRu ? "ЗАДАНИЕ" : "TASK", shrinks: true },
    { title: isRu ? "ЧЬЁ" : "WHOSE", shrinks: true },
    { title: isRu ? "ОТКРЫТО" : "OPENED" },
  ];
  const sorted = [...rows].sort(byUrgency);
  const lines = textTable(
    columns,
    sorted.map((row) => [
      dueCell(row, now, options),
      { text: row.title, ansi: "1" },
      { text: holderText(row, people, isRu) },
      { text: relativeText(row.openedAt, now, options.locale), ansi: "2" },
    ]),
    options,
  ).split("\n");
  const [head = "", ...body] = lines;
  const names = sorted.map((row) => {
    const number = numbers[row.instance];
    const open = rows.filter(({ instance }) => instance === row.instance);
    return taskName(row, number === undefined ? null : { process: row.process, number }, open);
  });
  return [head, ...body.flatMap((line, index) => [line, paint("2", `  ${names[index] ?? ""}`, options)])].join("\n");
}

/** Dates first, the earliest on top; tasks without one follow by priority and age. */
function byUrgency(one: TaskRow, other: TaskRow): number {
  if (one.dueAt !== null || other.dueAt !== null) {
    if (one.dueAt === null) return 1;
    if (other.dueAt === null) return -1;
    if (one.dueAt !== other.dueAt) return one.dueAt - other.dueAt;
  }
  return other.priority - one.priority || one.openedAt - other.openedAt;
}

function dueCell({ dueAt, suspended }: TaskRow, now: Instant, { locale }: PrintTimelineOptions): TextCell {
  if (suspended) return { text: locale === "ru" ? "остановлено" : "suspended", ansi: "2" };
  if (dueAt === null) return { text: "—", ansi: "2" };
  if (dueAt < now) {
    const late = spanText(now - dueAt, locale);
    return { text: locale === "ru" ? `просрочено: ${late}` : `overdue ${late}`, ansi: "31" };
  }
  const left = relativeText(dueAt, now, locale);
  return dueAt - now < SOON_MS ? { text: left, ansi: "33" } : { text: left };
}

function holderText({ assignee, actors }: TaskRow, people: DirectorySnapshot, isRu: boolean): string {
  if (assignee !== null) return nameOf(people, assignee);
  const names = actors.map((user) => nameOf(people, user)).join(", ");
  return `${isRu ? "могут взять" : "may claim"}: ${names || "—"}`;
}
