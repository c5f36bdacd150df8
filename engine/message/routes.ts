import { isMap, type RecordSnapshot, type Value, type ValueMap } from "../base/value.ts";
import type { Message } from "../instance/event.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { personOf } from "../people/lookup.ts";

/** One way to reach somebody: a channel and the address in it. */
export interface Route {
  readonly channel: string;
  readonly address: string;
}

/** Whom a message is for: people, and the record it names with its contact, where it names one. */
export interface Addressee {
  readonly people: DirectorySnapshot;
  readonly record: RecordSnapshot | null;
  /** What {@link contactOf} the record leads to. */
  readonly contact: ValueMap | null;
}

/** The order of a person's own channels: where he works first. */
const OWN_CHANNELS: readonly string[] = ["portal", "email", "sms"];

/**
 * The channels that can reach the addressee, in the order asked for: a person by portal, mail or telephone; a record by
 * its own telephone and mail, else those of its contact. Nobody there: none.
 */
export function routesTo(message: Pick<Message, "to" | "channels">, addressee: Addressee): readonly Route[] {
  const addresses = addressesOf(message.to, addressee);
  const channels = message.channels.length > 0 ? message.channels : OWN_CHANNELS;
  return channels.flatMap((channel) => {
    const address = Object.hasOwn(addresses, channel) ? addresses[channel] : null;
    return typeof address === "string" && address !== "" ? [{ channel, address }] : [];
  });
}

/** The contact of a record: itself where it is loaded, its reference where it is not, null where there is none. */
export function contactOf(record: RecordSnapshot | null): string | ValueMap | null {
  const contact = record?.["contact"] ?? null;
  return typeof contact === "string" || isMap(contact) ? contact : null;
}

/** Who answers for the record: its responsible person, or null. */
export function responsibleOf(record: RecordSnapshot | null): string | null {
  const responsible = record?.["responsible"];
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

function addressesOf(to: string, { people, record, contact }: Addressee): Readonly<Record<string, string | null>> {
  const person = personOf(people, to);
  if (person) return { portal: person.active ? person.id : null, email: person.email, sms: person.phone };
  if (!record) return {};
  return {
    email: text(record["email"]) ?? text(contact?.["email"]),
    sms: text(record["phone"]) ?? text(contact?.["phone"]),
  };
}

function text(value: Value | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
