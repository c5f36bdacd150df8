import { isList, isMap, isTagged, type Value, type ValueMap } from "../base/value.ts";
import { compareValues, sameValue } from "../runtime/same-value.ts";

/** What a filter may ask of a field, beside equality (language §4). */
const OPERATORS = ["not", "in", "above", "atLeast", "below", "atMost", "contains", "empty"] as const;
type Operator = (typeof OPERATORS)[number];

/** Does the row meet every condition? A field that is not there is null, and null is neither above nor below anything. */
export function matchesFilter(row: ValueMap, filter: ValueMap): boolean {
  return Object.entries(filter).every(([field, condition]) => holds(row[field] ?? null, condition));
}

function holds(value: Value, condition: Value): boolean {
  // Several values in one field: one of them is enough, as in any CRM.
  if (!isCondition(condition)) return sameValue(value, condition) || (isList(value) && isOneOf(condition, value));
  return Object.entries(condition).every(([operator, operand]) => TESTS[operator as Operator](value, operand));
}

function isCondition(condition: Value): condition is ValueMap {
  const keys = isMap(condition) ? Object.keys(condition) : [];
  return keys.length > 0 && keys.every((key) => (OPERATORS as readonly string[]).includes(key));
}

const TESTS: Readonly<Record<Operator, (value: Value, operand: Value) => boolean>> = {
  not: (value, operand) => !isOneOf(value, isList(operand) && !isList(value) ? operand : [operand]),
  in: (value, operand) => isOneOf(value, isList(operand) ? operand : [operand]),
  above: (value, operand) => order(value, operand, (sign) => sign > 0),
  atLeast: (value, operand) => order(value, operand, (sign) => sign >= 0),
  below: (value, operand) => order(value, operand, (sign) => sign < 0),
  atMost: (value, operand) => order(value, operand, (sign) => sign <= 0),
  contains: (value, operand) => contains(value, operand),
  empty: (value, operand) => isEmpty(value) === (operand === true),
};

function isOneOf(value: Value, list: readonly Value[]): boolean {
  return list.some((one) => sameValue(value, one));
}

function order(value: Value, operand: Value, test: (sign: number) => boolean): boolean {
  const sign = value === null || operand === null ? null : compareValues(value, operand);
  return sign !== null && test(sign);
}

/** A list contains an element; a text contains a text, whatever the case. */
function contains(value: Value, operand: Value): boolean {
  if (isList(value)) return isOneOf(operand, value);
  return (
    typeof value === "string" &&
    typeof operand === "string" &&
    value.toLocaleLowerCase("ru").includes(operand.toLocaleLowerCase("ru"))
  );
}

function isEmpty(value: Value): boolean {
  if (value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isMap(value) && !isTagged(value) && Object.keys(value).length === 0;
}

/** Orders rows by `[{ at: descending }, …]`; what cannot be compared keeps its place, null comes last. */
export function sortRows<Row extends ValueMap>(rows: readonly Row[], order: Value | undefined): readonly Row[] {
  const keys = (isList(order) ? order : order === undefined || order === null ? [] : [order]).flatMap(keysOf);
  return [...rows].sort((left, right) => {
    for (const { field, sign } of keys) {
      const compared = compareForSort(left[field] ?? null, right[field] ?? null, sign);
      if (compared !== 0) return compared;
    }
    return 0;
  });
}

function keysOf(entry: Value): readonly { readonly field: string; readonly sign: 1 | -1 }[] {
  if (typeof entry === "string") return [{ field: entry, sign: 1 }];
  if (!isMap(entry)) return [];
  return Object.entries(entry).map(([field, direction]) => ({ field, sign: direction === "descending" ? -1 : 1 }));
}

function compareForSort(left: Value, right: Value, sign: 1 | -1): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return (compareValues(left, right) ?? 0) * sign;
}
