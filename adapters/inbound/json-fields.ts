import { isMap, type Value, type ValueMap } from "../../engine/base/value.ts";

/** Deeper JSON is not data for a process. */
const DEPTH_MAX = 32;

/** Names that mean something to JavaScript: data that carries them was made to do harm. */
const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * A body that must be one JSON object, as values; null: it is none, is nested deeper than 32, is no UTF-8, or has names
 * that nobody has who means well. Whole numbers that would lose digits come as text. Names that begin with `$` come without
 * it: they are the engine's own, and nobody forges a value from outside.
 */
export function jsonFields(body: Uint8Array): ValueMap | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    if (isTooDeep(text)) return null;
    const value = valueOf(JSON.parse(text, exactly));
    return isMap(value) ? value : null;
  } catch {
    return null;
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

function exactly(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number") return value;
  const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return isExact ? value : (context?.source ?? null);
}

function valueOf(data: unknown): Value {
  if (Array.isArray(data)) return data.map(valueOf);
  if (typeof data === "object" && data !== null)
    return Object.fromEntries(
      Object.entries(data).map(([name, one]) => {
        const bare = name.replace(/^\$+/, "");
        if (FORBIDDEN.has(bare)) throw new RangeError("a name that is not allowed");
        return [bare, valueOf(one)];
      }),
    );
  return typeof data === "string" || typeof data === "number" || typeof data === "boolean" ? data : null;
}

/** Looked at before anything is parsed: what recurses over the result has a stack that ends. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInText) {
      if (character === "\\") at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}
