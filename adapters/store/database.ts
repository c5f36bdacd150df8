import type { Compilable, CompiledQuery, Kysely } from "kysely";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Bulk } from "./bulk.ts";
import type { DatabaseKind } from "./migrations/migration.ts";
import type { Schema } from "./schema.ts";

/** What every part of the store is given. */
export interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger | null;
}

/** One database, SQLite or PostgreSQL, as the parts of the store use it. Whatever cannot be reached is `StoreUnavailable`. */
export interface Database {
  readonly kind: DatabaseKind;
  /**
   * Builds queries and runs single ones. Inside {@link Database.transaction} it must only build: there `tx.run` runs
   * them, or they would wait for the transaction they stand in.
   */
  readonly db: Kysely<Schema>;
  /**
   * Runs work in one transaction that writes: all of it or nothing. On SQLite it is alone; on PostgreSQL it is `read
   * committed`, and the work is done again where the database undid it for the sake of another (deadlock).
   *
   * @throws {StoreUnavailable} {@link CommitUnknown} where the connection broke during COMMIT
   */
  transaction<T>(work: (tx: Session) => Promise<T>): Promise<T>;
  /**
   * Runs reads in one transaction that sees one state, however long it lasts, and stops no writer (on `:memory:` it does).
   */
  snapshot<T>(work: (tx: Session) => Promise<T>): Promise<T>;
  /** The database's clock, in milliseconds since 1970. */
  now(): Promise<number>;
  /**
   * PostgreSQL: waits until the transaction is over, be it committed or not. SQLite has no such doubt.
   */
  settled(transaction: string): Promise<void>;
  close(): Promise<void>;
}

/** A transaction in progress. Queries may be sent without waiting for the one before: they run in order. */
export interface Session {
  /** @example await tx.run(db.selectFrom("worker").selectAll()) */
  run<Row>(query: Compilable<Row>): Promise<Answer<Row>>;
  /** The same for text that is written once and used often. */
  query<Row>(text: string, parameters: readonly unknown[]): Promise<Answer<Row>>;
  /** Writes all rows with one statement kind; nothing for no rows. Returns how many rows were written. */
  put<Row extends object>(bulk: Bulk<Row>, rows: readonly Row[]): Promise<number>;
}

export interface Answer<Row> {
  readonly rows: readonly Row[];
  /** Rows that were written. */
  readonly changes: number;
}

/** What a driver runs. */
export type Compiled = Pick<CompiledQuery, "sql" | "parameters">;
