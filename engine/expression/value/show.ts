import { type Inner, isInnerList, isInnerMap, isNum, ownField } from "./inner.ts";
import { digitsOf } from "./number.ts";
import { Range } from "./range.ts";

/** A value as an incident names it: short, quoted where it is text, never a wall of digits. */
export function show(value: Inner): string {
  return shorten(written(value, 0));
}

function written(value: Inner, depth: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(shorten(value));
  if (isNum(value)) return shorten(digitsOf(value));
  if (isInnerList(value)) return depth > 1 ? "[…]" : listText(value, depth);
  if (isInnerMap(value)) return mapText(value, depth);
  if (value instanceof Range) {
    return `${value.lowIn ? "[" : "("}${written(value.low, depth + 1)}..${written(value.high, depth + 1)}${value.highIn ? "]" : ")"}`;
  }
  return "value" in value ? String(value.value) : "function";
}

function listText(list: readonly Inner[], depth: number): string {
  const items = list.slice(0, ITEMS_MAX).map((item) => written(item, depth + 1));
  return `[${items.join(", ")}${list.length > ITEMS_MAX ? ", …" : ""}]`;
}

function mapText(map: { readonly [key: string]: Inner }, depth: number): string {
  const ref = ownField(map, "ref");
  if (typeof ref === "string" && ownField(map, "type") !== undefined) return ref;
  const [amount, currency] = [ownField(map, "amount"), ownField(map, "currency")];
  if (typeof amount === "string" && typeof currency === "string") return `${amount} ${currency}`;
  if (depth > 1) return "{…}";
  const keys = Object.keys(map);
  const entries = keys.slice(0, ITEMS_MAX).map((key) => `${key}: ${written(map[key] ?? null, depth + 1)}`);
  return `{${entries.join(", ")}${keys.length > ITEMS_MAX ? ", …" : ""}}`;
}

function shorten(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 1)}…` : text;
}

const ITEMS_MAX = 4;
const TEXT_MAX = 60;
