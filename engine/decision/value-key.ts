import { isList, isMoney, isRecord, isTagged, type Value, type ValueMap } from "../base/value.ts";
import { exactOf, textOfExact } from "./exact.ts";

/**
 * A text that is the same for equal values and different for others: a record equals its reference, `1.50` equals
 * `1.5` as an amount, the order of a map's keys does not count.
 */
export function keyOfValue(value: Value): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberKey(String(value));
  if (typeof value === "string") return JSON.stringify(value);
  if (isTagged(value)) return value.$type === "number" ? numberKey(value.value) : `${value.$type}:${value.value}`;
  if (isList(value)) return `[${value.map(keyOfValue).join(",")}]`;
  if (isRecord(value)) return JSON.stringify(value.ref);
  if (isMoney(value)) return `${numberKey(value.amount)} ${value.currency}`;
  return mapKey(value as ValueMap);
}

function numberKey(digits: string): string {
  const exact = exactOf(digits);
  return exact ? textOfExact(exact) : digits;
}

function mapKey(map: ValueMap): string {
  const names = Object.keys(map).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${keyOfValue(map[name] ?? null)}`).join(",")}}`;
}
