import { instant } from "../base/instant.ts";
import { isoText } from "../calendar/iso-text.ts";

/** Plain JSON, as `--json` gives it to programs. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value without what only the engine needs: dates and instants as ISO text (instants with the zone's offset), decimals
 * as numbers where a number holds their digits, else as text.
 */
export function plain(value: unknown, zone: string): Json {
  if (value === null || value === undefined || typeof value === "function") return null;
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((one) => plain(one, zone));
  if (typeof value !== "object") return String(value);
  if ("$type" in value && "value" in value) return taggedText(String(value.$type), String(value.value), zone);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, zone)]));
}

/** Parts of an event that hold people's data, where a number called `at` is no instant. */
const DATA: ReadonlySet<string> = new Set([
  "input",
  "variables",
  "result",
  "form",
  "output",
  "entry",
  "lets",
  "items",
  "inputs",
  "outputs",
  "cause",
  "value",
]);

/** A history event as plain JSON: besides {@link plain}, its instants are ISO texts. */
export function plainEvent(value: unknown, zone: string, key = ""): Json {
  if (DATA.has(key)) return plain(value, zone);
  if (typeof value === "number")
    return key === "at" || key === "origin" || key.endsWith("At") ? isoText(instant(value), zone) : value;
  if (Array.isArray(value)) return value.map((one) => plainEvent(one, zone, key));
  if (typeof value !== "object" || value === null || "$type" in value) return plain(value, zone);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainEvent(inner, zone, name)]));
}

function taggedText(type: string, text: string, zone: string): Json {
  if (type === "number") {
    const number = Number(text);
    return Number.isFinite(number) && String(number) === text ? number : text;
  }
  if (type !== "date and time") return text;
  const at = /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? text : isoText(instant(at), zone);
}
