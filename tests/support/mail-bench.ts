import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Needs, Trouble } from "../../adapters/adapter.ts";
import { systemClock } from "../../adapters/clock/system-clock.ts";
import { openLocalCrm } from "../../adapters/crm/local/open-local-crm.ts";
import type { RecordTables } from "../../adapters/crm/local/record-tables.ts";
import { openFolderFiles } from "../../adapters/files/folder/open-folder-files.ts";
import { timeOrderedIds } from "../../adapters/ids/time-ordered-ids.ts";
import { type OpenedMail, openMail } from "../../adapters/mail-source/open-mail.ts";
import { type FeedTables, OccurrenceFeed } from "../../adapters/occurrence-feed.ts";
import { Section } from "../../adapters/section.ts";
import { SentLetters, type SentLetterTables } from "../../adapters/sent-letters.ts";
import { withTables } from "../../adapters/sql-database.ts";
import type { Database } from "../../adapters/store/database.ts";
import { migrate } from "../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../adapters/store/migrations/index.ts";
import { openSqlite } from "../../adapters/store/sqlite/open-sqlite.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Files } from "../../engine/ports/files.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Call } from "../../engine/ports/operations.ts";
import { callOf } from "../contracts/operations/bench.ts";

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const ZONE = "Europe/Moscow";
const NEVER = new AbortController().signal;

/** Mail on a database of its own with a CRM beside it, as the composition root puts them together. */
export interface MailBench {
  readonly mail: OpenedMail;
  readonly files: Files;
  readonly sent: SentLetters;
  readonly database: Database;
  readonly troubles: readonly Trouble[];
  /** The letters that were told of since the last call, oldest first; each is acknowledged. */
  told(): Promise<readonly ValueMap[]>;
  /** Starts what works by itself. */
  start(): Promise<void>;
  perform(operation: string, input: Call["input"]): ReturnType<OpenedMail["port"]["perform"]>;
  close(): Promise<void>;
}

/** What a bench is made of. */
export interface MailBenchOrder {
  /** `mail:` of `ordo.yaml`. */
  readonly mail: unknown;
  readonly catalog: Catalog;
  /** @default one in memory, ended with the bench */
  readonly database?: Database;
  readonly clock?: Clock;
  readonly records?: Readonly<Record<string, ValueMap>>;
}

/** Opens it; nothing runs yet. */
export async function openMailBench(order: MailBenchOrder): Promise<MailBench> {
  const clock = order.clock ?? systemClock();
  const folder = mkdtempSync(join(tmpdir(), "ordo-mail-"));
  const database = order.database ?? (await openSqlite(":memory:", clock));
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  const [ids, files, troubles] = [
    timeOrderedIds(clock),
    openFolderFiles(join(folder, "files")),
    new Map<string, Trouble>(),
  ];
  const feed = new OccurrenceFeed(withTables<FeedTables>(database));
  const { catalog } = order;
  const crm = openLocalCrm({
    database: withTables<RecordTables>(database),
    ...{ feed, catalog: null, clock, ids, zone: ZONE, locale: "ru" },
  });
  await crm.seed({ records: order.records ?? {}, lists: {} });
  const needs: Needs = {
    ...{ database, feed, clock, ids, files, catalog, zone: ZONE, locale: "ru", logger: SILENT, redis: null },
    metrics: { count() {}, observe() {}, gauge() {} },
    nowText: () => ({ $type: "date and time", value: isoText(clock.now(), ZONE) }),
    raise: async (trouble) => void troubles.set(trouble.id, troubles.get(trouble.id) ?? trouble),
    settle: async (trouble) => void troubles.delete(trouble),
  };
  const root = new Section({ mail: order.mail }, { environment: {}, folder });
  const mail = await openMail(root, needs, crm);
  return {
    ...{ mail, files, database },
    sent: new SentLetters(withTables<SentLetterTables>(database)),
    get troubles() {
      return [...troubles.values()];
    },
    async told() {
      const occurrences = await feed.changes(10_000);
      await feed.acknowledge(occurrences.map(({ id }) => id));
      return occurrences.flatMap((one) =>
        one.kind === "event" && one.name === "mail.received" ? [one.event["letter"] as ValueMap] : [],
      );
    },
    async start() {
      for (const watch of mail.watches) await watch.start();
    },
    perform: (operation, input) => mail.port.perform(callOf(operation, input), NEVER),
    async close() {
      await mail.close();
      if (order.database === undefined) await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
