import { afterEach, describe, expect, test } from "vitest";
import { MetricSamples } from "../../../adapters/metrics/metric-samples.ts";
import type { SampleTables } from "../../../adapters/metrics/sample-tables.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { latestMigration } from "../../../adapters/store/latest-migration.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import { storeOn } from "../../../adapters/store/open-store.ts";
import { openPostgres } from "../../../adapters/store/postgres/open-postgres.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import { instant } from "../../../engine/base/instant.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const NOON = Date.parse("2026-11-23T09:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const postgres = await sharedPostgres();
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function bench(kind: "sqlite" | "postgres") {
  const clock = new VirtualClock(NOON);
  const database: Database = kind === "sqlite" ? openSqlite(":memory:", clock) : await onPostgres(clock);
  ends.push(() => database.close());
  const context = { database, clock, logger: null };
  await migrate(context, MIGRATIONS);
  const store = await storeOn(context);
  const fence = await store.workers.enter({
    ...{ id: "w", name: "w", version: "1", now: instant(NOON), expiresAt: instant(NOON + 100 * DAY) },
  });
  return { database, fence, samples: new MetricSamples(withTables<SampleTables>(database), store) };
}

async function onPostgres(clock: VirtualClock): Promise<Database> {
  if (postgres.skip !== undefined) throw new Error(postgres.skip);
  const { url, drop } = await postgres.freshDatabase();
  ends.push(drop);
  return openPostgres({ url, poolSize: 2 }, { clock, logger: null });
}

describe.each(["sqlite", "postgres"] as const)("figures of each minute, on %s", (kind) => {
  const law = test.skipIf(kind === "postgres" && postgres.skip !== undefined);
  const title = kind === "postgres" && postgres.skip !== undefined ? ` (skipped: ${postgres.skip})` : "";

  law(`a minute is one sample, whoever takes it${title}`, async () => {
    const { fence, samples, database } = await bench(kind);
    await samples.run(fence, instant(NOON + 5_000));
    await samples.run(fence, instant(NOON + 59_000));
    await samples.run(fence, instant(NOON + MINUTE));
    const all = await samples.samples(instant(NOON), instant(NOON + HOUR));
    expect(all.map(({ at }) => at)).toEqual([NOON, NOON + MINUTE]);
    expect(all[0]).toMatchObject({ tasks: 0, overdue: 0, timersLate: 0, incidents: 0, instances: {}, outbox: {} });
    expect(await samples.samples(instant(NOON + 1), instant(NOON + MINUTE))).toEqual([]);
    expect(await latestMigration(database)).toBe(MIGRATIONS.at(-1)?.number);
  });

  law("a day keeps every minute, a month every tenth, and then they go", async () => {
    const { fence, samples } = await bench(kind);
    for (let minute = 0; minute < 30; minute += 1) await samples.take(instant(NOON + minute * MINUTE));
    const count = async () => (await samples.samples(instant(0), instant(NOON + 100 * DAY))).length;
    await samples.run(fence, instant(NOON + 23 * HOUR));
    expect(await count()).toBe(31);
    await samples.run(fence, instant(NOON + 2 * DAY));
    expect(await samples.samples(instant(NOON), instant(NOON + HOUR))).toMatchObject(
      [0, 10, 20].map((minute) => ({ at: NOON + minute * MINUTE })),
    );
    await samples.run(fence, instant(NOON + 31 * DAY));
    expect((await samples.samples(instant(0), instant(NOON + HOUR))).length).toBe(0);
  });
});
