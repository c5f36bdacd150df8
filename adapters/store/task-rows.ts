import { foldText } from "../../engine/base/fold-text.ts";
import { id } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { TaskRow } from "../../engine/ports/store.ts";
import { inserting } from "./bulk.ts";
import type { Schema } from "./schema.ts";

/** The due time of tasks that have none, for sorting: the last instant that there is. */
export const NEVER_DUE = 8_640_000_000_000_000;

/** Writes a task, new or changed. */
export const PUT_TASK = inserting("task", {
  key: ["id"],
  set: [
    ...(["title", "about", "assignee", "actors", "opened_at", "due_at", "priority", "suspended", "purpose"] as const),
    ...(["step", "number", "subject", "folded", "candidates", "offered_to", "excluded", "outcomes", "listed"] as const),
  ],
});

/** A task as its row. */
export function taskCells(task: TaskRow): Schema["task"] {
  const { id, instance, process, step, purpose, title, about, assignee, priority, number, subject } = task;
  return {
    id,
    instance,
    process,
    step,
    purpose,
    title,
    about,
    assignee,
    actors: JSON.stringify(task.actors),
    opened_at: task.openedAt,
    due_at: task.dueAt,
    priority,
    suspended: task.suspended ? 1 : 0,
    number,
    subject,
    folded: foldText([title, subject, about ?? "", `${process}/${number}`].join("\n")),
    candidates: JSON.stringify(task.candidates),
    offered_to: JSON.stringify(task.groups),
    excluded: JSON.stringify(task.excluded),
    outcomes: JSON.stringify(task.outcomes),
    listed: 1,
  };
}

/** Who may act on a task, a row each, in the order that lists have. */
export function actorCells(task: TaskRow): readonly Schema["task_actor"][] {
  return task.actors.map((actor) => ({
    actor,
    task: task.id,
    share: task.candidates.includes(actor) ? "offered" : "held",
    due: task.dueAt ?? NEVER_DUE,
    opened_at: task.openedAt,
  }));
}

/** A row of the table as lists show it. */
export function taskRow(cells: Schema["task"]): TaskRow {
  const { step, purpose, title, about, priority, number, subject } = cells;
  return {
    id: id(cells.id),
    instance: id(cells.instance),
    process: id(cells.process),
    step,
    purpose,
    title,
    about,
    assignee: cells.assignee === null ? null : id(cells.assignee),
    actors: idsOf(cells.actors),
    openedAt: instant(cells.opened_at),
    dueAt: cells.due_at === null ? null : instant(cells.due_at),
    priority,
    suspended: cells.suspended === 1,
    number,
    subject,
    candidates: idsOf(cells.candidates),
    groups: JSON.parse(cells.offered_to) as readonly string[],
    excluded: idsOf(cells.excluded),
    outcomes: JSON.parse(cells.outcomes) as TaskRow["outcomes"],
  };
}

function idsOf(text: string): TaskRow["actors"] {
  return (JSON.parse(text) as readonly string[]).map((one) => id(one));
}
