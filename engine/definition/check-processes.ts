import type { Calendar } from "../calendar/calendar.ts";
import type { CalendarData } from "../calendar/calendar-data.ts";
import { calendarProblems, createCalendar } from "../calendar/create-calendar.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Catalog } from "./catalog.ts";
import { readCatalog } from "./catalog-read.ts";
import { checkCatalog } from "./check-catalog.ts";
import { checkScenario } from "./check-scenario.ts";
import { compileProcess } from "./compile.ts";
import { dataProblems } from "./data-problems.ts";
import { readDocument } from "./document.ts";
import type { FileKind } from "./file-kind.ts";
import type { Document } from "./node.ts";
import type { SourceText } from "./position.ts";
import type { Problem } from "./problem.ts";
import { signatureOf } from "./process-signature.ts";
import { checkShape } from "./shape.ts";
import { sortProblems } from "./sort-problems.ts";
import { plainOf } from "./value-of-node.ts";

/** A set of files already read, and what is not among them. */
export interface FileSet {
  readonly files: readonly SourceText[];
  /** Calendars that ship with the product, for those that no `calendars/` among the files has. */
  readonly shippedCalendar: (id: string) => Calendar | null;
  /** Null: people, groups and departments are not checked. */
  readonly directory: DirectorySnapshot | null;
}

/**
 * All problems of a set of files: process folders with their decisions, templates and scenarios, catalogs, calendars.
 * Each process is checked against the nearest `catalog.yaml` and `calendars/` upwards and the processes beside it
 * (language §7). Opens nothing: the command line, a server and an editor each bring the files in their own way.
 *
 * @example checkProcesses({ files: [{ path: "processes/x/process.yaml", text }], shippedCalendar: () => null, directory: null })
 */
export function checkProcesses(set: FileSet): readonly Problem[] {
  const found: Found = { set, problems: [], read: new Map(), calendars: new Map() };
  for (const file of set.files) {
    const kind = kindOf(file.path);
    if (kind === "process") checkProcess(found, file);
    if (kind === "scenario") checkOneScenario(found, file);
    if (kind === "catalog") checkOneCatalog(found, file);
    if (kind === "calendar") calendarAt(found, file);
  }
  return sortProblems(found.problems);
}

interface Found {
  readonly set: FileSet;
  readonly problems: Problem[];
  readonly read: Map<string, Document | null>;
  readonly calendars: Map<string, Calendar | null>;
}

/** What a file is for, by where it lies; null for one that is part of a process or of no process at all. */
function kindOf(path: string): FileKind | null {
  if (/(?:^|\/)process\.ya?ml$/u.test(path)) return "process";
  if (/(?:^|\/)scenarios\/[^/]+\.ya?ml$/u.test(path)) return "scenario";
  if (/(?:^|\/)catalog\.ya?ml$/u.test(path)) return "catalog";
  return /(?:^|\/)calendars\/[^/]+\.ya?ml$/u.test(path) ? "calendar" : null;
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function documentOf(found: Found, file: SourceText, kind: FileKind): Document | null {
  const known = found.read.get(file.path);
  if (known !== undefined) return known;
  const { document, problems } = readDocument(file.path, file.text, kind);
  found.problems.push(...problems);
  found.read.set(file.path, document);
  return document;
}

function checkProcess(found: Found, file: SourceText): void {
  const document = documentOf(found, file, "process");
  if (!document) return;
  const folder = folderOf(file.path);
  const beside = found.set.files.filter(
    (one) => one.path.startsWith(folder === "" ? "" : `${folder}/`) && one !== file,
  );
  const { problems } = compileProcess({
    document,
    files: beside.filter((one) => /(?:^|\/)(?:decisions|templates)\/[^/]+$/u.test(one.path)),
    catalog: catalogFor(found, folder),
    calendars: (id) => calendarFor(found, folder, id),
    processes: neighborsOf(found, folder).flatMap((one) => signatureOf(one) ?? []),
    directory: found.set.directory,
  });
  found.problems.push(...problems);
}

function checkOneScenario(found: Found, file: SourceText): void {
  const document = documentOf(found, file, "scenario");
  if (!document) return;
  found.problems.push(...checkShape(document, "scenario"));
  const folder = folderOf(folderOf(file.path));
  const own = found.set.files.find((one) => kindOf(one.path) === "process" && folderOf(one.path) === folder);
  const context = {
    own: own ? documentOf(found, own, "process") : null,
    processes: neighborsOf(found, folder),
    directory: found.set.directory,
  };
  found.problems.push(...checkScenario(document, context));
}

function checkOneCatalog(found: Found, file: SourceText): void {
  const document = documentOf(found, file, "catalog");
  if (document) found.problems.push(...checkShape(document, "catalog"), ...checkCatalog(document, found.set.directory));
}

/** The processes in the folders beside, its own included. */
function neighborsOf(found: Found, folder: string): readonly Document[] {
  const parent = folderOf(folder);
  const files = found.set.files.filter(
    (file) => kindOf(file.path) === "process" && folderOf(folderOf(file.path)) === parent,
  );
  return files.flatMap((file) => documentOf(found, file, "process") ?? []);
}

function catalogFor(found: Found, folder: string): Catalog | null {
  const file = nearest(found, folder, (at) => `${at}catalog.yaml`);
  const document = file && documentOf(found, file, "catalog");
  return document ? readCatalog(document) : null;
}

function calendarFor(found: Found, folder: string, id: string): Calendar | null {
  const file = nearest(found, folder, (at) => `${at}calendars/${id}.yaml`);
  return file ? calendarAt(found, file) : found.set.shippedCalendar(id);
}

function calendarAt(found: Found, file: SourceText): Calendar | null {
  const known = found.calendars.get(file.path);
  if (known !== undefined) return known;
  const document = documentOf(found, file, "calendar");
  const shape = document ? checkShape(document, "calendar") : [];
  const data = document ? plainOf(document.root) : null;
  const wrong = document && shape.length === 0 ? dataProblems(document, calendarProblems(data), CALENDAR_WORDS) : [];
  found.problems.push(...shape, ...wrong);
  const isSound = document !== null && shape.length === 0 && wrong.length === 0;
  const id = file.path.slice(file.path.lastIndexOf("/") + 1).replace(/\.ya?ml$/u, "");
  const calendar = isSound ? createCalendar(data as CalendarData, id) : null;
  found.calendars.set(file.path, calendar);
  return calendar;
}

const CALENDAR_WORDS = {
  code: "calendar-data",
  remedy: { ru: "Образец — calendars/ru-office.yaml", en: "See calendars/ru-office.yaml for a sample" },
};

/** The file of that name in the folder or the nearest one upwards. */
function nearest(found: Found, folder: string, name: (at: string) => string): SourceText | null {
  let at = folder;
  for (let level = 0; level <= LEVELS_MAX; level++) {
    const path = name(at === "" ? "" : `${at}/`);
    const file = found.set.files.find((one) => one.path === path);
    if (file) return file;
    if (at === "") return null;
    at = folderOf(at);
  }
  return null;
}

/** Folders nested deeper are no folders of processes. */
const LEVELS_MAX = 50;
