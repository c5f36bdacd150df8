import { CompiledQuery } from "kysely";
import type { InstanceRow } from "../../engine/ports/queries.ts";
import type { Database } from "./database.ts";
import { instanceRow } from "./instance-queries.ts";

/** Live instances looked at in one go: a scan of a hundred thousand would hold up an embedded engine. */
const WINDOW = 5_000;

/** Where a live instance stands in the index of the living. */
interface Place {
  readonly digest: string;
  readonly status: string;
  readonly id: string;
}

const FIRST: Place = { digest: "", status: "", id: "" };

/**
 * Looks for live instances that nothing could wake. Of many instances each call looks at the next part of them, so that
 * calls that follow each other see all; of few (up to {@link WINDOW}) each call sees all.
 */
export function createSleepless(database: Database): (limit: number) => Promise<readonly InstanceRow[]> {
  let after = FIRST;
  return async (limit) => {
    const from = after;
    const to = (await read<Place>(database, EDGE, [...cells(from), WINDOW]))[0] ?? null;
    after = to ?? FIRST;
    const found =
      to === null
        ? await read<Place>(database, TO_THE_END, [...cells(from), limit])
        : await read<Place>(database, PART, [...cells(from), ...cells(to), limit]);
    if (found.length === 0) return [];
    const ids = found.map((row) => row.id);
    const rows = await database.db.selectFrom("instance").selectAll().where("id", "in", ids).orderBy("id").execute();
    return rows.map((row) => instanceRow(row, "instance"));
  };
}

function cells({ digest, status, id }: Place): readonly string[] {
  return [digest, status, id];
}

async function read<Row>(
  { db, kind }: Database,
  text: string,
  parameters: readonly unknown[],
): Promise<readonly Row[]> {
  const marked = kind === "sqlite" ? text.replace(/\$(\d)/gu, "?$1") : text;
  return (await db.executeQuery<Row>(CompiledQuery.raw(marked, [...parameters]))).rows;
}

/** The last one of the window; none where the rest is shorter. */
const EDGE = `select digest, status, id from instance where ended_at is null and (digest, status, id) > ($1, $2, $3)
  order by digest, status, id limit 1 offset $4`;

/** Timers first: nearly everything that sleeps has one. The id of a call begins with its instance's. */
const sleepless = (bound: string, limit: string): string => `select i.digest, i.status, i.id from instance i
  where i.ended_at is null and (i.digest, i.status, i.id) > ($1, $2, $3)${bound}
    and not exists (select 1 from timer t where t.instance = i.id)
    and not exists (select 1 from task t where t.instance = i.id)
    and not exists (select 1 from subscription s where s.instance = i.id)
    and not exists (select 1 from outbox o where o.instance = i.id)
    and not exists (select 1 from incident n where n.instance = i.id)
    and not exists (select 1 from awaiting a where a.call >= i.id || '/' and a.call < i.id || '0')
  order by i.digest, i.status, i.id limit ${limit}`;
const TO_THE_END = sleepless("", "$4");
const PART = sleepless(" and (i.digest, i.status, i.id) <= ($4, $5, $6)", "$7");
