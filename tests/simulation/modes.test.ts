import { expect, test } from "vitest";
import { openStore } from "../../adapters/store/open-store.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { runSeed } from "./run-seed.ts";
import { KINDS } from "./shrink.ts";
import { plainStoryOfSeed } from "./story.ts";

const TIME_MS = 600_000;
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const DATABASE_SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

test("embedded and scale-out come to the same: instances, steps, decisions and records", {
  timeout: TIME_MS,
}, async () => {
  for (const seed of SEEDS) {
    const order = { seed, faults: false, story: plainStoryOfSeed(seed) };
    const embedded = await runSeed({ ...order, mode: "embedded" });
    const scaleOut = await runSeed({ ...order, mode: "scale-out" });
    expect(scaleOut.canonical, `npm run sim -- --seed ${seed}`).toEqual(embedded.canonical);
  }
});

test("alarms that ring twice and news that come again change nothing", { timeout: TIME_MS }, async () => {
  const calm = new Set(KINDS.filter((kind) => kind !== "twice" && kind !== "redelivered"));
  for (const seed of SEEDS.slice(0, 20)) {
    const order = { seed, story: plainStoryOfSeed(seed) };
    const expected = await runSeed({ ...order, faults: false });
    const found = await runSeed({ ...order, calm, apart: true });
    expect(found.canonical, `npm run sim -- --seed ${seed}`).toEqual(expected.canonical);
  }
});

const postgres = await sharedPostgres();

test.skipIf(postgres.skip !== undefined)(
  `a seed on PostgreSQL is the same story as on SQLite, step by step${postgres.skip === undefined ? "" : ` (${postgres.skip})`}`,
  { timeout: TIME_MS },
  async () => {
    if (postgres.skip !== undefined) return;
    for (const seed of DATABASE_SEEDS) {
      const database = await postgres.freshDatabase();
      const onPostgres = await runSeed({
        seed,
        store: (now) => openStore({ kind: "postgres", url: database.url }, { clock: { now, sleep: async () => {} } }),
      });
      const onSqlite = await runSeed({ seed });
      expect(onPostgres.canonical, `npm run sim -- --seed ${seed}`).toEqual(onSqlite.canonical);
      expect(onPostgres.digest).toBe(onSqlite.digest);
      await database.drop();
    }
  },
);
