import { sql } from "kysely";
import { type InstanceId, id } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { InstanceFilter, InstanceRow, Page, Queries } from "../../engine/ports/queries.ts";
import type { Context, Database } from "./database.ts";
import { instanceConditions, isOfLive } from "./instance-conditions.ts";
import { askedFor, pageOf, placeAfter } from "./page-cursor.ts";
import type { Schema } from "./schema.ts";

/** Where an instance stands: live, or moved away some time after its end. */
export type InstanceTable = "instance" | "instance_archive";
type Place = readonly (string | number | null)[];
type PageOrder = Parameters<Queries["instances"]>[1];

/** What of an instance lists show. */
export const COLUMNS = [
  "id",
  "process",
  "digest",
  "number",
  "status",
  "subject",
  "requester",
  "key",
  "started_at",
  "ended_at",
  "revision",
] as const;

export type InstanceCells = Pick<Schema["instance"], (typeof COLUMNS)[number]>;

/** Subjects looked at in one go. */
const WINDOW = 20_000;

/** What a list is ordered by, both falling. Numbers of a process rise as its instances start. */
interface Order {
  readonly by: "started_at" | "number";
  readonly placeOf: (row: InstanceRow) => number;
}

const BY_START: Order = { by: "started_at", placeOf: (row) => row.startedAt };
const BY_NUMBER: Order = { by: "number", placeOf: (row) => row.number };

/** Newest first, of both tables unless the filter says which. */
export async function listInstances(
  context: Pick<Context, "database" | "clock">,
  filter: InstanceFilter,
  page: PageOrder,
): Promise<Page<InstanceRow>> {
  const tables: readonly InstanceTable[] =
    filter.archived === undefined
      ? ["instance", "instance_archive"]
      : [filter.archived ? "instance_archive" : "instance"];
  const order = filter.process === undefined ? BY_START : BY_NUMBER;
  const parts: InstanceRow[] = [];
  for (const table of tables) parts.push(...(await instancesOf(context, { table, filter, page, order })));
  const rows = parts.sort((one, other) => newestFirst(one, other, order));
  return pageOf(rows, page.limit, (row) => [order.placeOf(row), row.id]);
}

interface Wanted {
  readonly table: InstanceTable;
  readonly filter: InstanceFilter;
  readonly page: PageOrder;
  readonly order: Order;
}

/**
 * A search by text looks at every subject, a window of them at a time, and lets others have their turn in between: an
 * embedded engine has work to do while somebody searches.
 */
async function instancesOf(
  { database, clock }: Pick<Context, "database" | "clock">,
  wanted: Wanted,
): Promise<readonly InstanceRow[]> {
  const size = askedFor(wanted.page.limit);
  const found: InstanceRow[] = [];
  let from = placeAfter(wanted.page.after, ["number", "string"]);
  for (;;) {
    const to = wanted.filter.text === undefined ? null : await edgeOf(database, wanted, from);
    found.push(...(await rowsBetween(database, wanted, { from, to, limit: size - found.length })));
    if (found.length >= size || to === null) return found;
    from = to;
    await clock.sleep(0);
  }
}

/** The place a window ends at; null: the rest fits into one. */
async function edgeOf({ db }: Database, { table, filter, order }: Wanted, from: Place | null): Promise<Place | null> {
  let query = db.selectFrom(table).select([order.by, "id"]);
  if (filter.process !== undefined) query = query.where("process", "=", filter.process);
  if (from !== null) query = query.where(behind(order, from));
  const ordered = query.orderBy(order.by, "desc").orderBy("id", "desc");
  const row = await ordered.limit(1).offset(WINDOW).executeTakeFirst();
  return row === undefined ? null : [row[order.by], row.id];
}

async function rowsBetween(
  { db }: Database,
  { table, filter, order }: Wanted,
  { from, to, limit }: { readonly from: Place | null; readonly to: Place | null; readonly limit: number },
): Promise<readonly InstanceRow[]> {
  let query = db.selectFrom(`${table} as i`).select(COLUMNS);
  for (const condition of instanceConditions(filter)) query = query.where(condition);
  if (from !== null) query = query.where(behind(order, from));
  if (to !== null) query = query.where(sql<boolean>`(${sql.ref(order.by)}, id) >= (${to[0]}, ${to[1]})`);
  // Few live, many ended: sorting the living is faster than walking through the dead to find them. So with whatever
  // else only a few can be.
  const isFew = isOfLive(filter) || filter.about !== undefined || filter.waitingAt !== undefined || filter.withIncident;
  const by = isFew && filter.text === undefined ? sql`+${sql.ref(order.by)}` : sql.ref(order.by);
  const rows = await query.orderBy(by, "desc").orderBy("id", "desc").limit(limit).execute();
  return rows.map((row) => instanceRow(row, table));
}

function behind({ by }: Order, [value, id]: Place) {
  return sql<boolean>`(${sql.ref(by)}, id) < (${value}, ${id})`;
}

function newestFirst(one: InstanceRow, other: InstanceRow, { placeOf }: Order): number {
  if (placeOf(one) !== placeOf(other)) return placeOf(other) - placeOf(one);
  return one.id < other.id ? 1 : -1;
}

/** By id, or by `process/number`. */
export async function findInstance({ db }: Database, idOrNumber: string): Promise<InstanceRow | null> {
  const slash = idOrNumber.lastIndexOf("/");
  const number = /^\d{1,15}$/u.test(idOrNumber.slice(slash + 1)) ? Number(idOrNumber.slice(slash + 1)) : null;
  for (const table of ["instance", "instance_archive"] as const) {
    const select = db.selectFrom(table).select(COLUMNS);
    const byId = await select.where("id", "=", idOrNumber).executeTakeFirst();
    if (byId !== undefined) return instanceRow(byId, table);
    if (slash < 1 || number === null) continue;
    const byNumber = select.where("process", "=", idOrNumber.slice(0, slash)).where("number", "=", number);
    const row = await byNumber.executeTakeFirst();
    if (row !== undefined) return instanceRow(row, table);
  }
  return null;
}

/** Ids of all, in order. */
export async function instanceIds(
  { db }: Database,
  after: InstanceId | null,
  limit: number,
): Promise<readonly InstanceId[]> {
  const parts = await Promise.all(
    (["instance", "instance_archive"] as const).map((table) =>
      db
        .selectFrom(table)
        .select("id")
        .where("id", ">", after ?? "")
        .orderBy("id")
        .limit(limit)
        .execute(),
    ),
  );
  const ids = parts.flat().map((row) => row.id);
  return ids
    .sort((one, other) => (one < other ? -1 : 1))
    .slice(0, limit)
    .map((one) => id<InstanceId>(one));
}

/** Instances whose numbers are asked for at once. */
const NUMBERS_AT_ONCE = 500;

/** Numbers of instances, live or archived, by id. */
export async function instanceNumbers(
  { db }: Database,
  ids: readonly InstanceId[],
): Promise<Readonly<Record<string, number>>> {
  const wanted = [...new Set(ids)];
  const found: Record<string, number> = {};
  for (let from = 0; from < wanted.length; from += NUMBERS_AT_ONCE) {
    const some = wanted.slice(from, from + NUMBERS_AT_ONCE);
    for (const table of ["instance", "instance_archive"] as const) {
      const rows = await db.selectFrom(table).select(["id", "number"]).where("id", "in", some).execute();
      for (const row of rows) found[row.id] = row.number;
    }
  }
  return found;
}

/** A row of the table as lists show it. */
export function instanceRow(cells: InstanceCells, table: InstanceTable): InstanceRow {
  return {
    id: id(cells.id),
    process: id(cells.process),
    digest: cells.digest,
    number: cells.number,
    status: cells.status as InstanceRow["status"],
    subject: cells.subject,
    requester: cells.requester === null ? null : id(cells.requester),
    key: cells.key,
    startedAt: instant(cells.started_at),
    endedAt: cells.ended_at === null ? null : instant(cells.ended_at),
    revision: cells.revision,
    archived: table === "instance_archive",
  };
}
