import type { Field, FieldType } from "../../../engine/base/field.ts";
import { isList, isMap, isMoney, type Value, type ValueMap } from "../../../engine/base/value.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { PortalValue, Row } from "../../bitrix24/portal.ts";
import type { FieldMapping } from "./mapping.ts";
import { type PortalField, type PortalFields, rowsOf, valuesOf } from "./portal-field.ts";
import { type KnownFiles, keptFile, portalFile } from "./portal-file.ts";
import { type Meanings, type ScalarCodec, scalarCodec, wrongValue } from "./portal-value.ts";

/** One thing to write into the portal. */
export type PortalChange =
  | { readonly kind: "value"; readonly field: PortalField; readonly value: PortalValue }
  /** A phone or an address; `id`: the entry that is replaced. An empty value removes it. */
  | {
      readonly kind: "multi";
      readonly id: string | null;
      readonly typeId: string;
      readonly valueType: string;
      readonly value: string;
    }
  /** Every file that is to be there afterwards: those of the portal by number, ours by what names them. */
  | { readonly kind: "files"; readonly field: PortalField; readonly files: readonly (number | Value)[] };

/** How a field of ours stands in the portal. */
export interface FieldCodec {
  readonly name: string;
  /** What a list of items must select. `*`: comes only where everything is selected. */
  readonly select: readonly string[];
  decode(item: Row, files: KnownFiles): Value;
  /** What to write, so that the field holds the value. `item`: as it is, null for a new one. @throws {RecordRefusal} */
  encode(value: Value, was: { readonly item: Row | null; readonly value: Value }): readonly PortalChange[];
  /** Where an equal value may be looked for; null: it is compared here. */
  narrow(value: Value): { readonly field: string; readonly value: PortalValue } | null;
  /** Where a text may be looked for by a part of it; null: it is compared here. */
  readonly searched: string | null;
}

/** What the codec of a field is made from. */
export interface CodecOrder {
  /** As a refusal names it: `deal.amount`. */
  readonly name: string;
  /** As the vocabulary has it; null: it does not. */
  readonly declared: Field | null;
  readonly fields: PortalFields;
  readonly meanings: Meanings;
}

/** A mapping that the portal does not bear out. */
export class MappingError extends Error {
  override readonly name = "MappingError";
  /** Name of the portal's field that is not there. */
  readonly missing: string;
  constructor(missing: string) {
    super(missing);
    this.missing = missing;
  }
}

/** @throws {MappingError} a field that the portal does not have */
export function fieldCodec(mapping: FieldMapping, order: CodecOrder): FieldCodec {
  switch (mapping.kind) {
    case "keys":
      return keysCodec(mapping.keys, order);
    case "words":
      return wordsCodec(mapping.fields, order);
    case "field": {
      const multi = MULTI_TYPES[mapping.field.toLowerCase()];
      if (multi !== undefined) return multiCodec(multi, mapping.multi ?? "WORK", order);
      const field = there(mapping.field, order);
      if (field.type === "file") return filesCodec(field, order);
      const currency = mapping.currency ?? (field.name === "opportunity" ? "currencyId" : null);
      if (currency !== null && field.type !== "money") return amountCodec(field, there(currency, order), order);
      return scalarField(field, mapping.values, order);
    }
  }
}

const MULTI_TYPES: Readonly<Record<string, string>> = { phone: "PHONE", email: "EMAIL", web: "WEB", im: "IM" };
const SEVERAL: ReadonlySet<FieldType> = new Set(["list", "records", "users", "files", "principals"]);

function there(name: string, { fields }: CodecOrder): PortalField {
  const field = fields.get(name);
  if (field === null) throw new MappingError(name);
  return field;
}

function scalarOf(field: PortalField, values: Readonly<Record<string, string>>, order: CodecOrder): ScalarCodec {
  const { declared, name, meanings } = order;
  const of = declared !== null && Array.isArray(declared.of) ? (declared.of as readonly string[]) : [];
  const type = declared?.type === "list" ? ((of[0] ?? null) as FieldType | null) : (declared?.type ?? null);
  return scalarCodec({ field, type, of: declared?.type === "list" ? [] : of, values, name, meanings });
}

/** One value of ours, or a list of them, in one field that holds one or several. */
function scalarField(field: PortalField, values: Readonly<Record<string, string>>, order: CodecOrder): FieldCodec {
  const scalar = scalarOf(field, values, order);
  const { declared, name } = order;
  const isSeveral = declared === null ? field.isMultiple : SEVERAL.has(declared.type);
  const isText = field.type === "string" || field.type === "text";
  return {
    name,
    select: [field.name],
    decode: (item) => {
      const all = valuesOf(item[field.name]).map((one) => scalar.decode(one));
      const known = all.filter((one) => one !== null);
      return isSeveral ? known : (known[0] ?? scalar.decode(item[field.name]));
    },
    encode: (value) => {
      const all = (isList(value) ? value : [value]).filter((one) => one !== null);
      if (all.length > 1 && !field.isMultiple) throw wrongValue({ name, field }, value);
      const encoded = all.map((one) => scalar.encode(one));
      return [
        { kind: "value", field, value: field.isMultiple ? encoded : (encoded[0] ?? scalar.empty ?? emptyOf(field)) },
      ];
    },
    narrow: (value) => {
      const narrowed = value === null ? null : scalar.narrow(value);
      return narrowed === null ? null : { field: field.name, value: narrowed };
    },
    searched: isText && Object.keys(values).length === 0 ? field.name : null,
  };
}

/** What the portal takes for nothing in a field of one value. */
function emptyOf({ type, name }: PortalField): PortalValue {
  const isNative = !name.startsWith("uf");
  return isNative && (/^crm_(company|contact|lead|deal|entity)$/.test(type) || type === "user") ? 0 : "";
}

/**
 * An amount beside its currency. The portal knows no missing amount: zero is none. Written amounts are marked as set by
 * hand, else the portal computes them again from the goods.
 */
function amountCodec(amount: PortalField, currency: PortalField, order: CodecOrder): FieldCodec {
  const byHand = amount.name === "opportunity" ? order.fields.get("isManualOpportunity") : null;
  return {
    name: order.name,
    select: [amount.name, currency.name],
    decode: (item) => {
      const text = decimalText(item[amount.name]);
      const code = String(item[currency.name] ?? order.declared?.currency ?? "");
      return text === null || Number(text) === 0 || code === "" ? null : { amount: text, currency: code };
    },
    encode: (value) => {
      if (value !== null && !isMoney(value)) throw wrongValue({ name: order.name, field: amount }, value);
      const written: PortalChange[] = [
        { kind: "value", field: amount, value: value === null ? 0 : exactNumber(value.amount) },
      ];
      if (value !== null) written.push({ kind: "value", field: currency, value: value.currency });
      if (byHand) written.push({ kind: "value", field: byHand, value: "Y" });
      return written;
    },
    narrow: () => null,
    searched: null,
  };
}

/** The amount as text, with two decimal places at least, as portals keep amounts; null: it is none. */
function decimalText(value: unknown): string | null {
  const text = typeof value === "number" ? numberText(value) : typeof value === "string" ? value.trim() : "";
  const [, whole, places = ""] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return whole === undefined ? null : `${whole}.${places.padEnd(2, "0")}`;
}

function numberText(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(2) : text;
}

/** A number where a number says the same as the text. */
function exactNumber(text: string): PortalValue {
  const bare = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return String(Number(text)) === bare ? Number(text) : text;
}

/** A map of ours, each key in a field of its own. Only keys that differ are written; one that has no field is refused. */
function keysCodec(keys: Readonly<Record<string, string>>, order: CodecOrder): FieldCodec {
  const codecs = new Map(
    Object.entries(keys).map(([key, field]) => {
      const own = { ...order, name: `${order.name}.${key}`, declared: null };
      return [key, scalarField(there(field, order), {}, own)] as const;
    }),
  );
  return {
    name: order.name,
    select: [...codecs.values()].flatMap(({ select }) => select),
    decode: (item, files) => {
      const all = [...codecs].map(([key, codec]) => [key, codec.decode(item, files)] as const);
      const entries = all.filter(([, value]) => value !== null);
      return entries.length === 0 ? null : Object.fromEntries(entries);
    },
    encode: (value, was) => {
      const next: ValueMap = isMap(value) ? value : {};
      const before: ValueMap = isMap(was.value) ? was.value : {};
      const touched = [...new Set([...Object.keys(next), ...Object.keys(before)])].filter(
        (key) => JSON.stringify(next[key] ?? null) !== JSON.stringify(before[key] ?? null),
      );
      return touched.flatMap((key) => {
        const codec = codecs.get(key);
        if (codec === undefined) throw keyUnknown(order.name, key);
        return codec.encode(next[key] ?? null, { item: was.item, value: before[key] ?? null });
      });
    },
    narrow: () => null,
    searched: null,
  };
}

function keyUnknown(name: string, key: string): RecordRefusal {
  return new RecordRefusal("FIELD_UNKNOWN", {
    ru: `У ${name} нет поля портала для «${key}»: впишите его в keys соответствия (crm.bitrix24.records)`,
    en: `${name} has no field of the portal for "${key}": put it into the mapping's keys (crm.bitrix24.records)`,
  });
}

/** A text of ours over several fields: each takes a word, the last one what is left. */
function wordsCodec(names: readonly string[], order: CodecOrder): FieldCodec {
  const fields = names.map((name) => there(name, order));
  return {
    name: order.name,
    select: fields.map(({ name }) => name),
    decode: (item) => {
      const words = fields.map(({ name }) => String(item[name] ?? "").trim()).filter((word) => word !== "");
      return words.length === 0 ? null : words.join(" ");
    },
    encode: (value) => {
      const words = String(value ?? "").split(/\s+/);
      return fields.map((field, at) => {
        const own = at === fields.length - 1 ? words.slice(at).join(" ") : (words[at] ?? "");
        return { kind: "value", field, value: own };
      });
    },
    narrow: () => null,
    searched: null,
  };
}

/** A phone, an address: one entry of several. The one of the kind that is written counts, else the first. */
function multiCodec(typeId: string, valueType: string, order: CodecOrder): FieldCodec {
  const entryIn = (item: Row | null): Row | undefined => {
    const own = rowsOf(item?.["fm"]).filter(
      (entry) => entry["typeId"] === typeId && String(entry["value"] ?? "") !== "",
    );
    return own.find((entry) => entry["valueType"] === valueType) ?? own[0];
  };
  return {
    name: order.name,
    select: ["*"],
    decode: (item) => {
      const entry = entryIn(item);
      return entry === undefined ? null : String(entry["value"]);
    },
    encode: (value, { item }) => {
      const entry = entryIn(item);
      if (value === null && entry === undefined) return [];
      return [
        {
          kind: "multi",
          id: entry === undefined ? null : String(entry["id"]),
          typeId,
          valueType: entry === undefined ? valueType : String(entry["valueType"]),
          value: value === null ? "" : String(value),
        },
      ];
    },
    narrow: () => null,
    searched: null,
  };
}

/** Files: what we wrote is called as we called it, what is the portal's by its number. */
function filesCodec(field: PortalField, order: CodecOrder): FieldCodec {
  const isSeveral = order.declared === null ? field.isMultiple : SEVERAL.has(order.declared.type);
  return {
    name: order.name,
    select: [field.name],
    decode: (item, known) => {
      const all = valuesOf(item[field.name]).flatMap((one) => portalFile(one, known) ?? []);
      return isSeveral ? all : (all[0] ?? null);
    },
    encode: (value, was) => {
      const all = (isList(value) ? value : [value]).filter((one) => one !== null);
      if (all.length > 1 && !field.isMultiple) throw wrongValue({ name: order.name, field }, value);
      const there = valuesOf(was.item?.[field.name]);
      const before = isList(was.value) ? was.value : [was.value];
      return [{ kind: "files", field, files: all.map((one) => keptFile(one, there, before) ?? one) }];
    },
    narrow: () => null,
    searched: null,
  };
}
