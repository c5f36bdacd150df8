import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Logger } from "../ports/logger.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { Operations } from "../ports/operations.ts";
import type { People } from "../ports/people.ts";
import type { Head } from "../ports/registries.ts";
import type { Scheduler } from "../ports/scheduler.ts";
import type { Store } from "../ports/store.ts";
import type { Bundle, CalendarRow } from "../ports/versions.ts";
import type { RecordSearch } from "./finding.ts";
import type { Compiled } from "./library.ts";

/** Everything the engine needs from outside; the composition root supplies it, a simulation supplies its own. */
export interface EnginePorts {
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly operations: Operations;
  readonly people: People;
  /** Between 0 and 1: spreads retries out (jitter), decides nothing. */
  readonly random: () => number;
  /** What the registries are sealed with. Absent: rows stay unsealed. */
  readonly seal?: Seal;
  /** Figures for who watches. Absent: nobody does. */
  readonly metrics?: Metrics;
  /** Records by words, where the CRM can. Absent: the search box asks by filters. */
  readonly searchRecords?: RecordSearch;
  /** A deployed version as a definition. Versions were checked when they were deployed. */
  readonly compile: (bundle: Bundle, calendar: CalendarRow | null) => Compiled;
}

/** What registries are sealed and verified with. */
export interface Seal {
  /** Secret of the chains, from outside the database. */
  readonly key: Uint8Array;
  /** What salts are made of. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** Heads that were written outside the database: what nobody who has the database can take back. */
  readonly keptHeads: () => Promise<readonly Head[]>;
}

/** What an installation may set. Durations in milliseconds. */
export interface EngineOptions {
  /** Language of texts that have no reader of their own. @default "ru" */
  readonly locale: "ru" | "en";
  /** What the worker is called in lists. */
  readonly name: string;
  readonly version: string;
  /** Outside calls at once. @default 64 */
  readonly concurrency: number;
  /** A worker that is not heard of for so long is taken for dead. @default 30 s */
  readonly leaseMs: number;
  /** How often recovery looks for what a queue forgot: the bound of lateness where a queue lost everything. @default 10 s */
  readonly recoveryMs: number;
  /** How often the store is asked for what nobody rings for: what others left, schedules, news from outside. @default 1 s */
  readonly pollMs: number;
  /** Moves committed in one transaction, at most. @default 500 */
  readonly groupMax: number;
  /** Transactions at once; 1 where only one can write. @default 1 with SQLite, 4 with PostgreSQL */
  readonly groupsAtOnce: number;
  /** How long a stop waits for outside calls before it hands them back. @default 10 s */
  readonly graceMs: number;
  /** Ids of what came in are remembered so long: no sender repeats later. @default 90 days */
  readonly inboxKeptMs: number;
  /** A message that nobody waits for is kept so long: the longest holidays and a few days. @default 14 days */
  readonly messagesKeptMs: number;
  /** One result, and the input or form of one command, is at most so long, as JSON text. @default 256 KB */
  readonly valueCharacters: number;
  /** Events an instance may have; one that is longer turns in a circle: it is suspended with an incident. @default 20,000 */
  readonly historyEvents: number;
  /** Ended instances move to the archive after so long. @default 30 days */
  readonly archiveAfterMs: number;
  /** Processes whose instances go to the archive at another time: milliseconds after their end. */
  readonly archiveApart: Readonly<Record<string, number>>;
}

const DAY_MS = 24 * 3600 * 1000;

/** What holds where nothing else is said. */
export const ENGINE_DEFAULTS: EngineOptions = {
  locale: "ru",
  name: "ordo",
  version: "",
  concurrency: 64,
  leaseMs: 30_000,
  recoveryMs: 10_000,
  pollMs: 1_000,
  groupMax: 500,
  groupsAtOnce: 1,
  graceMs: 10_000,
  inboxKeptMs: 90 * DAY_MS,
  archiveAfterMs: 30 * DAY_MS,
  archiveApart: {},
  messagesKeptMs: 14 * DAY_MS,
  valueCharacters: 256 * 1024,
  historyEvents: 20_000,
};
