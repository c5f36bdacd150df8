import type { Field } from "../base/field.ts";
import { isMap, isMoney, isTagged, type RecordSnapshot, type Value, type ValueMap } from "../base/value.ts";
import type { Catalog, Stage } from "../definition/catalog.ts";
import { sameSet, sameValue } from "../runtime/same-value.ts";
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
   * @throws {RecordRefusal} `FIELD_UNKNOWN`, `STAGE_UNKNOWN`
   */
  created(ref: string, set: ValueMap, seen: SeenNames): RecordWrite {
    const type = typeOf(ref);
    this.#refuseUnknown(type, set);
    const given = this.filled(type, set);
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
   * @throws {RecordRefusal} `FIELD_UNKNOWN`, `STAGE_UNKNOWN`
   */
  updated(kept: KeptRecord, set: ValueMap, seen: SeenNames): RecordWrite | null {
    const { ref } = kept;
    const type = typeOf(ref);
    this.#refuseUnknown(type, set);
    const written: Record<string, Value> = {};
    for (const [name, value] of Object.entries(set)) {
      const field = this.#field(type, name);
      const next = mergedMap(kept.fields[name] ?? null, fillValue(value, field), field);
      if (!sameField(kept.fields[name], next, field)) written[name] = next;
    }
    const changed = Object.keys(written);
    if (changed.length === 0) return null;
    const fields = { ...kept.fields, ...written };
    const previous = this.dressed(kept, seen);
    const record = this.dressed({ ref, fields }, seen);
    return { fields, change: { change: "updated", type, ref, record, previous, changed } };
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

  #refuseUnknown(type: string, set: ValueMap): void {
    const record = this.#catalog?.records[type];
    for (const name of Object.keys(set)) {
      if (FIXED.has(name) || (record && !Object.hasOwn(record.fields, name))) throw fieldUnknown(type, name);
    }
    const stage = set["stage"];
    if (!record || typeof stage !== "string") return;
    const all = { ...record.stages, ...Object.assign({}, ...Object.values(record.pipelines).map((one) => one.stages)) };
    if (!Object.hasOwn(all, stage)) throw stageUnknown(type, stage);
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

function fieldUnknown(type: string, name: string): RecordRefusal {
  return new RecordRefusal("FIELD_UNKNOWN", {
    ru: `У ${type} нет поля ${name}, в которое можно писать`,
    en: `${type} has no field ${name} to write`,
  });
}

function stageUnknown(type: string, stage: string): RecordRefusal {
  return new RecordRefusal("STAGE_UNKNOWN", {
    ru: `У ${type} нет стадии ${stage}`,
    en: `${type} has no stage ${stage}`,
  });
}
