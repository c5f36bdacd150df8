import { type LocalCrm, openLocalCrm } from "../../../adapters/crm/local/open-local-crm.ts";
import type { RecordTables } from "../../../adapters/crm/local/record-tables.ts";
import { letterOperations } from "../../../adapters/mail-source/letter-operations.ts";
import type { LetterTables } from "../../../adapters/mail-source/letter-tables.ts";
import { Letters } from "../../../adapters/mail-source/letters.ts";
import { type FeedTables, OccurrenceFeed } from "../../../adapters/occurrence-feed.ts";
import { SentLetters, type SentLetterTables } from "../../../adapters/sent-letters.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { isoText } from "../../../engine/calendar/iso-text.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { OperationAdapter } from "../../../engine/ports/crm.ts";
import { callOf, NOW, type OpenBench, type ToldChange, ZONE } from "./bench.ts";

/** Opens a database with nothing in it; its end removes it. */
export type OpenDatabase = () => Promise<Database>;

/** What is emptied where tests share one database. */
export const TABLES =
  "record, record_counter, record_field, record_value, record_note, record_history, record_word, occurrence_feed, record_write, record_list, letter, sent_letter";

/** A clock that stands still. */
export const CLOCK: Clock = { now: () => NOW, sleep: async () => {} };

/** The CRM on a database that is there, with its feed and its letters: migrated first. */
export async function localCrm(
  database: Database,
  catalog: Catalog | null,
): Promise<
  LocalCrm & {
    readonly feed: OccurrenceFeed;
    readonly letters: Letters;
    readonly mail: OperationAdapter;
    readonly sent: SentLetters;
  }
> {
  await migrate({ database, clock: CLOCK, logger: null }, MIGRATIONS);
  let made = 0;
  const next = (): string => {
    made += 1;
    return `id-${made}`;
  };
  const feed = new OccurrenceFeed(withTables<FeedTables>(database));
  const crm = openLocalCrm({
    database: withTables<RecordTables>(database),
    feed,
    catalog,
    clock: CLOCK,
    ids: { next },
    zone: ZONE,
    locale: "en",
  });
  const look = (ref: string) => crm.look(ref);
  const nowText = () => ({ $type: "date and time", value: isoText(NOW, ZONE) }) as const;
  const letters = new Letters({ database: withTables<LetterTables>(database), feed, look, nowText });
  const sent = new SentLetters(withTables<SentLetterTables>(database));
  return { ...crm, feed, letters, sent, mail: letterOperations({ letters, look, locale: "en" }) };
}

/** The records of the engine's own database. */
export function benchOn(openDatabase: OpenDatabase): OpenBench {
  return async (data, catalog) => {
    const database = await openDatabase();
    const crm = await localCrm(database, catalog);
    await crm.seed(data);
    const never = new AbortController().signal;
    return {
      perform: (operation, input, more) =>
        (operation.startsWith("mail.") ? crm.mail : crm).perform(callOf(operation, input, more), never),
      told: async () => {
        const occurrences = await crm.feed.changes(1_000);
        await crm.feed.acknowledge(occurrences.map(({ id }) => id));
        return occurrences.flatMap((one) => (one.kind === "event" ? [toldOf(one.name, one.event)] : []));
      },
      remove: async (ref) => void (await crm.delete({ ref, by: null })),
      close: () => database.close(),
    };
  };
}

function toldOf(name: string, event: ValueMap): ToldChange {
  const { record, previous, changed } = event;
  return { name, record, previous, changed } as ToldChange;
}
