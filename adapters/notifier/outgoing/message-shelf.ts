import { sql } from "kysely";
import type { Instant } from "../../../engine/base/instant.ts";
import { type SqlDatabase, type SqlSession, singly } from "../../sql-database.ts";
import type { DeliveryNews } from "../channel.ts";
import type { MessageRow, MessageStatus, MessageTables } from "./message-tables.ts";

/** What is written of a message, by its columns. */
export type MessageChange = Partial<Omit<MessageRow, "key">>;

/**
 * Where messages are kept. Every change names the state it was decided on, so that of two that mean the same message one
 * wins.
 */
export class MessageShelf {
  readonly database: SqlDatabase<MessageTables>;

  constructor(database: SqlDatabase<MessageTables>) {
    this.database = database;
  }

  async find(key: string, session: SqlSession = singly(this.database)): Promise<MessageRow | null> {
    const { rows } = await session.run(this.database.db.selectFrom("message").selectAll().where("key", "=", key));
    return rows[0] ?? null;
  }

  /** False: its key is there already. */
  async add(row: MessageRow, session: SqlSession): Promise<boolean> {
    const { changes } = await session.run(
      this.database.db
        .insertInto("message")
        .values(row)
        .onConflict((conflict) => conflict.doNothing()),
    );
    return changes > 0;
  }

  /** Changes a message that is still as it was read. False: somebody else was first. */
  async change(
    { key, status, tries, attempt }: MessageRow,
    change: MessageChange,
    session: SqlSession = singly(this.database),
  ): Promise<boolean> {
    const { changes } = await session.run(
      this.database.db
        .updateTable("message")
        .set(change)
        .where("key", "=", key)
        .where("status", "=", status)
        .where("tries", "=", tries)
        .where("attempt", "=", attempt),
    );
    return changes > 0;
  }

  /** What may leave now, the longest due first. */
  async due(at: Instant, limit: number): Promise<readonly MessageRow[]> {
    return this.database.db
      .selectFrom("message")
      .selectAll()
      .where("status", "=", "waiting")
      .where("not_before", "<=", at)
      .orderBy("not_before")
      .orderBy("key")
      .limit(limit)
      .execute();
  }

  /** What waits for that reason is looked at anew. */
  async wake(reason: string, at: Instant): Promise<void> {
    await this.database.db
      .updateTable("message")
      .set({ not_before: at })
      .where("status", "=", "waiting")
      .where("reason", "=", reason)
      .execute();
  }

  /** Handed to a channel before that instant, and nothing heard of since: whoever did it is gone. */
  async stale(before: Instant | number, limit: number): Promise<readonly MessageRow[]> {
    return this.database.db
      .selectFrom("message")
      .selectAll()
      .where("status", "=", "sending")
      .where("claimed_at", "<=", before)
      .orderBy("claimed_at")
      .limit(limit)
      .execute();
  }

  /** The last messages that a channel answered of, handed to it since that instant, newest first: why each stands as it does. */
  async lastReasons(channel: string, since: number, limit: number): Promise<readonly (string | null)[]> {
    const rows = await this.database.db
      .selectFrom("message")
      .select("reason")
      .where("channel", "=", channel)
      .where("claimed_at", ">=", since)
      .where("status", "!=", "sending")
      .orderBy("claimed_at", "desc")
      .orderBy("key", "desc")
      .limit(limit)
      .execute();
    return rows.map(({ reason }) => reason);
  }

  /** Is anything held because of a limit, of that channel (and process)? */
  async isOverLimit(of: { readonly channel: string; readonly process?: string }): Promise<boolean> {
    let query = this.database.db
      .selectFrom("message")
      .select("key")
      .where("status", "=", "held")
      .where("reason", "=", "LIMIT")
      .where("channel", "=", of.channel);
    if (of.process !== undefined) query = query.where("process", "=", of.process);
    return (await query.limit(1).executeTakeFirst()) !== undefined;
  }

  /** The other side's ids of messages whose delivery it has not told yet, sent after that instant. */
  async pending(channel: string, since: number, limit: number): Promise<readonly string[]> {
    const rows = await this.database.db
      .selectFrom("message")
      .select("provider_id")
      .where("channel", "=", channel)
      .where("delivery", "=", "pending")
      .where("sent_at", ">=", since)
      // Those that were not asked for yet, then those that were asked for the longest ago.
      .orderBy(sql`coalesce(delivered_at, 0)`)
      .orderBy("sent_at")
      .limit(limit)
      .execute();
    return rows.flatMap(({ provider_id }) => provider_id ?? []);
  }

  /** They were asked for: others come first the next time. */
  async asked(channel: string, ids: readonly string[], at: Instant | number): Promise<void> {
    await this.database.db
      .updateTable("message")
      .set({ delivered_at: at })
      .where("channel", "=", channel)
      .where("provider_id", "in", ids)
      .where("delivery", "=", "pending")
      .execute();
  }

  /** Writes what became of messages; the last word stays. @returns how many it was news of */
  async learn(channel: string, news: readonly DeliveryNews[], at: Instant | number): Promise<number> {
    let learned = 0;
    for (const { id, state, reason } of news) {
      const { numUpdatedRows } = await this.database.db
        .updateTable("message")
        .set({ delivery: state, delivery_reason: reason, delivered_at: at })
        .where("channel", "=", channel)
        .where("provider_id", "=", id)
        .where("delivery", "=", "pending")
        .executeTakeFirst();
      learned += Number(numUpdatedRows);
    }
    return learned;
  }

  /**
   * Forgets messages that are settled (sent, refused, dropped) and were made before that instant, the oldest first.
   *
   * @returns how many
   */
  async forget(before: number, limit: number): Promise<number> {
    const { db } = this.database;
    const old = db
      .selectFrom("message")
      .select("key")
      .where("created_at", "<", before)
      .where("status", "in", SETTLED)
      .orderBy("created_at")
      .orderBy("key")
      .limit(limit);
    const { numDeletedRows } = await db.deleteFrom("message").where("key", "in", old).executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** How many messages stand where, by channel; of those that people or the desk still have to see to. */
  async counts(): Promise<
    readonly { readonly channel: string; readonly status: MessageStatus; readonly count: number }[]
  > {
    const rows = await this.database.db
      .selectFrom("message")
      .select(({ fn }) => ["channel", "status", fn.countAll<number>().as("count")])
      .where("status", "in", OPEN)
      .groupBy(["channel", "status"])
      .execute();
    return rows.map(({ channel, status, count }) => ({ channel, status, count: Number(count) }));
  }
}

const SETTLED: readonly MessageStatus[] = ["sent", "refused", "dropped"];
const OPEN: readonly MessageStatus[] = ["held", "waiting", "sending", "uncertain"];
