import type { Value } from "../../engine/base/value.ts";
import { foreignJson } from "../foreign-json.ts";
import type { Incoming } from "./exchange.ts";

/** The body as a process sees it: JSON as values, any other text as text, nothing as null. */
export function responseValue({ headers, body }: Pick<Incoming, "headers" | "body">): Value {
  if (body.length === 0) return null;
  const text = new TextDecoder().decode(body);
  if (!/\bjson\b/i.test(headers["content-type"] ?? "")) return text;
  return foreignJson(text) ?? (text.trim() === "null" ? null : text);
}
