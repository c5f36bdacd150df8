import { sql } from "kysely";
import { type InstanceId, id, type ProcessId } from "../../engine/base/ids.ts";
import type { Starts } from "../../engine/ports/starts.ts";
import type { StartRequest } from "../../engine/runtime/start-request.ts";
import { createAwaiting } from "./awaiting.ts";
import { inserting, updating } from "./bulk.ts";
import type { Context, Session } from "./database.ts";
import { createMessages } from "./messages.ts";
import { createSchedules } from "./schedules.ts";
import type { Schema } from "./schema.ts";

/** What decides about starts and deliveries. */
export function createStarts(context: Context): Starts {
  const { db } = context.database;
  return {
    standing: (process, of) => standing(context, process, of),
    queue: (order) => queue(context, order),
    dequeue: (process, key, revision, left) => dequeue(context, { process, key, revision, left }),
    stranded: async (limit) => {
      const { rows } = await sql<Pick<Schema["start_queue"], "process" | "key">>`
        select process, key from start_queue q where size > 0
        and not exists (select 1 from live_key l where l.process = q.process and l.key = q.key)
        order by process, key limit ${limit}`.execute(db);
      return rows.map((row) => ({ process: id<ProcessId>(row.process), key: row.key }));
    },
    handled: async (inboxId) => {
      const row = await db
        .selectFrom("inbox")
        .select(["instance", "sequence"])
        .where("id", "=", inboxId)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { instance: row.instance === null ? null : id<InstanceId>(row.instance), sequence: row.sequence };
    },
    keep: async (ids, at) => {
      const rows = ids.map((one) => ({ id: one, at, instance: null, sequence: 0 }));
      if (rows.length > 0) await context.database.transaction((tx) => tx.put(KEEP, rows));
    },
    ...createMessages(context),
    ...createAwaiting(context),
    ...createSchedules(context),
  };
}

const KEEP = inserting("inbox", "keep");
const TAKE_ONCE = inserting("once_used", "keep");
const NEW_QUEUE = inserting("start_queue", "keep");
const NEXT_QUEUE = updating("start_queue", {
  match: ["process", "key"],
  was: ["revision"],
  set: ["revision", "waiting", "size", "changed_at"],
});

async function standing(
  { database: { db } }: Context,
  process: ProcessId,
  { key, once }: Parameters<Starts["standing"]>[1],
): ReturnType<Starts["standing"]> {
  if (key === null && once === null) return { standing: { live: null, startedOnce: false, waiting: [] }, revision: 0 };
  // One statement: what it tells was true at one moment.
  const row = await db
    .selectNoFrom(({ selectFrom, lit }) => [
      selectFrom("live_key")
        .select("instance")
        .where("process", "=", process)
        .where("key", "=", key ?? "")
        .where(lit(key !== null))
        .as("live"),
      selectFrom("once_used")
        .select("at")
        .where("process", "=", process)
        .where("value", "=", once ?? "")
        .where(lit(once !== null))
        .as("once"),
      selectFrom("start_queue")
        .select("waiting")
        .where("process", "=", process)
        .where("key", "=", key ?? "")
        .where(lit(key !== null))
        .as("waiting"),
      selectFrom("start_queue")
        .select("revision")
        .where("process", "=", process)
        .where("key", "=", key ?? "")
        .where(lit(key !== null))
        .as("revision"),
    ])
    .executeTakeFirstOrThrow();
  return {
    standing: {
      live: row.live === null ? null : id<InstanceId>(row.live),
      startedOnce: row.once !== null,
      waiting: row.waiting === null ? [] : (JSON.parse(row.waiting) as readonly StartRequest[]),
    },
    revision: row.revision ?? 0,
  };
}

/** Undoes the transaction; never leaves this file. */
class Changed extends Error {}

async function queue({ database, clock }: Context, order: Parameters<Starts["queue"]>[0]): Promise<boolean> {
  const { process, key, revision, waiting, once } = order;
  const at = clock.now();
  const inbox = [...new Set(order.inbox)].sort().map((one) => ({ id: one, at, instance: null, sequence: 0 }));
  return await unlessChanged(() =>
    database.transaction(async (tx) => {
      if (!(await somebodyBegins(tx, database.kind, order))) throw new Changed();
      if (!(await putQueue(tx, { process, key, revision, waiting, at }))) throw new Changed();
      if ((await tx.put(KEEP, inbox)) !== inbox.length) throw new Changed();
      const used = once === null ? [] : [{ process, value: once, instance: null, at }];
      if ((await tx.put(TAKE_ONCE, used)) !== used.length) throw new Changed();
    }),
  );
}

/** Is the key live, or does a start wait for it already? The live one cannot end until the transaction does. */
async function somebodyBegins(
  tx: Session,
  kind: Context["database"]["kind"],
  { process, key }: { readonly process: string; readonly key: string },
): Promise<boolean> {
  const { rows } = await tx.query(LIVE[kind], [process, key]);
  if (rows.length > 0) return true;
  return (await tx.query(WAITING[kind], [process, key])).rows.length > 0;
}

const LIVE = {
  sqlite: "select 1 from live_key where process = ?1 and key = ?2",
  postgres: "select 1 from live_key where process = $1 and key = $2 for share",
} as const;
const WAITING = {
  sqlite: "select 1 from start_queue where process = ?1 and key = ?2 and size > 0",
  postgres: "select 1 from start_queue where process = $1 and key = $2 and size > 0 for update",
} as const;

interface Queue {
  readonly process: string;
  readonly key: string;
  /** As it was read; 0: there was none. */
  readonly revision: number;
  readonly waiting: readonly StartRequest[];
  readonly at: number;
}

async function putQueue(tx: Session, { process, key, revision, waiting, at }: Queue): Promise<boolean> {
  const content = { waiting: JSON.stringify(waiting), size: waiting.length, changed_at: at };
  const row = { process, key, revision: revision + 1, ...content };
  const written = revision === 0 ? tx.put(NEW_QUEUE, [row]) : tx.put(NEXT_QUEUE, [{ ...row, was_revision: revision }]);
  return (await written) === 1;
}

async function dequeue(
  { database, clock }: Context,
  { left, ...of }: Pick<Queue, "process" | "key" | "revision"> & { readonly left: readonly StartRequest[] },
): Promise<boolean> {
  return await database.transaction((tx) => putQueue(tx, { ...of, waiting: left, at: clock.now() }));
}

async function unlessChanged(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Changed) return false;
    throw error;
  }
}
