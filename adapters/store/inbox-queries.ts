import { type RawBuilder, sql } from "kysely";
import { id, type UserId } from "../../engine/base/ids.ts";
import type { InboxFilter, InboxScope, InboxTask } from "../../engine/ports/inbox.ts";
import type { Page, Queries } from "../../engine/ports/queries.ts";
import { among } from "./among.ts";
import type { Database } from "./database.ts";
import { holdsText } from "./like-text.ts";
import { askedFor, pageOf, placeAfter } from "./page-cursor.ts";
import type { Schema } from "./schema.ts";
import { NEVER_DUE, taskRow } from "./task-rows.ts";

type PageOrder = Parameters<Queries["inbox"]>[2];
type Place = readonly (string | number | null)[];
type Cells = Schema["task"] & { readonly actor: string | null };

/**
 * Up to so many people their tasks are collected and sorted; of more people nearly everything is theirs, and walking
 * through all tasks in order finds a page sooner.
 */
export const COLLECTED_MAX = 40;

interface Wanted {
  readonly filter: InboxFilter;
  readonly after: Place | null;
  readonly limit: number;
}

/** A page of an inbox: by due time, which puts what is overdue in front, then by age. */
export async function listInbox(
  database: Database,
  scope: InboxScope,
  filter: InboxFilter,
  page: PageOrder,
): Promise<Page<InboxTask>> {
  const wanted = { filter, after: placeAfter(page.after, ["number", "number", "string"]), limit: askedFor(page.limit) };
  const cells = await cellsOf(database, scope, wanted);
  const user = "user" in scope ? scope.user : null;
  const tasks = cells.map((row): InboxTask => {
    const isOwn = row.actor === null || row.actor === user;
    return { ...taskRow(row), onBehalfOf: isOwn ? null : id<UserId>(row.actor) };
  });
  return pageOf(tasks, page.limit, (task) => [task.dueAt ?? NEVER_DUE, task.openedAt, task.id]);
}

async function cellsOf(database: Database, scope: InboxScope, wanted: Wanted): Promise<readonly Cells[]> {
  switch (scope.kind) {
    case "held":
    case "offered":
      return await ownTasks(database, scope, wanted);
    case "people": {
      if (scope.people.length === 0) return [];
      const isFew = scope.people.length <= COLLECTED_MAX;
      return isFew ? await collected(database, scope.people, wanted) : await walked(database, scope.people, wanted);
    }
    case "all":
      return await walked(database, null, wanted);
  }
}

/** Each person's tasks come in order out of one index; who stands in for others sees few such lists as one. */
async function ownTasks(
  database: Database,
  { kind, user, inPlaceOf }: Extract<InboxScope, { kind: "held" | "offered" }>,
  wanted: Wanted,
): Promise<readonly Cells[]> {
  const found = new Map<string, Cells>();
  for (const actor of [user, ...inPlaceOf.filter((one) => one !== user)]) {
    const isOther = actor !== user;
    const { rows } = await sql<Cells>`
      select a.actor, t.* from task_actor a join task t on t.id = a.task
      where a.actor = ${actor} and a.share = ${kind} ${behind("a.due, a.opened_at, a.task", wanted.after)}
        ${filtered(wanted.filter, sql`a.due`)}
        ${isOther ? sql`and ${isNotExcluded(database, user)}` : sql``}
      order by a.due, a.opened_at, a.task limit ${wanted.limit}`.execute(database.db);
    for (const row of rows) if (!found.has(row.id)) found.set(row.id, row);
  }
  if (inPlaceOf.length === 0) return [...found.values()];
  return [...found.values()].sort(soonestFirst).slice(0, wanted.limit);
}

/** Four eyes: who is struck out of the task `t` has nothing to do with it, in whoever's place. */
export function isNotExcluded({ kind }: Database, user: UserId): RawBuilder<unknown> {
  const struck = JSON.stringify(user);
  return kind === "sqlite" ? sql`instr(t.excluded, ${struck}) = 0` : sql`strpos(t.excluded, ${struck}) = 0`;
}

/** Their places first, from the index alone; then the tasks of one page. */
async function collected(
  database: Database,
  people: readonly UserId[],
  { filter, after, limit }: Wanted,
): Promise<readonly Cells[]> {
  const isPlain = filter.process === undefined && filter.about === undefined && filter.text === undefined;
  const { rows } = await sql<Cells>`
    select null as actor, t.* from (
      select distinct a.due, a.opened_at, a.task from task_actor a
        ${isPlain ? sql`` : sql`join task t on t.id = a.task`}
      where a.actor ${among(database.kind, people)} ${behind("a.due, a.opened_at, a.task", after)}
        ${filtered(filter, sql`a.due`)}
      order by a.due, a.opened_at, a.task limit ${limit}
    ) found join task t on t.id = found.task
    order by found.due, found.opened_at, found.task`.execute(database.db);
  return rows;
}

/** All tasks in order, those with a due time first; null: whoever they belong to. */
async function walked(
  database: Database,
  people: readonly UserId[] | null,
  { filter, after, limit }: Wanted,
): Promise<readonly Cells[]> {
  const theirs =
    people === null
      ? sql``
      : sql`and exists (select 1 from task_actor a where a.task = t.id and a.actor ${among(database.kind, people)})`;
  const isDated = after === null || after[0] !== NEVER_DUE;
  const dated = !isDated
    ? []
    : (
        await sql<Cells>`
      select null as actor, t.* from task t where t.due_at is not null ${behind("t.due_at, t.opened_at, t.id", after)}
        ${filtered(filter, sql`t.due_at`)} ${theirs}
      order by t.due_at, t.opened_at, t.id limit ${limit}`.execute(database.db)
      ).rows;
  const rest = limit - dated.length;
  if (rest === 0 || filter.overdueAt !== undefined) return dated;
  const place = isDated ? null : (after?.slice(1) ?? null);
  const { rows } = await sql<Cells>`
    select null as actor, t.* from task t where t.due_at is null ${behind("t.opened_at, t.id", place)}
      ${filtered(filter, sql`t.due_at`)} ${theirs}
    order by t.opened_at, t.id limit ${rest}`.execute(database.db);
  return [...dated, ...rows];
}

function behind(columns: string, place: Place | null): RawBuilder<unknown> {
  if (place === null) return sql``;
  return sql`and (${sql.raw(columns)}) > (${sql.join(place.map((value) => sql`${value}`))})`;
}

function filtered({ process, about, text, overdueAt }: InboxFilter, due: RawBuilder<unknown>): RawBuilder<unknown> {
  const conditions = [
    ...(process === undefined ? [] : [sql`and t.process = ${process}`]),
    ...(about === undefined ? [] : [sql`and t.about = ${about}`]),
    ...(text === undefined ? [] : [sql`and ${holdsText("t.folded", text)}`]),
    ...(overdueAt === undefined ? [] : [sql`and ${due} <= ${overdueAt}`]),
  ];
  return sql.join(conditions, sql` `);
}

function soonestFirst(one: Cells, other: Cells): number {
  const due = (one.due_at ?? NEVER_DUE) - (other.due_at ?? NEVER_DUE);
  if (due !== 0) return due;
  return one.opened_at - other.opened_at || (one.id < other.id ? -1 : 1);
}
