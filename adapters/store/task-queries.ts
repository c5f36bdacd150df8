import { sql } from "kysely";
import { type InstanceId, id, type TaskId } from "../../engine/base/ids.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { Page, Queries } from "../../engine/ports/queries.ts";
import type { TaskRow } from "../../engine/ports/store.ts";
import type { Database } from "./database.ts";
import { askedFor, pageOf, placeAfter } from "./page-cursor.ts";
import type { Schema } from "./schema.ts";
import { taskRow } from "./task-rows.ts";

type TaskFilter = Parameters<Queries["tasks"]>[0];
type PageOrder = Parameters<Queries["tasks"]>[1];
type Place = readonly (string | number | null)[];

/** Parts of an id that are looked at; ids of tasks have about four. */
const PARTS_MAX = 40;

/** Characters of an id that are looked at: whoever asks may send anything. */
const ID_MAX = 2000;

/** Moves that are looked into. */
const OPENINGS_MAX = 20;

/**
 * Open tasks, the most urgent first: by due time, which puts what is overdue in front, then by age. Tasks without a due
 * time come after all others, and are asked for only where those do not fill the page.
 */
export async function listTasks(database: Database, filter: TaskFilter, page: PageOrder): Promise<Page<TaskRow>> {
  const after = placeAfter(page.after, ["number?", "number", "string"]);
  const wanted = askedFor(page.limit);
  const dated = after === null || after[0] !== null ? await datedTasks(database, { filter, after, wanted }) : [];
  const rest = wanted - dated.length;
  const dateless = after !== null && after[0] === null ? after : null;
  const undated = rest > 0 ? await undatedTasks(database, { filter, after: dateless, wanted: rest }) : [];
  return pageOf([...dated, ...undated].map(taskRow), page.limit, (task) => [task.dueAt, task.openedAt, task.id]);
}

interface Wanted {
  readonly filter: TaskFilter;
  readonly after: Place | null;
  readonly wanted: number;
}

async function datedTasks(database: Database, { filter, after, wanted }: Wanted): Promise<readonly Schema["task"][]> {
  let query = filteredTasks(database, filter).where("due_at", "is not", null);
  if (after !== null)
    query = query.where(sql<boolean>`(due_at, opened_at, id) > (${after[0]}, ${after[1]}, ${after[2]})`);
  return await query.orderBy("due_at").orderBy("opened_at").orderBy("id").limit(wanted).execute();
}

async function undatedTasks(database: Database, { filter, after, wanted }: Wanted): Promise<readonly Schema["task"][]> {
  let query = filteredTasks(database, filter).where("due_at", "is", null);
  if (after !== null) query = query.where(sql<boolean>`(opened_at, id) > (${after[1]}, ${after[2]})`);
  return await query.orderBy("opened_at").orderBy("id").limit(wanted).execute();
}

function filteredTasks({ db }: Database, { actor, actors, instance, process, about }: TaskFilter) {
  let query = db.selectFrom("task").selectAll();
  if (actor !== undefined)
    query = query.where("id", "in", (select) =>
      select.selectFrom("task_actor").select("task_actor.task").where("task_actor.actor", "=", actor),
    );
  if (actors !== undefined)
    query = query.where("id", "in", (select) =>
      select
        .selectFrom("task_actor")
        .select("task_actor.task")
        .where("task_actor.actor", "in", [...actors]),
    );
  if (instance !== undefined) query = query.where("instance", "=", instance);
  if (process !== undefined) query = query.where("process", "=", process);
  if (about !== undefined) query = query.where("about", "=", about);
  return query;
}

/** One open task. */
export async function findTask({ db }: Database, task: string): Promise<TaskRow | null> {
  const row = await db.selectFrom("task").selectAll().where("id", "=", task).executeTakeFirst();
  return row === undefined ? null : taskRow(row);
}

/**
 * The instance of a task that is open or was: an id of a task begins with its instance's, and the history of that
 * instance opened it.
 */
export async function instanceOfTask(database: Database, task: TaskId): Promise<InstanceId | null> {
  const open = await findTask(database, task);
  if (open !== null) return open.instance;
  const parts = task.slice(0, ID_MAX).split("/").slice(0, PARTS_MAX);
  const prefixes = parts.map((_, count) => parts.slice(0, count).join("/")).slice(1);
  if (prefixes.length === 0) return null;
  for (const table of ["history", "history_archive"] as const) {
    const found = await openingsIn(database, table, { prefixes, task });
    const opening = found.find(({ events }) => opens(events, task));
    if (opening !== undefined) return id(opening.instance);
  }
  return null;
}

/** Moves that may have opened the task: a pattern finds a little more than it says, so that each is looked into. */
async function openingsIn(
  { db }: Database,
  table: "history" | "history_archive",
  { prefixes, task }: { readonly prefixes: readonly string[]; readonly task: string },
) {
  const pattern = JSON.stringify(task.slice(0, ID_MAX)).replace(/[%\\]/gu, "_");
  return await db
    .selectFrom(table)
    .select(["instance", "events"])
    .where("instance", "in", [...prefixes])
    .where("events", "like", `%"id":${pattern}%`)
    .where("events", "like", '%"taskOpened"%')
    .orderBy("instance")
    .orderBy("first")
    .limit(OPENINGS_MAX)
    .execute();
}

function opens(events: string, task: TaskId): boolean {
  const parsed = JSON.parse(events) as readonly HistoryEvent[];
  return parsed.some((event) => event.kind === "taskOpened" && event.task.id === task);
}
