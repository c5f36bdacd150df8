import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Calendar } from "../../engine/calendar/calendar.ts";
import type { CalendarData } from "../../engine/calendar/calendar-data.ts";
import { calendarProblems, createCalendar } from "../../engine/calendar/create-calendar.ts";
import {
  type ImportedYear,
  type ImportFormat,
  importFormatOf,
  readImportedYear,
} from "../../engine/calendar/import-year.ts";
import { putYear, type YearDays } from "../../engine/calendar/put-year.ts";
import { readDocument } from "../../engine/definition/document.ts";
import { checkShape } from "../../engine/definition/shape.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import { couldNotRun, wrongUse } from "../complaint.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { productFolder } from "../product-folder.ts";
import { loadSettings } from "./load-settings.ts";
import { Reader } from "./reader.ts";
import { standardInput } from "./standard-input.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";

/** `ordo calendar import <file>`: language §7. */
export interface CalendarImportOptions {
  /** @default told by the content */
  readonly format?: ImportFormat;
  /** Must be the year of the file. @default the file's */
  readonly year?: string;
  /** Name of the calendar. @default "ru-office" */
  readonly name?: string;
  readonly json?: boolean;
  /** Where `calendars/` is looked for. @default the working folder */
  readonly folder?: string;
}

const DEFAULT_NAME = "ru-office";
/** Of the file to import. */
const BYTES_MAX = 1_000_000;

/**
 * Puts a year of a public calendar (xmlcalendar or isdayoff) into `calendars/<name>.yaml`; a calendar that is not there
 * is made from the shipped one. Comments and other years stay. Nothing is written unless the result is a sound calendar
 * that says of each day of the year what the source says.
 *
 * @param file path; `-` is standard input
 */
export async function calendarImport(
  file: string,
  options: CalendarImportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const name = options.name ?? DEFAULT_NAME;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) throw badName(name);
  const text = await contentOf(file);
  const year = yearOf(text, file, options);
  const path = join(calendarsFolder(options.folder ?? "."), `${name}.yaml`).replaceAll("\\", "/");
  const before = existsSync(path) ? readFileSync(path, "utf8") : startingText(name);
  const days = daysFor(year, calendarOf(before, path, true));
  const after = putYear(before, days);
  confirm(calendarOf(after, path, false), year, path);
  if (after !== before || !existsSync(path)) write(path, after);
  if (options.json) terminal.print(JSON.stringify({ file: path, changed: after !== before, ...days }, null, 2));
  else terminal.print(terminal.pick(told(path, days, after !== before)));
  return 0;
}

async function contentOf(file: string): Promise<string> {
  if (file === "-") {
    let text = "";
    for await (const piece of standardInput()) {
      text += piece;
      if (text.length > BYTES_MAX) throw tooLarge(file);
    }
    return text;
  }
  try {
    if (statSync(file).size > BYTES_MAX) throw tooLarge(file);
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw wrongUse(
      { ru: `Файл не читается: ${file} (${code})`, en: `The file cannot be read: ${file} (${code})` },
      {
        ru: "Назовите файл календаря или - для стандартного ввода.",
        en: "Name the calendar's file, or - for standard input.",
      },
    );
  }
}

function yearOf(text: string, file: string, options: CalendarImportOptions): ImportedYear {
  const read = readImportedYear(text, options.format ?? importFormatOf(text));
  if ("problem" in read)
    throw couldNotRun(
      { ru: `Не удалось понять ${file}: ${read.problem.ru}`, en: `${file} cannot be understood: ${read.problem.en}` },
      {
        ru: "Годятся calendar.xml с xmlcalendar.ru и json с isdayoff.ru; вид можно назвать: --format xmlcalendar или isdayoff.",
        en: "calendar.xml of xmlcalendar.ru and json of isdayoff.ru will do; name the kind with --format xmlcalendar or isdayoff.",
      },
    );
  if (options.year === undefined || Number(options.year) === read.year) return read;
  throw wrongUse(
    {
      ru: `В файле ${read.year} год, а не ${options.year}.`,
      en: `The file is of ${read.year}, not of ${options.year}.`,
    },
    { ru: "Возьмите файл нужного года.", en: "Take the file of the year you want." },
  );
}

/** `calendars` of `ordo.yaml`, else `calendars/` beside it, else one here. */
function calendarsFolder(folder: string): string {
  const source = folderSource();
  const named = loadSettings(new Reader(source), source, folder).calendars;
  if (named !== null) return named;
  const config = source.nearest("ordo.yaml", folder);
  return join(config === null ? folder : dirname(config), "calendars");
}

/** What a new calendar begins with: the shipped one, under its own name or another. */
function startingText(name: string): string {
  const shipped = readFileSync(join(productFolder(), `calendars/${DEFAULT_NAME}.yaml`), "utf8");
  if (name === DEFAULT_NAME) return shipped;
  return `title: ${name}\nzone: Europe/Moscow\n\nhours:\n  mon-fri: ["09:00-18:00"]\n\ndecreed: []\n`;
}

/** @param usualOnly without the dates of particular years: which days the week itself opens */
function calendarOf(text: string, path: string, usualOnly: boolean): Calendar {
  const { document, problems } = readDocument(path, text, "calendar");
  const shape = document === null ? [] : checkShape(document, "calendar");
  const data = document === null ? null : valueOfNode(document.root);
  if (document === null || [...problems, ...shape].length > 0 || calendarProblems(data).length > 0) throw damaged(path);
  const { zone, hours, shortBy } = data as unknown as CalendarData;
  const week = { zone, hours, ...(shortBy === undefined ? {} : { shortBy }) };
  return createCalendar(usualOnly ? week : (data as unknown as CalendarData), path);
}

/** What the file must say: only what the week itself does not. */
function daysFor({ year, off, working, short }: ImportedYear, week: Calendar): YearDays {
  return {
    year,
    daysOff: off.filter((date) => week.isWorkingDay(date)),
    working: working.filter((date) => !week.isWorkingDay(date)),
    short: short.filter((date) => week.isWorkingDay(date) || working.includes(date)),
  };
}

/** Day by day against the source: a file written in a way we do not foresee must not be half changed. */
function confirm(calendar: Calendar, { year, off, working }: ImportedYear, path: string): void {
  const closed = off.every((date) => !calendar.isWorkingDay(date));
  const open = working.every((date) => calendar.isWorkingDay(date));
  if (!closed || !open || calendar.isProvisional(year)) throw damaged(path);
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function told(path: string, { year, daysOff, working, short }: YearDays, changed: boolean) {
  if (!changed)
    return {
      ru: `${path}: ${year} год уже внесён, ничего не изменилось.`,
      en: `${path}: ${year} is in it already, nothing changed.`,
    };
  return {
    ru: `${path}: внесён ${year} год — будних выходных ${daysOff.length}, рабочих выходных ${working.length}, сокращённых дней ${short.length}.\nПосмотрите git diff; что это сдвинет в идущих процессах, покажет ordo plan.`,
    en: `${path}: ${year} is in it: ${daysOff.length} weekdays off, ${working.length} weekends worked, ${short.length} short days.\nSee git diff; \`ordo plan\` shows what it moves in running instances.`,
  };
}

function badName(name: string): Error {
  return wrongUse(
    { ru: `«${name}» не годится как имя календаря.`, en: `"${name}" does not do as a calendar's name.` },
    {
      ru: "Латинские строчные буквы, цифры и дефис: ru-office.",
      en: "Lower-case Latin letters, digits and hyphens: ru-office.",
    },
  );
}

function tooLarge(file: string): Error {
  return wrongUse(
    { ru: `Файл слишком большой для одного года: ${file}`, en: `The file is too large for one year: ${file}` },
    { ru: "Нужен файл одного года, около 3 КБ.", en: "The file of one year is needed, about 3 KB." },
  );
}

function damaged(path: string): Error {
  return couldNotRun(
    {
      ru: `Год не удалось внести в ${path} так, чтобы календарь остался верным; файл не изменён`,
      en: `The year could not be put into ${path} so that the calendar stays sound; the file is unchanged`,
    },
    { ru: `Проверьте его: ordo check ${path}`, en: `Check it: ordo check ${path}` },
  );
}
