import type { Clock } from "../../../engine/ports/clock.ts";
import type { CallOptions, Portal, PortalAnswer, PortalParams } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import { refusing } from "../../refusal.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { Channel, Delivered, OutgoingMessage } from "../channel.ts";
import { type CardOfMail, cardOf, communicationOf } from "./card-of-mail.ts";
import { deliveredOf } from "./delivered-of.ts";
import { letterHtml } from "./letter-html.ts";
import { MailTries } from "./mail-tries.ts";
import type { NoticeTables } from "./notice-tables.ts";
import { portalKey } from "./portal-key.ts";

/** What letters through the CRM need. */
export interface CrmMailParts {
  readonly portal: Portal;
  readonly users: PortalUsers;
  readonly database: SqlDatabase<NoticeTables>;
  readonly clock: Clock;
  readonly locale: "ru" | "en";
  /** Record type → number of its kind in the portal; null: it is kept elsewhere. */
  readonly entityOf: (type: string) => number | null;
  /** Whom letters come from, as the portal knows its mailboxes: `Name <address>`; by the name of the mailbox in a step. */
  readonly senderOf: (mailbox: string | null) => string | null;
  /** Who answers for letters of records without a responsible person. */
  readonly responsible: string | null;
}

const ORIGINATOR = "ordo";
/** The portal ends a request after 60 seconds: what is not there after this will not come. */
const SETTLED_AFTER_MS = 75_000;
const LETTER = 4;
const OUTGOING = 2;
const HTML = 3;
const HOUR_MS = 3_600_000;

/**
 * Letters to clients through the CRM: an activity of their record, which the portal sends and shows. Each carries the
 * message's key as its origin. After an answer that was lost the activity is looked for before anything is sent again, and
 * not before the portal must be done with the first request: a key is one letter.
 */
export function openCrmMailChannel(parts: CrmMailParts): Channel {
  const { portal, clock, locale } = parts;
  const tries = new MailTries(parts.database);
  const refuse = refusing(locale);

  async function deliver(outgoing: OutgoingMessage, signal: AbortSignal): Promise<Delivered> {
    try {
      const { key, message } = outgoing;
      const how = { urgency: "process", signal } as const;
      const before = await tries.open(key);
      if (before !== null) {
        const found = await lookFor(originOf(key, before.number), how);
        if (found !== null) return found;
        const waitMs = before.begunAt + SETTLED_AFTER_MS - clock.now();
        if (waitMs > 0) return { kind: "unknown", keyed: true, message: MAY_STILL_COME[locale], retryAfterMs: waitMs };
      }
      const card = await cardOf(message.to, { ...parts, refuse }, how);
      if (card.kind !== "card") return card;
      const origin = originOf(key, await tries.begin(key, clock.now()));
      const fields = fieldsOf(outgoing, card, origin);
      const answer = await portal.call("crm.activity.add", { fields }, { ...how, effect: "write" });
      return await outcomeOf(key, answer);
    } catch (error) {
      return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed: true };
    }
  }

  /** Was the activity made? Null: it is not there. */
  async function lookFor(origin: string, how: Omit<CallOptions, "effect">): Promise<Delivered | null> {
    const params = { filter: { ORIGINATOR_ID: ORIGINATOR, ORIGIN_ID: origin }, select: ["ID"] };
    const answer = await portal.call("crm.activity.list", params, { ...how, effect: "read" });
    if (answer.kind !== "done") return deliveredOf(answer, portal.host(), refuse);
    const [row]: readonly unknown[] = Array.isArray(answer.result) ? answer.result : [];
    return typeof row === "object" && row !== null && "ID" in row ? { kind: "done", id: String(row.ID) } : null;
  }

  /** Only an answer that says nothing leaves the try open. */
  async function outcomeOf(key: string, answer: PortalAnswer): Promise<Delivered> {
    const delivered = deliveredOf(answer, portal.host(), refuse);
    if (answer.kind === "unknown" && answer.sent && delivered.kind === "unknown")
      return { ...delivered, retryAfterMs: SETTLED_AFTER_MS };
    if (delivered.kind !== "done") await tries.fail(key);
    // The activity is there and tells of a letter that was never sent. No code says so, only these words.
    if (answer.kind === "refused" && /^Email send error/i.test(answer.says))
      return refuse("PORTAL_MAIL_NOT_SENT", {
        ru: `Портал не смог отправить письмо: ${answer.says}`,
        en: `The portal could not send the letter: ${answer.says}`,
      });
    return delivered;
  }

  function fieldsOf(
    { route, message, link, meantFor }: OutgoingMessage,
    card: CardOfMail,
    origin: string,
  ): PortalParams {
    const sender = parts.senderOf(message.from);
    const now = clock.now();
    return {
      ...{ OWNER_TYPE_ID: card.entityTypeId, OWNER_ID: card.id, TYPE_ID: LETTER, DIRECTION: OUTGOING, COMPLETED: "Y" },
      ...{ SUBJECT: message.subject ?? firstLine(message.text), DESCRIPTION_TYPE: HTML },
      DESCRIPTION: letterHtml({ text: message.text, facts: message.facts, link, meantFor }, locale),
      COMMUNICATIONS: [communicationOf(card, route.address)],
      ...{ START_TIME: new Date(now).toISOString(), END_TIME: new Date(now + HOUR_MS).toISOString() },
      ...{ RESPONSIBLE_ID: card.responsible, ORIGINATOR_ID: ORIGINATOR, ORIGIN_ID: origin },
      ...(sender === null ? {} : { SETTINGS: { MESSAGE_FROM: sender } }),
    };
  }

  return {
    name: "bitrix24",
    isKeyed: true,
    deliver,
    // A letter that left cannot be taken back.
    untell: async () => {},
    addressOf: (address) => (ADDRESS.test(address.trim()) ? address.trim() : null),
    preview: ({ message: { text } }) => ({ text, length: [...text].length, segments: null }),
    close: async () => {},
  };
}

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/u;

const MAY_STILL_COME = {
  ru: "письмо передано, но портал не ответил: его ищут, когда портал уже должен был закончить",
  en: "the letter was handed over and nobody answered: it is looked for once the portal must be done with it",
} as const;

function originOf(key: string, number: number): string {
  return number === 1 ? portalKey(key) : `${portalKey(key)}-${number}`;
}

const SUBJECT_CHARACTERS_MAX = 100;

function firstLine(text: string): string {
  const [line = ""] = text.trim().split("\n");
  return line.slice(0, SUBJECT_CHARACTERS_MAX) || "—";
}
