import { describe, expect, test } from "vitest";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import { openPostgres } from "../../../adapters/store/postgres/open-postgres.ts";
import { StoreUnavailable } from "../../../engine/base/unavailable.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";

const postgres = await sharedPostgres();

describe.skipIf(postgres.skip !== undefined)(
  `a worker that freezes in the middle of a transaction${postgres.skip === undefined ? "" : ` (${postgres.skip})`}`,
  () => {
    test("keeps its locks for at most ten seconds, then others go on, and it learns that nothing was written", async () => {
      if (postgres.skip !== undefined) return;
      const server = await postgres.freshDatabase();
      const open = () => openPostgres({ url: server.url }, { clock: systemClock(), logger: null });
      const [frozen, other] = [await open(), await open()];
      await other.transaction((tx) => tx.query("create table held as select 1 as value", []));

      const late = frozen.transaction(async (tx) => {
        const [set] = (await tx.query<{ readonly ms: string }>(SET, [])).rows;
        expect(set?.ms).toBe("10s");
        await tx.query("set local idle_in_transaction_session_timeout = 50", []);
        await tx.query("update held set value = 2", []);
        // Frozen for as long as the lock holds: who waits for the same row gets it only when the server has given up.
        await other.transaction((second) => second.query("update held set value = value + 10", []));
        await tx.query("update held set value = 3", []);
      });
      await expect(late).rejects.toBeInstanceOf(StoreUnavailable);
      const { rows } = await other.transaction((tx) =>
        tx.query<{ readonly value: number }>("select value from held", []),
      );
      expect(rows).toEqual([{ value: 11 }]);
      await Promise.all([frozen.close(), other.close()]);
      await server.drop();
    });
  },
);

const SET = "select current_setting('idle_in_transaction_session_timeout') as ms";
