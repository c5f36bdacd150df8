import { ANY, BOOLEAN, NUMBER, perhapsEmpty, TEXT, type Type, type TypeFields, USER } from "../type.ts";
import { joinTypes } from "./type-family.ts";

/** The type of a field, or what fields there are when this is none of them. */
export type FieldLookup = { readonly type: Type } | NoField;

export interface NoField {
  /** Those that could have been meant. */
  readonly names: readonly string[];
  /** A record of which only the reference is there? */
  readonly isReference: boolean;
}

/** Looks a field up in a type that is not null. Nothing is said about what is not known. */
export function fieldOf(type: Type, name: string): FieldLookup {
  switch (type.kind) {
    case "any":
    case "null":
    case "file":
    case "function":
      return { type: ANY };
    case "principal":
      // A reference asks nobody (language §3): of the person meant it has nothing but how he is meant.
      return among(REFERENCED, name);
    case "record":
      return fieldOfRecord(type.fields, name);
    case "map":
      return type.open && !Object.hasOwn(type.fields, name) ? { type: type.rest ?? ANY } : among(type.fields, name);
    case "list": {
      const found = fieldOf(type.of, name);
      return "type" in found ? { type: { kind: "list", of: found.type } } : found;
    }
    case "union":
      return fieldOfUnion(type.of, name);
    case "user":
      return among(PERSON, name);
    case "range":
      return among({ start: type.of, end: type.of, "start included": BOOLEAN, "end included": BOOLEAN }, name);
    case "choice":
    case "text":
      // A text may be an id whose type nobody declared; of a record's reference its parts can be read.
      return name in REFERENCE ? { type: TEXT } : among({}, name);
    default:
      return among(FIELDS[type.kind] ?? {}, name);
  }
}

/** The fields that can be read from a value of this type, for an editor; none where they are not known. */
export function fieldsOf(type: Type): TypeFields {
  switch (type.kind) {
    case "record":
      return { ...type.fields, ...REFERENCE };
    case "map":
      return type.fields;
    case "list":
      return Object.fromEntries(
        Object.entries(fieldsOf(type.of)).map(([name, of]) => [name, { kind: "list", of } satisfies Type]),
      );
    case "union":
      return Object.assign({}, ...type.of.map(fieldsOf)) as TypeFields;
    case "user":
      return PERSON;
    default:
      return FIELDS[type.kind] ?? {};
  }
}

function among(fields: TypeFields, name: string): FieldLookup {
  const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return type ? { type } : { names: Object.keys(fields), isReference: false };
}

function fieldOfRecord(fields: TypeFields | null, name: string): FieldLookup {
  if (Object.hasOwn(REFERENCE, name)) return { type: TEXT };
  if (fields === null) return { type: ANY };
  const found = among(fields, name);
  return "type" in found ? found : { names: found.names, isReference: found.names.length === 0 };
}

function fieldOfUnion(members: readonly Type[], name: string): FieldLookup {
  const lookups = members.filter((member) => member.kind !== "null").map((member) => fieldOf(member, name));
  const types = lookups.flatMap((lookup) => ("type" in lookup ? [lookup.type] : []));
  const [first, ...rest] = types;
  if (!first)
    return { names: lookups.flatMap((lookup) => ("names" in lookup ? lookup.names : [])), isReference: false };
  // Where only some of the members have it, nothing is certain.
  return { type: types.length < lookups.length ? ANY : rest.reduce(joinTypes, first) };
}

const REFERENCED: TypeFields = { user: USER, group: TEXT, headOf: TEXT, managerOf: USER, nextOf: TEXT, each: TEXT };

const REFERENCE: TypeFields = { id: TEXT, type: TEXT, ref: TEXT };

const PERSON: TypeFields = {
  id: TEXT,
  name: TEXT,
  position: perhapsEmpty(TEXT),
  email: perhapsEmpty(TEXT),
  phone: perhapsEmpty(TEXT),
  department: perhapsEmpty(TEXT),
  manager: perhapsEmpty(USER),
  groups: { kind: "list", of: TEXT },
  locale: TEXT,
  timeZone: perhapsEmpty(TEXT),
  active: BOOLEAN,
};

const DATE: TypeFields = { year: NUMBER, month: NUMBER, day: NUMBER, weekday: NUMBER };
const CLOCK: TypeFields = {
  hour: NUMBER,
  minute: NUMBER,
  second: NUMBER,
  "time offset": perhapsEmpty({ kind: "daysDuration" }),
  timezone: perhapsEmpty(TEXT),
};

const FIELDS: Readonly<Partial<Record<Type["kind"], TypeFields>>> = {
  date: DATE,
  time: CLOCK,
  dateTime: { ...DATE, ...CLOCK },
  daysDuration: { days: NUMBER, hours: NUMBER, minutes: NUMBER, seconds: NUMBER },
  monthsDuration: { years: NUMBER, months: NUMBER },
  money: { amount: NUMBER, currency: TEXT },
};
