import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type Dialect, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Bulk } from "../bulk.ts";
import type { Answer, Database, Session } from "../database.ts";
import { fitValue } from "../fit-text.ts";
import type { Schema } from "../schema.ts";
import { StoreError } from "../store-error.ts";
import { SqliteDriver } from "./sqlite-driver.ts";
import { unavailable } from "./sqlite-error.ts";
import { Statements } from "./statements.ts";
import { Turnstile } from "./turnstile.ts";

/** Older ones can damage a database in WAL mode. */
const VERSION_MIN = "3.51.3";

/** A database that lives in memory. */
const MEMORY = ":memory:";

/** Mode of a new database file. */
const OWNER_ONLY = 0o600;

/** Waiting for another process that reads or copies the file. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the database file (made if it is not there), or `:memory:`. A commit is on the disk when it is acknowledged
 * (`synchronous = full`).
 *
 * @throws {StoreError} `SQLITE_TOO_OLD`
 * @throws {StoreUnavailable} the file cannot be opened
 */
export function openSqlite(file: string, clock: Clock): Database {
  const database = opened(file);
  const statements = new Statements(database);
  const turnstile = new Turnstile();
  const db = new Kysely<Schema>({ dialect: dialectOf(statements, turnstile) });
  const transaction: Database["transaction"] = async (work) => {
    const leave = await turnstile.enter();
    try {
      return await inTransaction(database, statements, work);
    } finally {
      leave();
    }
  };
  return {
    kind: "sqlite",
    db,
    now: async () => clock.now(),
    settled: async () => {},
    transaction,
    snapshot: (work) => (file === MEMORY ? transaction(work) : readSnapshot(file, work)),
    close: async () => {
      const leave = await turnstile.enter();
      try {
        await db.destroy();
        if (database.isOpen) database.close();
      } finally {
        leave();
      }
    },
  };
}

function opened(file: string): DatabaseSync {
  try {
    if (file !== MEMORY) makeOwn(file);
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    checkVersion(database);
    for (const pragma of [
      // Of a new file only. Half as many writes for the same rows, which are about a kilobyte each.
      "page_size = 8192",
      "journal_mode = wal",
      "synchronous = full",
      "trusted_schema = off",
      "cell_size_check = on",
      "temp_store = memory",
      "cache_size = -65536",
      // Copying the log back into the file is the dearest thing a commit can do: seldom, and bounded.
      "wal_autocheckpoint = 5000",
      "journal_size_limit = 67108864",
    ])
      database.exec(`pragma ${pragma}`);
    return database;
  } catch (error) {
    throw unavailable(error);
  }
}

/** A new file is its owner's alone: what people decided is nobody else's business. SQLite gives its logs the same mode. */
function makeOwn(file: string): void {
  closeSync(openSync(file, "a", OWNER_ONLY));
}

function checkVersion(database: DatabaseSync): void {
  const version = String(database.prepare("select sqlite_version() as version").get()?.["version"]);
  if (rankOf(version) >= rankOf(VERSION_MIN)) return;
  throw new StoreError("SQLITE_TOO_OLD", {
    says: {
      ru: `SQLite ${version} может повредить базу; нужна ${VERSION_MIN} или новее.`,
      en: `SQLite ${version} can damage a database; ${VERSION_MIN} or later is needed.`,
    },
    remedy: {
      ru: "Обновите Node.js до 24.21 или новее.",
      en: "Update Node.js to 24.21 or later.",
    },
  });
}

/** `3.51.3` → 3051003 */
function rankOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return (major * 1000 + minor) * 1000 + patch;
}

function dialectOf(statements: Statements, turnstile: Turnstile): Dialect {
  return {
    createDriver: () => new SqliteDriver(statements, turnstile),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createAdapter: () => new Adapter(),
  };
}

/** The driver has its own turnstile, which transactions pass too. */
class Adapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

async function inTransaction<T>(
  database: DatabaseSync,
  statements: Statements,
  work: (tx: Session) => Promise<T>,
): Promise<T> {
  try {
    statements.run("begin immediate", []);
    const result = await work(sessionOf(statements));
    statements.run("commit", []);
    return result;
  } catch (error) {
    undo(database);
    throw unavailable(error);
  }
}

/** SQLite ends some failed transactions by itself. What made the work fail is told, not that undoing it failed too. */
function undo(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec("rollback");
  } catch {
    // The next transaction begins with an error then, and says why.
  }
}

/** A connection of its own: in WAL mode it keeps reading what stood there when it began. */
async function readSnapshot<T>(file: string, work: (tx: Session) => Promise<T>): Promise<T> {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec("begin");
    return await work(sessionOf(new Statements(database)));
  } catch (error) {
    throw unavailable(error);
  } finally {
    database.close();
  }
}

/**
 * After a statement that failed nothing more is run: SQLite undoes a transaction by itself when the disk is full, and
 * whatever came after would be committed on its own.
 */
function sessionOf(statements: Statements): Session {
  let failure: { readonly error: unknown } | null = null;
  function unlessFailed<T>(run: () => T): T {
    if (failure !== null) throw failure.error;
    try {
      return run();
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  const query = async <Row>(text: string, parameters: readonly unknown[]): Promise<Answer<Row>> =>
    unlessFailed(() => statements.run<Row>(text, parameters));
  return {
    query,
    run: async (compilable) => {
      const { sql, parameters } = compilable.compile();
      return await query(sql, parameters);
    },
    put: async (bulk, rows) => (rows.length === 0 ? 0 : unlessFailed(() => putAll(statements, bulk, rows))),
  };
}

function putAll<Row extends object>(
  statements: Statements,
  { fields, sqlite }: Bulk<Row>,
  rows: readonly Row[],
): number {
  const { statement } = statements.prepared(sqlite);
  let changes = 0;
  for (const row of rows) {
    const values = fields.map((field) => fitValue(row[field])) as SQLInputValue[];
    changes += Number(statement.run(...values).changes);
  }
  return changes;
}
