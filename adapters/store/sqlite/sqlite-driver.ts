import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from "kysely";
import type { Compiled } from "../database.ts";
import { unavailable } from "./sqlite-error.ts";
import type { Statements } from "./statements.ts";
import type { Turnstile } from "./turnstile.ts";

/** Kysely's way to a `DatabaseSync`: one connection, entered through the turnstile, statements kept prepared. */
export class SqliteDriver implements Driver {
  /** One for all queries: the turnstile lets in one at a time, and Kysely remembers every connection it is given. */
  readonly #connection: DatabaseConnection;
  readonly #turnstile: Turnstile;
  #leave: () => void = () => {};

  constructor(statements: Statements, turnstile: Turnstile) {
    this.#connection = new SqliteConnection(statements);
    this.#turnstile = turnstile;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#leave = await this.#turnstile.enter();
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#leave();
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
