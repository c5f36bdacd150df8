import { refOf, type Value } from "../../base/value.ts";
import { temporalOf } from "../temporal/read-temporal.ts";
import { instantNanos, type Temporal, timeNanos } from "../temporal/temporal.ts";
import { FeelFunction } from "./function-value.ts";
import { type Inner, type InnerMap, isInnerMap, isNum, kindOf, ownField } from "./inner.ts";
import { equalMoney, isInnerMoney } from "./money.ts";
import { compareNumbers } from "./number.ts";
import { Range } from "./range.ts";

/**
 * FEEL's `=`: true, false, or null where the two cannot be compared (a text with a number). A record's snapshot and
 * its reference are equal; money is equal in amount and currency.
 */
export function equal(a: Inner, b: Inner): boolean | null {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === "string" && typeof b === "string") return false;
  if (isNum(a) && isNum(b)) return compareNumbers(a, b) === 0;
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return equalReferences(a, b);
  switch (kind) {
    case "list":
      return equalLists(a as readonly Inner[], b as readonly Inner[]);
    case "context":
      return equalMaps(a as InnerMap, b as InnerMap);
    case "range":
      return equalRanges(a, b);
    case "boolean":
      return false;
    case "function":
      return a instanceof FeelFunction && b instanceof FeelFunction ? a === b : null;
    default:
      return equalTemporals(a, b);
  }
}

/** Is it the same value? What cannot be compared is not. */
export function same(a: Inner, b: Inner): boolean {
  return equal(a, b) === true;
}

/** A snapshot beside a reference's text. */
function equalReferences(a: Inner, b: Inner): boolean | null {
  const [text, record] = typeof a === "string" ? [a, b] : [b, a];
  if (typeof text !== "string" || !isInnerMap(record)) return null;
  const ref = refOf(record as Value);
  return ref === null ? null : ref === text;
}

function equalLists(a: readonly Inner[], b: readonly Inner[]): boolean | null {
  if (a.length !== b.length) return false;
  let unclear = false;
  for (let index = 0; index < a.length; index++) {
    const found = equal(a[index] ?? null, b[index] ?? null);
    if (found === false) return false;
    if (found === null) unclear = true;
  }
  return unclear ? null : true;
}

function equalMaps(a: InnerMap, b: InnerMap): boolean | null {
  if (isInnerMoney(a) && isInnerMoney(b)) return equalMoney(a, b);
  const [refA, refB] = [refOf(a as Value), refOf(b as Value)];
  if (refA !== null && refB !== null) return refA === refB;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  let unclear = false;
  for (const key of keys) {
    const other = ownField(b, key);
    if (other === undefined) return false;
    const found = equal(a[key] ?? null, other);
    if (found === false) return false;
    if (found === null) unclear = true;
  }
  return unclear ? null : true;
}

function equalRanges(a: Inner, b: Inner): boolean | null {
  if (!(a instanceof Range) || !(b instanceof Range)) return null;
  if (a.lowIn !== b.lowIn || a.highIn !== b.highIn) return false;
  const [low, high] = [equal(a.low, b.low), equal(a.high, b.high)];
  return low === false || high === false ? false : low === null || high === null ? null : true;
}

function equalTemporals(a: Inner, b: Inner): boolean | null {
  const [left, right] = [temporalFrom(a), temporalFrom(b)];
  if (!left || !right) return null;
  const order = compareTemporals(left, right);
  return order === null ? null : order === 0;
}

/** The temporal a value holds, or null. */
export function temporalFrom(value: Inner): Temporal | null {
  if (typeof value !== "object" || value === null || !("$type" in value)) return null;
  if (value instanceof Range || value instanceof FeelFunction || Array.isArray(value)) return null;
  const tagged = value as { $type: string; value: unknown };
  return typeof tagged.value === "string" ? temporalOf(value as Parameters<typeof temporalOf>[0]) : null;
}

/** Order of two temporals of one kind; null where there is none (one with a zone, the other without). */
export function compareTemporals(a: Temporal, b: Temporal): number | null {
  if (a.kind === "date" && b.kind === "date") return a.year - b.year || a.month - b.month || a.day - b.day;
  if (a.kind === "time" && b.kind === "time") {
    return (a.zone === null) === (b.zone === null) ? timeNanos(a) - timeNanos(b) : null;
  }
  if (a.kind === "date and time" && b.kind === "date and time") {
    if ((a.zone === null) !== (b.zone === null)) return null;
    return sign(instantNanos(a) - instantNanos(b));
  }
  if (a.kind === "days and time duration" && b.kind === "days and time duration") return sign(a.nanos - b.nanos);
  if (a.kind === "years and months duration" && b.kind === "years and months duration") return a.months - b.months;
  return null;
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Order of two values of one kind that has an order; null for all others, null itself included. */
export function compare(a: Inner, b: Inner): number | null {
  if (isNum(a) && isNum(b)) return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [temporalFrom(a), temporalFrom(b)];
  return left && right ? compareTemporals(left, right) : null;
}
