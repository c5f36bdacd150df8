import { map, type Schema } from "../../engine/definition/schema/schema.ts";

/** `documents:` of `ordo.yaml`: how documents are made. */
export const DOCUMENTS_SCHEMA: Schema = map({});
