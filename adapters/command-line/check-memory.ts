import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { ProcessFolder, ProcessSource } from "../../engine/ports/process-source.ts";
import { cacheFolder } from "../cache-folder.ts";
import { buildId } from "../product-folder.ts";

/** Longest memory: older entries are forgotten. An entry is 64 characters. */
const ENTRIES_MAX = 5_000;
/** Largest of the files that a process is checked against; what is larger is a problem and never remembered. */
const BYTES_MAX = 4 * 1024 * 1024;

/**
 * Which processes were found without any problem, by a digest over this build of Ordo and every file that the check
 * reads: a check is a function of those, so what did not change need not be compiled again. Only "no problem" is kept;
 * whatever has one is looked at afresh. Losing the memory costs time, nothing else.
 */
export class CheckMemory {
  readonly #path: string;
  readonly #known: Set<string>;
  readonly #source: ProcessSource;
  readonly #build = buildId();
  readonly #digests = new Map<string, string>();
  #isChanged = false;

  private constructor(path: string, source: ProcessSource) {
    this.#path = path;
    this.#source = source;
    this.#known = new Set(readLines(path));
  }

  /** The memory of this user; null where there is no place for one. */
  static open(source: ProcessSource): CheckMemory | null {
    const folder = cacheFolder();
    return folder === null ? null : new CheckMemory(join(folder, "checked"), source);
  }

  /** What a process is known by: everything its check depends on. `directory` is the file of people that the command names. */
  keyOf(folder: ProcessFolder, directory: string | null): string {
    const hash = createHash("sha256").update(`${this.#build}\n${folder.path}\n`);
    for (const file of [folder.process, ...folder.decisions, ...folder.templates])
      hash.update(`\n${file.path}\n`).update(file.bytes ?? "");
    const settings = this.#source.nearest("ordo.yaml", folder.path);
    const around = [folder.catalog, directory, settings, ...Object.values(folder.calendars)].filter(
      (path) => path !== null,
    );
    const named = [...(settings === null ? [] : [settings]), ...folder.scenarios].flatMap((path) =>
      this.#filesNamedIn(path),
    );
    const beside = folder.neighbors.map((name) => join(folder.path, "..", name, "process.yaml"));
    for (const path of [...around, ...named, ...beside, ...folder.scenarios]) hash.update(this.#digestOf(path));
    return hash.digest("hex");
  }

  /** Was it found without any problem before? */
  has(key: string): boolean {
    return this.#known.has(key);
  }

  /** It was found without any problem. */
  add(key: string): void {
    this.#known.add(key);
    this.#isChanged = true;
  }

  /** Writes what was added; a folder that cannot be written is no reason to stop. */
  save(): void {
    if (!this.#isChanged) return;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      const aside = `${this.#path}.${process.pid}`;
      writeFileSync(aside, [...this.#known].slice(-ENTRIES_MAX).join("\n"));
      renameSync(aside, this.#path);
    } catch {
      // The next run compiles again.
    }
  }

  /** Files that settings or a scenario may name, such as the directory of people; those that are not there decide nothing yet. */
  #filesNamedIn(file: string): readonly string[] {
    const text = new TextDecoder().decode(this.#source.readFile(file, BYTES_MAX).bytes ?? new Uint8Array());
    const names = new Set(text.match(/[^\s"':,{}[\]]+\.ya?ml/g) ?? []);
    return [...names]
      .map((name) => (isAbsolute(name) ? name : join(dirname(file), name)))
      .filter((path) => existsSync(path));
  }

  #digestOf(path: string): string {
    const known = this.#digests.get(path);
    if (known !== undefined) return known;
    const file = this.#source.readFile(path, BYTES_MAX);
    const digest = createHash("sha256")
      .update(`${path}\n`)
      .update(file.bytes ?? "")
      .digest("hex");
    this.#digests.set(path, digest);
    return digest;
  }
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}
