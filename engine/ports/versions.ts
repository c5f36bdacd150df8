import type { ProcessId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";

/** A file that a version was made of. */
export interface BundleFile {
  readonly path: string;
  readonly text: string;
}

/** Everything a definition is compiled from, so that a version can be compiled again years later. */
export interface Bundle {
  readonly process: ProcessId;
  /** Identity of the version: over process, decisions and templates. */
  readonly digest: string;
  readonly main: BundleFile;
  /** Decisions and templates. */
  readonly files: readonly BundleFile[];
  readonly catalog: BundleFile | null;
  /** Name of the calendar; its text is deployed apart, because it changes under running instances. */
  readonly calendar: string;
  /** `process.yaml` of the processes that a `run` step names. */
  readonly neighbors: readonly BundleFile[];
}

export interface VersionRow {
  readonly process: ProcessId;
  /** From 1, counted per process. */
  readonly number: number;
  readonly digest: string;
  readonly title: string;
  readonly deployedAt: Instant;
  readonly deployedBy: UserId | null;
  /** New instances start on it. */
  readonly current: boolean;
  /** Live instances on it. */
  readonly live: number;
}

export interface CalendarRow {
  readonly name: string;
  readonly digest: string;
  readonly text: string;
  readonly path: string;
}

/** Deployed versions and calendars. */
export interface Versions {
  /** A number that changes with every deploy: what is compiled and kept in memory is stale when it moves. */
  marker(): Promise<number>;
  bundle(digest: string): Promise<Bundle | null>;
  /** Digest that new instances of a process start on. */
  current(): Promise<ReadonlyMap<ProcessId, string>>;
  calendars(): Promise<readonly CalendarRow[]>;
  /**
   * Puts versions and calendars in force, all or nothing, if the marker is still the one the plan was made on. A digest
   * that is known already becomes current again. False: somebody deployed meanwhile.
   */
  deploy(order: {
    readonly marker: number;
    readonly at: Instant;
    readonly by: UserId | null;
    readonly bundles: readonly { readonly bundle: Bundle; readonly title: string }[];
    readonly calendars: readonly CalendarRow[];
    /** Processes that no new instance may start any more; running ones go on. */
    readonly retired: readonly ProcessId[];
  }): Promise<boolean>;
  list(): Promise<readonly VersionRow[]>;
}
