import { expect, test } from "vitest";
import { openStore } from "../../adapters/store/open-store.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { runSeed } from "./run-seed.ts";
import { type Mode, modeOf } from "./seed.ts";
import { KINDS } from "./shrink.ts";
import { plainStoryOfSeed } from "./story.ts";

const TIME_MS = 600_000;
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const DATABASE_SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** What becomes of a seed's plain story where nothing goes wrong, in one mode; run once. */
function plain(seed: number, mode: Mode): Promise<readonly string[]> {
  const name = `${seed} ${mode}`;
  const known = plainRuns.get(name);
  if (known) return known;
  const run = runSeed({ seed, mode, faults: false, story: plainStoryOfSeed(seed) }).then(({ canonical }) => canonical);
  plainRuns.set(name, run);
  return run;
}

const plainRuns = new Map<string, Promise<readonly string[]>>();

test("embedded and scale-out come to the same: instances, steps, decisions and records", {
  timeout: TIME_MS,
}, async () => {
  for (const seed of SEEDS) {
    const embedded = await plain(seed, "embedded");
    expect(await plain(seed, "scale-out"), `npm run sim -- --seed ${seed}`).toEqual(embedded);
  }
});

test("alarms that ring twice and news that come again change nothing", { timeout: TIME_MS }, async () => {
  const calm = new Set(KINDS.filter((kind) => kind !== "twice" && kind !== "redelivered"));
  for (const seed of SEEDS.slice(0, 20)) {
    const order = { seed, story: plainStoryOfSeed(seed) };
    const found = await runSeed({ ...order, calm, apart: true });
    expect(found.canonical, `npm run sim -- --seed ${seed}`).toEqual(await plain(seed, modeOf(seed)));
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
