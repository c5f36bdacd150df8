import type { Field } from "../base/field.ts";
import { isMap, isMoney, isTagged, type RecordSnapshot, type Value, type ValueMap } from "../base/value.ts";
import type { Catalog, Stage } from "../definition/catalog.ts";
import type { Text } from "../definition/problem.ts";
import { sameSet, sameValue } from "../runtime/same-value.ts";
import { fillValue, isBlank } from "./fill-value.ts";

/** What the sample data hold: records by reference, and lists that replace the catalogue's rows. */
export interface RecordsData {
  readonly records: Readonly<Record<string, ValueMap>>;
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
}

/** A write that changed something, as the events of the CRM tell it (language §2). */
export interface RecordChange {
  readonly change: "created" | "updated" | "deleted";
  readonly type: string;
  readonly ref: string;
  /** After; for `deleted` the last known state. */
  readonly record: RecordSnapshot;
  /** Before; for `created` every field is null, every list empty. */
  readonly previous: RecordSnapshot;
  readonly changed: readonly string[];
}

export interface Note {
  readonly text: string;
  readonly files: readonly Value[];
}

/** Why the book did not write. */
export class RecordRefusal extends Error {
  override readonly name = "RecordRefusal";
  readonly code: string;
  readonly says: Text;
  constructor(code: string, says: Text) {
    super(says.en);
    this.code = code;
    this.says = says;
  }
}

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

/** A CRM in memory: the records of a dry run or a scenario. */
export class RecordBook {
  readonly #catalog: Catalog | null;
  readonly #rows = new Map<string, ValueMap>();
  readonly #notes = new Map<string, Note[]>();
  readonly #past = new Map<string, (ValueMap | null)[]>();
  /** Field names seen per type: without a catalogue every record of a type has the fields that any of them has. */
  readonly #seen = new Map<string, Set<string>>();

  constructor(data: RecordsData, catalog: Catalog | null) {
    this.#catalog = catalog;
    for (const [ref, fields] of Object.entries(data.records)) this.#keep(ref, this.#filled(typeOf(ref), fields));
  }

  has(ref: string): boolean {
    return this.#rows.has(ref);
  }

  /** The record as it is now, links as references; null where there is none. */
  snapshot(ref: string): RecordSnapshot | null {
    const row = this.#rows.get(ref);
    return row ? this.#dressed(ref, row) : null;
  }

  /** The record with the links of these paths (`company`, `company.contact`) replaced by what they lead to. */
  load(ref: string, include: readonly string[], orDeleted = false): RecordSnapshot | null {
    const snapshot = this.snapshot(ref) ?? (orDeleted ? this.#lastOf(ref) : null);
    if (!snapshot) return null;
    const nested: Record<string, Value> = {};
    for (const name of new Set(include.map((path) => path.split(".", 1)[0] as string))) {
      const further = include.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
      nested[name] = this.#linked(snapshot[name] ?? null, further);
    }
    return { ...snapshot, ...nested };
  }

  /** What a deleted record was last: the shell's shadow copy. */
  #lastOf(ref: string): RecordSnapshot | null {
    const row = this.#past.get(ref)?.findLast((one) => one !== null);
    return row ? this.#dressed(ref, row) : null;
  }

  /** Is it there, and nothing was done to it since it was given? */
  isUntouched(ref: string): boolean {
    return this.has(ref) && this.#past.get(ref)?.length === 1 && this.notesOf(ref).length === 0;
  }

  refsOf(type: string): readonly string[] {
    return [...this.#rows.keys()].filter((ref) => typeOf(ref) === type);
  }

  refs(): readonly string[] {
    return [...this.#rows.keys()];
  }

  notesOf(ref: string): readonly Note[] {
    return this.#notes.get(ref) ?? [];
  }

  /** Everything the record ever was, in order; null: it was deleted. */
  pastOf(ref: string): readonly (RecordSnapshot | null)[] {
    return (this.#past.get(ref) ?? [null]).map((row) => (row ? this.#dressed(ref, row) : null));
  }

  addNote(ref: string, note: Note): void {
    if (!this.has(ref)) throw notFound(ref);
    this.#notes.set(ref, [...this.notesOf(ref), note]);
  }

  /**
   * Makes a record. Without a reference it gets the next number of its type; without a stage it stands in the first one,
   * as in any CRM.
   *
   * @throws {RecordRefusal} `RECORD_EXISTS`, `FIELD_UNKNOWN`, `STAGE_UNKNOWN`
   */
  create(type: string, set: ValueMap, ref: string = `${type}/${this.#nextNumber(type)}`): RecordChange {
    if (this.has(ref))
      throw new RecordRefusal("RECORD_EXISTS", { ru: `Запись ${ref} уже есть`, en: `${ref} is already there` });
    this.#refuseUnknown(type, set);
    const fields = this.#filled(type, set);
    const stage = fields["stage"] ?? this.#firstStage(type, fields);
    this.#keep(ref, stage === null ? fields : { ...fields, stage });
    const record = this.#dressed(ref, this.#rows.get(ref) ?? {});
    const changed = Object.keys(record).filter((name) => !FIXED.has(name) && !isBlank(record[name]));
    return { change: "created", type, ref, record, previous: this.#blank(ref, record), changed };
  }

  /**
   * Writes what differs and nothing else; a field that is a map is written key by key, null removes a key. Null where
   * nothing differed: nothing was written, there is no event.
   *
   * @throws {RecordRefusal} `RECORD_NOT_FOUND`, `FIELD_UNKNOWN`, `STAGE_UNKNOWN`
   */
  update(ref: string, set: ValueMap): RecordChange | null {
    const row = this.#rows.get(ref);
    if (!row) throw notFound(ref);
    const type = typeOf(ref);
    this.#refuseUnknown(type, set);
    const previous = this.#dressed(ref, row);
    const written: Record<string, Value> = {};
    for (const [name, value] of Object.entries(set)) {
      const field = this.#field(type, name);
      const next = mergedMap(row[name] ?? null, fillValue(value, field), field);
      if (!sameField(row[name], next, field)) written[name] = next;
    }
    const changed = Object.keys(written);
    if (changed.length === 0) return null;
    this.#keep(ref, { ...row, ...written });
    return { change: "updated", type, ref, record: this.#dressed(ref, { ...row, ...written }), previous, changed };
  }

  /** @throws {RecordRefusal} `RECORD_NOT_FOUND` */
  delete(ref: string): RecordChange {
    const record = this.snapshot(ref);
    if (!record) throw notFound(ref);
    this.#rows.delete(ref);
    this.#past.get(ref)?.push(null);
    return { change: "deleted", type: record.type, ref, record, previous: record, changed: [] };
  }

  /** The record before it was there. */
  blank(ref: string): RecordSnapshot {
    const record = this.snapshot(ref);
    if (!record) throw notFound(ref);
    return this.#blank(ref, record);
  }

  /** A snapshot with other values in some fields: what a record was before, as a scenario tells it. */
  withFields(snapshot: RecordSnapshot, fields: ValueMap): RecordSnapshot {
    const own = Object.entries(fields).map(([name, value]) => [
      name,
      fillValue(value, this.#field(snapshot.type, name)),
    ]);
    const { id: _id, type: _type, ref, stageKind: _kind, ...row } = { ...snapshot, ...Object.fromEntries(own) };
    return this.#dressed(snapshot.ref === ref ? ref : snapshot.ref, row);
  }

  #keep(ref: string, row: ValueMap): void {
    this.#rows.set(ref, row);
    this.#past.set(ref, [...(this.#past.get(ref) ?? []), row]);
    const type = typeOf(ref);
    const seen = this.#seen.get(type) ?? new Set();
    for (const name of Object.keys(row)) seen.add(name);
    this.#seen.set(type, seen);
  }

  #filled(type: string, fields: ValueMap): ValueMap {
    const kept = Object.entries(fields).filter(([name]) => !FIXED.has(name));
    return Object.fromEntries(kept.map(([name, value]) => [name, fillValue(value, this.#field(type, name))]));
  }

  #dressed(ref: string, row: ValueMap): RecordSnapshot {
    const type = typeOf(ref);
    const names = new Set([
      ...Object.keys(this.#catalog?.records[type]?.fields ?? {}),
      ...(this.#seen.get(type) ?? []),
      ...Object.keys(row),
    ]);
    const fields = [...names].map((name) => [name, fillValue(row[name], this.#field(type, name))] as const);
    return {
      id: ref.slice(type.length + 1),
      type,
      ref,
      ...Object.fromEntries(fields),
      stageKind: this.#stageKind(type, row),
    };
  }

  #blank(ref: string, record: RecordSnapshot): RecordSnapshot {
    const type = typeOf(ref);
    const names = Object.keys(record).filter((name) => !FIXED.has(name));
    const fields = names.map(
      (name) => [name, Array.isArray(record[name]) ? [] : fillValue(null, this.#field(type, name))] as const,
    );
    return { id: record.id, type, ref, ...Object.fromEntries(fields), stageKind: null };
  }

  #field(type: string, name: string): Field | undefined {
    const fields = this.#catalog?.records[type]?.fields;
    return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
  }

  #stages(type: string, row: ValueMap): Readonly<Record<string, Stage>> | null {
    const record = this.#catalog?.records[type];
    if (!record) return null;
    const pipeline = row["pipeline"];
    const own = typeof pipeline === "string" ? record.pipelines[pipeline]?.stages : undefined;
    return own ?? Object.assign({}, ...Object.values(record.pipelines).map((one) => one.stages), record.stages);
  }

  #stageKind(type: string, row: ValueMap): Stage["kind"] | null {
    const stage = row["stage"];
    if (typeof stage !== "string") return null;
    const stages = this.#stages(type, row);
    return stages ? (stages[stage]?.kind ?? null) : (STAGE_KINDS[stage] ?? "open");
  }

  #firstStage(type: string, row: ValueMap): string | null {
    const stages = Object.entries(this.#stages(type, row) ?? {});
    return stages.find(([, stage]) => stage.kind === "first")?.[0] ?? null;
  }

  #refuseUnknown(type: string, set: ValueMap): void {
    const record = this.#catalog?.records[type];
    for (const name of Object.keys(set)) {
      if (FIXED.has(name) || (record && !Object.hasOwn(record.fields, name)))
        throw new RecordRefusal("FIELD_UNKNOWN", {
          ru: `У ${type} нет поля ${name}, в которое можно писать`,
          en: `${type} has no field ${name} to write`,
        });
    }
    const stage = set["stage"];
    if (!record || typeof stage !== "string") return;
    const all = { ...record.stages, ...Object.assign({}, ...Object.values(record.pipelines).map((one) => one.stages)) };
    if (!Object.hasOwn(all, stage))
      throw new RecordRefusal("STAGE_UNKNOWN", {
        ru: `У ${type} нет стадии ${stage}`,
        en: `${type} has no stage ${stage}`,
      });
  }

  #linked(value: Value, further: readonly string[]): Value {
    if (typeof value === "string") return this.load(value, further);
    return Array.isArray(value) ? value.map((one) => this.#linked(one, further)) : value;
  }

  #nextNumber(type: string): number {
    const numbers = this.refsOf(type).map((ref) => Number(ref.slice(type.length + 1)));
    return Math.max(0, ...numbers.filter(Number.isInteger)) + 1;
  }
}

/** The type in a reference: `lead/101` → `lead`. */
export function typeOf(ref: string): string {
  return ref.slice(0, Math.max(0, ref.indexOf("/")));
}

function notFound(ref: string): RecordRefusal {
  return new RecordRefusal("RECORD_NOT_FOUND", { ru: `Нет записи ${ref}`, en: `There is no record ${ref}` });
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
