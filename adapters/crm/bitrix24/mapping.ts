/** Where records of a type stand in the portal. */
export type Entity =
  /** CRM: leads, deals, contacts, companies, invoices, smart processes. */
  | { readonly kind: "item"; readonly entityTypeId: number }
  /** Elements of a universal list. */
  | { readonly kind: "list"; readonly iblock: number }
  | { readonly kind: "task" };

/** Where a field of ours stands in the portal. */
export type FieldMapping =
  | {
      readonly kind: "field";
      /** As `crm.item.fields` names it (`ufCrm_1721…`) or as the portal's settings show it (`UF_CRM_1721…`). */
      readonly field: string;
      /** Of phones and addresses: the kind that is written (`WORK`). Null: no such field. */
      readonly multi: string | null;
      /** The field that holds the currency of an amount. */
      readonly currency: string | null;
      /** Our value → text (or id) of the portal's option. */
      readonly values: Readonly<Record<string, string>>;
    }
  /** A map of ours, each key in a field of its own: a discount for each brand. */
  | { readonly kind: "keys"; readonly keys: Readonly<Record<string, string>> }
  /** A text of ours in several fields, word by word: first name, then last name. */
  | { readonly kind: "words"; readonly fields: readonly string[] };

/** A pipeline of ours. */
export interface PipelineMapping {
  /** The portal's number of it; the default one is 0. */
  readonly id: number;
  /** Our stage → the portal's, where this pipeline differs from the others. */
  readonly stages: Readonly<Record<string, string>>;
}

/** A record type of ours. */
export interface RecordMapping {
  readonly type: string;
  readonly entity: Entity;
  readonly fields: Readonly<Record<string, FieldMapping>>;
  /** Our stage → the portal's without the prefix of its pipeline. A stage that is not named has the same name there. */
  readonly stages: Readonly<Record<string, string>>;
  readonly pipelines: Readonly<Record<string, PipelineMapping>>;
}

/** A reference list for FEEL that a universal list keeps. */
export interface ListMapping {
  readonly iblock: number;
  /** Our column → `NAME`, `CODE` or `PROPERTY_118`. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Numbers of the portal's own kinds of records. */
export const ENTITY_TYPES: Readonly<Record<string, number>> = {
  lead: 1,
  deal: 2,
  contact: 3,
  company: 4,
  quote: 7,
  invoice: 31,
};

/** What stands before an id in a link: `CO_3`; of a smart process `T80_3`, the number in hexadecimal. */
export function linkPrefix(entityTypeId: number): string {
  return LINK_PREFIXES[entityTypeId] ?? `T${entityTypeId.toString(16).toLowerCase()}`;
}

/** The kind of record that a prefix means; null: none. */
export function entityOfPrefix(prefix: string): number | null {
  const known = Object.entries(LINK_PREFIXES).find(([, text]) => text === prefix.toUpperCase());
  if (known) return Number(known[0]);
  const [, hex] = /^T([0-9a-f]+)$/i.exec(prefix) ?? [];
  return hex === undefined ? null : Number.parseInt(hex, 16);
}

const LINK_PREFIXES: Readonly<Record<number, string>> = { 1: "L", 2: "D", 3: "C", 4: "CO", 7: "Q", 31: "SI" };
