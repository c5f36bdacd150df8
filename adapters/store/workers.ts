import { sql } from "kysely";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Fence } from "../../engine/ports/store.ts";
import type { WorkerRow, Workers } from "../../engine/ports/workers.ts";
import { among } from "./among.ts";
import type { Context, Session } from "./database.ts";
import { jsonOf } from "./fit-text.ts";

/** How long an ended worker is listed: a week. */
const ENDED_KEPT_MS = 7 * 86_400_000;

/** The epoch a worker enters with; taking its lease away raises it. */
const FIRST_EPOCH = 1;

/** Workers, their leases and duties. */
export function createWorkers(context: Context): Workers {
  return {
    enter: (worker) => enter(context, worker),
    heartbeat: (fence, now, expiresAt) => heartbeat(context, fence, { now, expiresAt }),
    leave: (fence, now) => leave(context, fence, now),
    expire: (now) => expire(context, now),
    list: () => list(context),
    hold: (duty, fence, now, until) => hold(context, { duty, fence, now, until }),
    now: async () => instant(await context.database.now()),
  };
}

async function enter({ database }: Context, worker: Parameters<Workers["enter"]>[0]): Promise<Fence> {
  const { db } = database;
  const { id, name, version, now, expiresAt } = worker;
  const row = { id, name, version, entered_at: now, seen_at: now, expires_at: expiresAt, ended_at: null };
  await database.transaction(async (tx) => {
    // The same again after an answer that got lost: the id is new with every life of a process.
    await tx.run(
      db
        .insertInto("worker")
        .values(row)
        .onConflict((conflict) => conflict.doNothing()),
    );
    await tx.run(
      db
        .insertInto("fence")
        .values({ worker: id, epoch: FIRST_EPOCH })
        .onConflict((conflict) => conflict.doNothing()),
    );
  });
  return { worker: id, epoch: FIRST_EPOCH };
}

async function heartbeat(
  { database: { db } }: Context,
  { worker, epoch }: Fence,
  { now, expiresAt }: { readonly now: Instant; readonly expiresAt: Instant },
): Promise<boolean> {
  const fence = db.selectFrom("fence").select("worker").where("worker", "=", worker).where("epoch", "=", epoch);
  const { numUpdatedRows } = await db
    .updateTable("worker")
    .set({ seen_at: now, expires_at: expiresAt })
    .where("id", "=", worker)
    .where("ended_at", "is", null)
    .where("id", "in", fence)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function leave({ database }: Context, { worker, epoch }: Fence, now: Instant): Promise<void> {
  const { db } = database;
  await database.transaction(async (tx) => {
    const ended = await tx.run(
      db
        .updateTable("fence")
        .set({ epoch: epoch + 1 })
        .where("worker", "=", worker)
        .where("epoch", "=", epoch),
    );
    if (ended.changes === 1) await end(tx, database, { workers: [worker], now });
  });
}

async function expire({ database }: Context, now: Instant): Promise<readonly string[]> {
  const { db, kind } = database;
  return await database.transaction(async (tx) => {
    const expired = db
      .selectFrom("worker")
      .select("id")
      .where("ended_at", "is", null)
      .where("expires_at", "<=", now)
      .orderBy("id");
    const { rows } = await tx.run(kind === "postgres" ? expired.forUpdate().skipLocked() : expired);
    const workers = rows.map((row) => row.id);
    if (workers.length === 0) return [];
    // Waits for what the worker is committing at this moment; whatever comes after it is fenced.
    await tx.query(RAISE[kind], [jsonOf(workers)]);
    await end(tx, database, { workers, now });
    await forget(tx, database, now);
    return workers;
  });
}

const RAISE = {
  sqlite: "update fence set epoch = epoch + 1 where worker in (select value from json_each(?1))",
  postgres: `update fence set epoch = epoch + 1
    where worker = any(array(select json_array_elements_text($1::json)))`,
} as const;

/** Marks them as ended and frees what they hold. What was begun stays marked: nobody knows how far it came. */
async function end(
  tx: Session,
  { db, kind }: Context["database"],
  { workers, now }: { readonly workers: readonly string[]; readonly now: Instant },
): Promise<void> {
  const those = among(kind, workers);
  for (const statement of [
    sql`update worker set ended_at = ${now} where id ${those}`,
    sql`update outbox set owner = null, epoch = 0 where owner ${those}`,
    sql`update timer set leased_by = null, leased_until = 0 where leased_by ${those}`,
    sql`delete from duty where worker ${those}`,
  ])
    await tx.run({ compile: () => statement.compile(db) });
}

async function forget(tx: Session, { db }: Context["database"], now: Instant): Promise<void> {
  const old = db
    .selectFrom("worker")
    .select("id")
    .where("ended_at", "<", now - ENDED_KEPT_MS);
  await tx.run(db.deleteFrom("fence").where("worker", "in", old));
  await tx.run(db.deleteFrom("worker").where("ended_at", "<", now - ENDED_KEPT_MS));
}

async function list({ database: { db } }: Context): Promise<readonly WorkerRow[]> {
  const rows = await db
    .selectFrom("worker")
    .innerJoin("fence", "fence.worker", "worker.id")
    .selectAll("worker")
    .select("fence.epoch")
    .orderBy("worker.entered_at")
    .orderBy("worker.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    version: row.version,
    epoch: row.epoch,
    enteredAt: instant(row.entered_at),
    seenAt: instant(row.seen_at),
    expiresAt: instant(row.expires_at),
    endedAt: row.ended_at === null ? null : instant(row.ended_at),
  }));
}

async function hold(
  { database: { db } }: Context,
  {
    duty,
    fence,
    now,
    until,
  }: { readonly duty: string; readonly fence: Fence; readonly now: Instant; readonly until: Instant },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into duty (name, worker, epoch, until_at)
    select cast(${duty} as text), worker, epoch, cast(${until} as bigint) from fence
    where worker = ${fence.worker} and epoch = ${fence.epoch}
    on conflict (name) do update set worker = excluded.worker, epoch = excluded.epoch, until_at = excluded.until_at
    where duty.worker = excluded.worker or duty.until_at <= ${now}`.execute(db);
  return numAffectedRows === 1n;
}
