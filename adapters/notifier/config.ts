import { map, type Schema } from "../../engine/definition/schema/schema.ts";

/** `channels:` of `ordo.yaml`: by what way messages leave. */
export const CHANNELS_SCHEMA: Schema = map({});

/** `outgoing:` of `ordo.yaml`: whether they leave, and how many. */
export const OUTGOING_SCHEMA: Schema = map({});
