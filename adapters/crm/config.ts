import { choice, type Schema, words } from "../../engine/definition/schema/schema.ts";

/** `crm:` of `ordo.yaml`: where records are kept. */
export const CRM_SCHEMA: Schema = choice({ ru: "local", en: "local" }, { when: "text", then: words("local") });
