import writeXlsxFile, { type Cell, type SheetData } from "write-excel-file/node";
import type { Value } from "../../../engine/base/value.ts";
import { isMoney, isTagged } from "../../../engine/base/value.ts";
import { isoText } from "../../../engine/calendar/iso-text.ts";
import { cellWords } from "../../../engine/registry/cell-words.ts";
import type { RegistryShown } from "../../../engine/runtime/registry-reading.ts";

/** A column as exports write it. */
export interface SheetColumn {
  readonly name: string;
  readonly title: string;
  readonly type: string;
  /** Types of the records that it names. */
  readonly records: readonly string[];
  readonly choices: readonly { readonly value: string; readonly title: string }[] | null;
}

/** What a sheet is made of. */
export interface SheetOrder {
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly RegistryShown[];
  /** What references and ids are called. */
  readonly names: Readonly<Record<string, string>>;
  readonly numbers: Readonly<Record<string, number>>;
  /** In which the times of the sheet are. */
  readonly zone: string;
  readonly locale: "ru" | "en";
}

const WORDS = {
  ru: { number: "№", at: "Когда", by: "Кто", process: "Процесс", id: "Id процесса", step: "Шаг", erased: "стёрто" },
  en: {
    number: "No.",
    at: "When",
    by: "Who",
    process: "Process",
    id: "Id of the process",
    step: "Step",
    erased: "erased",
  },
};
/** The same where the registry itself has a column of that title. */
const OF_ROW = {
  ru: {
    ...{ number: "№ строки", at: "Когда записано", by: "Кто записал", process: "Процесс строки" },
    ...{ id: "Id процесса строки", step: "Шаг строки" },
  },
  en: {
    ...{ number: "No. of the row", at: "Recorded", by: "Recorded by", process: "Process of the row" },
    ...{ id: "Id of the row's process", step: "Step of the row" },
  },
};

/** Characters that fit a cell of Excel. */
const CELL_CHARACTERS_MAX = 32_767;
/** Digits that a number of Excel holds; longer ones stay text. */
const NUMBER_DIGITS_MAX = 15;

/**
 * A registry as XLSX with typed cells: amounts and numbers are numbers, times are times, and everything that people wrote
 * is text, which no spreadsheet runs whatever it begins with.
 */
export async function registrySheet(order: SheetOrder): Promise<Uint8Array> {
  const { columns, rows, zone } = order;
  const words = rowHead(order);
  const head = [words.number, `${words.at} (${zone})`, words.by, words.process, ...columns.map(({ title }) => title)];
  const data: SheetData = [
    head.map((title): Cell => ({ value: title, type: String, fontWeight: "bold" })),
    ...rows.map((row) => cellsOf(row, order)),
  ];
  const widths = [8, 20, 24, 24, ...columns.map(({ type }) => (type === "money" || type === "number" ? 16 : 28))];
  const sheet = order.title.replaceAll(/[\\/?*[\]:']/g, " ").slice(0, 31);
  const file = writeXlsxFile(data, { sheet, columns: widths.map((width) => ({ width })), stickyRowsCount: 1 });
  return file.toBuffer();
}

/** What the columns that every row has are called: never as a column of the registry itself. */
export function rowHead({ columns, locale }: Pick<SheetOrder, "columns" | "locale">): (typeof WORDS)["ru"] {
  const taken = new Set(columns.map(({ title }) => title));
  const clashing = Object.entries(OF_ROW[locale]).filter(([name]) => taken.has(WORDS[locale][name as "by"]));
  return { ...WORDS[locale], ...Object.fromEntries(clashing) };
}

/** An instance as people know it: `discount-approval/3`; by its process alone where it has no number. */
export function calledBy(
  { process, instance }: Pick<RegistryShown, "process" | "instance">,
  numbers: Readonly<Record<string, number>>,
): string {
  const number = numbers[instance];
  return number === undefined ? process : `${process}/${number}`;
}

function cellsOf(row: RegistryShown, order: SheetOrder): Cell[] {
  const { columns, names, numbers, zone, locale } = order;
  const { number, at, by, entry, erased } = row;
  // Excel knows no zones: the wall clock of the zone that the header names.
  const wall = new Date(`${isoText(at, zone).slice(0, 19)}Z`);
  return [
    number === null ? null : { value: number, type: Number },
    { value: wall, type: Date, format: "yyyy-mm-dd hh:mm:ss" },
    textCell(by === null ? "" : (names[by] ?? by)),
    textCell(calledBy(row, numbers)),
    ...columns.map((column) =>
      erased.includes(column.name) ? textCell(WORDS[locale].erased) : cellOf(entry[column.name] ?? null, column, order),
    ),
  ];
}

function cellOf(value: Value, column: SheetColumn, order: SheetOrder): Cell {
  if (value === null) return null;
  if (isMoney(value)) return moneyCell(value.amount, value.currency);
  if (typeof value === "number") return { value, type: Number };
  if (typeof value === "boolean") return { value, type: Boolean };
  if (isTagged(value)) return taggedCell(value) ?? textCell(plainText(value, column, order));
  return textCell(plainText(value, column, order));
}

/** Numbers of many digits and dates, as what they are to Excel; null where it has no such thing. */
function taggedCell({ $type, value }: { readonly $type: string; readonly value: string }): Cell {
  if ($type === "number" && value.replaceAll(/\D/g, "").length <= NUMBER_DIGITS_MAX)
    return { value: Number(value), type: Number };
  // The wall clock that the text tells: Excel knows no zones.
  const wall = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?/.exec(value)?.[0];
  if (wall === undefined || ($type !== "date" && $type !== "date and time")) return null;
  if ($type === "date") return { value: new Date(`${wall.slice(0, 10)}T00:00:00Z`), type: Date, format: "yyyy-mm-dd" };
  const time = wall.length === 10 ? `${wall}T00:00:00` : wall.length === 16 ? `${wall}:00` : wall;
  return { value: new Date(`${time}Z`), type: Date, format: "yyyy-mm-dd hh:mm:ss" };
}

function moneyCell(amount: string, currency: string): Cell {
  if (amount.replaceAll(/\D/g, "").length > NUMBER_DIGITS_MAX || !/^[A-Z]{3}$/.test(currency))
    return textCell(`${amount} ${currency}`);
  return { value: Number(amount), type: Number, format: `#,##0.00" ${currency}"` };
}

function textCell(text: string): Cell {
  // Control characters are no XML: the file would not open.
  const clean = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return clean === "" ? null : { value: clean.slice(0, CELL_CHARACTERS_MAX), type: String, wrap: clean.includes("\n") };
}

/** A value in words: a choice by its label, all else as {@link cellWords} tells it. */
export function plainText(
  value: Value,
  { choices }: Pick<SheetColumn, "choices">,
  { names, locale }: Pick<SheetOrder, "names" | "locale">,
): string {
  const choice = choices?.find((one) => one.value === value);
  return choice?.title ?? cellWords(value, { names, locale });
}
