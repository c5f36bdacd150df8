/**
 * The static types that expressions are checked against: those of inputs, events, operation results, forms and
 * decision outputs. `any` is "not known": nothing is reported about it.
 */
export type Type =
  | { readonly kind: "any" }
  | { readonly kind: "null" }
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
  /** Text out of a closed list; `from` names it (`list:brands`, `mailboxes`), `values` where they are in the file. */
  | { readonly kind: "choice"; readonly from?: string; readonly values?: readonly string[] }
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
export const TEXT: Type = { kind: "text" };
export const NUMBER: Type = { kind: "number" };
export const BOOLEAN: Type = { kind: "boolean" };
export const USER: Type = { kind: "user" };

/** The same type, or null: an optional input, a skipped step's result. */
export function nullable(type: Type): Type {
  if (type.kind === "any" || type.kind === "null" || isNullable(type)) return type;
  return { kind: "union", of: [type, NULL] };
}

/** May a value of this type be null? */
export function isNullable(type: Type): boolean {
  return type.kind === "null" || (type.kind === "union" && type.of.some(isNullable));
}

/** The type without null: what is left after `x != null`. */
export function withoutNull(type: Type): Type {
  if (type.kind !== "union") return type;
  const rest = type.of.filter((member) => member.kind !== "null");
  const only = rest[0];
  return rest.length === 1 && only ? only : { kind: "union", of: rest };
}
