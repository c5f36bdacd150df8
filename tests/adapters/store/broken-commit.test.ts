import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, openStore } from "../../../adapters/store/open-store.ts";
import { id } from "../../../engine/base/ids.ts";
import { StoreUnavailable } from "../../../engine/base/unavailable.ts";
import type { Store } from "../../../engine/ports/store.ts";
import { type CuttingProxy, cuttingProxy } from "../../support/cutting-proxy.ts";
import { sharedPostgres, type TestDatabase } from "../../support/servers/postgres.ts";
import { entryOf, MORNING, moveOf, PROCESS } from "../../support/store-moves.ts";
import { TestClock } from "../../support/test-clock.ts";

const postgres = await sharedPostgres();
const COMMITTED = { kind: "committed" };

describe.skipIf(postgres.skip !== undefined)("a connection that breaks during COMMIT", () => {
  const clock = new TestClock(MORNING);
  let database: TestDatabase;
  let proxy: CuttingProxy;
  /** Through the proxy, and beside it. */
  let store: Store;
  let direct: Store;

  beforeEach(async () => {
    if (postgres.skip !== undefined) throw new Error(postgres.skip);
    database = await postgres.freshDatabase();
    proxy = await cuttingProxy(database.url);
    direct = await openStore({ kind: "postgres", url: database.url, poolSize: 2 }, { clock });
    store = await openStore({ kind: "postgres", url: proxy.url, poolSize: 2 }, { clock });
  });

  afterEach(async () => {
    await Promise.all([store.close(), direct.close()]);
    await proxy.close();
    await database.drop();
  });

  const group = () => [
    moveOf("i-1", 0, { inbox: ["a"], reserves: { key: "k" }, after: { key: "k" } }),
    moveOf("i-2", 0, { rows: { outbox: { put: [entryOf("e")], drop: [] } } }),
    moveOf("i-3", 0, { inbox: ["handled"] }),
  ];

  test("the answer is lost: each move is answered as what became of it, and nothing is written twice", async () => {
    await direct.starts.keep(["handled"], MORNING);
    proxy.loseNextAnswer();
    expect(await store.instances.commit(group())).toMatchObject([COMMITTED, COMMITTED, { kind: "handledBefore" }]);
    expect(proxy.cuts).toBe(1);
    for (const name of ["i-1", "i-2"]) expect(await direct.instances.history(id(name))).toHaveLength(2);
    expect((await direct.starts.standing(PROCESS, { key: "k", once: null })).standing.live).toBe("i-1");
    expect(await store.instances.commit([moveOf("i-1", 2)])).toMatchObject([COMMITTED]);
  });

  test("the COMMIT is lost: nothing of it stands, and the group is committed after all", async () => {
    proxy.cutAll();
    proxy.loseNextRequest();
    const answer = await store.instances.commit(group()).catch((error: unknown) => error);
    // A connection of the pool that was cut before is told as such; the next one is new.
    const results = answer instanceof StoreUnavailable ? await store.instances.commit(group()) : answer;
    expect(results).toMatchObject([COMMITTED, COMMITTED, COMMITTED]);
    expect(proxy.cuts).toBe(1);
    for (const name of ["i-1", "i-2", "i-3"]) expect(await direct.instances.history(id(name))).toHaveLength(2);
  });

  test("a move that stands though its answer was lost beats whoever comes after it", async () => {
    await direct.instances.commit([moveOf("i-1", 0)]);
    proxy.loseNextAnswer();
    const [mine] = await store.instances.commit([moveOf("i-1", 2)]);
    expect(mine).toMatchObject(COMMITTED);
    expect(await direct.instances.commit([moveOf("i-1", 2, { command: id("other") })])).toEqual([{ kind: "conflict" }]);
  });

  test("connections that break before COMMIT write nothing, and the same moves may be tried again", async () => {
    proxy.cutAll();
    await new Promise((resolve) => setImmediate(resolve));
    await proxy.close();
    await expect(store.instances.commit(group())).rejects.toThrow(StoreUnavailable);
    expect((await direct.instances.load([id("i-1"), id("i-2")])).size).toBe(0);
    expect(await direct.instances.commit(group())).toMatchObject([COMMITTED, COMMITTED, COMMITTED]);
  });

  test("a transaction that the server still works on is waited for", async () => {
    const { database: ours } = await openDatabase({ kind: "postgres", url: database.url, poolSize: 2 }, { clock });
    const told: string[] = [];
    let settled: Promise<unknown> = Promise.resolve();
    await ours.transaction(async (tx) => {
      const { rows } = await tx.query<{ readonly name: string }>("select pg_current_xact_id()::text as name", []);
      settled = ours.settled(rows[0]?.name ?? "").then(() => told.push("settled"));
      for (let turn = 0; turn < 5; turn++) await tx.query("select 1", []);
      told.push("ends");
    });
    await settled;
    expect(told).toEqual(["ends", "settled"]);
    await ours.close();
  });
});
