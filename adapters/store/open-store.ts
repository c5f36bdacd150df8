import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Store } from "../../engine/ports/store.ts";
import type { Context, Database } from "./database.ts";
import { fillLists } from "./fill-lists.ts";
import { fillShown } from "./fill-shown.ts";
import { createInstances } from "./instances.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { createOutbox } from "./outbox.ts";
import { createQueries } from "./queries.ts";
import { createRegistries } from "./registries.ts";
import { openSqlite } from "./sqlite/open-sqlite.ts";
import { createStarts } from "./starts.ts";
import { createVersions } from "./versions.ts";
import { createViews } from "./views.ts";
import { createWorkers } from "./workers.ts";

/** Which database. `file` may be `:memory:`; `poolSize` is the most connections at once. @default 10 */
export type StoreConfig =
  | { readonly kind: "sqlite"; readonly file: string }
  | { readonly kind: "postgres"; readonly url: string; readonly poolSize?: number };

/** What a store needs of the world around. */
interface Edge {
  readonly clock: Clock;
  readonly logger?: Logger | null;
}

/**
 * Opens the store and brings its schema forward.
 *
 * @throws {StoreError} the database is too old, too new or not ours
 * @throws {StoreUnavailable} it cannot be reached
 */
export async function openStore(config: StoreConfig, edge: Edge): Promise<Store> {
  return await storeOn(await openDatabase(config, edge));
}

/**
 * The store on a database that is open: brings its schema forward first. For who needs both, because other adapters keep
 * their tables in the same database. Closing the store closes the database.
 *
 * @throws {StoreError} the schema is too new or not ours; the database is closed then
 */
export async function storeOn(context: Context): Promise<Store> {
  try {
    await migrate(context, MIGRATIONS);
    await fillLists(context.database);
    await fillShown(context.database);
  } catch (error) {
    await context.database.close();
    throw error;
  }
  return storeOf(context);
}

/** Opens the database as it is: for work on the whole of it (backup, restore, repair), or for {@link storeOn}. */
export async function openDatabase(config: StoreConfig, { clock, logger = null }: Edge): Promise<Context> {
  if (config.kind === "sqlite") return { database: openSqlite(config.file, clock), clock, logger };
  // The driver is loaded by those alone who use it.
  const { openPostgres } = await import("./postgres/open-postgres.ts");
  return { database: await openPostgres(config, { clock, logger }), clock, logger };
}

/** The store over an open database. */
export function storeOf(context: Context): Store {
  const { database } = context;
  return {
    instances: createInstances(context),
    outbox: createOutbox(context),
    starts: createStarts(context),
    workers: createWorkers(context),
    versions: createVersions(context),
    registries: createRegistries(context),
    queries: createQueries(context),
    views: createViews(database),
    singleWriter: isAlone(database),
    close: () => database.close(),
  };
}

function isAlone({ kind }: Database): boolean {
  return kind === "sqlite";
}
