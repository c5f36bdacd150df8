import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { ProcessLoader } from "./process-loader.ts";

/** Checks people and groups against a directory that was given, rather than the one of `ordo.yaml` (language §7). */
class GivenPeopleLoader extends ProcessLoader {
  readonly #people: DirectorySnapshot;

  constructor(source: ProcessSource, people: DirectorySnapshot) {
    super(source);
    this.#people = people;
  }

  override directoryFor(): DirectorySnapshot {
    return this.#people;
  }
}

/** Loaders by the directory they check against: processes are compiled once for each. */
export class LoaderPool {
  readonly source: ProcessSource;
  /** Reads scenarios and data, and compiles what no scenario gives a directory for. */
  readonly common: ProcessLoader;
  readonly #byPeople = new Map<string, ProcessLoader>();

  constructor(source: ProcessSource) {
    this.source = source;
    this.common = new ProcessLoader(source);
  }

  /** The loader that checks against these people; nobody was given: people are not checked. */
  checkedAgainst(people: DirectorySnapshot): ProcessLoader {
    if (Object.keys(people.users).length === 0) return this.common;
    const key = JSON.stringify(people);
    const known = this.#byPeople.get(key);
    if (known) return known;
    const loader = new GivenPeopleLoader(this.source, people);
    this.#byPeople.set(key, loader);
    return loader;
  }

  /** Path → text of everything read. */
  get texts(): ReadonlyMap<string, string> {
    return new Map([this.common, ...this.#byPeople.values()].flatMap((loader) => [...loader.texts]));
  }
}
