import type { TaskId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import { isMap, type Value, type ValueMap } from "../base/value.ts";
import type { Message } from "../instance/event.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { personOf } from "../people/lookup.ts";
import type { RecordBook } from "./record-book.ts";

/** A message that was sent (language §7, `messages`). */
export interface SentMessage {
  readonly at: Instant;
  readonly kind: "notice" | "task";
  /** A user id or a record's reference. */
  readonly to: string;
  readonly channel: string;
  readonly address: string;
  /** The mailbox it left from, where the step names one. */
  readonly from: string | null;
  readonly subject: string | null;
  readonly text: string;
  readonly instance: string;
  readonly step: string | null;
  readonly task: TaskId | null;
  /** When it was taken back because its task closed. */
  readonly withdrawnAt: Instant | null;
}

export interface Route {
  readonly channel: string;
  readonly address: string;
}

/** The order of a person's own channels: where he works first. */
const OWN_CHANNELS: readonly string[] = ["portal", "email", "sms"];

/**
 * The channels that can reach the addressee, in the order asked for: a person by portal, mail or telephone; a record by
 * its own telephone and mail, else those of its contact. Nobody there: none.
 */
export function routesTo(
  message: Pick<Message, "to" | "channels">,
  people: DirectorySnapshot,
  book: RecordBook,
): readonly Route[] {
  const addresses = addressesOf(message.to, people, book);
  const channels = message.channels.length > 0 ? message.channels : OWN_CHANNELS;
  return channels.flatMap((channel) => {
    const address = addresses[channel];
    return typeof address === "string" && address !== "" ? [{ channel, address }] : [];
  });
}

/** Who answers for the record: its responsible person, or null. */
export function responsibleOf(to: string, book: RecordBook): string | null {
  const responsible = book.snapshot(to)?.["responsible"];
  return typeof responsible === "string" ? responsible : null;
}

/** The result of a `notify` as the step sees it. */
export function sendResult(route: Route | null, at: Value, responsible: string | null): ValueMap {
  return {
    status: route ? "sent" : "unreachable",
    channel: route?.channel ?? null,
    address: route?.address ?? null,
    at,
    responsible,
  };
}

function addressesOf(to: string, people: DirectorySnapshot, book: RecordBook): Readonly<Record<string, string | null>> {
  const person = personOf(people, to);
  if (person) return { portal: person.active ? person.id : null, email: person.email, sms: person.phone };
  const record = book.snapshot(to);
  if (!record) return {};
  const contact = record["contact"];
  const linked =
    typeof contact === "string" ? book.snapshot(contact) : isMap(contact ?? null) ? (contact as ValueMap) : null;
  return {
    email: text(record["email"]) ?? text(linked?.["email"]),
    sms: text(record["phone"]) ?? text(linked?.["phone"]),
  };
}

function text(value: Value | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
