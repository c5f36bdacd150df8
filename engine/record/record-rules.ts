import type { Field } from "../base/field.ts";
import { suggest } from "../base/suggest.ts";
import { isMap, isMoney, isTagged, type RecordSnapshot, type Value, type ValueMap } from "../base/value.ts";
import type { Catalog, Stage } from "../definition/catalog.ts";
import { sameSet, sameValue } from "../runtime/same-value.ts";
import { type ChoicesOf, checkedField, fieldInvalid, fieldRequired } from "./check-field.ts";
import { fillValue, isBlank } from "./fill-value.ts";
import type { RecordChange } from "./record-change.ts";
import { typeOf } from "./record-reference.ts";
import { RecordRefusal } from "./record-refusal.ts";

/** A record as it is kept: its own fields, filled, without `id`, `type`, `ref` and `stageKind`. */
export interface KeptRecord {
  readonly ref: string;
  readonly fields: ValueMap;
}

/** A write: what is to be kept now, and the change its event tells. */
export interface RecordWrite {
  readonly fields: ValueMap;
  readonly change: RecordChange;
}

/** Names of fields that records of a type have: without a catalogue each has those that any of them has. */
export type SeenNames = ReadonlySet<string>;

/** Reference lists as they are kept now, by name: they stand before the catalogue's rows. */
export type KeptLists = Readonly<Record<string, readonly ValueMap[]>>;

/** Fields of every record that no write may name. */
const FIXED: ReadonlySet<string> = new Set(["id", "type", "ref", "stageKind"]);

/** The stage codes that mean something where no catalogue says what they mean. */
const STAGE_KINDS: Readonly<Record<string, Stage["kind"]>> = {
  NEW: "first",
  WON: "won",
  CONVERTED: "won",
  PAID: "won",
  LOST: "lost",
  JUNK: "lost",
  REJECTED: "lost",
};

/**
 * What records mean, wherever they are kept: how values fill fields, what a write changes, what may not be written, how
 * a kept record becomes a snapshot. One set of rules for the records of a simulation and those of a database. Pure: rows
 * come in and go out, each method about one record.
 */
export class RecordRules {
  readonly #catalog: Catalog | null;

  constructor(catalog: Catalog | null) {
    this.#catalog = catalog;
  }

  /** Given fields as they are kept. Unlike a write this refuses nothing: it is for data that are there already. */
  filled(type: string, given: ValueMap): ValueMap {
    const own = Object.entries(given).filter(([name]) => !FIXED.has(name));
    return Object.fromEntries(own.map(([name, value]) => [name, fillValue(value, this.#field(type, name))]));
  }

  /** A kept record as everybody sees it: every field there, links as references. */
  dressed({ ref, fields }: KeptRecord, seen: SeenNames): RecordSnapshot {
    const type = typeOf(ref);
    const declared = Object.keys(this.#catalog?.records[type]?.fields ?? {});
    const names = new Set([...declared, ...seen, ...Object.keys(fields)]);
    const own = [...names].map((name) => [name, fillValue(fields[name], this.#field(type, name))] as const);
    return {
      id: ref.slice(type.length + 1),
      type,
      ref,
      ...Object.fromEntries(own),
      stageKind: this.#stageKind(type, fields),
    };
  }

  /** The record before it was there: every field null, every list empty. */
  blank(record: RecordSnapshot): RecordSnapshot {
    const { id, type, ref } = record;
    const names = Object.keys(record).filter((name) => !FIXED.has(name));
    const fields = names.map(
      (name) => [name, Array.isArray(record[name]) ? [] : fillValue(null, this.#field(type, name))] as const,
    );
    return { id, type, ref, ...Object.fromEntries(fields), stageKind: null };
  }

  /**
   * A new record. Without a stage it stands in the first one, as in any CRM.
   *
   * @param lists whose values choices are held to, where the CRM keeps them itself. @default the catalogue's
   * @throws {RecordRefusal} `FIELD_UNKNOWN`, `STAGE_UNKNOWN`, `FIELD_INVALID`, `FIELD_REQUIRED`
   */
  created(ref: string, set: ValueMap, seen: SeenNames, lists: KeptLists = {}): RecordWrite {
    const type = typeOf(ref);
    this.#refuseUnknown(type, set);
    const given = this.#checked(type, this.filled(type, set), lists);
    this.#refuseEmpty(type, given);
    const stage = given["stage"] ?? this.#firstStage(type, given);
    const fields = stage === null ? given : { ...given, stage };
    const record = this.dressed({ ref, fields }, seen);
    const changed = Object.keys(record).filter((name) => !FIXED.has(name) && !isBlank(record[name]));
    return { fields, change: { change: "created", type, ref, record, previous: this.blank(record), changed } };
  }

  /**
   * Changes what differs and nothing else; a field that is a map is written key by key, null removes a key. Null where
   * nothing differs: nothing is to be written, there is no event.
   *
   * @throws {RecordRefusal} `FIELD_UNKNOWN`, `STAGE_UNKNOWN`, `FIELD_INVALID`, `FIELD_REQUIRED`
   */
  updated(kept: KeptRecord, set: ValueMap, seen: SeenNames, lists: KeptLists = {}): RecordWrite | null {
    const { ref } = kept;
    const type = typeOf(ref);
    this.#refuseUnknown(type, set, kept.fields);
    const written: Record<string, Value> = {};
    for (const [name, value] of Object.entries(this.#checked(type, this.filled(type, set), lists))) {
      const field = this.#field(type, name);
      const next = mergedMap(kept.fields[name] ?? null, value, field);
      if (!sameField(kept.fields[name], next, field)) written[name] = next;
    }
    const changed = Object.keys(written);
    if (changed.length === 0) return null;
    this.#refuseEmpty(type, written, changed);
    const fields = { ...kept.fields, ...written };
    const previous = this.dressed(kept, seen);
    const record = this.dressed({ ref, fields }, seen);
    return { fields, change: { change: "updated", type, ref, record, previous, changed } };
  }

  /** Does a write of these fields need to know the reference lists as they are kept? */
  needsLists(type: string, set: ValueMap): boolean {
    return Object.keys(set).some((name) => this.#field(type, name)?.from?.startsWith("list:") === true);
  }

  /** A deleted record is there again, as it was last: for others it is a new one. */
  restored(kept: KeptRecord, seen: SeenNames): RecordChange {
    const record = this.dressed(kept, seen);
    const changed = Object.keys(record).filter((name) => !FIXED.has(name) && !isBlank(record[name]));
    const { type, ref } = record;
    return { change: "created", type, ref, record, previous: this.blank(record), changed };
  }

  /** The record goes: its event tells what it was last. */
  deleted(kept: KeptRecord, seen: SeenNames): RecordChange {
    const record = this.dressed(kept, seen);
    return { change: "deleted", type: record.type, ref: record.ref, record, previous: record, changed: [] };
  }

  /** A snapshot with other values in some fields: what a record was before, as a scenario tells it. */
  withFields(snapshot: RecordSnapshot, fields: ValueMap, seen: SeenNames): RecordSnapshot {
    const { id: _id, type: _type, ref, stageKind: _kind, ...row } = snapshot;
    return this.dressed({ ref, fields: { ...row, ...this.filled(snapshot.type, fields) } }, seen);
  }

  #field(type: string, name: string): Field | undefined {
    const fields = this.#catalog?.records[type]?.fields;
    return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
  }

  #stages(type: string, fields: ValueMap): Readonly<Record<string, Stage>> | null {
    const record = this.#catalog?.records[type];
    if (!record) return null;
    const pipeline = fields["pipeline"];
    const own = typeof pipeline === "string" ? record.pipelines[pipeline]?.stages : undefined;
    return own ?? Object.assign({}, ...Object.values(record.pipelines).map((one) => one.stages), record.stages);
  }

  #stageKind(type: string, fields: ValueMap): Stage["kind"] | null {
    const stage = fields["stage"];
    if (typeof stage !== "string") return null;
    const stages = this.#stages(type, fields);
    return stages ? (stages[stage]?.kind ?? null) : (STAGE_KINDS[stage] ?? "open");
  }

  #firstStage(type: string, fields: ValueMap): string | null {
    const stages = Object.entries(this.#stages(type, fields) ?? {});
    return stages.find(([, stage]) => stage.kind === "first")?.[0] ?? null;
  }

  /** Filled values, each held to its field. The stage has a check of its own. */
  #checked(type: string, filled: ValueMap, lists: KeptLists): ValueMap {
    const choicesOf: ChoicesOf = (field) => this.#choices(field, lists);
    const checked = Object.entries(filled).map(([name, value]) => {
      const field = name === "stage" ? undefined : this.#field(type, name);
      return [name, field ? checkedField(value, field, choicesOf) : value] as const;
    });
    return Object.fromEntries(checked);
  }

  #choices({ values, from }: Field, lists: KeptLists): readonly string[] | null {
    if (values !== null) return Object.keys(values);
    if (from === "mailboxes") return this.#catalog ? Object.keys(this.#catalog.mailboxes) : null;
    const list = from?.startsWith("list:") ? from.slice("list:".length) : null;
    const rows = list === null ? [] : (lists[list] ?? this.#catalog?.lists[list]?.values ?? []);
    // A list without rows is one that nobody has filled yet.
    return rows.length === 0 ? null : rows.map((row) => String(row["value"]));
  }

  #refuseEmpty(
    type: string,
    fields: ValueMap,
    names: readonly string[] = Object.keys(this.#catalog?.records[type]?.fields ?? {}),
  ): void {
    for (const name of names) {
      const field = this.#field(type, name);
      const value = fields[name];
      if (field?.required && name !== "stage" && (isBlank(value) || value === "")) throw fieldRequired(type, field);
    }
  }

  /** @param kept what stands there already: a stage may be named without its pipeline */
  #refuseUnknown(type: string, set: ValueMap, kept: ValueMap = {}): void {
    const record = this.#catalog?.records[type];
    for (const name of Object.keys(set)) {
      if (FIXED.has(name) || (record && !Object.hasOwn(record.fields, name)))
        throw fieldUnknown(type, name, record ? Object.keys(record.fields) : []);
    }
    if (!record) return;
    const pipeline = set["pipeline"] ?? kept["pipeline"] ?? null;
    const pipelines = Object.keys(record.pipelines);
    const field = record.fields["pipeline"];
    if (field && pipelines.length > 0 && (set["pipeline"] ?? null) !== null && !pipelines.includes(String(pipeline)))
      throw fieldInvalid(
        field,
        { ru: `есть: ${pipelines.join(", ")}`, en: `one of: ${pipelines.join(", ")}` },
        pipeline,
      );
    const stage = set["stage"] ?? null;
    if (stage === null || !record.fields["stage"]) return;
    const stages = Object.keys(this.#stages(type, { pipeline }) ?? {});
    if (!stages.includes(String(stage))) throw stageUnknown(type, String(stage), stages);
  }
}

/** A map written into a map keeps the keys it does not name; null takes a key away. */
function mergedMap(old: Value, next: Value, field: Field | undefined): Value {
  const isMapField = field ? field.type === "map" : isMap(old);
  if (!isMapField || !isMap(next) || isTagged(next) || isMoney(next)) return next;
  const merged = { ...(isMap(old) ? old : {}), ...next };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

/** Links and people have no order: the same ones are no change. */
function sameField(old: Value | undefined, next: Value, field: Field | undefined): boolean {
  const unordered = field?.type === "records" || field?.type === "users";
  if (unordered && Array.isArray(old) && Array.isArray(next)) return sameSet(old, next);
  return sameValue(fillValue(old, field), next);
}

function fieldUnknown(type: string, name: string, known: readonly string[]): RecordRefusal {
  const near = suggest(name, known);
  const says = {
    ru: `У ${type} нет поля ${name}, в которое можно писать`,
    en: `${type} has no field ${name} to write`,
  };
  return new RecordRefusal(
    "FIELD_UNKNOWN",
    near === null ? says : { ru: `${says.ru}; может быть, ${near}?`, en: `${says.en}; perhaps ${near}?` },
    name,
  );
}

function stageUnknown(type: string, stage: string, stages: readonly string[]): RecordRefusal {
  const all = stages.join(", ");
  return new RecordRefusal(
    "STAGE_UNKNOWN",
    { ru: `У ${type} нет стадии ${stage}; есть: ${all}`, en: `${type} has no stage ${stage}; there are: ${all}` },
    "stage",
  );
}
