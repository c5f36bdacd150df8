import { sql } from "kysely";
import { UnknownCursor } from "../../../engine/base/unknown-cursor.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Trouble } from "../../adapter.ts";
import type { Channel, Preview } from "../channel.ts";
import { plainLink, type TaskLinks } from "./message-link.ts";
import { outgoingOf } from "./message-row.ts";
import type { MessageShelf } from "./message-shelf.ts";
import type { MessageRow, MessageStatus } from "./message-tables.ts";
import type { OutgoingConfig } from "./outgoing-config.ts";
import type { OutgoingMode } from "./outgoing-mode.ts";
import type { OutgoingSwitches } from "./outgoing-switches.ts";
import { limitTroubleId, uncertainTroubleId } from "./outgoing-troubles.ts";

/** A message as people look at it. */
export interface ReviewedMessage {
  readonly key: string;
  readonly kind: string;
  readonly status: MessageStatus;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly to: string;
  readonly channel: string;
  readonly address: string;
  /** Where it goes or went instead; null: to its address. */
  readonly sentTo: string | null;
  readonly subject: string | null;
  readonly text: string;
  /** To the letter as it leaves, of those that have not left. */
  readonly preview: Preview | null;
  readonly process: string;
  readonly instance: string;
  readonly step: string | null;
  readonly task: string | null;
  readonly createdAt: number;
  readonly notBefore: number | null;
  readonly sentAt: number | null;
  readonly tries: number;
  readonly delivery: string | null;
  readonly deliveryReason: string | null;
  readonly decidedBy: string | null;
  readonly withdrawnAt: number | null;
}

/** Which messages. Nothing named: all. */
export interface MessagesFilter {
  readonly keys?: readonly string[];
  readonly statuses?: readonly MessageStatus[];
  readonly undelivered?: boolean;
  readonly to?: string;
  readonly channel?: string;
  readonly process?: string;
  readonly instance?: string;
}

/** What people do with messages that did not leave. */
export type Decision = "release" | "drop";

/** Which statuses a decision takes messages from; another one, and it does nothing. */
const FROM: Readonly<Record<Decision, readonly MessageStatus[]>> = {
  release: ["held", "waiting", "uncertain", "refused"],
  drop: ["held", "waiting", "uncertain"],
};
/** Of many at once only those: what is uncertain or was refused is decided one by one. */
const FROM_MANY: Readonly<Record<Decision, readonly MessageStatus[]>> = {
  release: ["held"],
  drop: ["held", "waiting"],
};

/** What a review looks at. */
export interface ReviewParts {
  readonly shelf: MessageShelf;
  readonly switches: OutgoingSwitches;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly config: Pick<OutgoingConfig, "link">;
  readonly links?: TaskLinks | null;
  readonly clock: Clock;
  readonly settle: (trouble: Trouble["id"]) => Promise<void>;
}

/** Messages for people: what waits, what left, and deciding what becomes of those that did not. */
export class MessageReview {
  readonly #parts: ReviewParts;

  constructor(parts: ReviewParts) {
    this.#parts = parts;
  }

  /** Newest first. @param page.after where the page before ended */
  async list(
    filter: MessagesFilter,
    page: { readonly limit: number; readonly after: string | null },
  ): Promise<{ readonly messages: readonly ReviewedMessage[]; readonly next: string | null }> {
    const { shelf } = this.#parts;
    let query = where(shelf.database.db.selectFrom("message").selectAll(), filter);
    const cursor = /^(\d+):(.*)$/su.exec(page.after ?? "");
    if (cursor === null && page.after !== null) throw new UnknownCursor();
    if (cursor !== null) {
      const [at, key] = [Number(cursor[1]), cursor[2] ?? ""];
      query = query.where(({ eb, or, and }) =>
        or([eb("created_at", "<", at), and([eb("created_at", "=", at), eb("key", "<", key)])]),
      );
    }
    const rows = await query
      .orderBy("created_at", "desc")
      .orderBy("key", "desc")
      .limit(page.limit + 1)
      .execute();
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    const isMore = rows.length > shown.length && last !== undefined;
    const modes = await this.#modes(shown);
    return {
      messages: shown.map((row) => this.#reviewed(row, modes.get(row.channel) ?? { kind: "live" })),
      next: isMore ? `${last.created_at}:${last.key}` : null,
    };
  }

  /** The first of those that a decision would reach. */
  reached(decision: Decision, filter: MessagesFilter, limit: number): ReturnType<MessageReview["list"]> {
    return this.list(reachedBy(decision, filter), { limit, after: null });
  }

  /** How many a decision would reach. */
  async count(decision: Decision, filter: MessagesFilter): Promise<number> {
    const { db } = this.#parts.shelf.database;
    const query = db.selectFrom("message").select(({ fn }) => fn.countAll<number>().as("count"));
    const row = await where(query, reachedBy(decision, filter)).executeTakeFirst();
    return Number(row?.count ?? 0);
  }

  /**
   * Lets messages out, or drops them. What was decided before is not decided again, so that a message never leaves twice.
   *
   * @returns how many it reached
   */
  async decide(decision: Decision, filter: MessagesFilter, by: string | null): Promise<number> {
    const { shelf, clock } = this.#parts;
    const at = clock.now();
    const change =
      decision === "release"
        ? { status: "waiting", reason: "RELEASED", not_before: at, trying_since: at, released: RELEASED, accepted: 1 }
        : { status: "dropped", reason: "DROPPED", not_before: null, accepted: 1 };
    const reached = reachedBy(decision, filter);
    const scopes = await where(
      shelf.database.db.selectFrom("message").select(["channel", "process"]).distinct().where("reason", "=", "LIMIT"),
      reached,
    ).execute();
    const query = shelf.database.db
      .updateTable("message")
      .set({ ...change, decided_by: by, decided_at: at } as Partial<MessageRow>);
    const { numUpdatedRows } = await where(query, reached).executeTakeFirst();
    if (numUpdatedRows > 0n) await this.#settle(filter, scopes);
    return Number(numUpdatedRows);
  }

  /** What was decided waits for nobody any more. */
  async #settle(
    { keys = [] }: MessagesFilter,
    scopes: readonly { readonly channel: string; readonly process: string }[],
  ): Promise<void> {
    const { shelf, settle } = this.#parts;
    for (const key of keys) if ((await shelf.find(key))?.status !== "uncertain") await settle(uncertainTroubleId(key));
    for (const { channel, process } of scopes) {
      if (!(await shelf.isOverLimit({ channel, process })))
        await settle(limitTroubleId(`process:${process}:${channel}`));
      if (!(await shelf.isOverLimit({ channel }))) await settle(limitTroubleId(`channel:${channel}`));
    }
  }

  async #modes(rows: readonly MessageRow[]): Promise<ReadonlyMap<string, OutgoingMode>> {
    const channels = [...new Set(rows.map(({ channel }) => channel))];
    const states = await Promise.all(channels.map((channel) => this.#parts.switches.of(channel)));
    return new Map(states.map(({ channel, mode }) => [channel, mode]));
  }

  #reviewed(row: MessageRow, mode: OutgoingMode): ReviewedMessage {
    const { config, links = null } = this.#parts;
    const hasLeft = row.status === "sent" || row.status === "dropped";
    const outgoing = outgoingOf(row, mode, plainLink(row, { pattern: config.link, links }));
    const { key, kind, status, reason, detail, channel, address, subject, process, instance, step, task } = row;
    return {
      ...{ key, kind, status, reason, detail, to: row.recipient, channel, address, subject, text: row.body },
      sentTo: hasLeft || outgoing.meantFor === null ? row.sent_to : outgoing.route.address,
      preview: hasLeft ? null : (this.#parts.channels.get(channel)?.preview(outgoing) ?? null),
      ...{ process, instance, step, task, createdAt: row.created_at, notBefore: row.not_before, sentAt: row.sent_at },
      ...{ tries: row.tries, delivery: row.delivery, deliveryReason: row.delivery_reason },
      ...{ decidedBy: row.decided_by, withdrawnAt: row.withdrawn_at },
    };
  }
}

/** What waited when it was released leaves in quiet time, too; any other waits for the opening. */
const RELEASED = sql<number>`case when status = 'waiting' then 2 else 1 end`;

/** What was released and has not left yet is not released again. */
function reachedBy(decision: Decision, filter: MessagesFilter): MessagesFilter & { readonly released?: false } {
  const statuses = filter.keys === undefined ? FROM_MANY[decision] : FROM[decision];
  return { ...filter, statuses, ...(decision === "release" ? { released: false } : {}) };
}

/** The conditions of a filter, on whatever statement. */
function where<Query extends Filtered<Query>>(
  query: Query,
  filter: MessagesFilter & { readonly released?: false },
): Query {
  let found = query;
  if (filter.released === false) found = found.where("reason", "!=", "RELEASED");
  const { keys, statuses, undelivered, to, channel, process, instance } = filter;
  if (keys !== undefined) found = found.where("key", "in", keys);
  if (statuses !== undefined) found = found.where("status", "in", statuses);
  if (undelivered === true) found = found.where("delivery", "=", "undelivered");
  const plain = { recipient: to, channel, process, instance };
  for (const [column, value] of Object.entries(plain))
    if (value !== undefined) found = found.where(column as keyof typeof plain, "=", value);
  return found;
}

/** What a statement over messages has in common, whether it reads or changes. */
interface Filtered<Self> {
  where(
    column: "key" | "status" | "reason" | "delivery" | "recipient" | "channel" | "process" | "instance",
    operator: "in" | "=" | "!=",
    value: unknown,
  ): Self;
}
