import type { RecordSnapshot, ValueMap } from "../base/value.ts";
import type { Catalog } from "../definition/catalog.ts";
import type { RecordChange, RecordNote, RecordsData } from "../record/record-change.ts";
import { withLinks } from "../record/record-links.ts";
import { numberIn, typeOf } from "../record/record-reference.ts";
import { recordExists, recordNotFound } from "../record/record-refusal.ts";
import { RecordRules, type SeenNames } from "../record/record-rules.ts";

/** A CRM in memory: the records of a dry run or a scenario, by the rules of all records. */
export class RecordBook {
  readonly #rules: RecordRules;
  readonly #rows = new Map<string, ValueMap>();
  readonly #notes = new Map<string, RecordNote[]>();
  readonly #past = new Map<string, (ValueMap | null)[]>();
  readonly #seen = new Map<string, Set<string>>();
  readonly #lists: RecordsData["lists"];

  constructor(data: RecordsData, catalog: Catalog | null) {
    this.#rules = new RecordRules(catalog);
    this.#lists = data.lists;
    for (const [ref, fields] of Object.entries(data.records)) this.#keep(ref, this.#rules.filled(typeOf(ref), fields));
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
    return snapshot && withLinks(snapshot, include, (one) => this.snapshot(one));
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

  notesOf(ref: string): readonly RecordNote[] {
    return this.#notes.get(ref) ?? [];
  }

  /** Everything the record ever was, in order; null: it was deleted. */
  pastOf(ref: string): readonly (RecordSnapshot | null)[] {
    return (this.#past.get(ref) ?? [null]).map((row) => (row ? this.#dressed(ref, row) : null));
  }

  addNote(ref: string, note: RecordNote): void {
    if (!this.has(ref)) throw recordNotFound(ref);
    this.#notes.set(ref, [...this.notesOf(ref), note]);
  }

  /**
   * Makes a record. Without a reference it gets the next number of its type; without a stage it stands in the first one.
   *
   * @throws {RecordRefusal} `RECORD_EXISTS`, `FIELD_UNKNOWN`, `STAGE_UNKNOWN`, `FIELD_INVALID`, `FIELD_REQUIRED`
   */
  create(type: string, set: ValueMap, ref: string = `${type}/${this.#nextNumber(type)}`): RecordChange {
    if (this.has(ref)) throw recordExists(ref);
    const { fields, change } = this.#rules.created(ref, set, this.#seenOf(type), this.#lists);
    this.#keep(ref, fields);
    return change;
  }

  /**
   * Writes what differs and nothing else. Null where nothing differed: nothing was written, there is no event.
   *
   * @throws {RecordRefusal} `RECORD_NOT_FOUND`, `FIELD_UNKNOWN`, `STAGE_UNKNOWN`, `FIELD_INVALID`, `FIELD_REQUIRED`
   */
  update(ref: string, set: ValueMap): RecordChange | null {
    const row = this.#rows.get(ref);
    if (!row) throw recordNotFound(ref);
    const write = this.#rules.updated({ ref, fields: row }, set, this.#seenOf(typeOf(ref)), this.#lists);
    if (write) this.#keep(ref, write.fields);
    return write?.change ?? null;
  }

  /** @throws {RecordRefusal} `RECORD_NOT_FOUND` */
  delete(ref: string): RecordChange {
    const row = this.#rows.get(ref);
    if (!row) throw recordNotFound(ref);
    this.#rows.delete(ref);
    this.#past.get(ref)?.push(null);
    return this.#rules.deleted({ ref, fields: row }, this.#seenOf(typeOf(ref)));
  }

  /** The record before it was there. */
  blank(ref: string): RecordSnapshot {
    const record = this.snapshot(ref);
    if (!record) throw recordNotFound(ref);
    return this.#rules.blank(record);
  }

  /** A snapshot with other values in some fields: what a record was before, as a scenario tells it. */
  withFields(snapshot: RecordSnapshot, fields: ValueMap): RecordSnapshot {
    return this.#rules.withFields(snapshot, fields, this.#seenOf(snapshot.type));
  }

  #keep(ref: string, row: ValueMap): void {
    this.#rows.set(ref, row);
    this.#past.set(ref, [...(this.#past.get(ref) ?? []), row]);
    const type = typeOf(ref);
    const seen = this.#seen.get(type) ?? new Set();
    for (const name of Object.keys(row)) seen.add(name);
    this.#seen.set(type, seen);
  }

  #dressed(ref: string, fields: ValueMap): RecordSnapshot {
    return this.#rules.dressed({ ref, fields }, this.#seenOf(typeOf(ref)));
  }

  #seenOf(type: string): SeenNames {
    return this.#seen.get(type) ?? NOTHING_SEEN;
  }

  /** The number after the highest that any record of the type ever had: a deleted one's is not given again. */
  #nextNumber(type: string): number {
    const used = [...this.#past.keys()].filter((ref) => typeOf(ref) === type).map((ref) => numberIn(ref) ?? 0);
    return Math.max(0, ...used) + 1;
  }
}

const NOTHING_SEEN: SeenNames = new Set();
