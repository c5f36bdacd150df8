import { isList, isMap, type RecordSnapshot, type Value, type ValueMap } from "../../../engine/base/value.ts";
import { LINK_DEPTH_MAX, type WantedRecords, wantedRecords, withLinks } from "../../../engine/record/record-links.ts";
import { filterOf, foundRecords, summedRecords } from "../../../engine/record/record-query.ts";
import { RecordReach } from "../../../engine/record/record-reach.ts";
import { referenceOf } from "../../../engine/record/record-reference.ts";
import { recordNotFound } from "../../../engine/record/record-refusal.ts";
import type { RecordDesk } from "./record-desk.ts";

/** Records as operations read them, wherever they are kept. */
export interface RecordSource {
  /** By reference; those that are gone too, where anything is known of them. */
  read(
    refs: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly snapshot: RecordSnapshot; readonly isDeleted: boolean }>>;
  /** Null: there is none. */
  snapshot(ref: string): Promise<RecordSnapshot | null>;
  /** In the order of the references; those that are not there are left out. */
  snapshots(refs: readonly string[]): Promise<readonly RecordSnapshot[]>;
  /** What is kept of every record of a type that a filter meets, oldest first. */
  matching<Kept>(type: string, filter: ValueMap, keep: (record: RecordSnapshot) => Kept): Promise<Kept[]>;
}

/** Reads records. `ofDeleted`: what a deletion started still gets its record, as it was last. */
export type ReadOperation = (input: ValueMap, shelf: RecordSource, ofDeleted: boolean) => Promise<Value>;

/** Writes once: its desk is a transaction that also keeps the key. */
export type WriteOperation = (input: ValueMap, desk: RecordDesk, key: string) => Promise<Value>;

/** Operations that change nothing (language §4). */
export const READING: Readonly<Record<string, ReadOperation>> = {
  "records.load": ({ inputs }, shelf, ofDeleted) => loadRecords(isMap(inputs) ? inputs : {}, shelf, ofDeleted),
  "crm.look": ({ record }, shelf) => shelf.snapshot(referenceOf(record)),
  "crm.get": ({ record }, shelf) => existing(referenceOf(record), shelf),
  "crm.find": async (input, shelf) =>
    foundRecords(await shelf.matching(String(input["of"]), filterOf(input), (record) => record), input),
  "crm.sum": async (input, shelf) => {
    const field = String(input["field"]);
    const rows = await shelf.matching(String(input["of"]), filterOf(input), (record) => ({
      [field]: record[field] ?? null,
    }));
    return summedRecords(rows, input);
  },
  "crm.reach": async (input, shelf) => {
    const reach = new RecordReach(input);
    while (reach.next.length > 0) reach.take(await shelf.snapshots(reach.next));
    return { refs: reach.found };
  },
};

/** Operations that write. */
export const WRITING: Readonly<Record<string, WriteOperation>> = {
  "crm.create": async ({ of, set }, desk) => (await desk.create(String(of), isMap(set) ? set : {})).record,
  "crm.update": async ({ record, set }, desk) => {
    const ref = referenceOf(record);
    const change = await desk.update(ref, isMap(set) ? set : {});
    return change ? change.record : existing(ref, desk.shelf);
  },
  "crm.note": async ({ record, text, files }, desk, key) => {
    const ref = referenceOf(record);
    await desk.note(key, ref, { text: String(text ?? ""), files: isList(files) ? files : [] });
    return { record: ref, text: text ?? null };
  },
};

async function existing(ref: string, shelf: RecordSource): Promise<RecordSnapshot> {
  const snapshot = await shelf.snapshot(ref);
  if (!snapshot) throw recordNotFound(ref);
  return snapshot;
}

/** Reads what the inputs name, then what these link to, level by level, until nothing that is wanted is unread. */
async function loadRecords(inputs: ValueMap, shelf: RecordSource, ofDeleted: boolean): Promise<ValueMap> {
  const entries = Object.entries(inputs).map(([name, entry]) => [name, wantedRecords(entry)] as const);
  const now = new Map<string, RecordSnapshot | null>();
  const last = new Map<string, RecordSnapshot>();
  for (let level = 0; level < LINK_DEPTH_MAX; level += 1) {
    const unread = new Set<string>();
    const find = (ref: string): RecordSnapshot | null => {
      if (!now.has(ref)) unread.add(ref);
      return now.get(ref) ?? null;
    };
    const orLast = (ref: string): RecordSnapshot | null => find(ref) ?? (ofDeleted ? (last.get(ref) ?? null) : null);
    const loaded = entries.map(([name, wanted]) => [name, wanted && loadedRecord(wanted, find, orLast)] as const);
    if (unread.size === 0) return Object.fromEntries(loaded);
    const read = await shelf.read([...unread]);
    for (const ref of unread) {
      const record = read.get(ref);
      now.set(ref, record && !record.isDeleted ? record.snapshot : null);
      if (record) last.set(ref, record.snapshot);
    }
  }
  throw recordNotFound(Object.keys(inputs).join(", "));
}

type Find = (ref: string) => RecordSnapshot | null;

function loadedRecord({ ref, refs, include }: WantedRecords, find: Find, orLast: Find): Value {
  const load = (snapshot: RecordSnapshot | null): RecordSnapshot | null =>
    snapshot && withLinks(snapshot, include, find);
  if (refs) return refs.flatMap((one) => load(find(one)) ?? []);
  return ref === null ? null : load(orLast(ref));
}
