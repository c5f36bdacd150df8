import type { Value } from "./value.ts";

export type FieldType =
  | "text"
  | "number"
  | "money"
  | "boolean"
  | "date"
  | "dateTime"
  | "choice"
  | "user"
  | "users"
  | "record"
  | "records"
  | "list"
  | "map"
  | "files"
  | "letter"
  | "principals";

/** A declared field: of a record, an input, a form, a table column, a registry. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly title: string;
  readonly required: boolean;
  readonly hidden: boolean;
  readonly help: string | null;
  /** Record types (`record`, `records`), element type (`list`), or `{ department }` / `{ group }` (`user`). */
  readonly of: readonly string[] | { readonly department?: string; readonly group?: string } | null;
  /** `list:brands` or `mailboxes`: what a `choice` may be; what the keys of a `map` usually are. */
  readonly from: string | null;
  /** A choice's values where they stand in the file: value → label. */
  readonly values: Readonly<Record<string, string>> | null;
  /** Related records loaded with a `record` input. */
  readonly include: readonly string[];
  readonly currency: string | null;
  readonly min: number | null;
  readonly max: number | null;
  /** A literal default; expressions stand in the model's own `default`. */
  readonly default: Value | undefined;
}
