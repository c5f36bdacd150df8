import { isList, refOf, type Value } from "../base/value.ts";
import { notARecord } from "./record-refusal.ts";

/** The type in a reference: `lead/101` → `lead`. */
export function typeOf(ref: string): string {
  return ref.slice(0, Math.max(0, ref.indexOf("/")));
}

/** The number in a reference that has one: `lead/101` → 101; null for `lead/first`. */
export function numberIn(ref: string): number | null {
  const own = ref.slice(ref.indexOf("/") + 1);
  return /^\d{1,15}$/.test(own) ? Number(own) : null;
}

/** The reference of a record given as a snapshot or a reference. @throws {RecordRefusal} `RECORD_NOT_FOUND` */
export function referenceOf(value: Value | undefined): string {
  const ref = refOf(value);
  if (ref === null) throw notARecord(value ?? null);
  return ref;
}

/** The references in a value: of one record, of a list of them, of nothing. */
export function referencesIn(value: Value | undefined): readonly string[] {
  const all = isList(value) ? value : value === undefined || value === null ? [] : [value];
  return all.flatMap((one) => refOf(one) ?? []);
}
