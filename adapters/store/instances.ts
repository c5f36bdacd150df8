import { sql } from "kysely";
import { type InstanceId, id, type UserId } from "../../engine/base/ids.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { Instance } from "../../engine/instance/state.ts";
import type { Instances, StrayRejection } from "../../engine/ports/store.ts";
import { among } from "./among.ts";
import { archive } from "./archive.ts";
import { commitMoves } from "./commit/commit-moves.ts";
import type { Context } from "./database.ts";
import { eventsOfText } from "./history-text.ts";
import type { Schema } from "./schema.ts";

/** Instances: history, snapshot and everything that follows from them, in one commit. */
export function createInstances(context: Context): Instances {
  const { db } = context.database;
  return {
    commit: (moves) => commitMoves(context, moves),
    load: (ids) => load(context, ids),
    history: (instance, from = 1) => history(context, instance, from),
    reserveNumbers: (process, count) => reserveNumbers(context, process, count),
    turns: async () => {
      const rows = await db.selectFrom("turn").select(["of", "taker"]).execute();
      return Object.fromEntries(rows.map(({ of, taker }) => [of, id<UserId>(taker)]));
    },
    recordRejection: (rejection) => recordRejection(context, rejection),
    archive: (endedBefore, limit, of) => archive(context, { endedBefore, limit, of: of ?? { except: [] } }),
  };
}

async function load({ database }: Context, ids: readonly InstanceId[]): Promise<ReadonlyMap<InstanceId, Instance>> {
  const found = new Map<InstanceId, Instance>();
  for (const table of ["instance", "instance_archive"] as const) {
    const missing = ids.filter((one) => !found.has(one));
    if (missing.length === 0) break;
    const { rows } = await sql<Pick<Schema["instance"], "id" | "snapshot">>`
      select id, snapshot from ${sql.table(table)} where id ${among(database.kind, missing)}`.execute(database.db);
    for (const row of rows) found.set(id(row.id), JSON.parse(row.snapshot) as Instance);
  }
  return found;
}

async function history(
  { database: { db } }: Context,
  instance: InstanceId,
  from: number,
): Promise<readonly HistoryEvent[]> {
  for (const table of ["history", "history_archive"] as const) {
    const rows = await db
      .selectFrom(table)
      .select(["instance", "first", "at", "command", "events"])
      .where("instance", "=", instance)
      .where("last", ">=", from)
      .orderBy("first")
      .execute();
    const events = rows.flatMap(eventsOfText);
    if (events.length > 0) return events.filter((event) => event.sequence >= from);
  }
  return [];
}

async function reserveNumbers({ database: { db } }: Context, process: string, count: number): Promise<number> {
  const { value } = await db
    .insertInto("counter")
    .values({ name: process, value: count })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: (one) => one("counter.value", "+", count) }))
    .returning("value")
    .executeTakeFirstOrThrow();
  return value - count + 1;
}

/** The id is derived from what is recorded: the same refusal written twice is one. */
async function recordRejection({ database: { db } }: Context, rejection: StrayRejection): Promise<void> {
  const { at, by, instance, task, what, code } = rejection;
  const id = [at, by ?? "", instance ?? "", task ?? "", what, code].join("\n");
  await db
    .insertInto("rejection")
    .values({ id, at, by, instance, task, what, code, detail: JSON.stringify(rejection.detail) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
