import type { ScalarNode } from "./node.ts";
import { scalarOffsets } from "./scalar-offsets.ts";

/** What a scalar is made of: where it stands (quotes and block header included) and what it means. */
export interface ScalarParts {
  readonly start: number;
  readonly end: number;
  readonly style: ScalarNode["style"];
  readonly value: ScalarNode["value"];
}

/** A scalar of the text. The places of the units of its value are worked out when somebody asks. */
export function scalarNode(text: string, { start, end, style, value }: ScalarParts): ScalarNode {
  const isQuoted = style === "single" || style === "double";
  const source = isQuoted ? text.slice(start + 1, Math.max(start + 1, end - 1)) : text.slice(start, end);
  const length = typeof value === "string" ? value.length : source.length;
  let offsets: Int32Array | null = null;
  return {
    kind: "scalar",
    start,
    end,
    value,
    source,
    style,
    offsetOf(index) {
      const within = Math.min(Math.max(index, 0), length);
      if (typeof value !== "string" || (style === "plain" && end - start === length)) return start + within;
      offsets ??= scalarOffsets(value, { text, start, end, style });
      return offsets[within] ?? start;
    },
  };
}
