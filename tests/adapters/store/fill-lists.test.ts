import { describe, expect, test } from "vitest";
import type { Context } from "../../../adapters/store/database.ts";
import { openDatabase, type StoreConfig, storeOf, storeOn } from "../../../adapters/store/open-store.ts";
import { rebuild } from "../../../adapters/store/rebuild.ts";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { Life, laneOf, START } from "../../contracts/store-life.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";

const clock = { now: () => START, sleep: async () => {} };

/** As a version left the rows that knew nothing of lists. */
async function forgetLists({ database: { db } }: Context): Promise<void> {
  const plain = { number: 0, subject: "", folded: "", candidates: "[]", offered_to: "[]", outcomes: "[]", listed: 0 };
  await db.updateTable("task").set(plain).execute();
  await db.updateTable("task_actor").set({ share: "", due: 0, opened_at: 0 }).execute();
}

async function filled(config: StoreConfig): Promise<void> {
  const context = await openDatabase(config, { clock });
  try {
    const store = await storeOn(context);
    for (const place of [1, 2, 3]) await new Life(store, `i-${place}`, place).start();
    const lists = () =>
      store.queries.inbox({ kind: "held", user: id<UserId>("head-1"), inPlaceOf: [] }, {}, { limit: 9 });
    const before = await lists();
    expect(before.rows).toHaveLength(3);
    await forgetLists(context);
    expect((await lists()).rows).toEqual([]);
    expect((await rebuild(store, context, { repair: false, laneOf })).differing).toBe(3);
    await storeOn(context);
    expect(await lists()).toEqual(before);
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
