import type { Field } from "../base/field.ts";
import type { ValueMap } from "../base/value.ts";

/** The company's vocabulary (`catalog.yaml`): what every file is checked against. */
export interface Catalog {
  readonly records: Readonly<Record<string, RecordType>>;
  readonly lists: Readonly<Record<string, CatalogList>>;
  readonly registries: Readonly<Record<string, Registry>>;
  /** Mailbox name → address and the like. */
  readonly mailboxes: Readonly<Record<string, Mailbox>>;
}

export interface RecordType {
  readonly title: string;
  /** The department whose head answers for records of this type that have nobody responsible. */
  readonly department?: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Stage code → what it is; empty for a type without stages. */
  readonly stages: Readonly<Record<string, Stage>>;
  /** Pipeline name → stages, where the type has several. */
  readonly pipelines: Readonly<
    Record<string, { readonly title: string; readonly stages: Readonly<Record<string, Stage>> }>
  >;
}

export interface Stage {
  readonly title: string;
  readonly kind: "first" | "open" | "won" | "lost";
}

export interface CatalogList {
  readonly title: string;
  readonly columns: Readonly<Record<string, Field>>;
  /** Rows known without a CRM: `{ value, title, … }`. Records files may replace them. */
  readonly values: readonly ValueMap[];
}

export interface Registry {
  readonly title: string;
  readonly columns: Readonly<Record<string, Field>>;
  /** Groups that may read it; empty: everybody signed in. */
  readonly readers: readonly string[];
}

export interface Mailbox {
  readonly title: string;
  readonly address: string | null;
}
