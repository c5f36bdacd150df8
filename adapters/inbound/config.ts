import { map, type Schema } from "../../engine/definition/schema/schema.ts";

/** `inbound:` of `ordo.yaml`: what others may call. */
export const INBOUND_SCHEMA: Schema = map({});
