import { sql } from "kysely";
import type { Occurrence } from "../engine/runtime/occurrence.ts";
import { type SqlDatabase, type SqlSession, singly } from "./sql-database.ts";

/** The table of the feed. */
export interface FeedTables {
  /** Occurrences that the engine has not taken over yet, as JSON. */
  occurrence_feed: { id: string; position: number; occurrence: string };
}

/** Ids named by one statement. */
const IDS_AT_ONCE = 500;

/**
 * The one way from an adapter into the engine: what happened outside, kept until the engine has taken it over. An adapter
 * puts its occurrences in the transaction that also writes what they tell of, so that after a crash both are there or
 * neither; the engine fetches the oldest and acknowledges them. The same id twice is one occurrence as long as it waits;
 * afterwards the engine's inbox knows it.
 */
export class OccurrenceFeed {
  readonly #database: SqlDatabase<FeedTables>;
  #listeners: (() => void)[] = [];

  constructor(database: SqlDatabase<FeedTables>) {
    this.#database = database;
  }

  /**
   * Puts occurrences in a transaction of the adapter's; {@link ring} once it stands.
   *
   * @param session the transaction; absent: each by itself
   */
  async put(occurrences: readonly Occurrence[], session: SqlSession = singly(this.#database)): Promise<void> {
    for (const occurrence of occurrences)
      await session.run(
        this.#database.db
          .insertInto("occurrence_feed")
          .values({ id: occurrence.id, occurrence: JSON.stringify(occurrence), position: NEXT_POSITION })
          .onConflict((conflict) => conflict.doNothing()),
      );
  }

  /** Those that nobody acknowledged, oldest first. */
  async changes(limit: number): Promise<readonly Occurrence[]> {
    const rows = await this.#database.db
      .selectFrom("occurrence_feed")
      .select("occurrence")
      .orderBy("position")
      .orderBy("id")
      .limit(limit)
      .execute();
    return rows.map(({ occurrence }) => JSON.parse(occurrence) as Occurrence);
  }

  /** The engine has them: they go. */
  async acknowledge(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE)
      await this.#database.db
        .deleteFrom("occurrence_feed")
        .where("id", "in", ids.slice(at, at + IDS_AT_ONCE))
        .execute();
  }

  /** Called when {@link changes} is worth asking. */
  onRing(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Something was put and its transaction stands. */
  ring(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Nobody is told any more. */
  close(): void {
    this.#listeners = [];
  }
}

const NEXT_POSITION = sql<number>`(select coalesce(max(position), 0) + 1 from occurrence_feed)`;
