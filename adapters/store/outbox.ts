import { sql } from "kysely";
import { instant } from "../../engine/base/instant.ts";
import type { Outbox, OutboxEntry } from "../../engine/ports/outbox.ts";
import type { Fence } from "../../engine/ports/store.ts";
import { among } from "./among.ts";
import { inserting } from "./bulk.ts";
import type { Context } from "./database.ts";
import { isFenced } from "./fence.ts";
import { fitText, jsonOf } from "./fit-text.ts";
import { begin, giveBack, lease } from "./outbox-lease.ts";
import { type OutboxCells, outboxRow } from "./rows.ts";
import { createTimers } from "./timers.ts";

/** What is committed and still has to be done. */
export function createOutbox(context: Context): Outbox {
  return {
    lease: (fence, wanted) => lease(context, fence, wanted),
    begin: (fence, ids) => begin(context, fence, ids),
    release: (fence, entries) => giveBack(context, fence, entries),
    finish: (fence, ids, next = []) => finish(context, fence, { ids, next }),
    held: (fence, limit) => held(context, fence, limit),
    park: (fence, id, body) => {
      const work = JSON.stringify({ kind: "command", body } satisfies OutboxEntry["work"]);
      return giveBack(context, fence, [{ id, dueAt: context.clock.now(), parked: true, work }]);
    },
    accept: (arrivals) => accept(context, arrivals),
    overdue: (before, limit) => overdue(context, before, limit),
    nextDue: () => nextDue(context),
    forget: (before, limit) => forget(context, before, limit),
    ...createTimers(context),
  };
}

const INSERT = inserting("outbox", "keep");

async function finish(
  { database }: Context,
  fence: Fence | null,
  { ids, next }: { readonly ids: readonly string[]; readonly next: readonly OutboxEntry[] },
): Promise<void> {
  await database.transaction(async (tx) => {
    if (fence !== null && (await isFenced(tx, database.kind, fence))) return;
    const own = fence === null ? sql`` : sql`and owner = ${fence.worker} and epoch = ${fence.epoch}`;
    await Promise.all([
      tx.run({
        compile: () => sql`delete from outbox where id ${among(database.kind, ids)} ${own}`.compile(database.db),
      }),
      tx.put(
        INSERT,
        next.map((entry) => outboxRow(entry)),
      ),
    ]);
  });
}

async function accept({ database }: Context, arrivals: Parameters<Outbox["accept"]>[0]): Promise<readonly boolean[]> {
  if (arrivals.length === 0) return [];
  const marks = jsonOf(arrivals.map(({ occurrence, at }) => ({ id: occurrence.id, at })));
  const fresh = await database.transaction(async (tx) => {
    const { rows } = await tx.query<{ readonly id: string }>(TAKE_IN[database.kind], [marks]);
    const left = new Set(rows.map((row) => row.id));
    const entries = arrivals.flatMap(({ occurrence, at }): readonly OutboxEntry[] => {
      if (!left.delete(fitText(occurrence.id))) return [];
      const head = { id: `arrival/${occurrence.id}`, instance: null, lane: "engine", priority: 0, dueAt: at } as const;
      return [{ ...head, work: { kind: "arrival", occurrence, at } }];
    });
    await tx.put(
      INSERT,
      entries.map((entry) => outboxRow(entry)),
    );
    return new Set(rows.map((row) => row.id));
  });
  return arrivals.map(({ occurrence }) => fresh.delete(fitText(occurrence.id)));
}

const TAKE_IN = {
  sqlite: `insert into inbox (id, at, instance, sequence)
    select value ->> 'id', value ->> 'at', null, 0 from json_each(?1) where true on conflict do nothing returning id`,
  postgres: `insert into inbox (id, at, instance, sequence)
    select id, at, null, 0 from json_to_recordset($1::json) as r(id text, at bigint) order by id
    on conflict do nothing returning id`,
} as const;

async function overdue(
  { database: { db } }: Context,
  before: number,
  limit: number,
): Promise<readonly Pick<OutboxEntry, "id" | "lane">[]> {
  const rows = await db
    .selectFrom("outbox")
    .select(["id", "lane"])
    .where("owner", "is", null)
    .where("parked", "=", sql.lit(0))
    .where("due_at", "<", before)
    .orderBy("priority")
    .orderBy("due_at")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id, lane }: Pick<OutboxCells, "id" | "lane">) => ({ id, lane: lane as OutboxEntry["lane"] }));
}

async function held({ database: { db } }: Context, fence: Fence, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("outbox")
    .select("id")
    .where("owner", "=", fence.worker)
    .where("epoch", "=", fence.epoch)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

async function nextDue({ database: { db } }: Context) {
  const row = await db
    .selectFrom("outbox")
    .select("due_at")
    .where("owner", "is", null)
    .where("parked", "=", sql.lit(0))
    .orderBy("due_at")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : instant(row.due_at);
}

/** Also queues that are empty and messages that nobody heard in time: nobody asks for them any more. */
async function forget({ database: { db } }: Context, before: number, limit: number): Promise<number> {
  const old = db.selectFrom("inbox").select("id").where("at", "<", before).orderBy("at").limit(limit);
  const { numDeletedRows } = await db.deleteFrom("inbox").where("id", "in", old).executeTakeFirstOrThrow();
  await db.deleteFrom("start_queue").where("size", "=", sql.lit(0)).where("changed_at", "<", before).execute();
  await db.deleteFrom("kept_message").where("until_at", "<", before).execute();
  return Number(numDeletedRows);
}
