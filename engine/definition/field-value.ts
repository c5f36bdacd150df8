import type { Field } from "../base/field.ts";
import { isList, type Value } from "../base/value.ts";
import { type Type, withoutNull } from "../expression/type.ts";
import type { Catalog } from "./catalog.ts";
import { noteNull, typeOfTemplate } from "./compile-value.ts";
import { type Compiler, note, rangeOf } from "./compiler.ts";
import type { Template } from "./model.ts";
import type { Node } from "./node.ts";
import type { Wanted } from "./survey.ts";
import { fits, fitsRecordTypes, mayBeNull } from "./type-fit.ts";

/** What a value is for: a field, and where it stands in the file. */
export interface FieldPlace {
  readonly field: Field;
  readonly at: Node;
  /** May it be null? A field that is written may be emptied; a required input may not. */
  readonly nullable: boolean;
}

/** Checks a value against the declaration of the field it is meant for. */
export function checkFieldValue(compiler: Compiler, value: Template, place: FieldPlace): void {
  const { field, at } = place;
  const what = field.title;
  if (value.kind === "literal") {
    checkLiteral(compiler, value.value, place);
    return;
  }
  const found = typeOfTemplate(value);
  if (!fits(found, field.type)) {
    note(compiler, "wrong-type", rangeOf(at), { wanted: field.type as Wanted, found, what });
  } else if (!place.nullable && mayBeNull(found)) {
    const text = value.kind === "expression" ? value.expression.text.trim() : "";
    noteNull(compiler, found, { at: rangeOf(at), what, text });
  } else {
    checkInside(compiler, found, place);
  }
}

/** The fields that all of these record types have; null where the catalogue does not tell. */
export function fieldsOfTypes(
  catalog: Catalog | null,
  types: readonly string[],
): Readonly<Record<string, Field>> | null {
  const known = types.map((type) => catalog?.records[type]?.fields);
  const [first, ...others] = known;
  if (!first || others.some((one) => !one)) return null;
  return Object.fromEntries(
    Object.entries(first).filter(([name]) => others.every((one) => one && Object.hasOwn(one, name))),
  );
}

/** The texts that a choice may be, where the file or the catalogue lists them. */
export function valuesOf(field: Field, catalog: Catalog | null): readonly string[] | null {
  if (field.values) return Object.keys(field.values);
  if (field.from === "mailboxes") return catalog ? Object.keys(catalog.mailboxes) : null;
  const list = field.from?.startsWith("list:") ? catalog?.lists[field.from.slice("list:".length)] : undefined;
  const values = list?.values.flatMap((row) => (typeof row["value"] === "string" ? [row["value"]] : [])) ?? [];
  return values.length > 0 ? values : null;
}

function checkLiteral(compiler: Compiler, value: Value, place: FieldPlace): void {
  const { field, at } = place;
  if (value === null) return;
  if (isList(value)) {
    if (!LISTS.has(field.type))
      note(compiler, "wrong-type", rangeOf(at), {
        wanted: field.type as Wanted,
        found: { kind: "list", of: { kind: "any" } },
        what: field.title,
      });
    return;
  }
  if (typeof value === "object") {
    if (!MAPS.has(field.type))
      note(compiler, "wrong-type", rangeOf(at), {
        wanted: field.type as Wanted,
        found: { kind: "map", fields: {}, open: true },
        what: field.title,
      });
    return;
  }
  const found: Type = { kind: typeof value === "string" ? "text" : typeof value === "number" ? "number" : "boolean" };
  const values = field.type === "choice" ? valuesOf(field, compiler.catalog) : null;
  if (values && !values.includes(String(value))) {
    note(compiler, "unknown-choice", rangeOf(at), {
      value: String(value),
      values,
      labels: field.values ?? {},
      what: field.title,
    });
  } else if (!literalFits(found, field)) {
    note(compiler, "wrong-type", rangeOf(at), { wanted: field.type as Wanted, found, what: field.title });
  } else {
    checkInside(compiler, found, place);
  }
}

const LISTS: ReadonlySet<Field["type"]> = new Set(["list", "records", "users", "files", "principals"]);
const MAPS: ReadonlySet<Field["type"]> = new Set(["map", "money", "letter", "principals", "user", "list"]);

function literalFits(found: Type, field: Field): boolean {
  if (field.type === "choice") return found.kind !== "boolean";
  if (field.type === "text") return found.kind === "text" || found.kind === "number";
  return fits(found, field.type);
}

function checkInside(compiler: Compiler, found: Type, place: FieldPlace): void {
  const { field, at } = place;
  const one = withoutNull(found);
  if (field.type === "money" && one.kind === "number" && field.currency === null) {
    note(compiler, "money-currency", rangeOf(at), { what: field.title });
  }
  const wanted = Array.isArray(field.of) ? (field.of as readonly string[]) : [];
  const record = one.kind === "list" ? one.of : one;
  if (
    (field.type === "record" || field.type === "records") &&
    record.kind === "record" &&
    isKnown(compiler, record.of) &&
    !fitsRecordTypes(record, wanted)
  ) {
    note(compiler, "wrong-record", rangeOf(at), { what: field.title, found: record.of, wanted });
  }
}

/** A type that the catalogue does not have is a problem of its own. */
function isKnown(compiler: Compiler, types: readonly string[]): boolean {
  return types.every((type) => !compiler.catalog || Object.hasOwn(compiler.catalog.records, type));
}
