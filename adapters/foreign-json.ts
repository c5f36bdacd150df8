import type { Value } from "../engine/base/value.ts";

/** Deeper JSON is not data for a process. */
const DEPTH_MAX = 64;

/** Names that mean something to JavaScript: data that carries them was made to do harm. */
const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * JSON that came from outside, as a value; undefined: it is none, is nested deeper than `depth`, or has names like
 * `__proto__`. Whole numbers that would lose digits come as text. Names that begin with `$` come without it: they are the
 * engine's own, and nobody forges a value from outside.
 *
 * @param depth levels of maps and lists. @default 64
 */
export function foreignJson(text: string, depth = DEPTH_MAX): Value | undefined {
  if (isDeeper(text, depth)) return undefined;
  try {
    return valueOf(JSON.parse(text, exactly));
  } catch {
    return undefined;
  }
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
function isDeeper(text: string, most: number): boolean {
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
    if (depth > most) return true;
  }
  return false;
}
