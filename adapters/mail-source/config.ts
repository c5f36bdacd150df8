import { map, type Schema } from "../../engine/definition/schema/schema.ts";

/** `mail:` of `ordo.yaml`: the mailboxes that are read. */
export const MAIL_SCHEMA: Schema = map({});
