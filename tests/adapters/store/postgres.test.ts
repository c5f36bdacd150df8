import { describe } from "vitest";
import { openStore } from "../../../adapters/store/open-store.ts";
import { storeContract } from "../../contracts/store.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";
import { MORNING } from "../../support/store-moves.ts";
import { TestClock } from "../../support/test-clock.ts";

const postgres = await sharedPostgres();

describe.skipIf(postgres.skip !== undefined)(
  `PostgreSQL${postgres.skip === undefined ? "" : ` (${postgres.skip})`}`,
  () => {
    storeContract(async () => {
      if (postgres.skip !== undefined) throw new Error(postgres.skip);
      const database = await postgres.freshDatabase();
      const clock = new TestClock(MORNING);
      const config = { kind: "postgres", url: database.url, poolSize: 4 } as const;
      const [store, other] = [await openStore(config, { clock }), await openStore(config, { clock })];
      return {
        store,
        other,
        clock,
        close: async () => {
          await Promise.all([store.close(), other.close()]);
          await database.drop();
        },
      };
    });
  },
);
