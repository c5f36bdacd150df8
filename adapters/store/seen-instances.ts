import { type RawBuilder, sql } from "kysely";
import type { InstanceId } from "../../engine/base/ids.ts";
import type { InstanceFilter, InstanceRow, Page, Queries } from "../../engine/ports/queries.ts";
import type { Seer } from "../../engine/ports/seer.ts";
import { among } from "./among.ts";
import type { Database } from "./database.ts";
import { instanceConditions } from "./instance-conditions.ts";
import { COLUMNS, type InstanceCells, type InstanceTable, instanceRow } from "./instance-queries.ts";
import { askedFor, pageOf, placeAfter } from "./page-cursor.ts";
import { seenBy } from "./seen-by.ts";

/** Of a larger team nearly everything is theirs: walking through all finds a page sooner than collecting theirs. */
const COLLECTED_MAX = 40;

const TABLES = ["instance", "instance_archive"] as const satisfies readonly InstanceTable[];

/** Instances that somebody may see, newest first, of both tables unless the filter says which. */
export async function listSeen(
  database: Database,
  seer: Seer,
  filter: InstanceFilter,
  page: Parameters<Queries["instances"]>[1],
): Promise<Page<InstanceRow>> {
  const limit = askedFor(page.limit);
  const after = placeAfter(page.after, ["number", "string"]);
  const behind = after === null ? [] : [after];
  const found = new Map<string, InstanceRow>();
  for (const table of TABLES) {
    if (filter.archived !== undefined && filter.archived !== (table === "instance_archive")) continue;
    for (const source of sourcesOf(database, seer, table)) {
      const conditions = [
        ...instanceConditions(filter),
        ...source.where,
        ...behind.map((place) => sql`(${source.order}) < (${place[0]}, ${place[1]})`),
      ];
      const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
      const { rows } = await sql<InstanceCells>`
        select ${sql.join(COLUMNS.map((column) => sql.ref(`i.${column}`)))} from ${source.from} ${where}
        order by ${source.falling} limit ${limit}`.execute(database.db);
      for (const row of rows) found.set(row.id, instanceRow(row, table));
    }
  }
  const rows = [...found.values()].sort(newestFirst).slice(0, limit);
  return pageOf(rows, page.limit, (row) => [row.startedAt, row.id]);
}

/** Where rows come from, in an order that an index has. */
interface Source {
  readonly from: RawBuilder<unknown>;
  readonly where: readonly RawBuilder<unknown>[];
  readonly order: RawBuilder<unknown>;
  readonly falling: RawBuilder<unknown>;
}

function sourcesOf({ kind }: Database, seer: Seer, table: InstanceTable): readonly Source[] {
  const { user, team, inPlaceOf } = seer;
  const all = sql`${sql.table(table)} i`;
  const byStart = { from: all, order: sql`i.started_at, i.id`, falling: sql`i.started_at desc, i.id desc` };
  if (team.length > COLLECTED_MAX)
    return [{ ...byStart, where: [seenBy(kind, seer, { id: "i.id", requester: "i.requester" })] }];
  const own: Source = {
    from: sql`instance_viewer v join ${sql.table(table)} i on i.id = v.instance`,
    where: [sql`v.viewer = ${user}`],
    order: sql`v.started_at, v.instance`,
    falling: sql`v.started_at desc, v.instance desc`,
  };
  return [
    ...(user === null ? [] : [own]),
    ...(team.length === 0 ? [] : [{ ...byStart, where: [sql`i.requester ${among(kind, team)}`] }]),
    ...(inPlaceOf.length === 0 || table === "instance_archive"
      ? []
      : [
          {
            ...byStart,
            where: [
              sql`i.id in (select t.instance from task_actor a join task t on t.id = a.task
                where a.actor ${among(kind, inPlaceOf)})`,
            ],
          },
        ]),
  ];
}

function newestFirst(one: InstanceRow, other: InstanceRow): number {
  return other.startedAt - one.startedAt || (one.id < other.id ? 1 : -1);
}

/** Which of these instances may he see? */
export async function seenAmong(
  database: Database,
  seer: Seer,
  ids: readonly InstanceId[],
): Promise<readonly InstanceId[]> {
  const found = new Set<string>();
  for (const table of TABLES) {
    if (ids.length === 0) break;
    const { rows } = await sql<{ readonly id: string }>`select i.id from ${sql.table(table)} i
      where i.id ${among(database.kind, ids)}
        and ${seenBy(database.kind, seer, { id: "i.id", requester: "i.requester" })}`.execute(database.db);
    for (const row of rows) found.add(row.id);
  }
  return ids.filter((one) => found.has(one));
}
