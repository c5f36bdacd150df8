import { instant } from "../../../engine/base/instant.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Notifier, Parcel, Posted } from "../../../engine/ports/notifier.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { MessageTables } from "./message-tables.ts";

/** A message as it was sent. */
export interface LoggedMessage {
  readonly key: string;
  readonly kind: string;
  readonly to: string;
  readonly channel: string;
  readonly address: string;
  readonly subject: string | null;
  readonly text: string;
  readonly instance: string;
  readonly step: string | null;
  readonly task: string | null;
  readonly sentAt: number;
  readonly withdrawnAt: number | null;
}

/** Sends nothing anywhere: what would go out is kept in a table, where people and tests read it. */
export interface LogNotifier extends Notifier {
  /** Newest first. @param of.instance only of this instance; @param of.to only to this person or record */
  messages(of: { readonly instance?: string; readonly to?: string }, limit: number): Promise<readonly LoggedMessage[]>;
}

/** @param parts.database migrated already */
export function openLogNotifier(parts: {
  readonly database: SqlDatabase<MessageTables>;
  readonly clock: Clock;
  readonly logger: Logger;
}): LogNotifier {
  const { db } = parts.database;

  async function send(parcel: Parcel): Promise<Posted> {
    try {
      const at = parts.clock.now();
      const kept = await db
        .insertInto("message")
        .values(rowOf(parcel, at))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (Number(kept.numInsertedOrUpdatedRows ?? 0) === 0) return await before(parcel);
      const { route, message, process, instance, step } = parcel;
      parts.logger.info("message sent", { channel: route.channel, kind: message.about, process, instance, step });
      return { kind: "done", route, at };
    } catch (error) {
      return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed: true };
    }
  }

  /** The key was used: this is the message that went out under it. */
  async function before({ key }: Parcel): Promise<Posted> {
    const { channel, address, sent_at } = await db
      .selectFrom("message")
      .select(["channel", "address", "sent_at"])
      .where("key", "=", key)
      .executeTakeFirstOrThrow();
    return { kind: "done", route: { channel, address }, at: instant(sent_at) };
  }

  return {
    send,
    isKeyed: true,
    async untell(task) {
      await db
        .updateTable("message")
        .set({ withdrawn_at: parts.clock.now() })
        .where("task", "=", task)
        .where("withdrawn_at", "is", null)
        .execute();
    },
    async messages({ instance, to }, limit) {
      let query = db.selectFrom("message").selectAll();
      if (instance !== undefined) query = query.where("instance", "=", instance);
      if (to !== undefined) query = query.where("recipient", "=", to);
      const rows = await query.orderBy("sent_at", "desc").orderBy("key", "desc").limit(limit).execute();
      return rows.map(messageOf);
    },
  };
}

function rowOf({ key, route, message, process, instance, step }: Parcel, at: number): MessageTables["message"] {
  const { about, to, from, replyTo, subject, text, facts, task } = message;
  return {
    ...{ key, kind: about, recipient: to, ...route, sender: from, reply_to: replyTo, subject, body: text },
    ...{ facts: JSON.stringify(facts), process, instance, step, task, sent_at: at, withdrawn_at: null },
  };
}

function messageOf(row: MessageTables["message"]): LoggedMessage {
  const { key, kind, channel, address, subject, instance, step, task } = row;
  return {
    ...{ key, kind, to: row.recipient, channel, address, subject, text: row.body },
    ...{ instance, step, task, sentAt: row.sent_at, withdrawnAt: row.withdrawn_at },
  };
}
