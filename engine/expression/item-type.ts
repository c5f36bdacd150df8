import { isList, isMap, isTagged, type Value } from "../base/value.ts";
import { isOfType } from "./compile/instance.ts";
import type { TypeNameAst } from "./syntax/ast.ts";
import { readDateTime, temporalValue } from "./temporal/read-temporal.ts";

/** A type as DMN's item definitions name it: what `instance of` may name, and what a result may be brought to. */
export type ItemType = TypeNameAst;

/**
 * Reads an item type from plain data: `"number"`, `{ list: … }`, `{ context: { name: … } }` or `{ base: …, allowedValues }`
 * (allowed values narrow no type: DMN 1.5 §10.3.2.9.4 compares kinds). Null for anything else.
 */
export function readItemType(data: Value): ItemType | null {
  if (typeof data === "string") return { kind: "named", name: data };
  if (!isMap(data)) return null;
  const [list, context, base] = [data["list"], data["context"], data["base"]];
  if (base !== undefined) return readItemType(base);
  if (list !== undefined) {
    const of = readItemType(list);
    return of && { kind: "list", of };
  }
  if (!isMap(context)) return null;
  const entries = Object.entries(context).map(([name, inner]) => ({ name, type: readItemType(inner) }));
  const known = entries.flatMap(({ name, type }) => (type ? [{ name, type }] : []));
  return known.length === entries.length ? { kind: "context", entries: known } : null;
}

/**
 * Brings a value to a type as DMN 1.5 §10.3.2.9.4 has it: as it is where it fits, one element out of or into a list, a
 * date to its midnight; else null.
 */
export function coerceValue(value: Value, type: ItemType): Value {
  if (value === null || isOfType(value, type)) return value;
  if (isList(value) && type.kind !== "list" && value.length === 1) return coerceValue(value[0] ?? null, type);
  if (type.kind === "list" && !isList(value) && isOfType(value, type.of)) return [value];
  if (type.kind !== "named" || type.name !== "date and time" || !isTagged(value) || value.$type !== "date") return null;
  const midnight = readDateTime(`${value.value}T00:00:00Z`);
  return midnight && temporalValue(midnight);
}
