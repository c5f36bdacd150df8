import type { Json } from "../../engine/view/plain.ts";

/** Longer than this a value is cut: the whole of it is in `--json`. */
const LENGTH_MAX = 600;

/** A value as an analyst would write it in the file, on one line: `{ task: assign, for: { headOf: client } }`. */
export function flowText(value: Json): string {
  const text = flow(value);
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
}

function flow(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return scalar(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.map(flow).join(", ")}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${scalar(key)}: ${flow(inner as Json)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function scalar(text: string): string {
  const flat = text.replaceAll("\n", "\\n");
  return /^[\p{L}\p{N}/…«(][^:,[\]{}#"]*$/u.test(flat) && !/^(true|false|null|yes|no|\d.*)$/.test(flat)
    ? flat
    : JSON.stringify(text);
}
