import { Kysely, PostgresDialect } from "kysely";
import { StoreUnavailable } from "../../../engine/base/unavailable.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Answer, Database, Session } from "../database.ts";
import { jsonOf } from "../fit-text.ts";
import type { Schema } from "../schema.ts";
import { CommitUnknown, StoreError } from "../store-error.ts";
import { type Client, NamedPool } from "./named-pool.ts";
import { wasUndone } from "./postgres-error.ts";

/** The oldest that has what we use and is still cared for. */
const VERSION_MIN = 15;

/** How often a transaction that lost a deadlock is done again. */
const ATTEMPTS_MAX = 8;

/** How often, and how long apart, is asked whether a transaction whose connection broke is over. */
const SETTLED_ATTEMPTS_MAX = 100;
const SETTLED_PAUSE_MS = 100;

/** Enough for four groups of commits at once and the reading beside them. */
const POOL_SIZE = 10;

/**
 * Opens a pool of connections.
 *
 * @throws {StoreError} `POSTGRES_TOO_OLD`, `POSTGRES_ENCODING`
 * @throws {StoreUnavailable} the server cannot be reached
 */
export async function openPostgres(
  { url, poolSize = POOL_SIZE }: { readonly url: string; readonly poolSize?: number | undefined },
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger | null },
): Promise<Database> {
  const pool = new NamedPool(url, poolSize, logger);
  try {
    await withClient(pool, checkServer);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: "postgres",
    db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: pool.forKysely() }) }),
    transaction: (work) => repeated(() => inTransaction(pool, work)),
    snapshot: (work) => inTransaction(pool, work, "begin isolation level repeatable read read only"),
    now: () => withClient(pool, now),
    settled: (transaction) => settled(pool, clock, transaction),
    close: () => pool.end(),
  };
}

async function withClient<T>(pool: NamedPool, use: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await use(client);
  } finally {
    client.release();
  }
}

async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ readonly version: string; readonly encoding: string }>(
    "select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding",
    [],
  );
  const major = Math.floor(Number(rows[0]?.version) / 10_000);
  const encoding = rows[0]?.encoding ?? "";
  if (major < VERSION_MIN)
    throw new StoreError("POSTGRES_TOO_OLD", {
      says: {
        ru: `Сервер — PostgreSQL ${major}; нужен ${VERSION_MIN} или новее.`,
        en: `The server is PostgreSQL ${major}; ${VERSION_MIN} or later is needed.`,
      },
      remedy: { ru: "Обновите сервер или укажите другой.", en: "Update the server or name another." },
    });
  if (encoding !== "UTF8")
    throw new StoreError("POSTGRES_ENCODING", {
      says: { ru: `База в кодировке ${encoding}, а нужна UTF8.`, en: `The database is in ${encoding}, not in UTF8.` },
      remedy: {
        ru: "Создайте базу заново: create database … encoding 'UTF8' template template0.",
        en: "Create it anew: create database … encoding 'UTF8' template template0.",
      },
    });
}

async function now(client: Client): Promise<number> {
  const { rows } = await client.query<{ readonly ms: number }>(
    "select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms",
    [],
  );
  return rows[0]?.ms ?? 0;
}

async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!wasUndone(error)) throw error;
      if (attempt >= ATTEMPTS_MAX) throw new StoreUnavailable("PostgreSQL keeps undoing it.", { cause: error });
    }
  }
}

async function inTransaction<T>(
  pool: NamedPool,
  work: (tx: Session) => Promise<T>,
  begin = "begin isolation level read committed",
): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    // Sent without waiting: it goes with the first query of the work.
    const begun = client.query(begin, []);
    begun.catch(() => {});
    const result = await work(sessionOf(client));
    await begun;
    await commit(client);
    broken = false;
    return result;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) broken = !(await rolledBack(client));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function commit(client: Client): Promise<void> {
  const { command } = await client.query("commit", []).catch((error: unknown) => {
    throw error instanceof StoreUnavailable ? new CommitUnknown(error.message, { cause: error }) : error;
  });
  if (command === "ROLLBACK") throw new StoreUnavailable("PostgreSQL undid the transaction at its end.");
}

async function rolledBack(client: Client): Promise<boolean> {
  return await client.query("rollback", []).then(
    () => true,
    () => false,
  );
}

function sessionOf(client: Client): Session {
  const query = async <Row>(text: string, parameters: readonly unknown[]): Promise<Answer<Row>> => {
    const { rows, rowCount } = await client.query<Row>(text, parameters);
    return { rows, changes: rowCount ?? 0 };
  };
  return {
    query,
    run: async (compilable) => {
      const { sql, parameters } = compilable.compile();
      return await query(sql, parameters);
    },
    put: async ({ postgres }, rows) => (rows.length === 0 ? 0 : (await query(postgres, [jsonOf(rows)])).changes),
  };
}

/**
 * A server may go on with a COMMIT whose connection broke; before that is over, looking for what it wrote finds nothing.
 * A server that does not know the transaction (another took its place) is not working on it either.
 */
async function settled(pool: NamedPool, clock: Clock, transaction: string): Promise<void> {
  for (let attempt = 1; attempt <= SETTLED_ATTEMPTS_MAX; attempt++) {
    const status = await withClient(pool, (client) => statusOf(client, transaction)).catch((error: unknown) => {
      if (error instanceof StoreUnavailable) return "in progress";
      return null;
    });
    if (status !== "in progress") return;
    await clock.sleep(SETTLED_PAUSE_MS);
  }
  throw new StoreUnavailable("PostgreSQL does not say whether a transaction was committed.");
}

async function statusOf(client: Client, transaction: string): Promise<string | null> {
  const { rows } = await client.query<{ readonly status: string | null }>(
    "select pg_xact_status($1::text::xid8) as status",
    [transaction],
  );
  return rows[0]?.status ?? null;
}
