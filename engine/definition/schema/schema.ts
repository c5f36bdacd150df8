import type { Text } from "../problem.ts";

/** A value as it can stand in an example. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type JsonType = "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";

/**
 * A JSON Schema, as data, with three words of ours. Two renderings are made of it: one for editors (`schema/*.json`,
 * where alternatives are `anyOf` and every key explains itself) and one for the generated validators (where
 * alternatives are chosen by what the author wrote, so that one mistake is one problem).
 */
export interface Schema {
  readonly $ref?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly enum?: readonly Json[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly default?: Json;
  /** In Russian: analysts read it in their editor. */
  readonly description?: string;
  readonly examples?: readonly Json[];
  /** The description in English. */
  readonly "x-en"?: string;
  /** Alternatives, told apart by what the author wrote; the first that fits is meant. */
  readonly "x-choice"?: readonly Choice[];
  /** What belongs here, for a message: «длительность: P1D или { businessDays: 1 }». */
  readonly "x-expects"?: Text;
  /** Steps and lines of scenarios: the validators leave them to the walk that knows their keyword. */
  readonly "x-apart"?: true;
}

export interface Choice {
  /** The kind of value, or a key that only this alternative has. */
  readonly when: "text" | "number" | "boolean" | "list" | "map" | "null" | { readonly key: string };
  readonly then: Schema;
}

/** A named schema. */
export function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

/** A key with its explanation in both languages and an example of its value. */
export function key(ru: string, en: string, example: Json, schema: Schema): Schema {
  return { ...schema, description: ru, "x-en": en, examples: [example] };
}

/** A map with these keys and no others. */
export function map(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: "object", properties, additionalProperties: false, ...(required.length > 0 ? { required } : {}) };
}

/** A map of names of the author's choice. */
export function mapOf(value: Schema, names?: Schema): Schema {
  return { type: "object", additionalProperties: value, ...(names === undefined ? {} : { propertyNames: names }) };
}

/** A list of such values. */
export function listOf(items: Schema, minItems = 0): Schema {
  return { type: "array", items, ...(minItems > 0 ? { minItems } : {}) };
}

/** One of a few words. */
export function words(...values: readonly string[]): Schema {
  return { enum: values };
}

/** Alternatives told apart by what the author wrote. */
export function choice(expects: Text, ...choices: readonly Choice[]): Schema {
  return { "x-choice": choices, "x-expects": expects };
}

/** A text that is not blank. */
export const TEXT: Schema = ref("text");
/** `true` or `false`. */
export const FLAG: Schema = ref("flag");
/** Any value: a literal, `${ … }`, a text with expressions, or lists and maps of these. */
export const ANYTHING: Schema = {};
