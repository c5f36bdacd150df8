import { type Row, type Rows, RULES_MAX, tooLong } from "./grid.ts";
import type { Cell, TableProblem } from "./table-source.ts";

/** A CSV file that was read: its rows and the separator it was written with. */
export interface Csv extends Rows {
  readonly separator: Separator;
}

/** `;` is what a Russian Excel writes, `,` what RFC 4180 says, the tabulator what comes from the clipboard. */
export type Separator = ";" | "," | "\t";

/**
 * Reads CSV (RFC 4180): separator found by itself, quotes with `""` inside, line ends of any system, a byte order mark
 * skipped, empty lines skipped. Cells are trimmed unless quoted.
 */
export function parseCsv(text: string): Csv {
  const separator = separatorOf(text);
  const rows: Row[] = [];
  const problems: TableProblem[] = [];
  const reader: Reader = { text, at: text.startsWith("\uFEFF") ? 1 : 0, line: 1, separator, problems };
  while (reader.at < text.length) {
    const line = reader.line;
    const cells = readRow(reader);
    if (cells.every((cell) => cell.text === "")) continue;
    if (rows.length > RULES_MAX) {
      problems.push(tooLong({ start: cells[0]?.start ?? 0, end: cells.at(-1)?.end ?? 0 }));
      break;
    }
    rows.push({ line, cells });
  }
  return { rows, problems, separator };
}

/** The separator that the first line (quotes left aside) holds most often; `;` if it holds none. */
export function separatorOf(text: string): Separator {
  const end = text.search(/[\r\n]/);
  const heading = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, "");
  const count = (separator: Separator) => heading.split(separator).length;
  return SEPARATORS.reduce((best, next) => (count(next) > count(best) ? next : best));
}

const SEPARATORS: readonly Separator[] = [";", "\t", ","];

/**
 * Writes rows as CSV that a spreadsheet opens by a double click: byte order mark, CRLF. Texts that a spreadsheet would
 * take for a formula are left as they are: they are tests like `=5`, and quoting is all that CSV knows.
 */
export function writeCsv(rows: readonly (readonly string[])[], separator: Separator = ";"): string {
  return `\uFEFF${rows.map((row) => row.map((text) => quoted(text, separator)).join(separator)).join("\r\n")}\r\n`;
}

function quoted(text: string, separator: Separator): string {
  if (text === text.trim() && !text.includes(separator) && !/["\r\n]/.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

interface Reader {
  readonly text: string;
  readonly separator: Separator;
  readonly problems: TableProblem[];
  at: number;
  line: number;
}

function readRow(reader: Reader): Cell[] {
  const cells: Cell[] = [];
  for (;;) {
    cells.push(readCell(reader));
    if (reader.text[reader.at] !== reader.separator) break;
    reader.at++;
  }
  if (reader.text[reader.at] === "\r") reader.at++;
  if (reader.text[reader.at] === "\n") reader.at++;
  reader.line++;
  return cells;
}

function readCell(reader: Reader): Cell {
  const { text } = reader;
  while (text[reader.at] === " ") reader.at++;
  return text[reader.at] === '"' ? readQuoted(reader) : readPlain(reader);
}

function readPlain(reader: Reader): Cell {
  const start = reader.at;
  while (reader.at < reader.text.length && !isEnd(reader)) reader.at++;
  const text = reader.text.slice(start, reader.at).trim();
  return { text, start, end: start + text.length, offsetOf: (index) => start + index };
}

function readQuoted(reader: Reader): Cell {
  const start = reader.at;
  const offsets: number[] = [];
  let value = "";
  reader.at++;
  while (reader.at < reader.text.length) {
    const unit = reader.text[reader.at] ?? "";
    if (unit === '"' && reader.text[reader.at + 1] !== '"') break;
    if (unit === '"') reader.at++;
    if (unit === "\n") reader.line++;
    offsets.push(reader.at);
    value += unit;
    reader.at++;
  }
  if (reader.at >= reader.text.length) reader.problems.push(quoteOpen(start));
  reader.at++;
  const end = reader.at;
  while (reader.at < reader.text.length && !isEnd(reader)) reader.at++;
  if (reader.text.slice(end, reader.at).trim() !== "") reader.problems.push(afterQuote(end, reader.at));
  return { text: value, start, end, offsetOf: (index) => offsets[index] ?? end };
}

function isEnd(reader: Reader): boolean {
  const unit = reader.text[reader.at];
  return unit === reader.separator || unit === "\n" || unit === "\r";
}

function quoteOpen(start: number): TableProblem {
  return {
    code: "table-csv-quote",
    severity: "error",
    start,
    end: start + 1,
    rule: null,
    column: null,
    message: { ru: "Кавычка в CSV открыта и не закрыта", en: "A quote is opened in the CSV and never closed" },
    remedy: { ru: 'Закройте кавычку; кавычка внутри пишется как ""', en: 'Close it; a quote inside is written ""' },
  };
}

function afterQuote(start: number, end: number): TableProblem {
  return {
    code: "table-csv-quote",
    severity: "error",
    start,
    end,
    rule: null,
    column: null,
    message: { ru: "Текст после закрывающей кавычки в CSV", en: "Text after a closing quote in the CSV" },
    remedy: { ru: 'Кавычка внутри ячейки пишется как ""', en: 'Write a quote inside a cell as ""' },
  };
}
