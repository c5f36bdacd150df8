import { choice, type Schema, TEXT } from "../../engine/definition/schema/schema.ts";

/** `directory:` of `ordo.yaml`: the file of people, or where else they come from. */
export const DIRECTORY_SCHEMA: Schema = choice(
  { ru: "файл с людьми", en: "the file of people" },
  { when: "text", then: TEXT },
);
