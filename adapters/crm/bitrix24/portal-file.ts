import { isMap, type Value, type ValueMap } from "../../../engine/base/value.ts";
import { mapOf } from "./portal-field.ts";

/** Files that we put into the portal: their number there → what they are called here. */
export type KnownFiles = ReadonlyMap<number, Value>;

/** A file of the portal as a value: as we called it where we put it there; null: it is no file. */
export function portalFile(value: unknown, known: KnownFiles): Value {
  const number = fileNumber(value);
  if (number === null) return null;
  const ours = known.get(number);
  if (ours !== undefined) return ours;
  const { name, url } = mapOf(value);
  const file: Record<string, Value> = { id: `bitrix24:${number}` };
  if (typeof name === "string") file["name"] = name;
  // An address that carries a token is a secret, and another one each time.
  if (typeof url === "string" && !/[?&](auth|token|sessid)=/i.test(url)) file["url"] = url;
  return file;
}

/** Number of a file in the portal; null: it is none. */
export function fileNumber(value: unknown): number | null {
  const id = typeof value === "object" ? (mapOf(value)["id"] ?? mapOf(value)["ID"]) : value;
  const number = Number(id ?? 0);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/**
 * The number under which a file of a field's new value is in the portal already; null: it is new there.
 *
 * @param there the field's files in the portal, in the order of `before`
 * @param before the field's value
 */
export function keptFile(value: Value, there: readonly unknown[], before: readonly Value[]): number | null {
  const id = isMap(value) ? (value as ValueMap)["id"] : null;
  const [, digits] = typeof id === "string" ? (/^bitrix24:(\d+)$/.exec(id) ?? []) : [];
  if (digits !== undefined) return Number(digits);
  const at = before.findIndex((one) => one !== null && fileKey(one) === fileKey(value));
  return at < 0 ? null : fileNumber(there[at]);
}

/** What a file of ours is kept under: `file:…`; null: it is no file of ours. */
export function fileReference(value: Value): string | null {
  const id = isMap(value) ? ((value as ValueMap)["id"] ?? null) : value;
  return typeof id === "string" && id.startsWith("file:") ? id : null;
}

function fileKey(value: Value): string {
  return fileReference(value) ?? JSON.stringify(value);
}
