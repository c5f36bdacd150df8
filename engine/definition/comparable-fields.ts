import type { Field } from "../base/field.ts";
import type { Compiler } from "./compiler.ts";
import { fieldsOfTypes } from "./field-value.ts";
import { REGISTRY_FIELDS } from "./operations.ts";

/** What a filter, an order or a sum may name, and what it is called for a message. */
export interface ComparableFields {
  readonly of: Readonly<Record<string, Field>>;
  readonly title: string;
}

/** The fields of a record type, and those that every record has; null where the catalogue does not tell. */
export function comparableFields(compiler: Compiler, types: readonly string[]): ComparableFields | null {
  const fields = fieldsOfTypes(compiler.catalog, types);
  if (!fields) return null;
  const stageKind: Field = { ...plain("stageKind", "choice"), values: { first: "", open: "", won: "", lost: "" } };
  const own = { id: plain("id", "text"), type: plain("type", "text"), ref: plain("ref", "text"), stageKind };
  return { of: { ...own, ...fields }, title: titleOfTypes(compiler, types) };
}

/** The columns of a registry, and those that every row has. */
export function comparableColumns(compiler: Compiler, registry: string): ComparableFields | null {
  const known = compiler.catalog?.registries[registry];
  if (!known) return null;
  const always = Object.keys(REGISTRY_FIELDS).map((name) => [
    name,
    plain(name, name === "at" ? "dateTime" : name === "actor" ? "user" : "text"),
  ]);
  return { of: { ...Object.fromEntries(always), ...known.columns }, title: known.title };
}

/** The titles of record types, for a message. */
export function titleOfTypes(compiler: Compiler, types: readonly string[]): string {
  return types.map((type) => compiler.catalog?.records[type]?.title ?? type).join(", ");
}

function plain(name: string, type: Field["type"]): Field {
  return {
    name,
    type,
    title: name,
    required: false,
    hidden: false,
    help: null,
    of: null,
    from: null,
    values: null,
    include: [],
    currency: null,
    min: null,
    max: null,
    default: undefined,
  };
}
