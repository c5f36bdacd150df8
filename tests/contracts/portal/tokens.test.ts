import { describe } from "vitest";
import type { TokenTables } from "../../../adapters/bitrix24/token-tables.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import { openDatabase, storeOn } from "../../../adapters/store/open-store.ts";
import { instant } from "../../../engine/base/instant.ts";
import { START } from "../../adapters/bitrix24/portal-bench.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";
import { TestClock } from "../../support/test-clock.ts";
import { tokenContract } from "./tokens.ts";

const postgres = await sharedPostgres();
const clock = new TestClock(instant(START));

describe("tokens on SQLite", () => {
  tokenContract(async () => {
    const context = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock });
    const store = await storeOn(context);
    const database = withTables<TokenTables>(context.database);
    return { one: database, other: database, close: () => store.close() };
  });
});

describe.skipIf(postgres.skip !== undefined)(
  `tokens on PostgreSQL${postgres.skip === undefined ? "" : ` (${postgres.skip})`}`,
  () => {
    tokenContract(async () => {
      if (postgres.skip !== undefined) throw new Error(postgres.skip);
      const fresh = await postgres.freshDatabase();
      const config = { kind: "postgres", url: fresh.url, poolSize: 2 } as const;
      const contexts = [await openDatabase(config, { clock }), await openDatabase(config, { clock })] as const;
      const stores = [await storeOn(contexts[0]), await storeOn(contexts[1])];
      return {
        one: withTables<TokenTables>(contexts[0].database),
        other: withTables<TokenTables>(contexts[1].database),
        close: async () => {
          await Promise.all(stores.map((store) => store.close()));
          await fresh.drop();
        },
      };
    });
  },
);
