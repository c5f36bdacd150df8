import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Portal, PortalParams } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import { refusing } from "../../refusal.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { Channel, Delivered, OutgoingMessage } from "../channel.ts";
import { type BbMessage, bbTextOf, plainTextOf } from "./bb-text.ts";
import { deliveredOf } from "./delivered-of.ts";
import type { NoticeTables } from "./notice-tables.ts";
import { portalKey } from "./portal-key.ts";

/** What notifications in the portal need. */
export interface PortalChannelParts {
  readonly portal: Portal;
  readonly users: PortalUsers;
  readonly database: SqlDatabase<NoticeTables>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly locale: "ru" | "en";
}

/** Tags of a webhook belong to this name, as those of an app belong to the app. */
const CLIENT_ID = "ordo";
/** So long a withdrawn notification is remembered: a late second try must not bring it back. */
const REMEMBERED_MS = 30 * 86_400_000;

const CLOSED = {
  ru: "Задание закрыто: делать ничего не нужно.",
  en: "The task is closed: nothing has to be done.",
} as const;

/**
 * Notifications to the portal's users. The message's key is the notification's tag, and a notification with the same tag
 * takes the place of the one before: however often a message is sent, one is there. When its task closes it is removed,
 * or, where the portal does not remove it, replaced by a line that says so.
 */
export function openPortalChannel(parts: PortalChannelParts): Channel {
  const { portal, users, database, clock, logger, locale } = parts;
  const { db } = database;
  const refuse = refusing(locale);

  /** A tag is one notification in the whole portal, so the person is part of it. A webhook must say whose tags they are. */
  const tagged = (key: string, number: number): PortalParams => ({
    TAG: `ordo:${portalKey(key)}:${number}`,
    ...(portal.credential === "webhook" ? { CLIENT_ID } : {}),
  });

  async function deliver(outgoing: OutgoingMessage, signal: AbortSignal): Promise<Delivered> {
    const { key, route, message } = outgoing;
    const number = users.numberOf(route.address);
    if (number === null)
      return refuse("PORTAL_USER_UNKNOWN", {
        ru: `${route.address}: такого сотрудника на портале нет`,
        en: `${route.address} is nobody in the portal`,
      });
    try {
      if (message.task !== null && (await isWithdrawn(key, message.task, number))) return { kind: "done", id: null };
    } catch (error) {
      return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed: true };
    }
    const params = { USER_ID: number, ...textsOf(outgoing, locale), ...tagged(key, number) };
    const answer = await portal.call("im.notify.personal.add", params, { effect: "write", urgency: "process", signal });
    return deliveredOf(answer, portal.host(), refuse);
  }

  /** Remembers that it told of a task, before it does. True: the task closed meanwhile. */
  async function isWithdrawn(key: string, task: string, number: number): Promise<boolean> {
    await db
      .insertInto("bitrix24_notice")
      .values({ key, task, user_number: number, sent_at: clock.now(), withdrawn_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await db
      .selectFrom("bitrix24_notice")
      .select("withdrawn_at")
      .where("key", "=", key)
      .executeTakeFirstOrThrow();
    return row.withdrawn_at !== null;
  }

  async function untell(task: string): Promise<void> {
    const now = clock.now();
    const notices = await db
      .selectFrom("bitrix24_notice")
      .select(["key", "user_number"])
      .where("task", "=", task)
      .where("withdrawn_at", "is", null)
      .execute();
    if (notices.length === 0) return;
    // First written, then done: a second try that is late must not bring it back.
    await db.updateTable("bitrix24_notice").set({ withdrawn_at: now }).where("task", "=", task).execute();
    for (const { key, user_number } of notices) await takeBack(key, Number(user_number));
    await db
      .deleteFrom("bitrix24_notice")
      .where("withdrawn_at", "<", now - REMEMBERED_MS)
      .execute();
  }

  async function takeBack(key: string, number: number): Promise<void> {
    const how = { effect: "write", urgency: "bulk", signal: new AbortController().signal } as const;
    const tag = tagged(key, number);
    const removed = await portal.call("im.notify.delete", tag, how);
    if (removed.kind === "done") return;
    const replaced =
      removed.kind === "refused"
        ? await portal.call("im.notify.personal.add", { USER_ID: number, MESSAGE: CLOSED[locale], ...tag }, how)
        : removed;
    if (replaced.kind !== "done") logger.warn("a notification could not be taken back", { code: replaced.code });
  }

  return {
    name: "bitrix24",
    isKeyed: true,
    deliver,
    untell: async (task) => {
      try {
        await untell(task);
      } catch (error) {
        logger.warn("notifications of a task could not be taken back", {
          task,
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    },
    addressOf: (address) => (users.numberOf(address) === null ? null : address),
    preview: (outgoing) => {
      const text = plainTextOf(bbMessageOf(outgoing), locale);
      return { text, length: [...text].length, segments: null };
    },
    close: async () => {},
  };
}

function bbMessageOf({ message: { subject, text, facts }, link, meantFor }: OutgoingMessage): BbMessage {
  return { subject, text, facts, link, meantFor };
}

function textsOf(outgoing: OutgoingMessage, locale: "ru" | "en"): PortalParams {
  const message = bbMessageOf(outgoing);
  return { MESSAGE: bbTextOf(message, locale), MESSAGE_OUT: plainTextOf(message, locale) };
}
