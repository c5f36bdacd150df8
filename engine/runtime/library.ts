import { assert } from "../base/assert.ts";
import type { ProcessId } from "../base/ids.ts";
import type { Catalog } from "../definition/catalog.ts";
import type { Definition } from "../definition/model.ts";
import type { Bundle, CalendarRow, Versions } from "../ports/versions.ts";

/** A version as the interpreter needs it. */
export interface Compiled {
  readonly definition: Definition;
  /** The vocabulary it was compiled with; null: none. */
  readonly catalog: Catalog | null;
  /** Who answers for records that have nobody (`catalog.yaml`: `department`), by record type. */
  readonly departments: Readonly<Record<string, string>>;
}

/** What new instances start on. */
export interface InForce {
  readonly marker: number;
  readonly current: ReadonlyMap<ProcessId, Compiled>;
}

/**
 * Deployed definitions, compiled once and kept until somebody deploys: calendars and the vocabulary belong to no version,
 * and what was compiled with them is compiled again.
 */
export class Library {
  readonly #versions: Versions;
  readonly #compile: (bundle: Bundle, calendar: CalendarRow | null) => Compiled;
  #compiled = new Map<string, Promise<Compiled>>();
  #ready = new Map<string, Compiled>();
  #calendars: ReadonlyMap<string, CalendarRow> = new Map();
  #inForce: InForce | null = null;

  constructor(versions: Versions, compile: (bundle: Bundle, calendar: CalendarRow | null) => Compiled) {
    this.#versions = versions;
    this.#compile = compile;
  }

  /** What is in force, as read last. */
  async inForce(): Promise<InForce> {
    if (this.#inForce === null) await this.refresh();
    assert(this.#inForce !== null, "What is in force was just read");
    return this.#inForce;
  }

  /** The version that new instances of a process start on; null: none is deployed. */
  async currentOf(process: string): Promise<Compiled | null> {
    return (await this.inForce()).current.get(process as ProcessId) ?? null;
  }

  /** A version that some instance runs on. */
  of(digest: string): Compiled | Promise<Compiled> {
    const ready = this.#ready.get(digest);
    if (ready) return ready;
    if (this.#inForce === null) return this.refresh().then(() => this.#load(digest));
    return this.#load(digest);
  }

  /** Reads what was deployed since; true where something was. */
  async refresh(): Promise<boolean> {
    const marker = await this.#versions.marker();
    if (this.#inForce?.marker === marker) return false;
    this.#calendars = new Map((await this.#versions.calendars()).map((row) => [row.name, row]));
    this.#compiled = new Map();
    this.#ready = new Map();
    const current = new Map<ProcessId, Compiled>();
    for (const [process, digest] of await this.#versions.current()) current.set(process, await this.#load(digest));
    this.#inForce = { marker, current };
    return true;
  }

  #load(digest: string): Promise<Compiled> {
    const known = this.#compiled.get(digest);
    if (known) return known;
    const loading = this.#read(digest);
    this.#compiled.set(digest, loading);
    // One that could not be read is asked for again.
    loading.catch(() => this.#compiled.delete(digest));
    return loading;
  }

  async #read(digest: string): Promise<Compiled> {
    const bundle = await this.#versions.bundle(digest);
    assert(bundle !== null, `The version ${digest} is not in the store`);
    const compiled = this.#compile(bundle, this.#calendars.get(bundle.calendar) ?? null);
    this.#ready.set(digest, compiled);
    return compiled;
  }
}
