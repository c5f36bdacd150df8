import { suggest } from "../../engine/base/suggest.ts";
import { isList, isMap, type Value, type ValueMap } from "../../engine/base/value.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { parseExact } from "../command-line/exact-json.ts";
import { wrongUse } from "../complaint.ts";
import { type CellWords, valueOfCell } from "./cell-value.ts";
import { type CsvColumn, readHeader } from "./csv-columns.ts";
import { type CsvRow, csvHead, csvRows, OpenQuote } from "./csv-text.ts";
import { wrongId } from "./record-id.ts";

export type FileFormat = "yaml" | "json" | "csv";

/** A row of a file, and what is wrong with it before anybody compares it with records. */
export interface FileRow {
  readonly line: number;
  readonly type: string;
  readonly ref: string | null;
  readonly set: ValueMap;
  readonly wrong: { readonly code: string; readonly field: string | null; readonly says: Text } | null;
}

/** What a file of records holds. */
export interface FileContent {
  readonly rows: readonly FileRow[];
  /** Reference lists beside them (YAML and JSON). */
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
}

/** What a file is read with. */
export interface FileWords extends Omit<CellWords, "separator"> {
  readonly catalog: Catalog | null;
  readonly people: DirectorySnapshot;
  /** The type of rows that do not say theirs; null: each says it. */
  readonly type: string | null;
}

/** By the end of its name; null: none that is known. */
export function formatOf(path: string): FileFormat | null {
  const end = /\.(ya?ml|json|csv|tsv|txt)$/i.exec(path)?.[1]?.toLowerCase();
  if (end === undefined) return null;
  return end === "json" ? "json" : end.startsWith("y") ? "yaml" : "csv";
}

/** The rows of a file. @throws {Complaint} where the file as a whole cannot be meant */
export function fileRows(text: string, format: FileFormat, words: FileWords, path: string): FileContent {
  if (format === "csv") return { rows: checked([...csvFileRows(text, words, path)], words), lists: {} };
  const value = format === "json" ? jsonOf(text, path) : yamlOf(text, path);
  const lines = linesOf(text);
  const all = isMap(value) ? value : {};
  if (isList(value))
    return {
      rows: checked(
        value.map((one, at) => listed(one, at + 1, words)),
        words,
      ),
      lists: {},
    };
  const isFile = isMap(all["records"]) || isMap(all["lists"]);
  const records = isFile ? (all["records"] ?? {}) : all;
  if (!isMap(value) || !isMap(records)) throw noRecords(path);
  const rows = Object.entries(records).map(([ref, fields]) => named(ref, fields, lines.get(ref) ?? 1));
  return { rows: checked(rows, words), lists: listsIn(isFile ? all["lists"] : null) };
}

function* csvFileRows(text: string, words: FileWords, path: string): Generator<FileRow> {
  try {
    const rows = csvRows(text);
    const header = rows.next().value;
    if (!header) throw noRecords(path);
    const { separator } = csvHead(text);
    let reading: { readonly type: string; readonly columns: readonly CsvColumn[] } | null = null;
    for (const row of rows) {
      reading ??= columnsOf(header, row, words, path);
      yield csvRow(row, reading, { ...words, separator });
    }
  } catch (error) {
    if (!(error instanceof OpenQuote)) throw error;
    throw wrongUse(
      {
        ru: `${path}:${error.line}: кавычка открыта и не закрыта.`,
        en: `${path}:${error.line}: a quote is opened and never closed.`,
      },
      {
        ru: 'Закройте её; кавычка внутри ячейки пишется как "".',
        en: 'Close it; a quote inside a cell is written "".',
      },
    );
  }
}

/** The type is the one that was named, else that of the first reference; by it the header is read. */
function columnsOf(
  header: CsvRow,
  first: CsvRow,
  { type, catalog }: FileWords,
  path: string,
): { readonly type: string; readonly columns: readonly CsvColumn[] } {
  const texts = header.cells.map(({ text }) => text);
  const at = texts.findIndex((text) => /^(ref|запись)$/i.test(text.trim()));
  const named = type ?? /^([A-Za-z][\w-]*)\//.exec(first.cells[at]?.text ?? "")?.[1];
  if (named === undefined)
    throw wrongUse(
      {
        ru: `${path}: непонятно, какого типа записи в файле.`,
        en: `${path}: it is not clear of which type its records are.`,
      },
      { ru: "Назовите тип: --type lead", en: "Name the type: --type lead" },
    );
  const read = readHeader(texts, catalog?.records[named]);
  if ("columns" in read) return { type: named, columns: read.columns };
  throw wrongUse(
    { ru: `${path}:${header.line}: ${read.wrong.ru}`, en: `${path}:${header.line}: ${read.wrong.en}` },
    read.remedy,
  );
}

function csvRow(
  { line, cells }: CsvRow,
  { type, columns }: { readonly type: string; readonly columns: readonly CsvColumn[] },
  words: CellWords,
): FileRow {
  const set: Record<string, Value> = {};
  let ref: string | null = null;
  let wrong: FileRow["wrong"] = null;
  if (cells.slice(columns.length).some(({ text }) => text !== "")) wrong = moreCells(columns.length, cells.length);
  for (const [at, column] of columns.entries()) {
    const cell = cells[at] ?? { text: "", isQuoted: false };
    if (column.kind === "ref" && cell.text !== "") ref = cell.text;
    if (column.kind === "id" && cell.text !== "") ref ??= `${type}/${cell.text}`;
    if (column.kind !== "field") continue;
    const beside = columns.findIndex((one) => one.kind === "currency" && one.name === column.name);
    const currency = (beside < 0 ? "" : (cells[beside]?.text ?? "")).toUpperCase() || null;
    const read = valueOfCell(cell, { field: column.field, currency }, words);
    if ("value" in read) set[column.name] = read.value;
    else wrong = also(wrong, cellWrong(column.name, cell.text, read.wrong));
  }
  if (ref !== null && !ref.startsWith(`${type}/`)) wrong = also(wrong, otherType(ref, type));
  return { line, type, ref, set, wrong };
}

/** A row of a JSON list: its reference stands among its fields. */
function listed(value: Value, line: number, { type }: FileWords): FileRow {
  const row = isMap(value) ? value : {};
  const { ref: given, id, type: own, stageKind: _kind, ...set } = row;
  const of = type ?? (typeof own === "string" ? own : null);
  const ref =
    typeof given === "string" ? given : id === undefined || id === null || of === null ? null : `${of}/${String(id)}`;
  const found = of ?? ref?.split("/")[0] ?? "";
  const wrong = !isMap(value) || found === "" ? noType() : null;
  return { line, type: found, ref, set, wrong };
}

function named(ref: string, fields: Value, line: number): FileRow {
  const [type = ""] = ref.split("/", 1);
  const { id: _id, type: _type, ref: _ref, stageKind: _kind, ...set } = isMap(fields) ? fields : {};
  const isRow = (isMap(fields) || fields === null) && ref.includes("/");
  return { line, type, ref, set, wrong: isRow ? null : noType() };
}

/** Rows of types and with numbers that records can have, none of them twice. */
function checked(rows: readonly FileRow[], { catalog }: FileWords): readonly FileRow[] {
  return distinct(
    rows.map((row) => {
      if (row.wrong?.code === "IMPORT_NO_RECORD") return row;
      const { type, ref } = row;
      if (catalog !== null && !Object.hasOwn(catalog.records, type))
        return { ...row, wrong: unknownType(type, Object.keys(catalog.records)) };
      const bad = ref === null ? null : wrongId(ref.slice(ref.indexOf("/") + 1));
      return bad === null
        ? row
        : { ...row, wrong: also(row.wrong, { code: "IMPORT_BAD_ID", field: "ref", says: bad }) };
    }),
  );
}

/** Everything that is wrong with a row is told at once. */
function also(one: FileRow["wrong"], other: NonNullable<FileRow["wrong"]>): NonNullable<FileRow["wrong"]> {
  if (one === null) return other;
  return { ...one, says: { ru: `${one.says.ru}; ${other.says.ru}`, en: `${one.says.en}; ${other.says.en}` } };
}

/** The same record twice in one file: which of the two is meant? */
function distinct(rows: readonly FileRow[]): readonly FileRow[] {
  const first = new Map<string, number>();
  return rows.map((row) => {
    const before = row.ref === null ? undefined : first.get(row.ref);
    if (row.ref !== null && before === undefined) first.set(row.ref, row.line);
    return before === undefined ? row : { ...row, wrong: row.wrong ?? twice(row.ref ?? "", before) };
  });
}

/** Lines in which records begin, as far as they stand each in a line of their own. */
function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [at, line] of text.split("\n").entries()) {
    const ref = /^\s*["']?([A-Za-z][\w-]*\/[^"'\s:]+)["']?\s*:/.exec(line)?.[1];
    if (ref !== undefined && !lines.has(ref)) lines.set(ref, at + 1);
  }
  return lines;
}

function jsonOf(text: string, path: string): Value {
  try {
    return parseExact(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wrongUse(
      { ru: `${path} не читается как JSON: ${reason}`, en: `${path} is not readable JSON: ${reason}` },
      { ru: "Исправьте файл.", en: "Mend the file." },
    );
  }
}

function yamlOf(text: string, path: string): Value {
  const { document, problems } = readDocument(path, text, "records");
  const error = problems.find(({ severity }) => severity === "error");
  if (document !== null && !error) return valueOfNode(document.root);
  const at = `${path}:${error?.place.line ?? 1}`;
  throw wrongUse(
    {
      ru: `${at}: ${error?.message.ru ?? "файл не читается"}`,
      en: `${at}: ${error?.message.en ?? "the file cannot be read"}`,
    },
    {
      ru: "Исправьте файл; больше 20 000 записей (2 МБ) ввозите как JSON или CSV.",
      en: "Mend the file; more than 20,000 records (2 MB) go as JSON or CSV.",
    },
  );
}

function listsIn(lists: Value | undefined): FileContent["lists"] {
  const all = isMap(lists) ? Object.entries(lists) : [];
  return Object.fromEntries(
    all.map(([name, rows]) => [name, isList(rows) ? rows.map((row) => (isMap(row) ? row : { value: row })) : []]),
  );
}

function noRecords(path: string): Error {
  return wrongUse(
    { ru: `В файле ${path} нет записей.`, en: `${path} holds no records.` },
    {
      ru: "CSV начинается строкой заголовков; YAML и JSON — records: { lead/1: { … } }. Образец: ordo record export lead --format csv",
      en: "CSV begins with a header; YAML and JSON with records: { lead/1: { … } }. A sample: ordo record export lead --format csv",
    },
  );
}

function cellWrong(field: string, given: string, says: Text): NonNullable<FileRow["wrong"]> {
  const shown = given.length > 60 ? `${given.slice(0, 60)}…` : given;
  const isShown = says.ru.includes(`«${shown}»`);
  return {
    code: "FIELD_INVALID",
    field,
    says: {
      ru: `Поле ${field}: ${says.ru}${isShown ? "" : `, а дано «${shown}»`}`,
      en: `Field ${field}: ${says.en}${isShown ? "" : `, given "${shown}"`}`,
    },
  };
}

function moreCells(wanted: number, found: number): FileRow["wrong"] {
  return {
    code: "IMPORT_MORE_CELLS",
    field: null,
    says: {
      ru: `Ячеек ${found}, а столбцов ${wanted}: в тексте есть разделитель без кавычек`,
      en: `${found} cells for ${wanted} columns: a text holds the separator without quotes`,
    },
  };
}

function unknownType(type: string, types: readonly string[]): FileRow["wrong"] {
  const near = suggest(type, types);
  return {
    code: "IMPORT_TYPE_UNKNOWN",
    field: "ref",
    says:
      near === null
        ? {
            ru: `Нет типа записей «${type}»; есть: ${types.join(", ")}`,
            en: `There is no record type "${type}"; there are: ${types.join(", ")}`,
          }
        : {
            ru: `Нет типа записей «${type}»; может быть, ${near}?`,
            en: `There is no record type "${type}"; perhaps ${near}?`,
          },
  };
}

function otherType(ref: string, type: string): NonNullable<FileRow["wrong"]> {
  return {
    code: "IMPORT_OTHER_TYPE",
    field: "ref",
    says: { ru: `Запись ${ref}, а файл — о ${type}`, en: `The record is ${ref}, but the file is about ${type}` },
  };
}

function noType(): FileRow["wrong"] {
  return {
    code: "IMPORT_NO_RECORD",
    field: null,
    says: {
      ru: "Это не запись: нужны её тип (--type) или ref и поля",
      en: "This is no record: its type (--type) or ref, and fields, are needed",
    },
  };
}

function twice(ref: string, line: number): FileRow["wrong"] {
  return {
    code: "IMPORT_TWICE",
    field: "ref",
    says: {
      ru: `${ref} уже есть в строке ${line} этого файла`,
      en: `${ref} stands in line ${line} of this file already`,
    },
  };
}
