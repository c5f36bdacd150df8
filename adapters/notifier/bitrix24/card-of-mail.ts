import type { CallOptions, Portal, PortalParams } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import type { Refuse } from "../../refusal.ts";
import type { Delivered } from "../channel.ts";
import { deliveredOf } from "./delivered-of.ts";

/** The record of the portal that a letter belongs to. */
export interface CardOfMail {
  readonly kind: "card";
  readonly entityTypeId: number;
  readonly id: number;
  /** Number of the user who answers for it. */
  readonly responsible: number;
  readonly contact: number | null;
  readonly company: number | null;
}

const [LEAD, CONTACT, COMPANY] = [1, 3, 4];

/**
 * Reads the record that a message is for (`lead/5`), or says why no letter can go with it: people of the company have no
 * record, records of another place have none here.
 */
export async function cardOf(
  to: string,
  parts: {
    readonly portal: Portal;
    readonly users: PortalUsers;
    readonly entityOf: (type: string) => number | null;
    readonly responsible: string | null;
    readonly refuse: Refuse;
  },
  how: Omit<CallOptions, "effect">,
): Promise<CardOfMail | Exclude<Delivered, { kind: "done" }>> {
  const [, type = "", digits = ""] = /^([^/]+)\/(\d+)$/.exec(to) ?? [];
  const entityTypeId = parts.entityOf(type);
  if (entityTypeId === null || digits === "")
    return parts.refuse("PORTAL_MAIL_NEEDS_RECORD", {
      ru: `письма через CRM уходят только записям портала, а ${to} — не такая запись`,
      en: `mail through the CRM goes to records of the portal alone, and ${to} is none`,
    });
  const id = Number(digits);
  const answer = await parts.portal.call("crm.item.get", { entityTypeId, id }, { ...how, effect: "read" });
  if (answer.kind !== "done") {
    const delivered = deliveredOf(answer, parts.portal.host(), parts.refuse);
    return delivered.kind === "done" ? NOTHING_ANSWERED : delivered;
  }
  const item = itemOf(answer.result);
  const responsible = positive(item["assignedById"]) ?? numberOfUser(parts);
  if (responsible === null)
    return parts.refuse("PORTAL_MAIL_NEEDS_RESPONSIBLE", {
      ru: `у ${to} нет ответственного, и channels.email.bitrix24.responsible никого не называет`,
      en: `nobody is responsible for ${to}, and channels.email.bitrix24.responsible names nobody`,
    });
  const [contact, company] = [positive(item["contactId"]), positive(item["companyId"])];
  return { kind: "card", entityTypeId, id, responsible, contact, company };
}

/** Whose address it is: of the record itself where it has one, else of its contact or company. */
export function communicationOf(card: CardOfMail, address: string): PortalParams {
  const own = card.entityTypeId === LEAD || card.entityTypeId === CONTACT || card.entityTypeId === COMPANY;
  if (own) return { VALUE: address, ENTITY_ID: card.id, ENTITY_TYPE_ID: card.entityTypeId };
  if (card.contact !== null) return { VALUE: address, ENTITY_ID: card.contact, ENTITY_TYPE_ID: CONTACT };
  if (card.company !== null) return { VALUE: address, ENTITY_ID: card.company, ENTITY_TYPE_ID: COMPANY };
  return { VALUE: address, ENTITY_ID: card.id, ENTITY_TYPE_ID: card.entityTypeId };
}

const NOTHING_ANSWERED = { kind: "unknown", message: "the record could not be read", keyed: true } as const;

function numberOfUser(parts: { readonly users: PortalUsers; readonly responsible: string | null }): number | null {
  return parts.responsible === null ? null : parts.users.numberOf(parts.responsible);
}

function itemOf(result: unknown): Readonly<Record<string, unknown>> {
  const item = typeof result === "object" && result !== null && "item" in result ? result.item : null;
  return typeof item === "object" && item !== null ? (item as Readonly<Record<string, unknown>>) : {};
}

/** "Not set" is 0 in the portal. */
function positive(value: unknown): number | null {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : null;
}
