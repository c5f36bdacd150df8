import { type Kysely, sql } from "kysely";
import { UnknownCursor } from "../../../engine/base/unknown-cursor.ts";
import type { RecordSnapshot, ValueMap } from "../../../engine/base/value.ts";
import { matchesFilter } from "../../../engine/record/record-filter.ts";
import { typeOf } from "../../../engine/record/record-reference.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { KeptLists, RecordRules, SeenNames } from "../../../engine/record/record-rules.ts";
import type { SqlSession } from "../../sql-database.ts";
import { narrowingsOf } from "./indexed-values.ts";
import { keptLists } from "./record-lists.ts";
import type { RecordTables } from "./record-tables.ts";

/** Records read by one statement. */
const BATCH = 512;
/** Records looked at for one filter. More means that the filter names nothing the index knows. */
const EXAMINED_MAX = 500_000;
/** Records that one filter may meet. */
const FOUND_MAX = 50_000;

/** A record read from the database. */
export interface ShelfRecord {
  readonly snapshot: RecordSnapshot;
  readonly fields: ValueMap;
  readonly revision: number;
  /** Order in which records came. */
  readonly position: number;
  readonly isDeleted: boolean;
}

/** What a shelf works with. */
export interface ShelfParts {
  /** Builds queries. */
  readonly db: Kysely<RecordTables>;
  /** Runs them. */
  readonly session: SqlSession;
  readonly rules: RecordRules;
  /** Lets others have their turn: reading a large table must not keep a worker from its heartbeat. */
  readonly pause: () => Promise<void>;
}

/** Reads records, within a transaction or outside of any. Made for one operation: what it learned it keeps. */
export class RecordShelf {
  readonly #db: Kysely<RecordTables>;
  readonly #session: SqlSession;
  readonly #rules: RecordRules;
  readonly #pause: () => Promise<void>;
  readonly #seen = new Map<string, SeenNames>();
  #lists: KeptLists | null = null;

  constructor({ db, session, rules, pause }: ShelfParts) {
    this.#db = db;
    this.#session = session;
    this.#rules = rules;
    this.#pause = pause;
  }

  /** Names of fields that records of the type were seen with. */
  async seen(type: string): Promise<SeenNames> {
    const known = this.#seen.get(type);
    if (known) return known;
    const query = this.#db
      .selectFrom("record_field")
      .select("name")
      .where("type", "=", type)
      .orderBy("position")
      .orderBy("name");
    const { rows } = await this.#session.run(query);
    const names = new Set(rows.map(({ name }) => name));
    this.#seen.set(type, names);
    return names;
  }

  /** Reference lists as they are kept now. */
  async lists(): Promise<KeptLists> {
    this.#lists ??= await keptLists(this.#db, this.#session);
    return this.#lists;
  }

  /** A write showed these names too. */
  learn(type: string, names: readonly string[]): void {
    this.#seen.set(type, new Set([...(this.#seen.get(type) ?? []), ...names]));
  }

  /** The records that are there, by reference; deleted ones too. */
  async read(refs: readonly string[]): Promise<ReadonlyMap<string, ShelfRecord>> {
    const found = new Map<string, ShelfRecord>();
    for (const batch of batchesOf(refs)) {
      const { rows } = await this.#session.run(this.#rows().where("ref", "in", padded(batch)));
      for (const row of rows) found.set(row.ref, await this.#shelved(row));
    }
    return found;
  }

  /** One record as it is now; null: there is none. */
  async snapshot(ref: string): Promise<RecordSnapshot | null> {
    const record = (await this.read([ref])).get(ref);
    return record && !record.isDeleted ? record.snapshot : null;
  }

  /** Records as they are now, in the order of the references; those that are not there are left out. */
  async snapshots(refs: readonly string[]): Promise<readonly RecordSnapshot[]> {
    const records = await this.read(refs);
    return refs.flatMap((ref) => {
      const record = records.get(ref);
      return record && !record.isDeleted ? [record.snapshot] : [];
    });
  }

  /**
   * What is kept of every record of a type that a filter meets, in the order they came. Where the filter says that a
   * field equals a text or a record, only records that the index knows for it are read; else all of the type.
   *
   * @throws {RecordRefusal} `TOO_MANY_RECORDS`
   */
  async matching<Kept>(type: string, filter: ValueMap, keep: (record: RecordSnapshot) => Kept): Promise<Kept[]> {
    const kept: Kept[] = [];
    const look = async (rows: readonly RecordRow[]): Promise<boolean> => {
      for (const row of rows) {
        const { snapshot } = await this.#shelved(row);
        if (matchesFilter(snapshot, filter)) kept.push(keep(snapshot));
      }
      if (kept.length > FOUND_MAX) throw tooMany(type);
      await this.#pause();
      return true;
    };
    const candidates = await this.#candidates(type, filter);
    if (candidates === null) await this.#eachOf(type, look);
    else for (const rows of batchesOf(await this.#inOrder(type, candidates))) await look(rows);
    return kept;
  }

  /**
   * A page of the records of a type that a filter meets, in the order they came.
   *
   * @param isDescending the newest first. @default false
   * @param after reference of the last record seen; null: from the beginning
   * @returns one more than asked for where there are more
   * @throws {RecordRefusal} `TOO_MANY_RECORDS`
   * @throws {UnknownCursor} where there is no such record
   */
  async page(
    type: string,
    {
      filter,
      after,
      limit,
      isDescending = false,
    }: {
      readonly filter: ValueMap;
      readonly after: string | null;
      readonly limit: number;
      readonly isDescending?: boolean;
    },
  ): Promise<readonly ShelfRecord[]> {
    const last = after === null ? null : ((await this.#positionsOf([after])).get(after) ?? null);
    if (after !== null && last === null) throw new UnknownCursor();
    const isSeen = (row: RecordRow): boolean =>
      last !== null && (isDescending ? !isAfter(last, row) : !isAfter(row, last));
    const kept: ShelfRecord[] = [];
    const look = async (rows: readonly RecordRow[]): Promise<boolean> => {
      for (const row of rows) {
        if (kept.length > limit || isSeen(row)) continue;
        const record = await this.#shelved(row);
        if (matchesFilter(record.snapshot, filter)) kept.push(record);
      }
      await this.#pause();
      return kept.length <= limit;
    };
    const candidates = await this.#candidates(type, filter);
    if (candidates === null) await this.#eachOf(type, look, { from: last, isDescending });
    else {
      const inOrder = await this.#inOrder(type, candidates);
      for (const rows of batchesOf(isDescending ? inOrder.toReversed() : inOrder)) if (!(await look(rows))) break;
    }
    return kept.slice(0, limit + 1);
  }

  async #positionsOf(refs: readonly string[]): Promise<ReadonlyMap<string, RecordRow>> {
    const { rows } = await this.#session.run(this.#rows().where("ref", "in", refs));
    return new Map(rows.map((row) => [row.ref, row]));
  }

  /** References that the index gives for a filter, at least those that meet it; null: the index knows nothing of it. */
  async #candidates(type: string, filter: ValueMap): Promise<readonly string[] | null> {
    const narrowings = narrowingsOf(filter).filter(({ field }) => !COMPUTED.has(field));
    const named = narrowings.find(({ field }) => field === "ref");
    if (named) return named.texts;
    // A link leads to few records, a stage to many.
    const [first, ...others] = narrowings.sort((one, other) => Number(isLink(other)) - Number(isLink(one)));
    if (!first) return null;
    if (first.texts.length === 0) return [];
    let query = this.#db
      .selectFrom("record_value")
      .select("ref")
      .distinct()
      .where("type", "=", type)
      .where("field", "=", first.field)
      .where("value", "in", padded(first.texts));
    for (const { field, texts } of others)
      query = query.where(
        sql<boolean>`exists (select 1 from record_value other where other.type = ${type} and other.field = ${field}
          and other.value in (${sql.join(padded(texts.length > 0 ? texts : [""]))}) and other.ref = record_value.ref)`,
      );
    const { rows } = await this.#session.run(query.limit(EXAMINED_MAX + 1));
    if (rows.length > EXAMINED_MAX) throw tooMany(type);
    return rows.map(({ ref }) => ref);
  }

  /** The records of a type among these, in the order they came. */
  async #inOrder(type: string, refs: readonly string[]): Promise<readonly RecordRow[]> {
    const found: RecordRow[] = [];
    for (const batch of batchesOf(refs)) {
      // Nothing but the reference: a database that is told the type too may walk through all of the type.
      const { rows } = await this.#session.run(this.#rows().where("ref", "in", padded(batch)));
      found.push(...rows.filter(({ ref, deleted }) => deleted === 0 && typeOf(ref) === type));
    }
    return found.sort((one, other) => (isAfter(one, other) ? 1 : -1));
  }

  /** @param look false: enough */
  async #eachOf(
    type: string,
    look: (rows: readonly RecordRow[]) => Promise<boolean>,
    {
      from,
      isDescending,
    }: { readonly from: Pick<RecordRow, "position" | "ref"> | null; readonly isDescending: boolean } = {
      from: null,
      isDescending: false,
    },
  ): Promise<void> {
    let after = from;
    const direction = isDescending ? "desc" : "asc";
    for (let examined = 0; examined <= EXAMINED_MAX; ) {
      const all = this.#rows().where("type", "=", type).where("deleted", "=", 0);
      const rest =
        after === null
          ? all
          : all.where(
              isDescending
                ? sql<boolean>`(position, ref) < (${after.position}, ${after.ref})`
                : sql<boolean>`(position, ref) > (${after.position}, ${after.ref})`,
            );
      const { rows } = await this.#session.run(
        rest.orderBy("position", direction).orderBy("ref", direction).limit(BATCH),
      );
      const isWanted = await look(rows);
      const last = rows.at(-1);
      if (!isWanted || !last || rows.length < BATCH) return;
      after = last;
      examined += rows.length;
    }
    throw tooMany(type);
  }

  #rows() {
    return this.#db.selectFrom("record").select(["ref", "position", "fields", "revision", "deleted"]);
  }

  async #shelved(row: RecordRow): Promise<ShelfRecord> {
    const fields = JSON.parse(row.fields) as ValueMap;
    const snapshot = this.#rules.dressed({ ref: row.ref, fields }, await this.seen(typeOf(row.ref)));
    return { snapshot, fields, revision: row.revision, position: row.position, isDeleted: row.deleted === 1 };
  }
}

function isAfter(one: Pick<RecordRow, "position" | "ref">, other: Pick<RecordRow, "position" | "ref">): boolean {
  return one.position === other.position ? one.ref > other.ref : one.position > other.position;
}

type RecordRow = Omit<RecordTables["record"], "type" | "changed_at" | "words">;

/** Fields of a snapshot that no row keeps. */
const COMPUTED: ReadonlySet<string> = new Set(["id", "type", "stageKind"]);

function isLink({ texts }: { readonly texts: readonly string[] }): boolean {
  return texts.every((text) => text.includes("/"));
}

function batchesOf<One>(all: readonly One[]): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH));
}

/** The last one repeated up to a power of two: a list of every length would be a statement of its own to prepare. */
function padded(texts: readonly string[]): readonly string[] {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, texts.length)));
  return [...texts, ...Array.from({ length: size - texts.length }, () => texts.at(-1) ?? "")];
}

function tooMany(type: string): RecordRefusal {
  return new RecordRefusal("TOO_MANY_RECORDS", {
    ru: `Условие подходит к слишком многим записям ${type} (просмотрено до ${EXAMINED_MAX}, найдено до ${FOUND_MAX}): назовите в filter поле, равное тексту или записи`,
    en: `The filter meets too many records of ${type} (at most ${EXAMINED_MAX} are looked at, ${FOUND_MAX} found): name a field that equals a text or a record`,
  });
}
