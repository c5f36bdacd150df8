import { type Separator, separatorOf } from "../../engine/decision/csv.ts";

export type { Separator } from "../../engine/decision/csv.ts";

/** One cell: what stands in it, and whether it stood in quotes (then an empty one is an empty text). */
export interface CsvCell {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** A row and the line of the file it begins in. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly CsvCell[];
}

/** A quote that is never closed swallows the rest of a file. */
export class OpenQuote extends Error {
  override readonly name = "OpenQuote";
  readonly line: number;
  constructor(line: number) {
    super(`line ${line}: a quote is never closed`);
    this.line = line;
  }
}

/** The separator of a file, and where its rows begin: after the byte order mark and Excel's own `sep=;`. */
export function csvHead(text: string): { readonly separator: Separator; readonly at: number; readonly line: number } {
  const at = text.startsWith("\uFEFF") ? 1 : 0;
  const told = /^sep=(.)\r?\n/i.exec(text.slice(at, at + 10));
  const separator = told?.[1];
  if (told && (separator === ";" || separator === "," || separator === "\t"))
    return { separator, at: at + told[0].length, line: 2 };
  return { separator: separatorOf(text.slice(at)), at, line: 1 };
}

/** Rows of CSV (RFC 4180), one after another; empty lines are skipped. @throws {OpenQuote} */
export function* csvRows(text: string): Generator<CsvRow> {
  const { separator, ...head } = csvHead(text);
  let { at, line } = head;
  while (at < text.length) {
    const cells: CsvCell[] = [];
    const first = line;
    for (;;) {
      const cell = cellAt(text, at, { separator, line });
      cells.push(cell.cell);
      line += cell.lines;
      at = cell.end;
      if (text[at] !== separator) break;
      at += 1;
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    line += 1;
    if (cells.some((cell) => cell.text !== "" || cell.isQuoted)) yield { line: first, cells };
  }
}

function cellAt(
  text: string,
  from: number,
  { separator, line }: { readonly separator: Separator; readonly line: number },
): { readonly cell: CsvCell; readonly end: number; readonly lines: number } {
  let start = from;
  while (text[start] === " ") start += 1;
  if (text[start] !== '"') {
    const end = endOf(text, from, separator);
    return { cell: { text: text.slice(from, end).trim(), isQuoted: false }, end, lines: 0 };
  }
  let value = "";
  for (let at = start + 1; ; ) {
    const close = text.indexOf('"', at);
    if (close < 0) throw new OpenQuote(line);
    value += text.slice(at, close);
    if (text[close + 1] !== '"') {
      const end = endOf(text, close + 1, separator);
      return { cell: { text: value, isQuoted: true }, end, lines: value.split("\n").length - 1 };
    }
    value += '"';
    at = close + 2;
  }
}

function endOf(text: string, from: number, separator: Separator): number {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return end;
}

/** A row as a line of CSV. Null is an empty cell, an empty text an empty pair of quotes. */
export function csvLine(cells: readonly (string | null)[], separator: Separator): string {
  return `${cells.map((cell) => (cell === null ? "" : quoted(cell, separator))).join(separator)}\r\n`;
}

function quoted(text: string, separator: Separator): string {
  const needs = text === "" || text !== text.trim() || text.includes(separator) || /["\r\n]/.test(text);
  return needs ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * No cell is a formula: a text that a spreadsheet would run gets an apostrophe in front; one that begins with apostrophes
 * before such a sign gets one more, so that reading takes away exactly what writing put.
 */
export function guarded(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The text that {@link guarded} was given. */
export function unguarded(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
