import type { UserId } from "../../../engine/base/ids.ts";
import type { Tagged } from "../../../engine/base/value.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import { numberIn, typeOf } from "../../../engine/record/record-reference.ts";
import { sameKeptValue } from "../../../engine/record/same-kept-value.ts";
import { recordEvent } from "../../../engine/runtime/occurrence.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import type { OccurrenceFeed } from "../../occurrence-feed.ts";
import type { SqlDatabase, SqlSession } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";
import type { Ways } from "./entity-store.ts";
import { type ObservedChange, type OwnWrite, observedChanges, seen } from "./observed-changes.ts";
import type { ReadRecord, RecordReader } from "./record-reader.ts";
import type { RecordSchema } from "./record-schema.ts";

import type { ScanMarks } from "./scan-marks.ts";
import type { SchemaBook } from "./schema-book.ts";
import type { Shadow, ShadowRow } from "./shadow.ts";
import type { WriteJournal } from "./write-journal.ts";

/** What observing works with. */
export interface ObserverParts {
  readonly database: SqlDatabase<Bitrix24Tables>;
  readonly feed: OccurrenceFeed;
  readonly clock: Clock;
  readonly book: SchemaBook;
  readonly reader: RecordReader;
  readonly shadow: Shadow;
  readonly journal: WriteJournal;
  readonly marks: ScanMarks;
  readonly users: PortalUsers;
  readonly nowText: () => Tagged;
}

/** A record as it is, and the state that was told last. */
export interface Observed {
  readonly record: ReadRecord;
  readonly shadow: ShadowRow | null;
}

/** How often a record is read again because somebody else told of it meanwhile. */
const ROUNDS_MAX = 6;

/** So long after its last change a record is known as it is. A minute in milliseconds: clocks differ. */
const SETTLED_MS = 60_000;

/** Somebody else was faster. */
class Overtaken extends Error {}

/**
 * Finds out what changed: the difference between the state that was told last and the state read now. State, events and
 * what is known of our own writes are one transaction, guarded by the state's revision; the portal is read after the
 * revision was, so that what was read late never overwrites what was told since. Several workers may do it at once.
 */
export class RecordObserver {
  readonly #parts: ObserverParts;

  constructor(parts: ObserverParts) {
    this.#parts = parts;
  }

  /**
   * Reads records, tells what changed, and gives them as they are. Those that are not there are told as deleted where
   * the portal says so, and left out.
   *
   * @param actors who is known to have changed them; others are known by `updatedBy`, or not at all
   * @throws {PortalFailure} @throws {RecordRefusal}
   */
  async observe(
    refs: readonly string[],
    ways: Ways,
    actors: ReadonlyMap<string, UserId | null> = NOBODY,
  ): Promise<ReadonlyMap<string, Observed>> {
    const { shadow, reader } = this.#parts;
    const found = new Map<string, Observed>();
    let open: readonly string[] = [...new Set(refs)];
    for (let round = 0; round < ROUNDS_MAX && open.length > 0; round += 1) {
      const rows = await shadow.rows(open);
      const records = await reader.read(open, ways);
      const again: string[] = [];
      for (const ref of open) {
        const record = records.get(ref);
        const was = rows.get(ref) ?? null;
        const now = record === undefined ? await this.#gone(ref, was, ways) : await this.told(record, was, actors);
        if (now === "overtaken") again.push(ref);
        else if (record !== undefined && now !== null) found.set(ref, { record, shadow: now });
      }
      open = again;
    }
    if (open.length > 0) throw new Error(`${open.join(", ")}: changed by somebody else each time it was read`);
    return found;
  }

  /**
   * Tells what changed between the state told last and the record read now.
   *
   * @param was read before the record was
   * @param also what else belongs into the transaction
   */
  async told(
    record: ReadRecord,
    was: ShadowRow | null,
    actors: ReadonlyMap<string, UserId | null> = NOBODY,
    also?: (session: SqlSession) => Promise<void>,
  ): Promise<ShadowRow | "overtaken"> {
    const { database, feed, journal, clock, book, marks, shadow } = this.#parts;
    const type = typeOf(record.ref);
    const { schema } = await book.of(type, QUIETLY);
    const isOld = was === null && (await marks.isOld(type, numberIn(record.ref) ?? 0));
    const last = was === null || was.isDeleted ? null : was.fields;
    let hasTold = false;
    try {
      const state = await database.transaction(async (session) => {
        hasTold = false;
        const writes = await journal.untold(session, record.ref, record.origin, clock.now());
        const silent = isOld && !writes.some(({ kind }) => kind === "create");
        const changes = silent ? [] : observedChanges(last, record.fields, writes, sameKeptValue);
        const base = was?.revision ?? 0;
        // The portal counts seconds: what is told within the same one may not have been all.
        const settled = clock.now() - Date.parse(record.changed) >= SETTLED_MS;
        const next = {
          fields: record.fields,
          // A state that nobody was told of is a revision too.
          revision: base + (changes.length === 0 && was === null ? 1 : changes.length),
          isDeleted: false,
          changed: record.changed,
          isSettled: settled,
        };
        if (!(await shadow.put(session, record.ref, was, next))) throw new Overtaken();
        for (const write of writes) await this.#learn(session, write, record, changes);
        await this.#put(session, schema, record, changes, base, actors);
        await also?.(session);
        hasTold = changes.length > 0;
        return { ref: record.ref, ...next };
      });
      if (hasTold) feed.ring();
      return state;
    } catch (error) {
      if (error instanceof Overtaken) return "overtaken";
      throw error;
    }
  }

  /** What is seen of a write of ours. One of which something is still missing is looked for again. */
  async #learn(
    session: SqlSession,
    { key, kind, confirmed, wrote, stood }: OwnWrite,
    { fields }: ReadRecord,
    changes: readonly ObservedChange[],
  ): Promise<void> {
    const { journal } = this.#parts;
    const there = new Set(Object.keys(seen(wrote, fields, sameKeptValue)));
    const isTold = changes.some((change) => change.key === key);
    if (confirmed || (isTold && (kind === "create" || there.size === Object.keys(wrote).length)))
      await journal.markTold(session, [key]);
    if (!confirmed && Object.keys(stood).some((leaf) => there.has(leaf)))
      await journal.proven(session, key, stood, there);
  }

  async #put(
    session: SqlSession,
    schema: RecordSchema,
    record: ReadRecord,
    changes: readonly ObservedChange[],
    base: number,
    actors: ReadonlyMap<string, UserId | null>,
  ): Promise<void> {
    const ours = changes.some(({ cause }) => cause !== null);
    for (const [at, change] of changes.entries()) {
      const after = schema.dressed({ ref: record.ref, fields: change.after });
      const previous =
        change.kind === "created" ? schema.blank(after) : schema.dressed({ ref: record.ref, fields: change.before });
      const happening = { change: change.kind, type: schema.type, record: after, previous, changed: change.changed };
      const id = `b24:${record.ref}@${base + at + 1}`;
      const actor = change.cause === null ? this.#actor(record, change, ours, actors) : null;
      const when = change.cause === null ? this.#when(record) : this.#parts.nowText();
      await this.#parts.feed.put([recordEvent(happening, { id, at: when, actor, cause: change.cause })], session);
    }
  }

  /** Who changed it: whom the event named; else whoever the portal says changed it last, unless that may have been us. */
  #actor(
    record: ReadRecord,
    change: ObservedChange,
    ours: boolean,
    actors: ReadonlyMap<string, UserId | null>,
  ): UserId | null {
    const named = actors.get(record.ref);
    const last = this.#parts.users.idOf(record.changedBy);
    // Two that changed it at once, or an event that does not speak of the last change: nobody is sure.
    if (named !== undefined) return named !== null && (last === null || last === named || ours) ? named : null;
    if (ours) return null;
    if (change.kind === "created") return this.#parts.users.idOf(Number(record.item["createdBy"] ?? 0)) ?? last;
    return last;
  }

  #when(record: ReadRecord): Tagged {
    const isInstant = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(record.changed);
    return isInstant ? { $type: "date and time", value: record.changed } : this.#parts.nowText();
  }

  /** Tells that a record is gone, where it is for certain. */
  async #gone(ref: string, was: ShadowRow | null, ways: Ways): Promise<null | "overtaken"> {
    const { book, database, feed, shadow, nowText } = this.#parts;
    const [type, number] = [typeOf(ref), numberIn(ref)];
    if (was === null || was.isDeleted || number === null || !book.has(type)) return null;
    const { schema, store } = await book.of(type, ways);
    if (!store.knowsGone || (await store.standing(number, ways)) !== "gone") return null;
    const record = schema.dressed({ ref, fields: was.fields });
    const happening = { change: "deleted", type, record, previous: record, changed: [] } as const;
    const id = `b24:${ref}@${was.revision + 1}`;
    const occurrence = recordEvent(happening, { id, at: nowText(), actor: null, cause: null });
    const told = await database.transaction(async (session) => {
      const next = { ...was, revision: was.revision + 1, isDeleted: true };
      if (!(await shadow.put(session, ref, was, next))) return false;
      await feed.put([occurrence], session);
      return true;
    });
    if (!told) return "overtaken";
    feed.ring();
    return null;
  }
}

const NOBODY: ReadonlyMap<string, UserId | null> = new Map();
/** The schema is known already where a record of it was read. */
const QUIETLY: Ways = { urgency: "process", signal: new AbortController().signal };
