import { writeFileSync } from "node:fs";
import { suggest } from "../../engine/base/suggest.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import type { RecordType } from "../../engine/definition/catalog.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import { plain } from "../../engine/view/plain.ts";
import { textTable } from "../../engine/view/text-table.ts";
import { wrongUse } from "../complaint.ts";
import type { ListChange } from "../crm/local/record-lists.ts";
import { cellOf, valueOfCell } from "../record-files/cell-value.ts";
import { readHeader } from "../record-files/csv-columns.ts";
import { csvHead, csvRows } from "../record-files/csv-text.ts";
import { type FileFormat, fileRows, formatOf } from "../record-files/file-rows.ts";
import { fileText } from "../record-files/file-text.ts";
import { listText } from "../record-files/records-text.ts";
import { refuse } from "./give-command.ts";
import { localZone, pageOf, printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { readSets } from "./read-sets.ts";
import { separatorNamed } from "./record-export.ts";
import { encodingNamed } from "./record-import.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";
import type { OperatingOptions } from "./with-engine.ts";
import { answerOf, type WithRecords, withRecords } from "./with-records.ts";

/** `ordo list [list] [row]` */
export interface ListOptions extends OperatingOptions {
  /** `column=value` of the row that is named; a row that is not there is added. */
  readonly set?: readonly string[];
  readonly remove?: boolean;
  /** File whose rows are put into the list. */
  readonly import?: string;
  /** Of `import`: rows that the file does not name go. */
  readonly only?: boolean;
  /** File that the rows are written to. */
  readonly out?: string;
  readonly format?: FileFormat;
  readonly separator?: string;
  readonly encoding?: string;
}

type Listing = WithRecords<ListOptions>;

/**
 * Reference lists (brands, categories, …): which there are, the rows of one, and a change of it. Rows are known by their
 * `value`. There is no event: what reads a list reads it as it stands.
 */
export function list(
  { name, row }: { readonly name: string | undefined; readonly row: string | undefined },
  options: ListOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const begins = options.import !== undefined;
  return withRecords("ordo list", { options: { ...options, begins }, terminal }, async (records) => {
    const answer = answerOf("lists", await records.ask({ kind: "lists" }));
    if (answer.kind === "rejected") return refuse(answer, records);
    if (name === undefined) return tellAll(answer.lists, records);
    const rows = answer.lists[name];
    if (rows === undefined) throw unknownList(name, Object.keys(answer.lists));
    const isChange = (options.set ?? []).length > 0 || options.remove || options.import !== undefined;
    if (isChange) return change(name, row, records);
    if (options.out !== undefined) return write(name, rows, records);
    return tellRows(name, row === undefined ? rows : rows.filter(({ value }) => String(value) === row), records);
  });
}

async function change(name: string, row: string | undefined, records: Listing): Promise<ExitCode> {
  const { options, engine, ask, catalog, terminal } = records;
  const { user: by } = await operatorOf(records);
  const people = await engine.people();
  const columns = Object.entries(catalog?.lists[name]?.columns ?? {});
  const fields = columns.map(([column, { type }]) => ({ name: column, type: String(type) }));
  const order = { kind: "changeList", name, by } as const;
  if (options.import !== undefined) {
    const rows = rowsOfFile(options.import, name, { ...records, people });
    const only = options.only === true;
    return tellChange(name, answerOf("list", await ask({ ...order, rows, only })), records);
  }
  if (row === undefined) throw whichRow(name);
  if (options.remove)
    return tellChange(name, answerOf("list", await ask({ ...order, rows: [], remove: [row] })), records);
  const set = readSets(options.set ?? [], { fields, people });
  const told = answerOf("list", await ask({ ...order, rows: [{ ...set, value: row }] }));
  if (told.kind === "list" && told.change.added > 0)
    terminal.say(terminal.pick({ ru: `Строки «${row}» не было: добавлена.`, en: `There was no row "${row}": added.` }));
  return tellChange(name, told, records);
}

function rowsOfFile(
  path: string,
  name: string,
  { options, catalog, zone, people }: Listing & { readonly people: Awaited<ReturnType<Listing["engine"]["people"]>> },
): readonly ValueMap[] {
  const text = fileText(path, encodingNamed(options.encoding));
  const format = options.format ?? formatOf(path) ?? "csv";
  const words = { lists: {}, catalog, people, zone, type: null };
  if (format !== "csv") {
    const { lists } = fileRows(text, format, words, path);
    return lists[name] ?? [];
  }
  const { separator } = csvHead(text);
  const [header, ...lines] = csvRows(text);
  const found = catalog?.lists[name];
  const type: RecordType | undefined =
    found && Object.keys(found.columns).length > 0
      ? { title: found.title, fields: found.columns, stages: {}, pipelines: {} }
      : undefined;
  const read = readHeader(header?.cells.map((cell) => cell.text) ?? [], type);
  if ("wrong" in read) throw wrongUse(read.wrong, read.remedy);
  return lines.map(({ line, cells }) => {
    const row: Record<string, Value> = {};
    for (const [at, column] of read.columns.entries()) {
      const cell = cells[at];
      if (column.kind !== "field" || cell === undefined || cell.text === "") continue;
      const value = valueOfCell(cell, { field: column.field }, { ...words, separator });
      if ("wrong" in value)
        throw wrongUse(
          {
            ru: `${path}:${line}: ${column.name}: ${value.wrong.ru}`,
            en: `${path}:${line}: ${column.name}: ${value.wrong.en}`,
          },
          { ru: "Исправьте строку: список записывается целиком.", en: "Mend the row: a list is written as a whole." },
        );
      row[column.name] = value.value;
    }
    return row;
  });
}

function tellChange(
  name: string,
  answer: ReturnType<typeof answerOf<"list">>,
  records: Listing,
): ExitCode | Promise<ExitCode> {
  if (answer.kind === "rejected") return refuse(answer, records);
  const { options, terminal } = records;
  const { change: made } = answer;
  if (options.json) {
    printJson(terminal, { list: name, ...changeJson(made) });
    return 0;
  }
  terminal.say(
    terminal.pick({
      ru: `Добавлено ${made.added}, изменено ${made.changed}, убрано ${made.removed}; строк ${made.rows.length}.`,
      en: `${made.added} added, ${made.changed} changed, ${made.removed} removed; ${made.rows.length} rows.`,
    }),
  );
  return 0;
}

function changeJson({ rows, added, changed, removed }: ListChange) {
  return { rows: rows.map((row) => plain(row, localZone())), added, changed, removed };
}

function write(name: string, rows: readonly ValueMap[], { options, terminal }: Listing): ExitCode {
  const path = options.out ?? "";
  const format = options.format ?? formatOf(path) ?? "yaml";
  const text = listText(rows, { format, columns: columnsOf(rows), separator: separatorNamed(options.separator), name });
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
  terminal.say(terminal.pick({ ru: `Строк: ${rows.length} → ${path}`, en: `${rows.length} rows → ${path}` }));
  return 0;
}

async function tellAll(lists: Readonly<Record<string, readonly ValueMap[]>>, records: Listing): Promise<ExitCode> {
  const { options, terminal, catalog } = records;
  const all = Object.entries(lists).map(([name, rows]) => ({
    ...{ list: name, title: catalog?.lists[name]?.title ?? name, count: rows.length },
  }));
  if (options.json) {
    printJson(terminal, { lists: all });
    return 0;
  }
  const rows = all.map(({ list: name, title, count }) => [{ text: name }, { text: title }, { text: String(count) }]);
  const title = (ru: string, en: string) => ({ title: terminal.pick({ ru, en }) });
  const columns = [title("Список", "List"), title("Название", "Title"), title("Строк", "Rows")];
  terminal.print(textTable(columns, rows, await pageOf(records)));
  return 0;
}

async function tellRows(name: string, rows: readonly ValueMap[], records: Listing): Promise<ExitCode> {
  const { options, terminal } = records;
  if (options.json) {
    printJson(terminal, { list: name, rows: rows.map((row) => plain(row, localZone())) });
    return 0;
  }
  if (rows.length === 0) {
    terminal.print(terminal.pick({ ru: "Таких строк нет.", en: "There are no such rows." }));
    return 1;
  }
  const columns = columnsOf(rows);
  const cells = rows.map((row) =>
    columns.map((column) => ({ text: harmless(cellOf(row[column], undefined, ";") ?? "") })),
  );
  terminal.print(
    textTable(
      columns.map((title) => ({ title })),
      cells,
      await pageOf(records),
    ),
  );
  return 0;
}

function columnsOf(rows: readonly ValueMap[]): readonly string[] {
  return [...new Set(["value", ...rows.flatMap((row) => Object.keys(row))])];
}

function unknownList(name: string, known: readonly string[]): Error {
  const near = suggest(name, known);
  return wrongUse(
    { ru: `Списка «${name}» нет.`, en: `There is no list "${name}".` },
    near === null
      ? { ru: `Есть: ${known.join(", ")}`, en: `There are: ${known.join(", ")}` }
      : { ru: `Может быть, ${near}?`, en: `Did you mean ${near}?` },
  );
}

function whichRow(name: string): Error {
  return wrongUse(
    { ru: "Какую строку изменить?", en: "Which row is to be changed?" },
    {
      ru: `Например: ordo list ${name} Bravante --set discount=7`,
      en: `For example: ordo list ${name} Bravante --set discount=7`,
    },
  );
}
