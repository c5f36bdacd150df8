import { claimPattern } from "../base/claim-pattern.ts";
import { isMap, type Value } from "../base/value.ts";
import { sameValue } from "../runtime/same-value.ts";
import type { Json } from "../view/plain.ts";

/**
 * Does what happened fit what a scenario expects? A text between slashes is a regular expression; a map needs only the
 * keys that are named, a list only the elements, `[]` is an empty list; a record fits its reference; equal amounts,
 * instants and numbers fit however they are written. Absent is null.
 */
export function fits(expected: Value, actual: Json | undefined): boolean {
  const happened = actual ?? null;
  if (typeof expected === "string") return fitsText(expected, happened);
  if (Array.isArray(expected))
    return Array.isArray(happened) && fitsList(expected as readonly Value[], happened as readonly Json[]);
  if (sameValue(expected, happened as Value) || sameValue(asMoney(expected), happened as Value)) return true;
  if (!isObject(expected) || "$type" in expected || !isObject(happened)) return false;
  return Object.entries(expected as Readonly<Record<string, Value>>).every(([key, value]) =>
    fits(value, (happened as Readonly<Record<string, Json>>)[key]),
  );
}

function fitsText(expected: string, actual: Json): boolean {
  const pattern = claimPattern(expected);
  if (pattern)
    return actual !== null && pattern.test(typeof actual === "object" ? JSON.stringify(actual) : String(actual));
  return sameValue(expected, actual as Value) || (typeof actual === "string" && isSameInstant(expected, actual));
}

function fitsList(expected: readonly Value[], actual: readonly Json[]): boolean {
  if (expected.length === 0) return actual.length === 0;
  return expected.every((one) => actual.some((other) => fits(one, other)));
}

/** An analyst may write an amount without quotes: `{ amount: 100, currency: RUB }`. */
function asMoney(value: Value): Value {
  if (!isMap(value) || typeof value["amount"] !== "number" || Object.keys(value).length !== 2) return value;
  return { ...value, amount: String(value["amount"]) };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSameInstant(one: string, other: string): boolean {
  return INSTANT.test(one) && INSTANT.test(other) && Date.parse(one) === Date.parse(other);
}

const INSTANT = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/;
