import { type RawBuilder, sql } from "kysely";
import type { Outbox } from "../../engine/ports/outbox.ts";
import { among } from "./among.ts";
import type { Context } from "./database.ts";
import { isFenced } from "./fence.ts";
import { timerRow } from "./rows.ts";
import type { Schema } from "./schema.ts";

type TimerCells = Pick<Schema["timer"], "id" | "instance" | "due_at" | "paused">;

/** The timers' part of the outbox. */
export function createTimers(context: Context): Pick<Outbox, "timersDue" | "timersById" | "leaseTimers"> {
  const { database, clock } = context;
  const { db, kind } = database;
  return {
    timersDue: async (by, limit) => {
      const { rows } = await dueTimers(by, clock.now(), sql`limit ${limit}`).execute(db);
      return rows.map(timerRow);
    },
    timersById: async (ids) => {
      const { rows } = await sql<TimerCells>`
        select id, instance, due_at, paused from timer where id ${among(kind, ids)} and paused = 0`.execute(db);
      return rows.map(timerRow);
    },
    leaseTimers: (fence, wanted) => leaseTimers(context, fence, wanted),
  };
}

function dueTimers(by: number, now: number, ending: RawBuilder<unknown>): RawBuilder<TimerCells> {
  return sql<TimerCells>`
    select id, instance, due_at, paused from timer
    where paused = 0 and due_at <= ${by} and leased_until <= ${now} order by due_at, id ${ending}`;
}

async function leaseTimers(
  { database }: Context,
  fence: Parameters<Outbox["leaseTimers"]>[0],
  { now, until, limit }: Parameters<Outbox["leaseTimers"]>[1],
): ReturnType<Outbox["leaseTimers"]> {
  const { db, kind } = database;
  const ending = kind === "postgres" ? sql`limit ${limit} for update skip locked` : sql`limit ${limit}`;
  const query = sql<TimerCells>`
    with free as materialized (${dueTimers(now, now, ending)})
    update timer set leased_by = ${fence.worker}, leased_until = ${until} where id in (select id from free)
    returning id, instance, due_at, paused`;
  const rows = await database.transaction(async (tx) => {
    if (await isFenced(tx, kind, fence)) return [];
    return (await tx.run({ compile: () => query.compile(db) })).rows;
  });
  return [...rows].sort((one, other) => one.due_at - other.due_at || (one.id < other.id ? -1 : 1)).map(timerRow);
}
