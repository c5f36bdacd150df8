import type { Field, FieldType } from "../base/field.ts";
import { isList, isMap, isRecord, isTagged, type Value } from "../base/value.ts";
import { isDecimal } from "../runtime/same-value.ts";

/** Types of fields that are never null but empty (language §4). */
const NEVER_NULL: ReadonlySet<FieldType> = new Set(["list", "records", "users", "files", "principals"]);

/**
 * The value as a CRM would keep it in that field: records by their references, dates as dates, amounts as decimal texts,
 * lists never null. A field the catalogue does not know keeps what it is given, without snapshots in it.
 */
export function fillValue(value: Value | undefined, field: Field | undefined): Value {
  const kept = withoutSnapshots(value ?? null);
  if (!field) return kept;
  if (NEVER_NULL.has(field.type)) return kept === null ? [] : isList(kept) ? kept : [kept];
  if (kept === null) return null;
  switch (field.type) {
    case "date":
      return typeof kept === "string" ? { $type: "date", value: kept } : kept;
    case "dateTime":
      return typeof kept === "string" ? { $type: "date and time", value: kept } : kept;
    case "money":
      return moneyOf(kept, field.currency);
    default:
      return kept;
  }
}

/** Is nothing in it: what a field without a value holds? */
export function isBlank(value: Value | undefined): boolean {
  return value === undefined || value === null || (isList(value) && value.length === 0);
}

/** Every snapshot inside becomes its reference: what is stored names records, it does not copy them. */
export function withoutSnapshots(value: Value): Value {
  if (isRecord(value)) return value.ref;
  if (isList(value)) return value.map(withoutSnapshots);
  if (!isMap(value) || isTagged(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSnapshots(inner)]));
}

/** `100.5` or `"100.50"` of a field in roubles, or `{ amount: 100.5, currency: RUB }`, with the amount as decimal text. */
function moneyOf(value: Value, currency: string | null): Value {
  if (typeof value === "number" && currency !== null) return { amount: String(value), currency };
  if (typeof value === "string" && currency !== null && isDecimal(value)) return { amount: value, currency };
  if (isTagged(value) && value.$type === "number" && currency !== null) return { amount: value.value, currency };
  if (!isMap(value)) return value;
  const amount = value["amount"];
  if (typeof amount === "number") return { ...value, amount: String(amount) };
  return isTagged(amount) ? { ...value, amount: amount.value } : value;
}
