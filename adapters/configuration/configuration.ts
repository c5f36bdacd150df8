import type { Locale } from "../../engine/definition/problem.ts";
import type { HttpConfig } from "../http-client/config.ts";
import type { Secret } from "../secret.ts";
import type { Section } from "../section.ts";

/**
 * What `ordo.yaml` and the environment say, with every default filled in. Paths of files that people see are relative to
 * the working folder; those that are written to are absolute. Lengths of time are milliseconds.
 */
export interface Configuration {
  /** Path of `ordo.yaml`; null: there is none, everything is the default. */
  readonly file: string | null;
  readonly locale: Locale;
  readonly catalog: string | null;
  readonly directory: string | null;
  readonly records: string | null;
  readonly calendars: string | null;
  readonly processes: readonly string[];
  /** Name in the operating system → user id. */
  readonly users: Readonly<Record<string, string>>;
  readonly store: StoreConfiguration;
  readonly scheduler: SchedulerConfiguration;
  readonly worker: WorkerConfiguration;
  /** Folder of documents and attachments, absolute. */
  readonly files: string;
  readonly http: HttpConfig;
  /** Null: nothing listens. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  readonly registry: RegistryConfiguration;
  readonly retention: RetentionConfiguration;
  readonly log: { readonly level: "debug" | "info" | "warn" | "error"; readonly file: string | null };
  /** The whole file: adapters read their own sections of it (`config.ts` in their folders). */
  readonly root: Section;
  readonly limits: { readonly valueBytes: number; readonly historyEvents: number };
}

export type StoreConfiguration =
  | { readonly kind: "sqlite"; readonly file: string }
  | { readonly kind: "postgres"; readonly url: Secret; readonly pool: number };

export type SchedulerConfiguration =
  | { readonly kind: "local" }
  | {
      readonly kind: "bullmq";
      readonly url: Secret;
      readonly prefix: string;
      /** Lane → at most so many calls in that time. */
      readonly rates: Readonly<Record<string, { readonly count: number; readonly perMs: number }>>;
    };

export interface WorkerConfiguration {
  /** Null: the machine's name. */
  readonly name: string | null;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly stopWithinMs: number;
}

export interface RegistryConfiguration {
  /** Null: rows stay unsealed. */
  readonly key: Secret | null;
  /** The key is read from here; absolute. */
  readonly keyFile: string | null;
  /** Where count and head are written daily; absolute. */
  readonly seals: string | null;
}

export interface RetentionConfiguration {
  /** Process → when its ended instances are archived and removed; null: as all others, never. */
  readonly processes: Readonly<Record<string, { readonly endedMs: number | null; readonly removedMs: number | null }>>;
  readonly endedMs: number;
  readonly inboxMs: number;
  readonly messagesMs: number;
}
