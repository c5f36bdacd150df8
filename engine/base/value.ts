/**
 * Everything a process handles: plain JSON, so that history, snapshots and answers need no codec.
 *
 * Two things JSON has no word for are tagged maps ({@link Tagged}): temporal values, and decimals whose digits a
 * JavaScript number cannot hold. A map key that starts with `$` is therefore never the author's.
 *
 * A JavaScript `number` stands for the decimal that its shortest text names: `0.1` means exactly one tenth. Order and
 * equality of two such numbers may be compared directly (distinct doubles have disjoint rounding intervals);
 * arithmetic goes through decimals (`engine/expression/number.ts`).
 */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap | Tagged;

/** A map of the author's or a record's snapshot. Keys never start with `$`. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/**
 * A value with a type of its own. `value` is ISO 8601 text (`2026-11-25`, `10:00:00+03:00`,
 * `2026-11-20T10:00:00@Europe/Moscow`, `P1DT2H`, `P1Y2M`) or, for `number`, the decimal's digits.
 */
export interface Tagged {
  readonly $type: "date" | "time" | "date and time" | "days and time duration" | "years and months duration" | "number";
  readonly value: string;
}

/** An amount in one currency. `amount` is decimal text (`"100000.00"`), never a float. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Is this a tagged value (temporal, or a long decimal)? */
export function isTagged(value: Value | undefined): value is Tagged {
  return typeof value === "object" && value !== null && "$type" in value;
}

/** Is this a map of names to values: neither a list, nor null, nor a tagged value? */
export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("$type" in value);
}

/** Is this a list? (`Array.isArray` does not narrow readonly arrays.) */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Is this money: a map with exactly an `amount` and a `currency`? */
export function isMoney(value: Value | undefined): value is Money & ValueMap {
  return (
    isMap(value) &&
    typeof value["amount"] === "string" &&
    typeof value["currency"] === "string" &&
    Object.keys(value).length === 2
  );
}

/** A record's snapshot: its fields plus these four. */
export interface RecordSnapshot extends ValueMap {
  readonly id: string;
  readonly type: string;
  /** `lead/101` */
  readonly ref: string;
  /** `first`, `open`, `won`, `lost`, or null for a type without stages. */
  readonly stageKind: string | null;
}

/** Is this a record's snapshot (as opposed to its bare reference `lead/101`)? */
export function isRecord(value: Value | undefined): value is RecordSnapshot {
  return isMap(value) && typeof value["ref"] === "string" && typeof value["type"] === "string" && "id" in value;
}

/** The reference of a record given as a snapshot or as a reference already; null for anything else. */
export function refOf(value: Value | undefined): string | null {
  if (typeof value === "string") return REF.test(value) ? value : null;
  return isRecord(value) ? value.ref : null;
}

const REF = /^[A-Za-z][\w-]*\/[^\s/]+$/;
