import { describe, expect, test } from "vitest";
import type { Context } from "../../../adapters/store/database.ts";
import { openDatabase, type StoreConfig, storeOf, storeOn } from "../../../adapters/store/open-store.ts";
import { rebuild } from "../../../adapters/store/rebuild.ts";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { archivedLife, Life, laneOf, START } from "../../contracts/store-life.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";

const clock = { now: () => START, sleep: async () => {} };

/** As a version left the rows that knew nothing of lists. */
async function forgetLists({ database: { db } }: Context): Promise<void> {
  const plain = { number: 0, subject: "", folded: "", candidates: "[]", offered_to: "[]", outcomes: "[]", listed: 0 };
  await db.updateTable("task").set(plain).execute();
  await db.updateTable("task_actor").set({ share: "", due: 0, opened_at: 0 }).execute();
  for (const table of ["instance", "instance_archive"] as const)
    await db.updateTable(table).set({ shown: 0 }).execute();
  for (const table of ["decision_made", "instance_viewer", "instance_record", "instance_step"] as const)
    await db.deleteFrom(table).execute();
}

async function filled(config: StoreConfig): Promise<void> {
  const context = await openDatabase(config, { clock });
  try {
    const store = await storeOn(context);
    await archivedLife(store, "i-0", 9);
    for (const place of [1, 2, 3]) await new Life(store, `i-${place}`, place).start();
    const lists = () =>
      store.queries.inbox({ kind: "held", user: id<UserId>("head-1"), inPlaceOf: [] }, {}, { limit: 9 });
    const before = await lists();
    expect(before.rows).toHaveLength(3);
    const decided = () => store.queries.decisionsBy(id<UserId>("head-1"), {}, { limit: 9 });
    const decisions = await decided();
    expect(decisions.rows).toMatchObject([
      { instance: "i-0", outcome: "yes", title: "Проверьте скидку", isLive: false },
    ]);
    const seen = () => store.queries.seenInstances({ user: id("user-1"), team: [], inPlaceOf: [] }, {}, { limit: 9 });
    const instances = await seen();
    expect(instances.rows.map((row) => row.id).sort()).toEqual(["i-0", "i-1", "i-2", "i-3"]);
    expect((await rebuild(store, context, { repair: false, laneOf })).differing).toBe(0);
    await forgetLists(context);
    expect((await lists()).rows).toEqual([]);
    expect((await rebuild(store, context, { repair: false, laneOf })).differing).toBe(4);
    await storeOn(context);
    // Repairing comes to the same.
    await context.database.db.deleteFrom("instance_viewer").execute();
    expect((await rebuild(store, context, { repair: true, laneOf })).repaired).toBe(4);
    expect([await lists(), await decided(), await seen()]).toEqual([before, decisions, instances]);
    expect((await rebuild(storeOf(context), context, { repair: false, laneOf })).differing).toBe(0);
  } finally {
    await context.database.close();
  }
}

describe("rows that an older version wrote are filled by whoever opens the store", () => {
  test("on SQLite", () => filled({ kind: "sqlite", file: ":memory:" }));

  test("on PostgreSQL", async ({ skip }) => {
    const postgres = await sharedPostgres();
    if (postgres.skip !== undefined) return skip(postgres.skip);
    const database = await postgres.freshDatabase();
    try {
      await filled({ kind: "postgres", url: database.url, poolSize: 2 });
    } finally {
      await database.drop();
    }
  });
});
