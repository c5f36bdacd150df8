import { isMoney, isTagged, type Value } from "../base/value.ts";
import type { SealedRow } from "../ports/registries.ts";
import { cellWords } from "./cell-words.ts";

/** How a registry is written as CSV. */
export interface CsvOrder {
  /** Fields of the entry, in order, with the words of the header. */
  readonly columns: readonly { readonly name: string; readonly title: string }[];
  /** `;` is what Excel expects where the comma stands in numbers. @default "," */
  readonly separator?: "," | ";" | "\t";
  /** Words of the header for what every row has: number, at, process, instance, step, who. @default their names */
  readonly head?: readonly string[];
  /** How instants are written. @default ISO 8601 in UTC */
  readonly when?: (at: SealedRow["at"]) => string;
  /** A byte order mark in front: Excel reads the file as UTF-8. @default false */
  readonly bom?: boolean;
}

/** A row as it is written: what of it no line shows may be left out. */
export type CsvRow = Pick<SealedRow, "at" | "process" | "instance" | "step" | "actor" | "entry"> & {
  readonly seal: { readonly number: number } | null;
};

/** Header words of what every row has. */
const HEAD = ["number", "at", "process", "instance", "step", "actor"] as const;

/**
 * A registry as CSV (RFC 4180: CRLF, quotes where needed), piece by piece: the header, then a line for each row. Instants
 * are ISO 8601 in UTC unless said otherwise, erased values and missing ones are empty, lists and maps are in words ({@link cellWords}).
 *
 * No cell is a formula: text that begins with `=`, `+`, `-`, `@` (also full-width), a tab or a line's end gets an apostrophe in
 * front. Numbers are left as they are.
 */
export function* registryCsv(rows: Iterable<CsvRow>, order: CsvOrder): Generator<string> {
  const separator = order.separator ?? ",";
  const line = (cells: readonly Value[]): string =>
    `${cells.map((cell) => quoted(cellText(cell), separator)).join(separator)}\r\n`;
  const when = order.when ?? ((at) => new Date(at).toISOString());
  yield `${order.bom === true ? "\uFEFF" : ""}${line([...(order.head ?? HEAD), ...order.columns.map(({ title }) => title)])}`;
  for (const row of rows) {
    const { seal, at, process, instance, step, actor, entry } = row;
    const own = order.columns.map(({ name }) => (Object.hasOwn(entry, name) ? (entry[name] ?? null) : null));
    yield line([seal?.number ?? null, when(at), process, instance, step, actor, ...own]);
  }
}

/** The columns that rows have, in the order they are met: for a registry that no catalog describes. */
export function columnsOf(rows: Iterable<Pick<SealedRow, "entry">>): CsvOrder["columns"] {
  const names = new Set<string>();
  for (const { entry } of rows) for (const name in entry) names.add(name);
  return [...names].map((name) => ({ name, title: name }));
}

function cellText(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isTagged(value)) return value.$type === "number" ? value.value : harmless(value.value);
  if (isMoney(value)) return harmless(`${value.amount} ${value.currency}`);
  return harmless(cellWords(value));
}

/** A spreadsheet runs what looks like a formula, whoever wrote it. */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
}

function quoted(text: string, separator: string): string {
  const needs = /["\r\n]/u.test(text) || text.includes(separator) || /^\s|\s$/u.test(text);
  return needs ? `"${text.replaceAll('"', '""')}"` : text;
}
