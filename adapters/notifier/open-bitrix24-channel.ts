import type { Needs } from "../adapter.ts";
import type { Portal } from "../bitrix24/portal.ts";
import type { PortalAccess } from "../bitrix24/portal-access.ts";
import { couldNotRun } from "../complaint.ts";
import { ENTITY_TYPES } from "../crm/bitrix24/mapping.ts";
import type { Section } from "../section.ts";
import { withTables } from "../sql-database.ts";
import { readCrmMail } from "./bitrix24/config.ts";
import type { NoticeTables } from "./bitrix24/notice-tables.ts";
import { openCrmMailChannel } from "./bitrix24/open-crm-mail-channel.ts";
import { openPortalChannel } from "./bitrix24/open-portal-channel.ts";
import type { Channel } from "./channel.ts";

/**
 * The channel of that name where `ordo.yaml` sends it through a portal: notifications for `portal`, letters of the CRM for
 * `email`. Null: it goes another way.
 *
 * @param root the whole file
 * @throws {Complaint} where it names no portal
 */
export function openBitrix24Channel(name: string, root: Section, needs: Needs, access: PortalAccess): Channel | null {
  const channels = root.section("channels");
  const { clock, logger, locale } = needs;
  const database = withTables<NoticeTables>(needs.database);
  if (name === "portal" && channels.text("portal") === "bitrix24")
    return openPortalChannel({ ...portalOf(access), database, clock, logger, locale });
  const mail = channels.section("email");
  if (name !== "email" || !mail.names().includes("bitrix24")) return null;
  const { from, responsible } = readCrmMail(mail.section("bitrix24"));
  return openCrmMailChannel({
    ...portalOf(access),
    ...{ database, clock, locale, responsible },
    entityOf: entitiesOf(root),
    senderOf: (mailbox) => senderOf(mailbox, needs) ?? from,
  });
}

function portalOf({ portal, users }: PortalAccess): { readonly portal: Portal; readonly users: PortalAccess["users"] } {
  if (portal === null)
    throw couldNotRun(
      { ru: "channels: bitrix24, а портал не назван", en: "channels: bitrix24, but no portal is named" },
      {
        ru: "Напишите в ordo.yaml раздел bitrix24: webhook или app",
        en: "Write the section bitrix24 into ordo.yaml: a webhook or an app",
      },
    );
  return { portal, users };
}

/** Which kind of record of the portal a type of ours is; null: it is not kept there. */
function entitiesOf(root: Section): (type: string) => number | null {
  const records = root.section("crm").section("bitrix24").section("records");
  return (type) => {
    if (!records.names().includes(type)) return null;
    const record = records.section(type);
    const word = record.text("entity");
    if (word !== null) return (Object.hasOwn(ENTITY_TYPES, word) ? ENTITY_TYPES[word] : null) ?? null;
    return record.section("entity").number("spa");
  };
}

/** A mailbox of the catalog as the portal knows it; null: it has no address. */
function senderOf(mailbox: string | null, { catalog }: Needs): string | null {
  const known =
    mailbox === null || catalog === null || !Object.hasOwn(catalog.mailboxes, mailbox)
      ? null
      : catalog.mailboxes[mailbox];
  if (known === null || known === undefined || known.address === null) return null;
  return `${known.title.replace(/[<>"\r\n]/g, " ").trim()} <${known.address}>`;
}
