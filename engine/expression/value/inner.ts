import type { Tagged, Value } from "../../base/value.ts";
import type { FeelFunction } from "./function-value.ts";
import type { Range } from "./range.ts";

/**
 * What an evaluation handles inside: values, and the two things that never leave it (a history could not keep them):
 * ranges and functions.
 */
export type Inner = null | boolean | number | string | readonly Inner[] | InnerMap | Tagged | Range | FeelFunction;

export interface InnerMap {
  readonly [key: string]: Inner;
}

/** A number: a double that stands for the decimal of its shortest text, or a decimal a double cannot hold. */
export type Num = number | Tagged;

/** What an inner value is, in FEEL's words. */
export type Kind =
  | "null"
  | "boolean"
  | "number"
  | "string"
  | "list"
  | "context"
  | "range"
  | "function"
  | "date"
  | "time"
  | "date and time"
  | "days and time duration"
  | "years and months duration";

/** The FEEL kind of a value. */
export function kindOf(value: Inner): Kind {
  switch (typeof value) {
    case "number":
      return "number";
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    default:
      if (value === null) return "null";
      if (Array.isArray(value)) return "list";
      return "$type" in value ? (value as { $type: Kind }).$type : "context";
  }
}

/** Is this a list? */
export function isInnerList(value: Inner): value is readonly Inner[] {
  return Array.isArray(value);
}

/** Is this a map: a context, a record's snapshot, money, a principal? */
export function isInnerMap(value: Inner): value is InnerMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("$type" in value);
}

/** Is this a number, short or long? */
export function isNum(value: Inner): value is Num {
  return (
    typeof value === "number" ||
    (typeof value === "object" && value !== null && "$type" in value && value.$type === "number")
  );
}

/** A value known to hold neither range nor function may leave the engine as it is. */
export function asValue(value: Inner): Value {
  return value as Value;
}

/**
 * Is this a key that no author may give a map? `$…` marks the tagged values of the engine (a map with a `$type` of the
 * author's would pass for one), and `__proto__` is the machine's.
 */
export function isForeignKey(key: string): boolean {
  return key.startsWith("$") || key === "__proto__";
}

/** Own fields only: no prototype is ever reachable from an expression. Undefined where there is none. */
export function ownField(map: InnerMap, name: string): Inner | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}
