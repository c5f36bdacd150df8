import type { UserId } from "../../../engine/base/ids.ts";
import type { Value } from "../../../engine/base/value.ts";
import { isoText } from "../../../engine/calendar/iso-text.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import type { CallOutcome } from "../../../engine/instance/call-outcome.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Crm } from "../../../engine/ports/crm.ts";
import type { Ids } from "../../../engine/ports/ids.ts";
import type { Call } from "../../../engine/ports/operations.ts";
import type { RecordChange } from "../../../engine/record/record-change.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import { RecordRules } from "../../../engine/record/record-rules.ts";
import type { OccurrenceFeed } from "../../occurrence-feed.ts";
import { type SqlDatabase, type SqlSession, singly } from "../../sql-database.ts";
import { findRecords } from "./find-records.ts";
import { importRows } from "./import-rows.ts";
import { RecordDesk, type Writer } from "./record-desk.ts";
import type { RecordEditing } from "./record-editing.ts";
import { pastOf } from "./record-history.ts";
import { changeList, keptLists } from "./record-lists.ts";
import { notesOf } from "./record-notes.ts";
import { READING, WRITING } from "./record-operations.ts";
import { RecordShelf } from "./record-shelf.ts";
import type { RecordTables } from "./record-tables.ts";
import { indexWordless } from "./record-words.ts";
import { WrittenKeys } from "./written-keys.ts";

/** What the records of the engine's own database need. */
export interface LocalCrmOptions {
  /** Migrated already. */
  readonly database: SqlDatabase<RecordTables>;
  /** The company's vocabulary; null: every field and stage may be written. */
  readonly catalog: Catalog | null;
  /** On the same database. */
  readonly feed: OccurrenceFeed;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Zone in which events say when they happened: `Europe/Moscow`. */
  readonly zone: string;
  /** Language of what a refusal says. */
  readonly locale: "ru" | "en";
}

export type { RecordEditing } from "./record-editing.ts";

/** Records, as processes and as people use them. */
export interface LocalCrm extends Crm, RecordEditing {
  /** Indexes what an older version kept without a search. Before the records are used. */
  prepare(): Promise<void>;
}

/** Who writes, and how. */
type Who = Omit<Writer, "at" | "atText">;

/**
 * Records in the engine's own database: a CRM with nothing else installed. A write, the event that tells of it and the
 * key it is known by are one transaction: after a crash all three are there or none.
 */
export function openLocalCrm(options: LocalCrmOptions): LocalCrm {
  const { database, feed, clock, zone } = options;
  const rules = new RecordRules(options.catalog);
  const keys = new WrittenKeys(database.db);
  const loose = singly(database);

  const pause = (): Promise<void> => clock.sleep(0);
  const shelf = (): RecordShelf => new RecordShelf({ db: database.db, session: loose, rules, pause });
  const desk = (session: SqlSession, who: Who): RecordDesk => {
    const at = clock.now();
    const atText = { $type: "date and time", value: isoText(at, zone) } as const;
    return new RecordDesk(
      { db: database.db, kind: database.kind, session, rules, pause, feed },
      { at, atText, ...who },
    );
  };

  /** One transaction; whoever waits for events hears of those it raised. */
  async function transacted<T>(who: Who, work: (session: SqlSession, at: RecordDesk) => Promise<T>): Promise<T> {
    const { result, at } = await database.transaction(async (session) => {
      const at = desk(session, who);
      return { result: await work(session, at), at };
    });
    if (at.hasRaised) feed.ring();
    return result;
  }

  const loosely = { db: database.db, session: loose };
  const lists = () => keptLists(database.db, loose);

  async function byHand<T>(actor: UserId | null, work: (desk: RecordDesk) => Promise<T>): Promise<T> {
    return transacted({ actor, cause: null }, (_, at) => work(at));
  }

  /** By hand, and done once under the key where there is one. */
  async function keyed<Change extends RecordChange | null>(
    actor: UserId | null,
    key: string | undefined,
    work: (desk: RecordDesk) => Promise<Change>,
  ): Promise<Change> {
    if (key === undefined) return byHand(actor, work);
    const done = await transacted({ actor, cause: null }, (session, at) =>
      keys.once(session, { key, at: clock.now() }, async () => (await work(at)) as unknown as Value),
    );
    return done as unknown as Change;
  }

  async function written(call: Call): Promise<Value> {
    const write = Object.hasOwn(WRITING, call.operation) ? WRITING[call.operation] : undefined;
    if (!write) throw unknownOperation(call.operation);
    const cause = { process: call.process, instance: call.instance, step: call.step ?? "" };
    return transacted({ actor: null, cause }, (session, at) =>
      keys.once(session, { key: call.key, at: clock.now() }, () => write(call.input, at, call.key)),
    );
  }

  async function perform(call: Call, signal: AbortSignal): Promise<CallOutcome> {
    if (signal.aborted) return { kind: "unknown", message: `${call.operation}: the time was up`, keyed: true };
    try {
      const read = Object.hasOwn(READING, call.operation) ? READING[call.operation] : undefined;
      const output = read ? await read(call.input, shelf(), call.ofDeleted) : await written(call);
      return { kind: "done", output };
    } catch (error) {
      if (error instanceof RecordRefusal)
        return { kind: "refused", code: error.code, message: error.says[options.locale] };
      return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed: true };
    }
  }

  return {
    perform,
    isKeyed: () => true,
    look: (ref) => shelf().snapshot(ref),
    find: (type, filter) => shelf().matching(type, filter, ({ ref }) => ref),
    lists,
    prepare: () => indexWordless(database),
    async read(ref) {
      const found = (await shelf().read([ref])).get(ref);
      return found && !found.isDeleted ? { record: found.snapshot, revision: found.revision } : null;
    },
    async titles(refs) {
      const found = await shelf().read([...new Set(refs)]);
      const titled = [...found.values()].filter(({ isDeleted }) => !isDeleted);
      return Object.fromEntries(
        titled.map(({ snapshot: { ref, title } }) => [ref, typeof title === "string" && title !== "" ? title : ref]),
      );
    },
    page: (wanted) => findRecords(wanted, shelf(), loosely),
    edit: ({ ref, set, by, expected, key }) => keyed(by, key, (at) => at.update(ref, set, expected)),
    create: ({ type, set, by, key, ref = null }) => keyed(by, key, (at) => at.create(type, set, ref)),
    delete: ({ ref, by, expected }) => byHand(by, (at) => at.delete(ref, expected)),
    undelete: ({ ref, by }) => byHand(by, (at) => at.undelete(ref)),
    history: (ref) => pastOf(loosely, ref),
    import: (order) => {
      const who = { actor: order.by, cause: null, imports: true, silent: order.silent };
      return transacted(who, (_, at) => importRows(at, order));
    },
    changeList: ({ by, ...order }) =>
      database.transaction((session) => {
        const { catalog } = options;
        return changeList(
          { kind: database.kind, db: database.db, session, catalog, at: clock.now(), actor: by },
          order,
        );
      }),
    async allLists() {
      const declared = Object.entries(options.catalog?.lists ?? {}).map(
        ([name, { values }]) => [name, values] as const,
      );
      return { ...Object.fromEntries(declared), ...(await lists()) };
    },
    note: ({ ref, note, by, id = options.ids.next() }) => byHand(by, (at) => at.note(id, ref, note)),
    notes: (ref) => notesOf(database, ref),
    seed: (data) => byHand(null, (at) => at.seed(data)),
    close: async () => {},
  };
}

function unknownOperation(name: string): RecordRefusal {
  return new RecordRefusal("OPERATION_UNKNOWN", {
    ru: `Нет операции ${name}`,
    en: `There is no operation ${name}`,
  });
}
