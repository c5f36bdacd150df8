import type { Value } from "../../engine/base/value.ts";
import type { Incoming } from "./exchange.ts";

/** Deeper JSON is not data for a process. */
const DEPTH_MAX = 64;

/** The body as a process sees it: JSON as values, any other text as text, nothing as null. */
export function responseValue({ headers, body }: Incoming): Value {
  if (body.length === 0) return null;
  const text = new TextDecoder().decode(body);
  if (!/\bjson\b/i.test(headers["content-type"] ?? "")) return text;
  try {
    return safeValue(JSON.parse(text), 0);
  } catch {
    return text;
  }
}

/** Keys that begin with `$` are the engine's own: from outside they come without it, so that nobody forges a value. */
function safeValue(data: unknown, depth: number): Value {
  if (depth > DEPTH_MAX) throw new RangeError("nested too deep");
  if (Array.isArray(data)) return data.map((one: unknown) => safeValue(one, depth + 1));
  if (typeof data === "object" && data !== null)
    return Object.fromEntries(
      Object.entries(data).map(([key, one]) => [key.replace(/^\$+/, ""), safeValue(one, depth + 1)]),
    );
  if (typeof data === "number") return Number.isFinite(data) ? data : null;
  return typeof data === "string" || typeof data === "boolean" ? data : null;
}
