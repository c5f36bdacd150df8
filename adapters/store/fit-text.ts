/*
 * PostgreSQL's text can hold neither the character NUL nor half a surrogate pair; people and other systems may send both.
 * In plain columns (a title, a key, an id) they become U+FFFD, on both databases alike, so that what is compared here
 * equals what is stored there. Columns that hold JSON are not touched: JSON writes such characters as escapes.
 */

const REPLACEMENT = "\uFFFD";

/** What JSON writes for characters that do not fit; also where it only looks like it. */
const UNFIT = /\\u0000|\\ud[89a-f]/;

/** The text as a plain column holds it. */
export function fitText(text: string): string {
  return text.includes("\0") || !text.isWellFormed() ? text.toWellFormed().replaceAll("\0", REPLACEMENT) : text;
}

/** A parameter of a statement: {@link fitText}, or what is no text, as it is. */
export function fitValue<Value>(value: Value | string): Value | string {
  return typeof value === "string" ? fitText(value) : value;
}

/** Rows or texts as one JSON parameter that a statement takes apart again. */
export function jsonOf(list: readonly unknown[]): string {
  const text = JSON.stringify(list);
  return UNFIT.test(text) ? JSON.stringify(list, (_key, value: unknown) => fitValue(value)) : text;
}
