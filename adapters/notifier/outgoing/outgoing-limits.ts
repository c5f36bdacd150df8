import { sql } from "kysely";
import type { Instant } from "../../../engine/base/instant.ts";
import type { SqlDatabase, SqlSession } from "../../sql-database.ts";
import type { MessageTables } from "./message-tables.ts";

/** How many messages may leave in one hour of the clock (UTC); a channel that is not named has no limit. */
export interface HourlyLimits {
  /** Channel → of one process. */
  readonly process: Readonly<Record<string, number>>;
  /** Channel → of all processes together. */
  readonly channel: Readonly<Record<string, number>>;
}

/** A limit that was reached. */
export interface LimitReached {
  /** `process:invoice-approval:sms` or `channel:sms` */
  readonly scope: string;
  readonly of: "process" | "channel";
  readonly max: number;
  readonly hour: number;
}

const HOUR_MS = 3_600_000;

/**
 * Counts a message against its limits, in the transaction that lets it out. One row an hour and limit: whoever comes
 * first is counted, on however many machines they work.
 *
 * @returns the limit it would break, with nothing counted; null: it may go
 */
export async function countedOut(
  session: SqlSession,
  { db }: SqlDatabase<MessageTables>,
  message: { readonly channel: string; readonly process: string; readonly at: Instant },
  limits: HourlyLimits,
): Promise<LimitReached | null> {
  const { channel, process, at } = message;
  const hour = Math.floor(at / HOUR_MS);
  const wanted = [
    { of: "process" as const, scope: `process:${process}:${channel}`, max: own(limits.process, channel) },
    { of: "channel" as const, scope: `channel:${channel}`, max: own(limits.channel, channel) },
  ];
  const counted: string[] = [];
  for (const { of, scope, max } of wanted) {
    if (max === null) continue;
    const { rows } = await session.run(
      db
        .insertInto("outgoing_count")
        .values({ scope, hour, count: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(["scope", "hour"])
            .doUpdateSet({ count: sql<number>`outgoing_count.count + 1` })
            .where("outgoing_count.count", "<", max),
        )
        .returning("count"),
    );
    if (rows.length > 0 && max > 0) {
      counted.push(scope);
      continue;
    }
    // What is not let out counts against nothing.
    for (const before of counted)
      await session.run(
        db
          .updateTable("outgoing_count")
          .set({ count: sql<number>`count - 1` })
          .where("scope", "=", before)
          .where("hour", "=", hour),
      );
    return { scope, of, max, hour };
  }
  return null;
}

/** Forgets hours before this one's day. */
export async function forgetCounts({ db }: SqlDatabase<MessageTables>, at: Instant): Promise<void> {
  await db
    .deleteFrom("outgoing_count")
    .where("hour", "<", Math.floor(at / HOUR_MS) - 24)
    .execute();
}

function own(limits: Readonly<Record<string, number>>, channel: string): number | null {
  return Object.hasOwn(limits, channel) ? (limits[channel] ?? null) : null;
}
