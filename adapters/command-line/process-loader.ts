import { basename, dirname, join } from "node:path";
import type { Calendar } from "../../engine/calendar/calendar.ts";
import type { CompiledTable } from "../../engine/decision/table-model.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import { checkScenario } from "../../engine/definition/check-scenario.ts";
import { compileProcess } from "../../engine/definition/compile.ts";
import type { ProcessSignature } from "../../engine/definition/compiler.ts";
import type { LanguageWorld } from "../../engine/definition/language-service/names-at.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Document } from "../../engine/definition/node.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { signatureOf } from "../../engine/definition/process-signature.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { ProcessFolder, ProcessSource } from "../../engine/ports/process-source.ts";
import { readScenario } from "../../engine/simulation/read-scenario.ts";
import { companyData } from "./company-data.ts";
import { loadSettings } from "./load-settings.ts";
import { missingFiles } from "./missing-files.ts";
import { processOfScenario } from "./process-of-scenario.ts";
import { type Loaded, Reader } from "./reader.ts";

/** One process as far as it could be read. */
export interface LoadedProcess {
  readonly folder: ProcessFolder;
  /** Null where the file is no YAML. */
  readonly document: Document | null;
  /** Null where there is any error. */
  readonly definition: Definition | null;
  /** Of the process and the files beside it; those of the catalog and the like are {@link ProcessLoader.problemsAround}. */
  readonly problems: readonly Problem[];
  /** Every table that could be read, errors or not. */
  readonly tables: ReadonlyMap<string, CompiledTable>;
}

export interface LoaderOptions {
  /** `directory.yaml` to check people and groups against. @default the one that `ordo.yaml` names */
  readonly directory?: string | null;
}

/** Reads and compiles processes with everything around them; each file is read once, however many processes need it. */
export class ProcessLoader {
  readonly reader: Reader;
  readonly #source: ProcessSource;
  readonly #options: LoaderOptions;
  readonly #loaded = new Map<string, LoadedProcess>();
  readonly #around = new Map<string, Loaded<unknown>>();

  constructor(source: ProcessSource, options: LoaderOptions = {}) {
    this.#source = source;
    this.#options = options;
    this.reader = new Reader(source);
  }

  /** Path → text of every file read: what problems are printed with. */
  get texts(): ReadonlyMap<string, string> {
    return this.reader.texts;
  }

  /** The process in that folder. @throws {Complaint} where a file of it cannot be read */
  load(path: string): LoadedProcess {
    const known = this.#loaded.get(path);
    if (known) return known;
    const loaded = this.#compile(this.#source.read(path));
    this.#loaded.set(path, loaded);
    return loaded;
  }

  /** Problems of the scenarios of the process in that folder: their shape, and the names they use. */
  scenarioProblems(path: string): readonly Problem[] {
    const { folder } = this.load(path);
    return folder.scenarios.flatMap((scenario) => {
      const { value, problems } = this.reader.shape(scenario, "scenario");
      return value === null ? problems : [...problems, ...this.#namesIn(value, path)];
    });
  }

  /** A process in a file of another name than `process.yaml`. @throws {Complaint} where it cannot be read */
  loadFile(path: string): LoadedProcess {
    return this.#compile(this.#source.read(dirname(path), basename(path)));
  }

  /** Problems of a scenario file that was named by itself. @throws {Complaint} where it cannot be read */
  scenarioFileProblems(path: string): readonly Problem[] {
    const { value: document, problems } = this.reader.shape(path, "scenario");
    if (document === null) return problems;
    const of = processOfScenario({ document, scenario: readScenario(document).scenario }, this.#source);
    return [...problems, ...("problem" in of ? [of.problem] : this.#namesIn(document, of.folder))];
  }

  /** Problems of the names a scenario of the process in that folder uses. People are those it gives, else ours. */
  scenarioNames(scenario: Document, path: string, people: DirectorySnapshot | null): readonly Problem[] {
    const { folder, document: own } = this.load(path);
    const beside = own === null ? [] : [own];
    const needsOthers = /\b(process(es)?|instances):/.test(scenario.text) || /\brun:/.test(own?.text ?? "");
    const processes = needsOthers ? this.#documentsBeside(folder) : beside;
    return checkScenario(scenario, { own, processes, directory: people });
  }

  #namesIn(scenario: Document, path: string): readonly Problem[] {
    const read = readScenario(scenario);
    const missing = [...read.problems, ...missingFiles(scenario)];
    if (missing.length > 0) return missing;
    const { directory } = read.scenario.given;
    const given = { records: [], lists: {}, directory: directory ?? [], base: scenario.path };
    const people = directory === null ? this.directoryFor(path) : companyData(given, this.reader).people;
    return this.scenarioNames(scenario, path, people);
  }

  /** Problems of the catalogs, directories and calendars that the processes loaded so far are checked against. */
  problemsAround(): readonly Problem[] {
    return [...this.#around.values()].flatMap(({ problems }) => problems);
  }

  /** The vocabulary of processes in a folder; null for none. */
  readonly catalog = (folder: string): Catalog | null =>
    this.#catalogAt(this.#source.nearest("catalog.yaml", folder), this.directoryFor(folder));

  /** The people that processes in a folder are checked against; null for none. */
  directoryFor(folder: string): DirectorySnapshot | null {
    const path = this.#options.directory ?? loadSettings(this.reader, this.#source, folder).directory;
    return path === null ? null : this.#aroundOf(path, this.reader.directory(path));
  }

  #compile(folder: ProcessFolder): LoadedProcess {
    const { document, problems } = this.reader.documentOf(folder.process, "process");
    const files = [...folder.decisions, ...folder.templates].map((file) => this.reader.textOf(file, "table"));
    const unreadable = files.flatMap((file) => ("problem" in file ? [file.problem] : []));
    if (document === null)
      return { folder, document, definition: null, problems: [...problems, ...unreadable], tables: new Map() };
    const compiled = compileProcess({
      document,
      files: files.flatMap((file) => ("problem" in file ? [] : [file])),
      ...this.#worldAround(folder, document.text),
    });
    const all = [...problems, ...unreadable, ...compiled.problems];
    const hasErrors = all.some(({ severity }) => severity === "error");
    return {
      folder,
      document,
      definition: hasErrors ? null : compiled.definition,
      problems: all,
      tables: compiled.tables,
    };
  }

  /**
   * What the process in a folder can name, for completions and hovers. Its own text need not be whole, nor YAML at all.
   *
   * @throws {Complaint} where a file of it cannot be read
   */
  languageWorld(path: string): LanguageWorld {
    const folder = this.#source.read(path);
    const own = this.reader.textOf(folder.process, "process");
    const files = [...folder.decisions, ...folder.templates].map((file) => this.reader.textOf(file, "table"));
    return {
      path: folder.process.path,
      files: files.flatMap((file) => ("problem" in file ? [] : [file])),
      ...this.#worldAround(folder, "problem" in own ? "" : own.text),
    };
  }

  #worldAround(folder: ProcessFolder, text: string): Omit<LanguageWorld, "path" | "files"> {
    const directory = this.directoryFor(folder.path);
    return {
      catalog: this.#catalogAt(folder.catalog, directory),
      calendars: (id) => this.#calendar(folder, id),
      processes: this.#neighborsOf(folder, text),
      directory,
    };
  }

  #calendar(folder: ProcessFolder, id: string): Calendar | null {
    const path = Object.hasOwn(folder.calendars, id) ? folder.calendars[id] : undefined;
    return path === undefined ? null : this.#aroundOf(path, this.reader.calendar(path, id));
  }

  /** Only a `run` step asks what its neighbors take: without one they need not be read. */
  #neighborsOf(folder: ProcessFolder, text: string): readonly ProcessSignature[] {
    if (!/\brun:/.test(text)) return [];
    return this.#documentsBeside(folder).flatMap((neighbor) => signatureOf(neighbor) ?? []);
  }

  #documentsBeside(folder: ProcessFolder): readonly Document[] {
    const paths = folder.neighbors.map((name) => join(folder.path, "..", name, "process.yaml").replaceAll("\\", "/"));
    return paths.flatMap((path) => this.reader.document(path, "process").document ?? []);
  }

  #catalogAt(path: string | null, people: DirectorySnapshot | null): Catalog | null {
    return path === null ? null : this.#aroundOf(path, this.reader.catalog(path, people));
  }

  #aroundOf<T>(path: string, loaded: Loaded<T>): T | null {
    this.#around.set(path, loaded);
    return loaded.value;
  }
}
