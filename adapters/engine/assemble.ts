import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { id, type ProcessId } from "../../engine/base/ids.ts";
import { StoreUnavailable } from "../../engine/base/unavailable.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Scheduler } from "../../engine/ports/scheduler.ts";
import type { Store } from "../../engine/ports/store.ts";
import { companyDates } from "../../engine/runtime/company-dates.ts";
import { compileBundle } from "../../engine/runtime/compile-bundle.ts";
import { createEngine, type Engine } from "../../engine/runtime/engine.ts";
import type { RecordSearch } from "../../engine/runtime/finding.ts";
import { Leaving } from "../../engine/runtime/leaving.ts";
import type { AccountTables } from "../accounts/account-tables.ts";
import { readAccounts } from "../accounts/config.ts";
import { type Accounts, openAccounts } from "../accounts/open-accounts.ts";
import type { Needs } from "../adapter.ts";
import type { Installation } from "../backup/make-backup.ts";
import { systemClock } from "../clock/system-clock.ts";
import { couldNotRun } from "../complaint.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { RecordEditing } from "../crm/local/open-local-crm.ts";
import { pdfPrinter } from "../documents/pdf/pdf-printer.ts";
import { openFolderFiles } from "../files/folder/open-folder-files.ts";
import { readService } from "../http/config.ts";
import { RequestKeys, type RequestKeyTables } from "../http/request-keys.ts";
import { createHttpClient } from "../http-client/create-http-client.ts";
import { timeOrderedIds } from "../ids/time-ordered-ids.ts";
import { PrometheusMetrics } from "../metrics/prometheus-metrics.ts";
import { type FeedTables, OccurrenceFeed } from "../occurrence-feed.ts";
import { createOperations } from "../operations/create-operations.ts";
import { productVersion } from "../product-folder.ts";
import { InstanceRemover } from "../retention/instance-remover.ts";
import { LocalScheduler } from "../scheduler/local/local-scheduler.ts";
import { withTables } from "../sql-database.ts";
import type { Context } from "../store/database.ts";
import { openDatabase, storeOn } from "../store/open-store.ts";
import { unreachableStore } from "../unreachable-server.ts";
import { backupWatches } from "./backup-watches.ts";
import { companyFiles } from "./company-files.ts";
import { EntryLetters } from "./entry-letters.ts";
import { ForgetWatch } from "./forget-watch.ts";
import { keptHeads } from "./kept-heads.ts";
import { leavingAccounts } from "./leaving-accounts.ts";
import { type Outside, openOutside } from "./outside.ts";
import { archivedApart, retentionWatches } from "./retention-watches.ts";
import { sealKey } from "./seal-key.ts";
import { storeConfig } from "./store-config.ts";
import { watchRegistries } from "./watch-registries.ts";
import { type Watchful, watchful } from "./watchful-duties.ts";
import { writeHeads } from "./write-heads.ts";

/** An engine with everything it stands on. */
export interface Assembled {
  readonly engine: Engine;
  readonly store: Store;
  /** The database itself, for backup and restore. */
  readonly context: Context;
  /** All that a backup holds. */
  readonly installation: Installation;
  /** Removes what has ended and whose time is up. */
  readonly remover: InstanceRemover;
  /** Are rows of registries sealed: is there a key? */
  readonly isSealing: boolean;
  readonly outside: Outside;
  /** The company's vocabulary (`catalog.yaml`), as the file has it now; null: there is none. */
  readonly catalog: Catalog | null;
  /** Who may sign in. */
  readonly accounts: Accounts;
  /** Letters by which people get in. */
  readonly entryLetters: EntryLetters;
  readonly scheduler: Scheduler;
  readonly metrics: PrometheusMetrics;
  readonly clock: Clock;
  /** People who leave: their open tasks move. */
  readonly leaving: Leaving;
  /** Incidents alert people; what they have seen. */
  readonly alerts: Watchful["alerts"];
  /** Figures of each minute, for charts. */
  readonly samples: Watchful["samples"];
  /** How long the engine knows what has reached it, in milliseconds. */
  readonly inboxKeptMs: number;
  /** Ends the connections; the worker has been stopped before. */
  close(): Promise<void>;
}

/** A clock that is off by more than this from the database's decides deadlines wrongly. Milliseconds. */
const SKEW_MS_MAX = 5_000;

/**
 * The composition root: the only place that knows all adapters. Opens what the configuration names and puts the engine
 * on it; nothing runs yet.
 *
 * @param as a short command beside workers offers them what it leaves to do, and takes nothing itself
 * @param given a clock in place of the machine's: of a test
 * @throws {Complaint} where a server cannot be reached, a file is missing or wrong, or the clock is off
 */
export async function assemble(
  configuration: Configuration,
  logger: Logger,
  as: "worker" | "command" = "worker",
  given: Clock | null = null,
): Promise<Assembled> {
  let offsetMs = 0;
  const clock = given ?? systemClock(() => offsetMs);
  const context = await opened(configuration, clock, logger);
  try {
    const setOffset = (ms: number): void => {
      offsetMs = ms;
    };
    return await assembledOn(context, { configuration, clock, logger, as, setOffset, isOwnClock: given === null });
  } catch (error) {
    await context.database.close();
    throw error instanceof StoreUnavailable ? unreachableStore(error, configuration.store.kind) : error;
  }
}

async function assembledOn(
  context: Context,
  of: {
    readonly configuration: Configuration;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly as: "worker" | "command";
    readonly setOffset: (ms: number) => void;
    readonly isOwnClock: boolean;
  },
): Promise<Assembled> {
  const { configuration, clock, logger } = of;
  const { database } = context;
  const store = await storeOn(context);
  // Several machines share one time: the database's.
  if (!store.singleWriter && of.isOwnClock) of.setOffset(await skewOf(store, clock));
  const { catalog, records, zone } = companyFiles(configuration);
  const { locale } = configuration;
  const ids = timeOrderedIds(clock);
  const metrics = new PrometheusMetrics();
  const files = openFolderFiles(configuration.files);
  const feed = new OccurrenceFeed(withTables<FeedTables>(database));
  const needs: Needs = {
    ...{ database, feed, clock, ids, logger, metrics, files, catalog, locale, zone },
    redis:
      configuration.scheduler.kind === "bullmq"
        ? { url: configuration.scheduler.url, prefix: configuration.scheduler.prefix }
        : null,
    nowText: () => ({ $type: "date and time", value: isoText(clock.now(), zone) }),
    raise: ({ id: incident, adapter, code, message, remedy }) =>
      store.queries.raise({
        ...{ id: incident, instance: null, process: id<ProcessId>(adapter), step: null },
        ...{ code, message, remedy, resolution: "none", at: clock.now() },
      }),
    settle: async (trouble) => void (await store.queries.settle(trouble)),
  };
  const outside = await openOutside(configuration.root, needs, records);
  const { crm, people, mail, notifier } = outside;
  const opened = openAccounts({
    database: withTables<AccountTables>(database),
    config: readAccounts(configuration.root),
    ...{ people, clock, ids, logger },
  });
  const accounts = leavingAccounts(opened, () => leaving);
  const entryLetters = new EntryLetters({
    ...{ accounts, people, clock, ids, logger, zone, locale, send: outside.messages.letIn },
    address: readService(configuration.root).address,
    hasMail: configuration.root.section("channels").section("email").has("smtp"),
  });
  const scheduler = await schedulerOf(configuration, of);
  const key = sealKey(configuration);
  const { alerts, samples, duties } = watchful(configuration.root, {
    ...{ database, store, outside, clock, logger, metrics, locale, leaving: () => leaving },
  });
  const engine: Engine = createEngine(
    {
      ...{ store, scheduler, clock, ids, logger, people, metrics },
      operations: createOperations({
        ...{ crm, feed, mail, notifier, people, files, clock, zone, locale },
        printer: pdfPrinter(),
        http: createHttpClient({ ...configuration.http, zone, locale }),
        lists: Object.fromEntries(Object.entries(catalog?.lists ?? {}).map(([name, { values }]) => [name, values])),
        sheetOf: (instance) => engine.useCases.show(instance),
      }),
      ...(outside.editing === null ? {} : { searchRecords: recordSearch(outside.editing) }),
      random: () => Math.random(),
      compile: compileBundle,
      ...(key === null
        ? {}
        : { seal: { key, randomBytes: (count) => randomBytes(count), keptHeads: () => keptHeads(configuration) } }),
    },
    {
      locale,
      name: configuration.worker.name ?? hostname(),
      version: productVersion(),
      concurrency: configuration.worker.concurrency,
      leaseMs: configuration.worker.leaseMs,
      graceMs: configuration.worker.stopWithinMs,
      archiveAfterMs: configuration.retention.endedMs,
      archiveApart: archivedApart(configuration.retention),
      inboxKeptMs: configuration.retention.inboxMs,
      historyEvents: configuration.limits.historyEvents,
      valueCharacters: configuration.limits.valueBytes,
      messagesKeptMs: configuration.retention.messagesMs,
    },
    [
      ...(configuration.registry.seals === null ? [] : [writeHeads(store, configuration.registry.seals)]),
      ...(key === null
        ? []
        : [watchRegistries({ store, verify: (registry) => engine.useCases.verifyRegistry(registry), logger })]),
      ...duties,
    ],
  );
  const leaving = new Leaving({
    ...{ store, useCases: engine.useCases, people, clock, logger, leavers: outside.leavers },
    dateOf: () => companyDates(engine.library, clock),
  });
  const installation = { database, clock, files: configuration.files, seals: configuration.registry.seals };
  const remover = new InstanceRemover({ database, files: configuration.files, clock });
  const own = [
    ...retentionWatches(remover, { retention: configuration.retention, clock, logger }),
    ...backupWatches(installation, { configuration, needs, store, fence: () => engine.worker.fence }),
  ];
  const requestKeys = new RequestKeys(withTables<RequestKeyTables>(context.database), clock);
  // A key must not outlive the commands that it names, nor they it.
  const oldKeys = new ForgetWatch({
    ...{ clock, logger },
    kinds: [
      {
        name: "request keys",
        keptMs: configuration.retention.inboxMs,
        forget: (before, limit) => requestKeys.forget(before, limit),
      },
    ],
  });
  return {
    ...{ installation, isSealing: key !== null, remover },
    ...{ engine, store, context, accounts, entryLetters, scheduler, metrics, clock, leaving, alerts, samples },
    outside: { ...outside, watches: [...outside.watches, endedAccess(accounts, { clock, logger }), oldKeys, ...own] },
    inboxKeptMs: configuration.retention.inboxMs,
    catalog,
    async close() {
      await entryLetters.settled();
      await outside.close();
      await context.database.close();
    },
  };
}

/** Sessions, links and tokens that have ended, and tries that no longer count, are removed. */
function endedAccess(accounts: Accounts, { clock, logger }: Pick<Needs, "clock" | "logger">): ForgetWatch {
  const forget = (_before: number, limit: number) => accounts.forget(limit);
  return new ForgetWatch({ clock, logger, kinds: [{ name: "ways in", keptMs: 0, forget }] });
}

/** Records of our own, by their words. */
function recordSearch(editing: RecordEditing): RecordSearch {
  return async (type, find, limit) =>
    (await editing.page({ type, find, limit, after: null })).records.map(({ record }) => record);
}

async function opened(configuration: Configuration, clock: Clock, logger: Logger): Promise<Context> {
  const { store } = configuration;
  try {
    if (store.kind === "sqlite") mkdirSync(dirname(store.file), { recursive: true });
    return await openDatabase(storeConfig(configuration), { clock, logger });
  } catch (error) {
    throw unreachableStore(error, store.kind);
  }
}

async function schedulerOf(
  { scheduler }: Configuration,
  { clock, logger, as }: { readonly clock: Clock; readonly logger: Logger; readonly as: "worker" | "command" },
): Promise<Scheduler> {
  if (scheduler.kind === "local") return new LocalScheduler({ clock });
  const limits = Object.fromEntries(Object.entries(scheduler.rates).map(([lane, rate]) => [lane, { rate }]));
  const queues = { url: scheduler.url.reveal(), prefix: scheduler.prefix, clock, limits };
  if (as === "command") {
    const { bullmqDoorbell } = await import("../scheduler/bullmq/bullmq-doorbell.ts");
    return bullmqDoorbell(queues);
  }
  const { BullmqScheduler } = await import("../scheduler/bullmq/bullmq-scheduler.ts");
  return new BullmqScheduler({ ...queues, logger });
}

/** How far the database's clock is ahead of ours, in milliseconds. @throws {Complaint} too far */
async function skewOf(store: Store, clock: Clock): Promise<number> {
  const before = clock.now();
  const theirs = await store.workers.now();
  const skew = Math.round(theirs - (before + clock.now()) / 2);
  if (Math.abs(skew) <= SKEW_MS_MAX) return skew;
  throw couldNotRun(
    {
      ru: `Часы этой машины и базы расходятся на ${skew / 1000} с: сроки сработали бы не вовремя.`,
      en: `The clocks of this machine and of the database are ${skew / 1000} s apart: deadlines would fire at a wrong time.`,
    },
    {
      ru: "Включите синхронизацию времени (NTP) на обеих машинах.",
      en: "Turn on time synchronization (NTP) on both machines.",
    },
  );
}
