import type { Database } from "../../adapters/store/database.ts";
import { openDatabase, storeOf, storeOn } from "../../adapters/store/open-store.ts";
import type { Instant } from "../../engine/base/instant.ts";
import type { Store } from "../../engine/ports/store.ts";

/** A database of this thread that waits for its next run. */
interface Kept {
  readonly database: Database;
  readonly tables: readonly string[];
  readonly clock: { now: () => Instant };
}

const idle: Kept[] = [];

/**
 * The store on SQLite in memory, empty. Opening and migrating takes longer than many a run: what was closed is emptied
 * and used again.
 */
export async function memoryStore(now: () => Instant): Promise<Store> {
  const kept = idle.pop() ?? (await opened(now));
  kept.clock.now = now;
  const { database, tables } = kept;
  await database.transaction(async (tx) => {
    for (const table of tables) await tx.query(`delete from "${table}"`, []);
  });
  const store = storeOf({ database, clock: { ...NO_SLEEP, now }, logger: null });
  return { ...store, close: async () => void idle.push(kept) };
}

/** The store itself never sleeps. */
const NO_SLEEP = { sleep: async (): Promise<void> => {} };

async function opened(now: () => Instant): Promise<Kept> {
  const clock = { ...NO_SLEEP, now };
  const context = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock });
  await storeOn(context);
  const { rows } = await context.database.transaction((tx) =>
    tx.query<{ readonly name: string }>("select name from sqlite_master where type = 'table'", []),
  );
  const tables = rows.map(({ name }) => name).filter((name) => name !== "migration" && !name.startsWith("sqlite_"));
  return { database: context.database, tables, clock };
}
