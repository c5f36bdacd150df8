import type { Calendar } from "../../engine/calendar/calendar.ts";
import type { CalendarData } from "../../engine/calendar/calendar-data.ts";
import { calendarProblems, createCalendar } from "../../engine/calendar/create-calendar.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import { readCatalog } from "../../engine/definition/catalog-read.ts";
import { checkCatalog } from "../../engine/definition/check-catalog.ts";
import { dataProblems } from "../../engine/definition/data-problems.ts";
import { decodeUtf8 } from "../../engine/definition/decode.ts";
import { type ReadResult, readDocument } from "../../engine/definition/document.ts";
import { type FileKind, LIMITS } from "../../engine/definition/file-kind.ts";
import { checkSize } from "../../engine/definition/limits.ts";
import type { Document } from "../../engine/definition/node.ts";
import type { SourceText } from "../../engine/definition/position.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { checkShape } from "../../engine/definition/shape.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { directoryProblems } from "../../engine/people/directory-problems.ts";
import { readDirectory } from "../../engine/people/read-directory.ts";
import type { ProcessSource, SourceFile } from "../../engine/ports/process-source.ts";

/** A file that was read into something the engine takes, or why it could not be. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads the files of a company, each once. What was read stays known with its text, so that problems can be printed with
 * the line they are about.
 */
export class Reader {
  /** Path → text of every file read. */
  readonly texts = new Map<string, string>();
  readonly #source: ProcessSource;
  readonly #documents = new Map<string, ReadResult>();
  readonly #loaded = new Map<string, Loaded<unknown>>();

  constructor(source: ProcessSource) {
    this.#source = source;
  }

  /** A YAML file as a document with positions. @throws {Complaint} where it cannot be read at all */
  document(path: string, kind: FileKind): ReadResult {
    return this.#documents.get(path) ?? this.documentOf(this.#source.readFile(path, LIMITS[kind].bytesMax), kind);
  }

  /** A file that was read already as a document. */
  documentOf(file: SourceFile, kind: FileKind): ReadResult {
    const known = this.#documents.get(file.path);
    if (known) return known;
    const text = this.textOf(file, kind);
    const read =
      "problem" in text ? { document: null, problems: [text.problem] } : readDocument(file.path, text.text, kind);
    this.#documents.set(file.path, read);
    return read;
  }

  /** A file's text, or the problem of one that is too large or not UTF-8. */
  textOf(file: SourceFile, kind: FileKind): SourceText | { readonly problem: Problem } {
    const tooLarge = checkSize(file.path, file.size, LIMITS[kind]);
    if (tooLarge !== null || file.bytes === null) return { problem: tooLarge as Problem };
    const decoded = decodeUtf8(file.path, file.bytes);
    if ("problem" in decoded) return decoded;
    this.texts.set(file.path, decoded.text);
    return { path: file.path, text: decoded.text };
  }

  /** `catalog.yaml`, its departments and groups checked against a directory where there is one. */
  catalog(path: string, people: DirectorySnapshot | null = null): Loaded<Catalog> {
    return this.#load(path, "catalog", (document) => ({
      value: readCatalog(document),
      problems: checkCatalog(document, people),
    }));
  }

  /** `directory.yaml` */
  directory(path: string): Loaded<DirectorySnapshot> {
    return this.#load(path, "directory", (document) => {
      const data = valueOfNode(document.root);
      return { value: readDirectory(data), problems: dataProblems(document, directoryProblems(data), DIRECTORY_WORDS) };
    });
  }

  /** A file of `calendars/`, named like its calendar. */
  calendar(path: string, id: string): Loaded<Calendar> {
    return this.#load(path, "calendar", (document) => {
      const data = valueOfNode(document.root);
      const problems = dataProblems(document, calendarProblems(data), CALENDAR_WORDS);
      return { value: problems.length === 0 ? createCalendar(data as unknown as CalendarData, id) : null, problems };
    });
  }

  /** Any other file: only its shape is checked. */
  shape(path: string, kind: FileKind): Loaded<Document> {
    return this.#load(path, kind, (document) => ({ value: document, problems: [] }));
  }

  /** Shape first; what has the wrong shape is not judged any further. */
  #load<T>(path: string, kind: FileKind, make: (document: Document) => Loaded<T>): Loaded<T> {
    const known = this.#loaded.get(path);
    if (known) return known as Loaded<T>;
    const { document, problems } = this.document(path, kind);
    const shape = document === null ? [] : checkShape(document, kind);
    const isSound = document !== null && shape.every(({ severity }) => severity !== "error");
    const made = isSound ? make(document) : { value: null, problems: [] };
    const loaded = { value: made.value, problems: [...problems, ...shape, ...made.problems] };
    this.#loaded.set(path, loaded);
    return loaded;
  }
}

const DIRECTORY_WORDS = {
  code: "directory-data",
  remedy: {
    ru: "Исправьте значение; правила: ordo explain directory-data",
    en: "Mend the value; the rules: ordo explain directory-data",
  },
};

const CALENDAR_WORDS = {
  code: "calendar-data",
  remedy: { ru: "Образец — calendars/ru-office.yaml", en: "See calendars/ru-office.yaml for a sample" },
};
