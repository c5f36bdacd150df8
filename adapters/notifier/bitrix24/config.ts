import { key, map, type Schema, TEXT } from "../../../engine/definition/schema/schema.ts";
import type { Section } from "../../section.ts";

/** Letters through the CRM: `channels: { email: { bitrix24: … } }`. */
export interface CrmMailConfig {
  /** Whom letters come from where the step names no mailbox: `Name <address>`, a mailbox of the portal. */
  readonly from: string | null;
  /** User id: who answers for letters of records without a responsible person. */
  readonly responsible: string | null;
}

/** `bitrix24:` under `channels.email` */
export const CRM_MAIL_SCHEMA: Schema = map({
  from: key(
    "От кого уходят письма, если шаг не называет ящик: почтовый ящик портала.",
    "Whom letters come from where the step names no mailbox: a mailbox of the portal.",
    "Зерно и Пар <info@zernoipar.example>",
    TEXT,
  ),
  responsible: key(
    "Кто отвечает за письма карточек без ответственного.",
    "Who answers for letters of records without a responsible person.",
    "manager-1",
    TEXT,
  ),
});

/** The section as configuration. */
export function readCrmMail(section: Section): CrmMailConfig {
  return { from: section.text("from"), responsible: section.text("responsible") };
}
