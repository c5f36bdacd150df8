import type { Tagged } from "../engine/base/value.ts";
import type { Catalog } from "../engine/definition/catalog.ts";
import type { Text } from "../engine/definition/problem.ts";
import type { Clock } from "../engine/ports/clock.ts";
import type { Files } from "../engine/ports/files.ts";
import type { Ids } from "../engine/ports/ids.ts";
import type { Logger } from "../engine/ports/logger.ts";
import type { Metrics } from "../engine/ports/metrics.ts";
import type { Finding } from "./finding.ts";
import type { InboundRoute } from "./inbound-route.ts";
import type { OccurrenceFeed } from "./occurrence-feed.ts";
import type { Secret } from "./secret.ts";
import type { Section } from "./section.ts";
import type { SqlDatabase } from "./sql-database.ts";

/**
 * An adapter as the composition root knows it: chosen by name in `ordo.yaml`, opened with its configuration, looked at by
 * `ordo doctor`. Its folder exports nothing else; its configuration's shape stands beside it in `config.ts`.
 */
export interface Adapter<Port, Config> {
  /** As `ordo.yaml` names it: `bitrix24`, `smtp`. */
  readonly name: string;
  /** A sound section of `ordo.yaml` as configuration, every default filled in. */
  readonly read: (section: Section) => Config;
  /** Nothing runs yet: what works by itself are the {@link Opened.watches}. @throws {Complaint} where it cannot be used at all */
  readonly open: (config: Config, needs: Needs) => Promise<Opened<Port>>;
  /** What `ordo doctor` finds: reachable, allowed, complete? Changes nothing outside. */
  readonly check: (config: Config, needs: CheckNeeds) => Promise<readonly Finding[]>;
}

/** An opened adapter. */
export interface Opened<Port> {
  readonly port: Port;
  /** What works beside the worker: a mailbox's watch, a portal's poll. */
  readonly watches: readonly Watch[];
  /** What others may call over HTTP. */
  readonly routes: readonly InboundRoute[];
  close(): Promise<void>;
}

/** A part that works by itself as long as the worker does. Started in workers only, never in short commands. */
export interface Watch {
  /** For the log: `imap sales`, `bitrix24 events`. */
  readonly name: string;
  /** Returns when it works; what fails later is its own to repeat. Never throws for the outside's sake. */
  start(): Promise<void>;
  /** Waits for what is in flight. May be called twice, or before `start`. */
  stop(): Promise<void>;
}

/** What an adapter is given. */
export interface Needs {
  /** The engine's own database, for {@link withTables}. */
  readonly database: Omit<SqlDatabase<never>, "db"> & { readonly db: unknown };
  readonly feed: OccurrenceFeed;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly files: Files;
  /** Null: no vocabulary is named, everything may be written. */
  readonly catalog: Catalog | null;
  /** Redis of the queues; null: there is none. */
  readonly redis: { readonly url: Secret; readonly prefix: string } | null;
  readonly locale: "ru" | "en";
  /** Zone in which instants are written: `Europe/Moscow`. */
  readonly zone: string;
  /** Now, as a value in that zone. */
  readonly nowText: () => Tagged;
  /** Something that people must see to, with no instance that could wait for it. The same id twice is one incident. */
  readonly raise: (trouble: Trouble) => Promise<void>;
  /** Withdraws it: it is over, or people decided. One that is not there is none. */
  readonly settle: (trouble: Trouble["id"]) => Promise<void>;
}

/** What went wrong outside, for `ordo incidents`. */
export interface Trouble {
  /** Derived from what it is about, so that it is raised once: `mail:sales:quarantine:17`. */
  readonly id: string;
  /** Which adapter: shown as the process. */
  readonly adapter: string;
  readonly code: string;
  readonly message: Text;
  readonly remedy: Text;
}

/** What a check is given: no database, because a doctor opens none of the adapters. */
export interface CheckNeeds {
  readonly clock: Clock;
  readonly catalog: Catalog | null;
  readonly locale: "ru" | "en";
  /** Operations that the deployed processes (else those of the files) call, and the record types they speak of. */
  readonly used: { readonly operations: readonly string[]; readonly records: readonly string[] };
}
