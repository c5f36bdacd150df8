/**
 * The static types that expressions are checked against: those of inputs, events, operation results, forms and
 * decision outputs. `any` is "not known": nothing is reported about it.
 */
export type Type =
  | { readonly kind: "any" }
  /** `data`: not the file but the CRM or the directory may have left it empty. */
  | { readonly kind: "null"; readonly data?: true }
  | { readonly kind: "text" }
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "date" }
  | { readonly kind: "time" }
  | { readonly kind: "dateTime" }
  | { readonly kind: "daysDuration" }
  | { readonly kind: "monthsDuration" }
  /** `currency` is set where the input, column or field declares it; only then may it meet a plain number. */
  | { readonly kind: "money"; readonly currency?: string }
  /** A person's id; fields of the directory's person may be read from it (`requester.position`). */
  | { readonly kind: "user" }
  /**
   * Text out of a closed list; `from` names it (`list:brands`, `mailboxes`). Where they are in the file: its `values`, and
   * what people read for them.
   */
  | {
      readonly kind: "choice";
      readonly from?: string;
      readonly values?: readonly string[];
      readonly labels?: Readonly<Record<string, string>>;
    }
  /** A record's snapshot, of one of these types; `fields` is null where the catalogue does not know the type. */
  | { readonly kind: "record"; readonly of: readonly string[]; readonly fields: TypeFields | null }
  | { readonly kind: "file" }
  /** A person or group reference as `user()`, `group()`, `head of()`, `manager of()` build it. */
  | { readonly kind: "principal" }
  | { readonly kind: "list"; readonly of: Type }
  /** `open`: further keys may be there and have the type `rest`. */
  | { readonly kind: "map"; readonly fields: TypeFields; readonly open: boolean; readonly rest?: Type }
  | { readonly kind: "range"; readonly of: Type }
  | { readonly kind: "function" }
  | { readonly kind: "union"; readonly of: readonly Type[] };

export type TypeFields = Readonly<Record<string, Type>>;

export const ANY: Type = { kind: "any" };
export const NULL: Type = { kind: "null" };
const NULL_OF_DATA: Type = { kind: "null", data: true };
export const TEXT: Type = { kind: "text" };
export const NUMBER: Type = { kind: "number" };
export const BOOLEAN: Type = { kind: "boolean" };
export const USER: Type = { kind: "user" };

/** The same type, or null: an optional input, a skipped step's result. */
export function nullable(type: Type): Type {
  if (type.kind === "any" || type.kind === "null" || (isNullable(type) && !isNullOfData(type))) return type;
  return { kind: "union", of: [...membersOf(withoutNull(type)), NULL] };
}

/** The same type, or null where the data say nothing: a field of a record or a person that nobody filled in. */
export function perhapsEmpty(type: Type): Type {
  if (type.kind === "any" || type.kind === "null") return type;
  return { kind: "union", of: [...membersOf(withoutNull(type)), NULL_OF_DATA] };
}

/** Can it be null only because data are empty, not because of anything in the file? */
export function isNullOfData(type: Type): boolean {
  if (type.kind === "null") return type.data === true;
  return (
    type.kind === "union" && isNullable(type) && type.of.every((member) => !isNullable(member) || isNullOfData(member))
  );
}

/** May a value of this type be null? */
export function isNullable(type: Type): boolean {
  return type.kind === "null" || (type.kind === "union" && type.of.some(isNullable));
}

/** The type with the null that these have: null only because of data stays so, if no other null joins it. */
export function withNullOf(type: Type, from: readonly Type[]): Type {
  const nulls = from.filter(isNullable);
  return nulls.every(isNullOfData) ? perhapsEmpty(type) : nullable(type);
}

function membersOf(type: Type): readonly Type[] {
  return type.kind === "union" ? type.of : [type];
}

/** The type without null: what is left after `x != null`. */
export function withoutNull(type: Type): Type {
  if (type.kind !== "union") return type;
  const rest = type.of.filter((member) => member.kind !== "null");
  const only = rest[0];
  return rest.length === 1 && only ? only : { kind: "union", of: rest };
}
