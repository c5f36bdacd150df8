import { isMap, type RecordSnapshot, refOf, type Value } from "../base/value.ts";

/** Finds a record; null: there is none (or, while gathering, it was not read yet). */
export type FindRecord = (ref: string) => RecordSnapshot | null;

/** A record with the links of these paths (`company`, `company.contact`) replaced by what they lead to. */
export function withLinks(snapshot: RecordSnapshot, include: readonly string[], find: FindRecord): RecordSnapshot {
  const nested: Record<string, Value> = {};
  for (const name of new Set(include.map((path) => path.split(".", 1)[0] as string))) {
    const further = include.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
    nested[name] = linked(snapshot[name] ?? null, further, find);
  }
  return { ...snapshot, ...nested };
}

function linked(value: Value, further: readonly string[], find: FindRecord): Value {
  if (typeof value === "string") {
    const record = find(value);
    return record && withLinks(record, further, find);
  }
  return Array.isArray(value) ? value.map((one: Value) => linked(one, further, find)) : value;
}

/** How deep links are followed: an `include` path has no more names than this in practice. */
export const LINK_DEPTH_MAX = 32;

/** What the inputs of a process name: a record, or several, with related ones. */
export interface WantedRecords {
  readonly ref: string | null;
  readonly refs: readonly string[] | null;
  readonly include: readonly string[];
}

/** One entry of `records.load`'s `inputs`; null where it names nothing. */
export function wantedRecords(entry: Value): WantedRecords | null {
  if (!isMap(entry)) return null;
  const { ref, refs, include } = entry;
  return {
    ref: typeof ref === "string" ? ref : null,
    refs: Array.isArray(refs) ? refs.map((one: Value) => refOf(one) ?? "") : null,
    include: Array.isArray(include) ? include.map(String) : [],
  };
}
