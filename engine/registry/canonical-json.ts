import type { Value } from "../base/value.ts";

/** One text for one value: JSON without spaces, keys of maps in code unit order, whatever order a database kept. */
export function canonicalJson(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const map = value as Readonly<Record<string, Value>>;
  const keys = Object.keys(map).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(map[key] ?? null)}`).join(",")}}`;
}
