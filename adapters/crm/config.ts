import { choice, key, map, type Schema, words } from "../../engine/definition/schema/schema.ts";
import { BITRIX24_CRM_SCHEMA } from "./bitrix24/config.ts";

/** `crm:` of `ordo.yaml`: where records are kept. */
export const CRM_SCHEMA: Schema = choice(
  { ru: "local или { bitrix24: … }", en: "local, or { bitrix24: … }" },
  { when: "text", then: words("local") },
  {
    when: "map",
    then: map(
      {
        bitrix24: key(
          "Карточки — в портале Битрикс24 (раздел bitrix24).",
          "Records are kept in a Bitrix24 portal (section bitrix24).",
          { records: { company: { entity: "company", fields: { title: "title" } } } },
          BITRIX24_CRM_SCHEMA,
        ),
      },
      ["bitrix24"],
    ),
  },
);
