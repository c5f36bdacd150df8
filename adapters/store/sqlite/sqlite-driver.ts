import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from "kysely";
import type { Compiled } from "../database.ts";
import { unavailable } from "./sqlite-error.ts";
import type { Statements } from "./statements.ts";
import type { Turnstile } from "./turnstile.ts";

/** Kysely's way to a `DatabaseSync`: one connection, entered through the turnstile, statements kept prepared. */
export class SqliteDriver implements Driver {
  readonly #statements: Statements;
  readonly #turnstile: Turnstile;
  readonly #leave = new WeakMap<DatabaseConnection, () => void>();

  constructor(statements: Statements, turnstile: Turnstile) {
    this.#statements = statements;
    this.#turnstile = turnstile;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const leave = await this.#turnstile.enter();
    const connection = new SqliteConnection(this.#statements);
    this.#leave.set(connection, leave);
    return connection;
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#leave.get(connection)?.();
  }

  /** Transactions go through `Database.transaction`, which also knows what to do with a failed COMMIT. */
  async beginTransaction(): Promise<void> {
    throw new Error("Use Database.transaction.");
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async destroy(): Promise<void> {}
}

class SqliteConnection implements DatabaseConnection {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  async executeQuery<Row>({ sql, parameters }: Compiled): Promise<QueryResult<Row>> {
    try {
      const { rows, changes } = this.#statements.run<Row>(sql, parameters);
      return { rows: rows as Row[], numAffectedRows: BigInt(changes) };
    } catch (error) {
      throw unavailable(error);
    }
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for the method, nobody streams.
  async *streamQuery<Row>(_query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("Streaming is not used.");
  }
}
