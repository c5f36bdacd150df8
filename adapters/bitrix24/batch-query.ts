import type { BatchCall, PortalParams, PortalValue } from "./portal.ts";

/** Methods that a batch does not carry. */
const UNCARRIED_METHOD = /^batch$|\.upload(file|version)$/i;
/** Names that PHP would read as something else. */
const UNCARRIED_NAME = /[[\]]|\$result/;
/** Parameters that hold the content of files. */
const UNCARRIED_KEY = /^file(content|data)$/i;

/**
 * A call as a command of a batch: `crm.item.get?entityTypeId=1&id=250`, in the way PHP reads query strings.
 *
 * @returns null where a query string cannot say it: empty lists and maps, null (it would become an empty text), files,
 *   text that the portal would take for a reference to another command, half characters
 */
export function batchQuery({ method, params }: BatchCall): string | null {
  if (UNCARRIED_METHOD.test(method)) return null;
  const pairs = pairsOf(params, "");
  if (pairs === null) return null;
  return pairs.length === 0 ? method : `${method}?${pairs.join("&")}`;
}

function pairsOf(values: PortalParams | readonly PortalValue[], prefix: string): readonly string[] | null {
  const pairs: string[] = [];
  if (!Object.keys(values).every((name) => name.isWellFormed())) return null;
  for (const [name, value] of Object.entries(values)) {
    if (UNCARRIED_KEY.test(name) || UNCARRIED_NAME.test(name) || (prefix === "" && /[. ]/.test(name))) return null;
    const key = prefix === "" ? encodeURIComponent(name) : `${prefix}[${encodeURIComponent(name)}]`;
    const inner = pairOf(key, value);
    if (inner === null) return null;
    pairs.push(...inner);
  }
  return pairs;
}

function pairOf(key: string, value: PortalValue): readonly string[] | null {
  if (value === null) return null;
  if (typeof value === "object") return Object.keys(value).length === 0 ? null : pairsOf(value, key);
  // As PHP writes truth into queries; the text "false" would be true there.
  const text = typeof value === "boolean" ? (value ? "1" : "0") : String(value);
  return text.includes("$result") || !text.isWellFormed() ? null : [`${key}=${encodeURIComponent(text)}`];
}
