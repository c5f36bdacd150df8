import { sql } from "kysely";
import type { UserId } from "../../../engine/base/ids.ts";
import type { Instant } from "../../../engine/base/instant.ts";
import { refOf, type Tagged, type Value, type ValueMap } from "../../../engine/base/value.ts";
import type { RecordChange, RecordNote, RecordsData } from "../../../engine/record/record-change.ts";
import { numberIn, typeOf } from "../../../engine/record/record-reference.ts";
import { notARecord, recordExists, recordNotFound } from "../../../engine/record/record-refusal.ts";
import type { RecordWrite } from "../../../engine/record/record-rules.ts";
import { keyOfText } from "../../../engine/record/search-words.ts";
import { type Cause, type Occurrence, recordEvent } from "../../../engine/runtime/occurrence.ts";
import type { OccurrenceFeed } from "../../occurrence-feed.ts";
import { indexedTexts } from "./indexed-values.ts";
import { keepPast, pastOf, recordChanged } from "./record-history.ts";
import { RecordShelf, type ShelfParts, type ShelfRecord } from "./record-shelf.ts";
import { keepWords, refsWithWords } from "./record-words.ts";

/** Who writes, and when. */
export interface Writer {
  readonly at: Instant;
  /** The same as text, in the company's zone. */
  readonly atText: Tagged;
  /** A person; null: a step of a process, or nobody we know. */
  readonly actor: UserId | null;
  readonly cause: Cause | null;
  /** Written from a file. @default false */
  readonly imports?: boolean;
  /** Nobody is told: no events. @default false */
  readonly silent?: boolean;
}

/** What a desk works with. */
export interface DeskParts extends ShelfParts {
  readonly kind: "sqlite" | "postgres";
  readonly feed: OccurrenceFeed;
}

/** Writes records within one transaction: the row, what finds it, and the event that tells of it. */
export class RecordDesk {
  readonly shelf: RecordShelf;
  readonly writer: Writer;
  /** Is there an event to fetch once the transaction stands? */
  hasRaised = false;
  readonly #parts: DeskParts;

  constructor(parts: DeskParts, writer: Writer) {
    this.#parts = parts;
    this.writer = writer;
    this.shelf = new RecordShelf(parts);
  }

  /**
   * @throws {RecordRefusal} `RECORD_EXISTS`, `FIELD_UNKNOWN`, `STAGE_UNKNOWN`, `FIELD_INVALID`, `FIELD_REQUIRED`;
   *   `RECORD_NOT_FOUND` for no reference of that type
   */
  async create(type: string, set: ValueMap, wanted: string | null = null): Promise<RecordChange> {
    if (wanted !== null) requireReference(type, wanted);
    const ref = wanted ?? `${type}/${await this.#nextNumber(type)}`;
    const before = await this.#locked(ref);
    if (before && !before.isDeleted) throw recordExists(ref);
    const { fields, change } = await this.made(ref, set);
    if (wanted !== null) await this.#countTo(type, numberIn(ref) ?? 0);
    const revision = (before?.revision ?? 0) + 1;
    if (!(await this.#keep({ ref, fields, before: null, revision, isRevived: before !== null })))
      throw recordExists(ref);
    await this.#tell(change, revision, { before: {}, after: fields });
    return change;
  }

  /** What {@link create} would write. @throws {RecordRefusal} as it does */
  async made(ref: string, set: ValueMap, type = typeOf(ref)): Promise<RecordWrite> {
    requireReference(type, ref);
    const { rules } = this.#parts;
    const lists = rules.needsLists(type, set) ? await this.shelf.lists() : {};
    return rules.created(ref, set, await this.shelf.seen(type), lists);
  }

  /** The records whose field has that value, at most two; phones and addresses however they are written. */
  async keyed(type: string, field: string, value: Value): Promise<readonly ShelfRecord[]> {
    const same = await this.shelf.page(type, { filter: { [field]: value }, after: null, limit: 1 });
    const key = typeof value === "string" ? keyOfText(field, value) : null;
    const refs = key === null ? null : await refsWithWords(this.#parts, type, key);
    const near = [...(await this.shelf.read(refs ?? [])).values()].filter(({ fields, isDeleted }) => {
      const kept = fields[field];
      return !isDeleted && typeof kept === "string" && keyOfText(field, kept) === key;
    });
    return [...new Map([...same, ...near].map((record) => [record.snapshot.ref, record])).values()].slice(0, 2);
  }

  /** What {@link update} would write; null: nothing differs. @throws {RecordRefusal} as it does */
  async differing({ snapshot, fields }: ShelfRecord, set: ValueMap): Promise<RecordWrite | null> {
    const { rules } = this.#parts;
    const { ref, type } = snapshot;
    const lists = rules.needsLists(type, set) ? await this.shelf.lists() : {};
    return rules.updated({ ref, fields }, set, await this.shelf.seen(type), lists);
  }

  /**
   * Null where nothing differed.
   *
   * @param expected the revision that was read before; null: whatever stands there
   * @throws {RecordRefusal} `RECORD_NOT_FOUND`, `RECORD_CHANGED`, `FIELD_UNKNOWN`, `STAGE_UNKNOWN`, `FIELD_INVALID`,
   *   `FIELD_REQUIRED`
   */
  async update(ref: string, set: ValueMap, expected: number | null = null): Promise<RecordChange | null> {
    const before = await this.#there(ref);
    await this.#refuseChanged(before, expected);
    const write = await this.differing(before, set);
    if (!write) return null;
    const revision = before.revision + 1;
    await this.#keep({ ref, fields: write.fields, before: before.fields, revision });
    const { changed } = write.change;
    await this.#tell(write.change, revision, {
      before: only(before.fields, changed),
      after: only(write.fields, changed),
    });
    return write.change;
  }

  /** @param expected as of {@link update}. @throws {RecordRefusal} `RECORD_NOT_FOUND`, `RECORD_CHANGED` */
  async delete(ref: string, expected: number | null = null): Promise<RecordChange> {
    const before = await this.#there(ref);
    await this.#refuseChanged(before, expected);
    const change = this.#parts.rules.deleted({ ref, fields: before.fields }, await this.shelf.seen(typeOf(ref)));
    const revision = before.revision + 1;
    const { db, session } = this.#parts;
    await session.run(
      db.updateTable("record").set({ deleted: 1, revision, changed_at: this.writer.at }).where("ref", "=", ref),
    );
    await session.run(db.deleteFrom("record_value").where("ref", "=", ref));
    await keepWords(this.#parts, ref, { before: before.fields, after: null });
    await this.#tell(change, revision, { before: before.fields, after: {} });
    return change;
  }

  /**
   * A deleted record is there again, as it was last; its event is that of a new one.
   *
   * @throws {RecordRefusal} `RECORD_NOT_FOUND`, `RECORD_EXISTS`
   */
  async undelete(ref: string): Promise<RecordChange> {
    const before = await this.#locked(ref);
    if (!before) throw recordNotFound(ref);
    if (!before.isDeleted) throw recordExists(ref);
    const { fields } = before;
    const revision = before.revision + 1;
    await this.#keep({ ref, fields, before: null, revision, isRevived: true });
    const change = this.#parts.rules.restored({ ref, fields }, await this.shelf.seen(typeOf(ref)));
    await this.#tell(change, revision, { before: {}, after: fields });
    return change;
  }

  /** @throws {RecordRefusal} `RECORD_NOT_FOUND` */
  async note(id: string, ref: string, { text, files }: RecordNote): Promise<void> {
    await this.#there(ref);
    const { db, session } = this.#parts;
    const { actor, at } = this.writer;
    const row = { id, ref, body: text, files: JSON.stringify(files), actor, at };
    const position = sql<number>`(select coalesce(max(position), 0) + 1 from record_note where ref = ${ref})`;
    await session.run(
      db
        .insertInto("record_note")
        .values({ ...row, position })
        .onConflict((conflict) => conflict.doNothing()),
    );
  }

  /** Puts an event where the engine fetches it, in this transaction. */
  async raise(occurrence: Occurrence): Promise<void> {
    this.hasRaised = true;
    await this.#parts.feed.put([occurrence], this.#parts.session);
  }

  /** Records and lists as they were given, without events; what is there already, or was, stays. Returns how many are new. */
  async seed(data: RecordsData): Promise<number> {
    const { db, session, rules } = this.#parts;
    const known = await this.shelf.read(Object.keys(data.records));
    const fresh = Object.entries(data.records).filter(([ref]) => !known.has(ref));
    for (const [ref, given] of fresh) {
      await this.#keep({ ref, fields: rules.filled(typeOf(ref), given), before: null, revision: 1 });
      await this.#countTo(typeOf(ref), numberIn(ref) ?? 0);
    }
    for (const [name, rows] of Object.entries(data.lists))
      await session.run(
        db
          .insertInto("record_list")
          .values({ name, rows: JSON.stringify(rows) })
          .onConflict((conflict) => conflict.doNothing()),
      );
    return fresh.length;
  }

  async #refuseChanged({ snapshot: { ref }, revision }: ShelfRecord, expected: number | null): Promise<void> {
    if (expected !== null && expected !== revision) throw recordChanged(ref, await pastOf(this.#parts, ref, expected));
  }

  async #there(ref: string): Promise<ShelfRecord> {
    const record = await this.#locked(ref);
    if (!record || record.isDeleted) throw recordNotFound(ref);
    return record;
  }

  /** The record, kept from other writers until the transaction ends. On SQLite they wait anyway. */
  async #locked(ref: string): Promise<ShelfRecord | null> {
    const { db, session, kind } = this.#parts;
    if (kind === "postgres")
      await session.run(db.selectFrom("record").select("ref").where("ref", "=", ref).forUpdate());
    return (await this.shelf.read([ref])).get(ref) ?? null;
  }

  /** False: another transaction made the record meanwhile. */
  async #keep(row: {
    readonly ref: string;
    readonly fields: ValueMap;
    /** Null: what finds it has to be made anew. */
    readonly before: ValueMap | null;
    readonly revision: number;
    /** It was deleted, and is made again. */
    readonly isRevived?: boolean;
  }): Promise<boolean> {
    const { ref, fields, revision } = row;
    const { db, session } = this.#parts;
    const kept = { fields: JSON.stringify(fields), revision, changed_at: this.writer.at, words: 1 };
    const written =
      revision > 1
        ? await session.run(
            db
              .updateTable("record")
              // Naming an indexed column costs writing its index, changed or not.
              .set(row.isRevived ? { ...kept, deleted: 0 } : kept)
              .where("ref", "=", ref),
          )
        : await session.run(
            db
              .insertInto("record")
              .values({ ...kept, deleted: 0, ref, type: typeOf(ref), position: NEXT_POSITION })
              .onConflict((conflict) => conflict.doNothing()),
          );
    if (written.changes === 0) return false;
    await this.#index({ ref, fields, before: row.before ?? {} });
    await keepWords(this.#parts, ref, { before: row.before, after: fields });
    await this.#see(ref, Object.keys(fields));
    return true;
  }

  /** Rewrites what finds the record by the fields that changed. */
  async #index({ ref, fields, before }: { ref: string; fields: ValueMap; before: ValueMap }): Promise<void> {
    const { db, session } = this.#parts;
    const changed = Object.keys(fields).filter((name) => !sameTexts(fields[name], before[name]));
    const known = changed.filter((name) => indexedTexts(before[name]).length > 0);
    if (known.length > 0)
      await session.run(db.deleteFrom("record_value").where("ref", "=", ref).where("field", "in", known));
    const type = typeOf(ref);
    const rows = changed.flatMap((field) => indexedTexts(fields[field]).map((value) => ({ type, field, value, ref })));
    for (let at = 0; at < rows.length; at += INDEX_BATCH)
      await session.run(
        db
          .insertInto("record_value")
          .values(rows.slice(at, at + INDEX_BATCH))
          .onConflict((conflict) => conflict.doNothing()),
      );
  }

  async #see(ref: string, names: readonly string[]): Promise<void> {
    const type = typeOf(ref);
    const seen = await this.shelf.seen(type);
    const fresh = names.filter((name) => !seen.has(name));
    if (fresh.length === 0) return;
    const { db, session } = this.#parts;
    await session.run(
      db
        .insertInto("record_field")
        .values(fresh.map((name, at) => ({ type, name, position: seen.size + at })))
        .onConflict((conflict) => conflict.doNothing()),
    );
    this.shelf.learn(type, fresh);
  }

  async #tell(
    change: RecordChange,
    revision: number,
    past: { readonly before: ValueMap; readonly after: ValueMap },
  ): Promise<void> {
    const { at, atText, actor, cause, imports, silent } = this.writer;
    const why = cause ?? (imports ? { import: true } : null);
    await keepPast(this.#parts, change.ref, { revision, at, by: actor, cause: why, change: change.change, ...past });
    if (silent) return;
    await this.raise(recordEvent(change, { id: `crm:${change.ref}@${revision}`, at: atText, actor, cause }));
  }

  async #nextNumber(type: string): Promise<number> {
    const { db, session } = this.#parts;
    const { rows } = await session.run(
      db
        .insertInto("record_counter")
        .values({ type, last: 1 })
        .onConflict((conflict) => conflict.column("type").doUpdateSet({ last: sql`record_counter.last + 1` }))
        .returning("last"),
    );
    return Number(rows[0]?.last ?? 1);
  }

  /** Numbers up to this one are not given again. */
  async #countTo(type: string, last: number): Promise<void> {
    if (last === 0) return;
    const { db, session } = this.#parts;
    await session.run(
      db
        .insertInto("record_counter")
        .values({ type, last })
        .onConflict((conflict) =>
          conflict.column("type").doUpdateSet({
            last: sql`case when record_counter.last < ${last} then ${last} else record_counter.last end`,
          }),
        ),
    );
  }
}

/** @throws {RecordRefusal} `RECORD_NOT_FOUND`: it is no reference of that type */
function requireReference(type: string, ref: string): void {
  if (refOf(ref) === null || typeOf(ref) !== type) throw notARecord(ref);
}

const NEXT_POSITION = sql<number>`(select coalesce(max(position), 0) + 1 from record)`;
/** Rows of the index written by one statement. */
const INDEX_BATCH = 500;

function only(fields: ValueMap, names: readonly string[]): ValueMap {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

function sameTexts(left: Value | undefined, right: Value | undefined): boolean {
  const [a, b] = [indexedTexts(left), indexedTexts(right)];
  return a.length === b.length && a.every((text, at) => text === b[at]);
}
