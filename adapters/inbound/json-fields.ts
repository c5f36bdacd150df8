import { isMap, type Value, type ValueMap } from "../../engine/base/value.ts";
import { foreignJson } from "../foreign-json.ts";

/** A webhook that is nested deeper is not data for a process. */
const DEPTH_MAX = 32;

/** A body that must be one JSON object in UTF-8, as values; null: it is none ({@link foreignJson}). */
export function jsonFields(body: Uint8Array): ValueMap | null {
  try {
    const value = foreignJson(new TextDecoder("utf-8", { fatal: true }).decode(body), DEPTH_MAX);
    return isMap(value) ? value : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** What stands at `data.order.id`; null: nothing. */
export function fieldAt(fields: ValueMap, path: string): Value {
  let value: Value = fields;
  for (const name of path.split(".")) {
    if (!isMap(value) || !Object.hasOwn(value, name)) return null;
    value = value[name] ?? null;
  }
  return value;
}
