import { afterAll, describe, test } from "vitest";
import type { Database } from "../../adapters/store/database.ts";
import { migrate } from "../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../adapters/store/migrations/index.ts";
import { openPostgres } from "../../adapters/store/postgres/open-postgres.ts";
import { openSqlite } from "../../adapters/store/sqlite/open-sqlite.ts";
import { sharedPostgres, type TestDatabase } from "../support/servers/postgres.ts";
import { MORNING } from "../support/store-moves.ts";
import { TestClock } from "../support/test-clock.ts";
import { accountsBench, emptied } from "./accounts/accounts-bench.ts";
import { administrationLaws } from "./accounts/administration.ts";
import { entranceLaws } from "./accounts/entrance.ts";
import type { Law } from "./accounts/law.ts";
import { throttleLaws } from "./accounts/throttle.ts";
import { waysInLaws } from "./accounts/ways-in.ts";

const postgres = await sharedPostgres();

function lawsOn(of: {
  readonly open: (clock: TestClock) => Promise<Database>;
  readonly close: (database: Database) => Promise<void>;
}) {
  const law: Law = (title, check) =>
    test(title, async () => {
      const clock = new TestClock(MORNING);
      const database = await of.open(clock);
      try {
        await migrate({ database, clock, logger: null }, MIGRATIONS);
        await check(accountsBench(database, clock));
      } finally {
        await of.close(database);
      }
    });
  entranceLaws(law);
  administrationLaws(law);
  waysInLaws(law);
  throttleLaws(law);
}

describe("accounts on SQLite", () =>
  lawsOn({ open: async (clock) => openSqlite(":memory:", clock), close: (database) => database.close() }));

const title = `accounts on PostgreSQL${postgres.skip === undefined ? "" : ` (skipped: ${postgres.skip})`}`;
describe.skipIf(postgres.skip !== undefined)(title, () => {
  // One for all laws: making a database takes longer than most of them. Each finds it empty.
  let server: TestDatabase | null = null;
  let shared: Database | null = null;
  afterAll(async () => {
    await shared?.close();
    await server?.drop();
  });
  lawsOn({
    async open(clock) {
      if (postgres.skip !== undefined) throw new Error(postgres.skip);
      server ??= await postgres.freshDatabase();
      shared ??= await openPostgres({ url: server.url, poolSize: 4 }, { clock, logger: null });
      return shared;
    },
    close: (database) => emptied(database),
  });
});
