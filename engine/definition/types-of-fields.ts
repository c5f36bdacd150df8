import type { Field, FieldType } from "../base/field.ts";
import {
  ANY,
  BOOLEAN,
  isNullable,
  NUMBER,
  nullable,
  perhapsEmpty,
  TEXT,
  type Type,
  type TypeFields,
  USER,
  withNullOf,
  withoutNull,
} from "../expression/type.ts";
import type { Catalog } from "./catalog.ts";

/** Types whose value is never null but empty (language §4). */
const NEVER_NULL: ReadonlySet<FieldType> = new Set(["list", "records", "users", "files", "principals"]);

export const DATE: Type = { kind: "date" };
export const DATE_TIME: Type = { kind: "dateTime" };
export const FILE: Type = { kind: "file" };
export const PRINCIPAL: Type = { kind: "principal" };
/** A map of which nothing is known. */
export const OPEN_MAP: Type = { kind: "map", fields: {}, open: true, rest: ANY };

/** A list of elements of one type. */
export function listOf(of: Type): Type {
  return { kind: "list", of };
}

/** A map with exactly these fields. */
export function mapOf(fields: TypeFields): Type {
  return { kind: "map", fields, open: false };
}

/** What a variable or field of this declaration holds; null included unless it is required or has a default. */
export function typeOfField(field: Field, catalog: Catalog | null): Type {
  const type = filledTypeOfField(field, catalog);
  return field.required || field.default !== undefined ? type : optional(field, type);
}

/** The same for what others fill in: a field of a record, a column of a registry. Empty it may be, but no file says so. */
export function typeOfData(field: Field, catalog: Catalog | null): Type {
  const type = typeOfField(field, catalog);
  return isNullable(type) ? perhapsEmpty(type) : type;
}

/** The type of a declared field when it is not null. */
export function filledTypeOfField(field: Field, catalog: Catalog | null): Type {
  const of = Array.isArray(field.of) ? (field.of as readonly string[]) : [];
  switch (field.type) {
    case "record":
      return field.include.length > 0 ? recordType(of, catalog, field.include) : referenceType(of);
    case "records":
      return listOf(field.include.length > 0 ? recordType(of, catalog, field.include) : referenceType(of));
    case "list":
      return listOf(of[0] === undefined ? ANY : namedType(of[0], catalog));
    case "map":
      return { kind: "map", fields: {}, open: true, rest: of[0] === undefined ? ANY : namedType(of[0], catalog) };
    case "choice":
      return choiceType(field, catalog);
    case "money":
      return field.currency === null ? { kind: "money" } : { kind: "money", currency: field.currency };
    case "letter":
      return letterType(catalog);
    default:
      return SIMPLE[field.type];
  }
}

/** An input: like a field, but its record is loaded when the instance starts. */
export function typeOfInput(field: Field, catalog: Catalog | null): Type {
  if (field.type !== "record") return typeOfField(field, catalog);
  const type = recordType(Array.isArray(field.of) ? (field.of as readonly string[]) : [], catalog, field.include);
  return field.required ? type : nullable(type);
}

/**
 * A record's snapshot: the fields that all of these types have, and `id`, `type`, `ref`, `stageKind`. Related records
 * are references unless `include` names them. Fields of a type that the catalogue does not know are not known.
 */
export function recordType(of: readonly string[], catalog: Catalog | null, include: readonly string[] = []): Type {
  return { kind: "record", of, fields: recordFields(of, catalog, include) };
}

/** A reference (`company/7`): equal to its record, but without fields to read. */
export function referenceType(of: readonly string[]): Type {
  return { kind: "record", of, fields: {} };
}

/** The fields of a record type's snapshot, or null where the catalogue does not tell. */
export function recordFields(
  of: readonly string[],
  catalog: Catalog | null,
  include: readonly string[] = [],
): TypeFields | null {
  const sets: TypeFields[] = [];
  for (const name of of) {
    const type = catalog?.records[name];
    if (!type) return null;
    const stages = Object.keys(type.stages).length > 0 || Object.keys(type.pipelines).length > 0;
    const own = Object.values(type.fields).map((field) => [field.name, fieldInRecord(field, catalog, include)]);
    sets.push({
      ...Object.fromEntries(own),
      id: TEXT,
      type: TEXT,
      ref: TEXT,
      stageKind: stages ? STAGE_KIND : perhapsEmpty(TEXT),
    });
  }
  return sets.length === 0 ? null : sets.reduce(common);
}

/** The type of a word used as `of` of a list or map: a field type, else a record type. */
function namedType(name: string, catalog: Catalog | null): Type {
  const simple = SIMPLE[name as FieldType] as Type | undefined;
  return simple ?? (catalog?.records[name] ? referenceType([name]) : ANY);
}

/** Text out of a closed list. */
export function choiceType(field: Field, catalog: Catalog | null): Type {
  const listed = listedValues(field.from, catalog);
  return {
    kind: "choice",
    ...(field.from === null ? {} : { from: field.from }),
    ...(listed.length === 0 ? {} : { values: listed }),
    ...(field.values === null ? {} : { values: Object.keys(field.values), labels: field.values }),
  };
}

/** The values of a list of the catalogue, or its mailboxes. */
function listedValues(from: string | null, catalog: Catalog | null): readonly string[] {
  if (from === "mailboxes") return Object.keys(catalog?.mailboxes ?? {});
  const list = from?.startsWith("list:") ? catalog?.lists[from.slice("list:".length)] : undefined;
  return list?.values.flatMap((row) => (typeof row["value"] === "string" ? [row["value"]] : [])) ?? [];
}

/** A letter: what a mail source hands over (`event.letter`, inputs of type `letter`). Its record is loaded with it. */
export function letterType(catalog: Catalog | null): Type {
  return mapOf({
    from: TEXT,
    to: listOf(TEXT),
    subject: TEXT,
    text: TEXT,
    messageId: TEXT,
    mailbox: { kind: "choice", from: "mailboxes" },
    automatic: BOOLEAN,
    record: nullable(recordType(["lead"], catalog)),
    attachments: listOf(FILE),
    inReplyTo: nullable(TEXT),
    at: DATE_TIME,
  });
}

const STAGE_KIND: Type = { kind: "choice", values: ["first", "open", "won", "lost"] };

const SIMPLE: Readonly<Record<FieldType, Type>> = {
  text: TEXT,
  number: NUMBER,
  money: { kind: "money" },
  boolean: BOOLEAN,
  date: DATE,
  dateTime: DATE_TIME,
  choice: { kind: "choice" },
  user: USER,
  users: listOf(USER),
  record: { kind: "record", of: [], fields: null },
  records: listOf({ kind: "record", of: [], fields: null }),
  list: listOf(ANY),
  map: OPEN_MAP,
  files: listOf(FILE),
  letter: OPEN_MAP,
  principals: listOf(PRINCIPAL),
};

function optional(field: Field, type: Type): Type {
  return NEVER_NULL.has(field.type) ? type : nullable(type);
}

/** `include: [company, company.parent]`: the related record's own include is what follows the dot. */
function fieldInRecord(field: Field, catalog: Catalog | null, include: readonly string[]): Type {
  const further = include
    .filter((path) => path.startsWith(`${field.name}.`))
    .map((path) => path.slice(field.name.length + 1));
  const isLoaded = further.length > 0 || include.includes(field.name);
  if (!isLoaded || (field.type !== "record" && field.type !== "records")) return typeOfData(field, catalog);
  const of = Array.isArray(field.of) ? (field.of as readonly string[]) : [];
  const loaded = recordType(of, catalog, further);
  if (field.type === "records") return listOf(loaded);
  return field.required ? loaded : perhapsEmpty(loaded);
}

/** Fields of both; a field that may be null in one may be null. */
function common(one: TypeFields, other: TypeFields): TypeFields {
  const shared: Record<string, Type> = {};
  for (const [name, type] of Object.entries(one)) {
    const second = other[name];
    if (second) shared[name] = joined(type, second);
  }
  return shared;
}

/** The type of a value that is one or the other. */
export function joined(one: Type, other: Type): Type {
  if (sameType(one, other)) return one;
  if (one.kind === "any" || other.kind === "any") return ANY;
  if (one.kind === "null") return withNullOf(other, [one, other]);
  if (other.kind === "null") return withNullOf(one, [one, other]);
  if (sameType(withoutNull(one), withoutNull(other))) return withNullOf(one, [one, other]);
  if (one.kind === "list" && other.kind === "list") return listOf(joined(one.of, other.of));
  if (one.kind === "record" && other.kind === "record") return joinedRecords(one, other);
  const members = [...membersOf(one), ...membersOf(other)];
  return {
    kind: "union",
    of: members.filter((member, at) => members.findIndex((first) => sameType(first, member)) === at),
  };
}

function joinedRecords(one: Type & { kind: "record" }, other: Type & { kind: "record" }): Type {
  const fields = one.fields && other.fields ? common(one.fields, other.fields) : null;
  return { kind: "record", of: [...new Set([...one.of, ...other.of])], fields };
}

function membersOf(type: Type): readonly Type[] {
  return type.kind === "union" ? type.of : [type];
}

/** Are two types the same, member by member? */
export function sameType(one: Type, other: Type): boolean {
  return one === other || (one.kind === other.kind && JSON.stringify(one) === JSON.stringify(other));
}
