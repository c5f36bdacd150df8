import { pluralEn, pluralRu } from "../../engine/base/plural.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import { keyOfText } from "../../engine/record/search-words.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { wrongUse } from "../complaint.ts";
import type { ImportedRow, ImportRow } from "../crm/local/import-rows.ts";
import { type FileContent, type FileFormat, type FileRow, fileRows, formatOf } from "../record-files/file-rows.ts";
import { ENCODINGS, type Encoding, fileText } from "../record-files/file-text.ts";
import { refuse } from "./give-command.ts";
import { printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { openProgress } from "./progress.ts";
import { unknownField, unknownType } from "./read-filter.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";
import { answerOf, type WithRecords, withRecords } from "./with-records.ts";

/** `ordo record import <file>` */
export interface RecordImportOptions extends OperatingOptions {
  /** Of rows that do not say theirs. */
  readonly type?: string;
  /** Field that finds the record of a row without a reference. */
  readonly key?: string;
  readonly format?: FileFormat;
  readonly encoding?: string;
  readonly dryRun?: boolean;
  /** Processes start by what is written. */
  readonly events?: boolean;
  /** Nobody is told. */
  readonly silent?: boolean;
  /** Writes what is right and leaves what is wrong. */
  readonly skipWrong?: boolean;
}

/** Rows of one transaction. */
const ROWS = 200;
/** Characters of the rows of one request: a socket takes 4 MB. */
const CHARACTERS_MAX = 1_000_000;
/** Wrong rows that are told; the rest is counted. */
const TOLD_MAX = 20;

/**
 * Reads records from a file: says what is new, changed, the same and wrong, and writes nothing where anything is wrong
 * (unless it is to be skipped). The same file twice changes nothing. What is written is looked at whole first, then
 * written 200 rows a transaction: an interrupted import is finished by doing it again.
 */
export function recordImport(
  path: string | undefined,
  options: RecordImportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (path === undefined) throw whichFile();
  return withRecords("ordo record import", { options: { ...options, begins: true }, terminal }, (records) =>
    imported(path, records),
  );
}

type Importing = WithRecords<RecordImportOptions>;

async function imported(path: string, records: Importing): Promise<ExitCode> {
  const { options, ask } = records;
  refuseMixed(records);
  const { user: by } = await operatorOf(records);
  const known = answerOf("lists", await ask({ kind: "lists" }));
  if (known.kind === "rejected") return refuse(known, records);
  const content = await contentOf(path, known.lists, records);
  const key = options.key ?? null;
  refuseUnknownKey(content.rows, records);
  const all = marked(
    withKeyless(content.rows, options).map((row) => keyedOnce(row, key)),
    key,
  );
  const wrong: ImportedRow[] = all.flatMap(({ row: { line, ref, wrong } }) =>
    wrong ? [{ line, outcome: "wrong", ref, ...wrong }] : [],
  );
  const rows = all.flatMap(({ row: { wrong, ...row } }) => (wrong ? [] : [row]));
  const order = { key, silent: options.silent === true, by };
  const looked = await inChunks(rows, records, (chunk) => ask({ kind: "import", rows: chunk, dry: true, ...order }));
  if (looked.kind === "rejected") return refuse(looked, records);
  const outcomes = [...looked.rows];
  const told = (): readonly ImportedRow[] => [...outcomes, ...wrong].sort((one, other) => one.line - other.line);
  const toWrite = [...rows.keys()].filter(
    (at) => outcomes[at]?.outcome === "new" || outcomes[at]?.outcome === "changed",
  );
  const isWrong = wrong.length > 0 || outcomes.some(({ outcome }) => outcome === "wrong");
  const isDry = options.dryRun === true || (isWrong && options.skipWrong !== true);
  const hasLists = Object.keys(content.lists).length > 0;
  if (isDry || (toWrite.length === 0 && !hasLists)) return tell(told(), { isWritten: false, lists: 0 }, records);
  if (toWrite.length > 0 && !options.events && !options.silent) throw eventsOrSilent(toWrite.length);
  const chosen = toWrite.flatMap((at) => rows[at] ?? []);
  const written = await inChunks(chosen, records, (chunk) =>
    ask({ kind: "import", rows: chunk, dry: false, ...order }),
  );
  if (written.kind === "rejected") return refuse(written, records);
  for (const [at, index] of toWrite.entries()) outcomes[index] = written.rows[at] ?? (outcomes[index] as ImportedRow);
  let lists = 0;
  for (const [name, listRows] of Object.entries(content.lists)) {
    const changed = answerOf("list", await ask({ kind: "changeList", name, rows: listRows, only: true, by }));
    if (changed.kind === "rejected") return refuse(changed, records);
    lists += changed.changed ? 1 : 0;
  }
  return tell(told(), { isWritten: true, lists }, records);
}

async function contentOf(
  path: string,
  lists: Readonly<Record<string, readonly ValueMap[]>>,
  { options, catalog, engine, zone }: Importing,
): Promise<FileContent> {
  const format = options.format ?? formatOf(path);
  if (format === null) throw whichFormat(path);
  const text = fileText(path, encodingNamed(options.encoding));
  return fileRows(
    text,
    format,
    { lists, catalog, people: await engine.people(), zone, type: options.type ?? null },
    path,
  );
}

/** What `--encoding` names; null: nothing. @throws {Complaint} */
export function encodingNamed(text: string | undefined): Encoding | null {
  if (text === undefined) return null;
  const found = ENCODINGS.find((one) => one === text.toLowerCase());
  if (found !== undefined) return found;
  throw wrongUse(
    { ru: `--encoding ${text}: такой кодировки здесь нет.`, en: `--encoding ${text} is not known here.` },
    { ru: `Есть: ${ENCODINGS.join(", ")}`, en: `There are: ${ENCODINGS.join(", ")}` },
  );
}

interface Keyed {
  readonly row: FileRow;
  /** Text of the key, where the row has no reference. */
  readonly key: string | null;
}

function keyedOnce(row: FileRow, key: string | null): Keyed {
  const value = key === null || row.ref !== null ? null : (row.set[key] ?? null);
  if (key === null || value === null) return { row, key: null };
  const text = typeof value === "string" ? (keyOfText(key, value) ?? value) : JSON.stringify(value);
  return { row, key: `${row.type} ${text}` };
}

/** Two rows of one key: which is meant? */
function marked(all: readonly Keyed[], key: string | null): readonly Keyed[] {
  const first = new Map<string, number>();
  return all.map((one) => {
    if (one.key === null) return one;
    const before = first.get(one.key);
    if (before === undefined) first.set(one.key, one.row.line);
    if (before === undefined || one.row.wrong) return one;
    const says = {
      ru: `То же значение ${key} уже есть в строке ${before} этого файла`,
      en: `Line ${before} of this file has the same ${key} already`,
    };
    return { ...one, row: { ...one.row, wrong: { code: "IMPORT_TWICE", field: key, says } } };
  });
}

/** @throws {Complaint} both ways at once, or a type that the catalogue does not have */
function refuseMixed({ options: { events, silent, type }, catalog }: Importing): void {
  if (events && silent)
    throw wrongUse(
      { ru: "--events и --silent — одно или другое.", en: "--events and --silent are one or the other." },
      {
        ru: "--events — процессы узнают и запустятся; --silent — не узнают.",
        en: "--events: processes hear of it and start; --silent: they do not.",
      },
    );
  const types = Object.keys(catalog?.records ?? {});
  if (type !== undefined && catalog !== null && !types.includes(type)) throw unknownType(type, types);
}

/** @throws {Complaint} no record of these types has a field of that name */
function refuseUnknownKey(rows: readonly FileRow[], { options: { key }, catalog }: Importing): void {
  if (key === undefined) return;
  for (const type of new Set(rows.map((row) => row.type))) {
    const fields = catalog?.records[type]?.fields;
    if (fields && !Object.hasOwn(fields, key)) throw unknownField(type, key, Object.keys(fields));
  }
}

/**
 * Rows with neither reference nor key would be new each time the file is read.
 *
 * @throws {Complaint} no row has either: it is the column that is missing
 */
function withKeyless(rows: readonly FileRow[], { key }: RecordImportOptions): readonly FileRow[] {
  const isKeyless = ({ ref, wrong }: FileRow): boolean => ref === null && wrong === null;
  const first = rows.find(isKeyless);
  if (key !== undefined || first === undefined) return rows;
  if (rows.some(({ ref }) => ref !== null))
    return rows.map((row) =>
      isKeyless(row)
        ? {
            ...row,
            wrong: {
              ...{ code: "IMPORT_NO_ID", field: "ref" },
              says: {
                ru: "Нет ни ref, ни id: при повторном ввозе запись завелась бы снова",
                en: "There is neither ref nor id: imported again, the record would be made again",
              },
            },
          }
        : row,
    );
  throw wrongUse(
    {
      ru: `Строка ${first.line}: нет ни ref, ни id. При повторном ввозе такие записи завелись бы снова.`,
      en: `Line ${first.line}: there is neither ref nor id. Imported again, such records would be made again.`,
    },
    {
      ru: "Назовите поле, по которому искать запись: --key phone; или добавьте столбец id.",
      en: "Name the field that finds the record: --key phone; or add a column id.",
    },
  );
}

async function inChunks(
  rows: readonly ImportRow[],
  { terminal }: Importing,
  send: (chunk: readonly ImportRow[]) => ReturnType<Importing["ask"]>,
): Promise<{ readonly kind: "imported"; readonly rows: readonly ImportedRow[] } | Refusal> {
  const progress = openProgress(rows.length, terminal, { ru: "Записи", en: "Records" });
  const done: ImportedRow[] = [];
  try {
    for (let at = 0; at < rows.length; ) {
      const chunk = chunkFrom(rows, at);
      const answer = answerOf("imported", await send(chunk));
      if (answer.kind === "rejected") return answer;
      done.push(...answer.rows);
      progress.done(chunk.length);
      at += chunk.length;
    }
  } finally {
    progress.end();
  }
  return { kind: "imported", rows: done };
}

function chunkFrom(rows: readonly ImportRow[], from: number): readonly ImportRow[] {
  let characters = 0;
  let to = from;
  for (; to < rows.length && to < from + ROWS; to += 1) {
    characters += JSON.stringify(rows[to]).length;
    if (characters > CHARACTERS_MAX && to > from) break;
  }
  return rows.slice(from, to);
}

function tell(
  rows: readonly ImportedRow[],
  { isWritten, lists }: { readonly isWritten: boolean; readonly lists: number },
  { options, terminal }: Importing,
): ExitCode {
  const of = (outcome: ImportedRow["outcome"]): readonly ImportedRow[] => rows.filter((row) => row.outcome === outcome);
  const wrong = rows.filter((row) => row.outcome === "wrong");
  const counts = { new: of("new").length, changed: of("changed").length, same: of("same").length, wrong: wrong.length };
  const code: ExitCode = wrong.length > 0 ? 1 : 0;
  if (options.json) {
    const told = wrong.map(({ line, ref, code: why, field, says }) => ({
      line,
      ref,
      code: why,
      field,
      says: terminal.pick(says),
    }));
    printJson(terminal, { written: isWritten, counts, lists, wrong: told });
    return code;
  }
  terminal.print(
    terminal.pick({
      ru: `Новых ${counts.new}, изменённых ${counts.changed}, тех же ${counts.same}, неверных ${counts.wrong}${lists > 0 ? `, списков изменено ${lists}` : ""}`,
      en: `${counts.new} new, ${counts.changed} changed, ${counts.same} the same, ${counts.wrong} wrong${lists > 0 ? `, ${lists} lists changed` : ""}`,
    }),
  );
  for (const { line, says } of wrong.slice(0, TOLD_MAX))
    terminal.say(
      terminal.pick({ ru: `  строка ${line}: ${harmless(says.ru)}`, en: `  line ${line}: ${harmless(says.en)}` }),
    );
  if (wrong.length > TOLD_MAX)
    terminal.say(
      terminal.pick({ ru: `  …и ещё ${wrong.length - TOLD_MAX}`, en: `  …and ${wrong.length - TOLD_MAX} more` }),
    );
  terminal.say(terminal.pick(closing({ isWritten, counts, options })));
  return code;
}

function closing({
  isWritten,
  counts,
  options,
}: {
  readonly isWritten: boolean;
  readonly counts: Readonly<Record<"new" | "changed" | "wrong", number>>;
  readonly options: RecordImportOptions;
}): Text {
  if (isWritten && options.silent)
    return {
      ru: "Записано без событий: процессы об этом не узнали. Запустить их: ordo start <процесс> --each …",
      en: "Written without events: no process heard of it. To start one: ordo start <process> --each …",
    };
  if (isWritten) return { ru: "Записано.", en: "Written." };
  if (counts.wrong > 0 && options.dryRun !== true)
    return {
      ru: "Ничего не записано. Исправьте строки или пропустите их: --skip-wrong",
      en: "Nothing was written. Mend the rows, or leave them out: --skip-wrong",
    };
  if (counts.new + counts.changed === 0) return { ru: "Записывать нечего.", en: "There is nothing to write." };
  return {
    ru: "Ничего не записано: это была проба (--dry-run).",
    en: "Nothing was written: this was a trial (--dry-run).",
  };
}

const RECORDS = { one: "запись", few: "записи", many: "записей" };

function eventsOrSilent(count: number): Error {
  return wrongUse(
    {
      ru: `Записать ${count} ${pluralRu(count, RECORDS)}: сообщить ли об этом процессам?`,
      en: `${count} ${pluralEn(count, "record is", "records are")} to be written: shall processes hear of it?`,
    },
    {
      ru: "--events — события будут, процессы запустятся; --silent — молча (первый ввоз данных).",
      en: "--events: there are events, processes start; --silent: nobody is told (the first load of data).",
    },
  );
}

function whichFile(): Error {
  return wrongUse(
    { ru: "Какой файл ввезти?", en: "Which file is to be imported?" },
    {
      ru: "Например: ordo record import leads.csv --type lead --dry-run",
      en: "For example: ordo record import leads.csv --type lead --dry-run",
    },
  );
}

function whichFormat(path: string): Error {
  return wrongUse(
    { ru: `По имени ${path} непонятно, какой это формат.`, en: `The name ${path} does not say the format.` },
    {
      ru: "Скажите: --format csv, --format json или --format yaml",
      en: "Say it: --format csv, --format json or --format yaml",
    },
  );
}
