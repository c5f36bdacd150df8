import { Decimal } from "decimal.js";
import { isList, isMap, isMoney, isRecord, isTagged, type Value } from "../base/value.ts";

/** Wide enough for every amount a company writes; sums of money must never round. */
const Exact = Decimal.clone({ precision: 60, toExpNeg: -1000, toExpPos: 1000 });

/**
 * Are these the same to the CRM and to a scenario? A record equals its reference, `"640000.00"` of a currency equals
 * `"640000"` of it, a tagged number equals the plain one, two writings of one instant are one. A key that holds null
 * equals an absent key. A list of money (a total per currency) has no order.
 */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  const a = bare(left);
  const b = bare(right);
  if (a === b) return true;
  if (a === null || b === null) return false;
  const compared = compareValues(a, b);
  if (compared !== null) return compared === 0;
  if (isMoney(a) && isMoney(b)) return a.currency === b.currency && sameAmount(a.amount, b.amount);
  if (isList(a) && isList(b)) return a.every(isMoney) && b.every(isMoney) ? sameSet(a, b) : sameList(a, b);
  if (isMap(a) && isMap(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameValue(a[key], b[key]));
  return false;
}

/** Do two lists hold the same elements, whatever their order? */
export function sameSet(left: readonly Value[], right: readonly Value[]): boolean {
  return (
    left.length === right.length &&
    left.every((one) => right.some((other) => sameValue(one, other))) &&
    right.every((one) => left.some((other) => sameValue(one, other)))
  );
}

/**
 * Below zero where the left comes first; null where the two have no order: numbers, amounts of one currency, dates,
 * instants and texts have one. An amount meets a plain number by its amount.
 */
export function compareValues(left: Value, right: Value): number | null {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a && b) return isMoney(left) && isMoney(right) && left.currency !== right.currency ? null : a.cmp(b);
  if (isTagged(left) && isTagged(right))
    return left.$type === right.$type ? compareTexts(momentOf(left.value), momentOf(right.value)) : null;
  if (isTagged(left) && typeof right === "string") return compareTexts(momentOf(left.value), momentOf(right));
  if (typeof left === "string" && isTagged(right)) return compareTexts(momentOf(left), momentOf(right.value));
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  return null;
}

/** The exact sum of decimal texts, with as many decimal places as the longest of them: `"0.10" + "0.2"` is `"0.30"`. */
export function sumOf(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => exact(amount).decimalPlaces()), ...amounts.map(placesOf));
  return amounts.reduce((sum, amount) => sum.plus(exact(amount)), new Exact(0)).toFixed(places);
}

/** The value without what only matters to readers: a snapshot becomes its reference, undefined becomes null. */
function bare(value: Value | undefined): Value {
  if (value === undefined) return null;
  return isRecord(value) ? value.ref : value;
}

function sameList(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((one, index) => sameValue(one, right[index]));
}

function numberOf(value: Value): Decimal | null {
  if (typeof value === "number") return exact(String(value));
  if (isTagged(value)) return value.$type === "number" && isDecimal(value.value) ? exact(value.value) : null;
  return isMoney(value) && isDecimal(value.amount) ? exact(value.amount) : null;
}

/** Amounts are equal by value; what is no amount only by its text. */
function sameAmount(left: string, right: string): boolean {
  return isDecimal(left) && isDecimal(right) ? exact(left).eq(exact(right)) : left === right;
}

/** Is the text an amount, `"640000.00"`? */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

function exact(text: string): Decimal {
  return new Exact(text);
}

function placesOf(amount: string): number {
  return /\.(\d+)$/.exec(amount)?.[1]?.length ?? 0;
}

/** Instants with an offset compare by the moment they name, everything else as it stands. */
function momentOf(text: string): string | number {
  return /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : text;
}

function compareTexts(left: string | number, right: string | number): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
