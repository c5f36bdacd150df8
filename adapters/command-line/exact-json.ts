import { isTagged, type Value } from "../../engine/base/value.ts";
import { temporalOf } from "../../engine/expression/temporal/read-temporal.ts";
import { readNumber } from "../../engine/expression/value/number.ts";
import { show } from "../../engine/expression/value/show.ts";

/**
 * Reads JSON with every digit of its numbers: one that a double cannot hold becomes a tagged decimal.
 *
 * @throws {SyntaxError} for text that is not JSON, numbers beyond all bounds, and `$type`s that mean nothing
 */
export function parseExact(text: string, how: "strictly" | "loosely" = "strictly"): Value {
  return parse(text, (key, value, { source }) => {
    if (how === "loosely" && (typeof value !== "number" || key !== "id")) return value;
    if (typeof value === "number") return exactNumber(source ?? String(value));
    if (isTagged(value as Value)) return soundTagged(value as Tagged);
    if (key.startsWith("$") && key !== "$type") throw new SyntaxError(`a key may not start with $: ${key}`);
    return value;
  }) as Value;
}

/** JSON of a value: numbers as JSON numbers with every digit, temporal values as `{ "$type", "value" }`. */
export function exactJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, (_key, inner: unknown) => written(inner), indent);
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
interface Tagged {
  readonly $type: unknown;
  readonly value?: unknown;
}

// Both are in Node 24 and not yet in the types of the standard library.
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

function exactNumber(source: string): Value {
  const number = readNumber(source);
  if (number === null) throw new SyntaxError(`not a number that decimals can hold: ${source.slice(0, 40)}`);
  return number;
}

const TEMPORALS = ["date", "time", "date and time", "days and time duration", "years and months duration"];

function soundTagged({ $type, value }: Tagged): Value {
  if (typeof value === "string" && $type === "number") return exactNumber(value);
  const tagged = { $type, value } as Parameters<typeof temporalOf>[0];
  if (typeof $type === "string" && TEMPORALS.includes($type) && typeof value === "string" && temporalOf(tagged))
    return tagged;
  throw new SyntaxError(`no value of the type ${JSON.stringify($type)}: ${JSON.stringify(value)?.slice(0, 60)}`);
}

function written(inner: unknown): unknown {
  if (typeof inner !== "object" || inner === null || !("$type" in inner)) return inner;
  if (inner.$type === "number" && "value" in inner) return rawJSON(String(inner.value));
  // In DMN mode a range or a function may come out; JSON has no word for either.
  if (inner.$type === "range" || inner.$type === "function")
    return { $type: inner.$type, value: show(inner as Parameters<typeof show>[0]) };
  return inner;
}
