import type { Tagged, ValueMap } from "../../../engine/base/value.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import type { CallOutcome } from "../../../engine/instance/call-outcome.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Crm } from "../../../engine/ports/crm.ts";
import type { Files } from "../../../engine/ports/files.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Call } from "../../../engine/ports/operations.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import { RecordRules } from "../../../engine/record/record-rules.ts";
import type { Needs } from "../../adapter.ts";
import type { Portal } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import type { OccurrenceFeed } from "../../occurrence-feed.ts";
import { withTables } from "../../sql-database.ts";
import { READING } from "../local/record-operations.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";
import type { Bitrix24CrmConfig } from "./config.ts";
import type { Ways } from "./entity-store.ts";
import { KeptLists } from "./kept-lists.ts";
import { outcomeOf } from "./portal-outcome.ts";
import { PortalSource } from "./portal-source.ts";
import { RecordObserver } from "./record-observer.ts";
import { RecordReader } from "./record-reader.ts";
import { RecordWriter } from "./record-writer.ts";
import { ScanMarks } from "./scan-marks.ts";
import { SchemaBook } from "./schema-book.ts";
import { Shadow } from "./shadow.ts";
import { WriteJournal } from "./write-journal.ts";

/** What the records of a portal need. */
export interface Bitrix24CrmOptions {
  readonly config: Bitrix24CrmConfig;
  readonly portal: Portal;
  readonly users: PortalUsers;
  readonly database: Needs["database"];
  readonly feed: OccurrenceFeed;
  readonly files: Files;
  readonly catalog: Catalog | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nowText: () => Tagged;
  readonly locale: "ru" | "en";
}

/** The parts of an opened CRM that its watches work with. */
export interface Bitrix24Crm {
  readonly port: Crm;
  readonly reader: RecordReader;
  readonly book: SchemaBook;
  readonly observer: RecordObserver;
  readonly shadow: Shadow;
  readonly journal: WriteJournal;
  readonly marks: ScanMarks;
}

/** What each writing operation does to a record. */
const WRITING: Readonly<Record<string, "create" | "update" | "note">> = {
  "crm.create": "create",
  "crm.update": "update",
  "crm.note": "note",
};

/** Records in a Bitrix24 portal, under the names that processes give them. */
export function openBitrix24Crm(options: Bitrix24CrmOptions): Bitrix24Crm {
  const { config, portal, users, catalog, clock, feed, files, logger, locale } = options;
  const database = withTables<Bitrix24Tables>(options.database);
  const book = new SchemaBook({ portal, records: config.records, catalog, users, clock });
  const reader = new RecordReader(book, database);
  const shadow = new Shadow(database);
  const journal = new WriteJournal(database);
  const marks = new ScanMarks(database);
  const nowText = options.nowText;
  const observer = new RecordObserver({ database, feed, clock, book, reader, shadow, journal, marks, users, nowText });
  const rules = new RecordRules(catalog);
  const lists = new KeptLists({ portal, lists: config.lists, catalog, marks, clock, logger });
  const kept = () => lists.rows();
  const writer = new RecordWriter({ database, book, reader, observer, journal, rules, lists: kept, files, clock });
  const source = (ways: Ways): PortalSource => new PortalSource({ book, reader, shadow }, ways);

  async function perform(call: Call, signal: AbortSignal): Promise<CallOutcome> {
    if (signal.aborted) return { kind: "unknown", message: `${call.operation}: the time was up`, keyed: true };
    const ways: Ways = { urgency: urgencyOf(call), signal };
    try {
      const read = Object.hasOwn(READING, call.operation) ? READING[call.operation] : undefined;
      if (read) return { kind: "done", output: await read(call.input, source(ways), call.ofDeleted) };
      const kind = Object.hasOwn(WRITING, call.operation) ? WRITING[call.operation] : undefined;
      if (kind === undefined) throw unknownOperation(call.operation);
      return { kind: "done", output: await writer.write(call, kind, ways) };
    } catch (error) {
      return outcomeOf(error, locale);
    }
  }

  const port: Crm = {
    perform,
    isKeyed: () => true,
    look: (ref) => source(SOMEBODY_WAITS).snapshot(ref),
    find: (type, filter: ValueMap) => source(MANY_WAIT).matching(type, filter, ({ ref }) => ref),
    lists: () => lists.rows(),
    close: async () => {},
  };
  return { port, reader, book, observer, shadow, journal, marks };
}

/** Nobody's patience ends: the portal's own limits do. */
const NEVER = new AbortController().signal;
const SOMEBODY_WAITS: Ways = { urgency: "person", signal: NEVER };
const MANY_WAIT: Ways = { urgency: "process", signal: NEVER };

/** Reading a form's record and looking before a task opens: a person is waiting. */
function urgencyOf({ operation, urgency = "process" }: Call): Ways["urgency"] {
  return urgency === "process" && operation === "crm.look" ? "person" : urgency;
}

function unknownOperation(name: string): RecordRefusal {
  return new RecordRefusal("OPERATION_UNKNOWN", {
    ru: `Нет операции ${name}`,
    en: `There is no operation ${name}`,
  });
}
