import type { Value, ValueMap } from "../../../engine/base/value.ts";
import { sameKeptValue } from "../../../engine/record/same-kept-value.ts";
import type { Cause } from "../../../engine/runtime/occurrence.ts";
import type { SqlDatabase, SqlSession } from "../../sql-database.ts";
import { singly } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";
import { type Leaves, leafIn } from "./leaves.ts";
import type { OwnWrite } from "./observed-changes.ts";
import { originOf } from "./origin.ts";

/** What is known of a write. */
export interface JournalEntry {
  readonly key: string;
  readonly ref: string | null;
  readonly kind: "create" | "update" | "note";
  readonly wrote: Leaves;
  /** As the leaves stood before it was sent: only of those that nobody has seen as written. */
  readonly stood: Leaves;
  readonly state: "begun" | "done";
  readonly output: Value;
  readonly cause: Cause;
  readonly made: number | null;
  /** 0: it was never sent. */
  readonly sentAt: number;
}

/** How long a key is known: longer than any call is repeated. 400 days in milliseconds. */
const KEPT_MS = 400 * 24 * 3600 * 1000;
/** How long a write that nobody confirmed may explain what is seen. A day in milliseconds. */
const BELIEVED_MS = 24 * 3600 * 1000;
/** Keys that one statement takes: no transaction grows long. */
const FORGOTTEN_MAX = 512;

/** The journal of writes: what is about to be sent stands here first, so that it is known again whatever happens. */
export class WriteJournal {
  readonly #database: SqlDatabase<Bitrix24Tables>;

  constructor(database: SqlDatabase<Bitrix24Tables>) {
    this.#database = database;
  }

  /**
   * Takes a key for one attempt. `held`: another worker is at it, until then.
   *
   * @param until when whoever takes it gives up
   */
  async claim(
    order: {
      readonly key: string;
      readonly kind: JournalEntry["kind"];
      readonly ref: string | null;
      readonly cause: Cause;
    },
    { now, until }: { readonly now: number; readonly until: number },
  ): Promise<{ readonly entry: JournalEntry } | { readonly heldUntil: number }> {
    const { key, kind, ref, cause } = order;
    const { db } = this.#database;
    await db
      .insertInto("bitrix24_write")
      .values({
        ...{
          key,
          kind,
          ref,
          origin: originOf(key),
          wrote: "{}",
          stood: "{}",
          state: "begun",
          output: "null",
          made: null,
        },
        ...{ cause: JSON.stringify(cause), sent_at: 0, claimed_until: 0, told: 0, at: now },
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const taken = await singly(this.#database).run(
      db
        .updateTable("bitrix24_write")
        .set({ claimed_until: until })
        .where("key", "=", key)
        .where((where) => where.or([where("claimed_until", "<=", now), where("state", "=", "done")])),
    );
    const row = await db.selectFrom("bitrix24_write").selectAll().where("key", "=", key).executeTakeFirstOrThrow();
    if (row.state !== "done" && taken.changes === 0) return { heldUntil: Number(row.claimed_until) };
    return { entry: entryOf(row) };
  }

  /** Written before anything is sent; what is sent now has not been told. */
  async sending(
    key: string,
    of: { readonly ref: string | null; readonly wrote: Leaves; readonly stood: Leaves; readonly sentAt: number },
  ): Promise<void> {
    await this.#database.db
      .updateTable("bitrix24_write")
      .set({
        ref: of.ref,
        wrote: JSON.stringify(of.wrote),
        stood: JSON.stringify(of.stood),
        sent_at: of.sentAt,
        told: 0,
      })
      .where("key", "=", key)
      .execute();
  }

  /**
   * It certainly happened.
   *
   * @param of.told its event stands in the same transaction; absent: whoever told of it, or will, knows
   */
  async done(
    session: SqlSession,
    key: string,
    of: { readonly ref: string | null; readonly output: Value; readonly made?: number; readonly told?: true },
  ): Promise<void> {
    await session.run(
      this.#database.db
        .updateTable("bitrix24_write")
        .set({
          ...{ state: "done", ref: of.ref, output: JSON.stringify(of.output), claimed_until: 0, made: of.made ?? null },
          ...(of.told === true ? { told: 1 } : {}),
        })
        .where("key", "=", key),
    );
  }

  /** The attempt is over, nobody knows how: the next one may take the key. */
  async release(key: string): Promise<void> {
    await this.#database.db.updateTable("bitrix24_write").set({ claimed_until: 0 }).where("key", "=", key).execute();
  }

  /** It certainly did not happen: tried again, it is as new. */
  async forget(key: string): Promise<void> {
    await this.#database.db.deleteFrom("bitrix24_write").where("key", "=", key).where("state", "=", "begun").execute();
  }

  /** Writes to a record whose events have not been told, oldest first; those that made it by its origin. */
  async untold(session: SqlSession, ref: string, origin: string | null, now: number): Promise<readonly OwnWrite[]> {
    const { rows } = await session.run(
      this.#database.db
        .selectFrom("bitrix24_write")
        .selectAll()
        .where("told", "=", 0)
        .where("kind", "!=", "note")
        .where("at", ">", now - BELIEVED_MS)
        .where((where) =>
          where.or([where("ref", "=", ref), ...(origin === null ? [] : [where("origin", "=", origin)])]),
        )
        .orderBy("at")
        .orderBy("key"),
    );
    return rows
      .map(entryOf)
      .flatMap(({ key, kind, state, wrote, stood, cause, sentAt }) =>
        kind === "note" || sentAt === 0 ? [] : [{ key, kind, confirmed: state === "done", wrote, stood, cause }],
      );
  }

  async markTold(session: SqlSession, keys: readonly string[]): Promise<void> {
    for (const key of keys)
      await session.run(this.#database.db.updateTable("bitrix24_write").set({ told: 1 }).where("key", "=", key));
  }

  /**
   * Leaves of a write that stand as written now: they are not written again, whoever changes them afterwards.
   *
   * @param stood as it was read: where the writer has put another since, that one holds
   */
  async proven(session: SqlSession, key: string, stood: Leaves, leaves: ReadonlySet<string>): Promise<void> {
    const rest = Object.fromEntries(Object.entries(stood).filter(([leaf]) => !leaves.has(leaf)));
    await session.run(
      this.#database.db
        .updateTable("bitrix24_write")
        .set({ stood: JSON.stringify(rest) })
        .where("key", "=", key)
        .where("stood", "=", JSON.stringify(stood)),
    );
  }

  /** Is that note already known as one of ours? */
  async isKnownNote(ref: string, made: number): Promise<boolean> {
    const row = await this.#database.db
      .selectFrom("bitrix24_write")
      .select("key")
      .where("ref", "=", ref)
      .where("kind", "=", "note")
      .where("made", "=", made)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** What is older than any repetition goes, until nothing of it is left. */
  async forgetOld(now: number): Promise<void> {
    const { db } = this.#database;
    const old = db
      .selectFrom("bitrix24_write")
      .select("key")
      .where("at", "<", now - KEPT_MS)
      .limit(FORGOTTEN_MAX);
    const forgetting = db.deleteFrom("bitrix24_write").where("key", "in", old);
    while ((await singly(this.#database).run(forgetting)).changes > 0);
  }

  /** Files that are in the portal now, as we call them. */
  async knowFiles(files: readonly { readonly number: number; readonly value: Value }[]): Promise<void> {
    for (const { number, value } of files)
      await this.#database.db
        .insertInto("bitrix24_file")
        .values({ number, value: JSON.stringify(value) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  }
}

/**
 * What of an earlier attempt is still to be written: each leaf that stands as it did before. One that stands as written is
 * done, whoever did it; one that stands as neither was changed by somebody after we looked, and his word is the later one.
 */
export function leftOf(entry: JournalEntry, now: ValueMap): readonly string[] {
  return Object.keys(entry.stood).filter(
    (leaf) =>
      !sameKeptValue(leafIn(now, leaf), entry.wrote[leaf]) && sameKeptValue(leafIn(now, leaf), entry.stood[leaf]),
  );
}

function entryOf(row: Bitrix24Tables["bitrix24_write"]): JournalEntry {
  return {
    key: row.key,
    ref: row.ref,
    kind: row.kind,
    wrote: JSON.parse(row.wrote) as ValueMap,
    stood: JSON.parse(row.stood) as ValueMap,
    state: row.state,
    output: JSON.parse(row.output) as Value,
    cause: JSON.parse(row.cause) as Cause,
    made: row.made === null ? null : Number(row.made),
    sentAt: Number(row.sent_at),
  };
}
