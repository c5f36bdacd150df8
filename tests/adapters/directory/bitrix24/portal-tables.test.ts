import { afterAll, describe, expect, test } from "vitest";
import { KeptPeople, latestReading } from "../../../../adapters/directory/bitrix24/kept-people.ts";
import type { PortalPeopleTables } from "../../../../adapters/directory/bitrix24/people-tables.ts";
import { MailTries } from "../../../../adapters/notifier/bitrix24/mail-tries.ts";
import type { NoticeTables } from "../../../../adapters/notifier/bitrix24/notice-tables.ts";
import { withTables } from "../../../../adapters/sql-database.ts";
import type { Database } from "../../../../adapters/store/database.ts";
import { migrate } from "../../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../../adapters/store/migrations/index.ts";
import { openPostgres } from "../../../../adapters/store/postgres/open-postgres.ts";
import { openSqlite } from "../../../../adapters/store/sqlite/open-sqlite.ts";
import { instant } from "../../../../engine/base/instant.ts";
import { sharedPostgres } from "../../../support/servers/postgres.ts";
import { TestClock } from "../../../support/test-clock.ts";

const NOW = Date.UTC(2026, 10, 20);
const clock = new TestClock(instant(NOW));
const postgres = await sharedPostgres();
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

async function onPostgres(): Promise<Database> {
  if (postgres.skip !== undefined) throw new Error(postgres.skip);
  const { url, drop } = await postgres.freshDatabase();
  const database = await openPostgres({ url, poolSize: 2 }, { clock, logger: null });
  ends.push(() => database.close().then(drop));
  return database;
}

const DATABASES: readonly (readonly [name: string, open: () => Promise<Database>, skip: string | undefined])[] = [
  ["SQLite", async () => openSqlite(":memory:", clock), undefined],
  ["PostgreSQL", onPostgres, postgres.skip],
];

describe.each(DATABASES)("what is kept of a portal in %s", (_, open, skip) => {
  const title = (words: string): string => (skip === undefined ? words : `${words} (skipped: ${skip})`);

  test.skipIf(skip !== undefined)(
    title("the younger reading stays, each portal has its own, old administrators go"),
    async () => {
      const database = await open();
      await migrate({ database, clock, logger: null }, MIGRATIONS);
      const tables = withTables<PortalPeopleTables>(database);
      const kept = new KeptPeople(tables, () => "one.example");
      const people = { users: [], departments: [] };
      const reading = (readAt: number, name: string) => ({ people, text: JSON.stringify({ ...people, name }), readAt });
      expect(await kept.load()).toBeNull();
      await kept.keep(reading(NOW, "young"));
      await kept.keep(reading(NOW - 1, "old"));
      expect(await kept.load()).toMatchObject({ readAt: NOW, text: reading(NOW, "young").text });
      await kept.keep(reading(NOW + 1, "younger"));
      expect((await latestReading(tables))?.text).toContain("younger");
      expect(await new KeptPeople(tables, () => "two.example").load()).toBeNull();
      const rows = [
        { user_number: 3, seen_at: NOW },
        { user_number: 4, seen_at: NOW - 31 * 86_400_000 },
      ];
      await tables.db.insertInto("bitrix24_admin").values(rows).execute();
      expect(await kept.administrators(NOW)).toEqual([3]);
    },
  );

  test.skipIf(skip !== undefined)(
    title("a try stays open until it is known to have failed, and the next has another number"),
    async () => {
      const database = await open();
      await migrate({ database, clock, logger: null }, MIGRATIONS);
      const tries = new MailTries(withTables<NoticeTables>(database));
      expect(await tries.open("a")).toBeNull();
      expect(await tries.begin("a", NOW)).toBe(1);
      expect(await tries.open("a")).toEqual({ number: 1, begunAt: NOW });
      expect(await tries.begin("a", NOW + 5)).toBe(1);
      await tries.fail("a");
      expect(await tries.open("a")).toBeNull();
      expect(await tries.begin("a", NOW + 9)).toBe(2);
      expect(await tries.begin("b", NOW)).toBe(1);
    },
  );
});
