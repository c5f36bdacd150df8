import type { Compilable, Kysely } from "kysely";

/**
 * The engine's own database, as adapters that keep their tables in it are given it: one connection or pool, opened and
 * migrated by the store.
 */
export interface SqlDatabase<Tables> {
  readonly kind: "sqlite" | "postgres";
  /** Builds queries; runs single ones outside of transactions. */
  readonly db: Kysely<Tables>;
  /** All of it or nothing. Work that a deadlock undid is done again, so it must not touch anything else. */
  transaction<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
}

/** Runs queries, in order. */
export interface SqlSession {
  run<Row>(query: Compilable<Row>): Promise<{ readonly rows: readonly Row[]; readonly changes: number }>;
}

/** Each query by itself, in no transaction. */
export function singly<Tables>({ db }: SqlDatabase<Tables>): SqlSession {
  return {
    run: async (query) => {
      const { rows, numAffectedRows } = await db.executeQuery(query);
      return { rows, changes: Number(numAffectedRows ?? 0) };
    },
  };
}

/** The same database for an adapter's own tables. */
export function withTables<Tables>(
  database: Omit<SqlDatabase<never>, "db"> & { readonly db: unknown },
): SqlDatabase<Tables> {
  return {
    kind: database.kind,
    db: database.db as Kysely<Tables>,
    transaction: (work) => database.transaction(work),
  };
}
