import {
  isMap,
  isRecord,
  type RecordSnapshot,
  type Tagged,
  type Value,
  type ValueMap,
} from "../../engine/base/value.ts";
import { letterId, letterWithRecord, receivedLetter, recordOfLetter } from "../../engine/record/letter.ts";
import { letterNotFound } from "../../engine/record/record-refusal.ts";
import { plainEvent } from "../../engine/runtime/occurrence.ts";
import type { OccurrenceFeed } from "../occurrence-feed.ts";
import { SentLetters, type SentLetterTables } from "../sent-letters.ts";
import { type SqlDatabase, type SqlSession, singly, withTables } from "../sql-database.ts";
import type { LetterTables } from "./letter-tables.ts";

/** Letters that one answer is followed back to. */
const THREAD_MAX = 50;

/** A letter as it is kept: its record as a reference. */
export interface KeptLetter {
  readonly body: ValueMap;
  /** The folder it was moved to; null: nowhere yet. */
  readonly folder: string | null;
  /** Tells it from another letter under the same id; null: nobody took one. */
  readonly print: string | null;
}

/** What letters need. */
export interface LettersParts {
  readonly database: SqlDatabase<LetterTables>;
  readonly feed: OccurrenceFeed;
  /** The record a letter belongs to, as the CRM has it now. */
  readonly look: (ref: string) => Promise<RecordSnapshot | null>;
  /** Now, as a value in the company's zone. */
  readonly nowText: () => Tagged;
}

/**
 * The letters that the engine knows, wherever they came from: each once, with the record it belongs to and the folder it
 * lies in. A letter and the event that tells of it are one transaction.
 */
export class Letters {
  readonly #parts: LettersParts;
  readonly #sent: SentLetters;

  constructor(parts: LettersParts) {
    this.#parts = parts;
    this.#sent = new SentLetters(withTables<SentLetterTables>(parts.database));
  }

  /** Null: it is not known. */
  async get(id: string, session: SqlSession = singly(this.#parts.database)): Promise<KeptLetter | null> {
    const query = this.#parts.database.db.selectFrom("letter").selectAll().where("id", "=", id);
    const { rows } = await session.run(query);
    const [row] = rows;
    return row ? { body: JSON.parse(row.body) as ValueMap, folder: row.folder, print: row.print ?? null } : null;
  }

  /**
   * Takes in a letter and raises `mail.received` with its record loaded. The same letter again raises nothing.
   *
   * @param beside written in the same transaction: a mailbox's bookmark
   * @param extras.thread ids of the letters that this one goes back to beside the one it answers, the nearest first
   * @param extras.print tells it from another letter under the same id
   * @returns the letter; null where it was there already
   * @throws {RecordRefusal} `LETTER_NOT_FOUND` where it has no `messageId`
   */
  async receive(
    given: ValueMap,
    beside: (session: SqlSession) => Promise<void> = nothing,
    { thread = [], print = null }: { readonly thread?: readonly string[]; readonly print?: string | null } = {},
  ): Promise<ValueMap | null> {
    const id = letterId(given);
    if (id === null) throw letterNotFound();
    const answers = letterId(given["inReplyTo"]);
    const record = await this.#recordOf(answers === null ? thread : [answers, ...thread]);
    const at = this.#parts.nowText();
    const letter = receivedLetter(given, at, record === null ? null : { record });
    const ref = recordOfLetter(letter);
    const loaded = letterWithRecord(letter, ref === null ? null : await this.#parts.look(ref));
    const event = plainEvent("mail.received", { letter: loaded }, { id: `mail:${id}`, at, actor: null, cause: null });
    const isNew = await this.#parts.database.transaction(async (session) => {
      const kept = await session.run(
        this.#parts.database.db
          .insertInto("letter")
          .values({
            ...{ id, body: JSON.stringify(bodyOf(letter, id)), folder: null },
            ...{ at: Date.parse(at.value), print, record: ref, emptied: 0 },
          })
          .onConflict((conflict) => conflict.doNothing()),
      );
      if (kept.changes > 0) await this.#parts.feed.put([event], session);
      await beside(session);
      return kept.changes > 0;
    });
    if (!isNew) return null;
    this.#parts.feed.ring();
    return letter;
  }

  /**
   * The last letter that came in for a record, and the one that it answers: what we write to the record now goes on with
   * that conversation. Null: nobody wrote.
   */
  async lastOf(record: string): Promise<{ readonly id: string; readonly references: readonly string[] } | null> {
    const { rows } = await singly(this.#parts.database).run(
      this.#parts.database.db
        .selectFrom("letter")
        .select(["id", "body"])
        .where("record", "=", record)
        .orderBy("at", "desc")
        .orderBy("id", "desc")
        .limit(1),
    );
    const [row] = rows;
    if (row === undefined) return null;
    const answers = letterId((JSON.parse(row.body) as ValueMap)["inReplyTo"]);
    return { id: row.id, references: answers === null ? [] : [answers] };
  }

  /**
   * Empties letters that came in before that instant: what they said and whose they were goes. Their ids stay, as a mailbox
   * may show the same letter again years later, and it must not start anything twice.
   *
   * @returns how many
   */
  async forget(before: number, limit: number): Promise<number> {
    const { db } = this.#parts.database;
    const old = db.selectFrom("letter").select("id").where("emptied", "=", 0).where("at", "<", before).limit(limit);
    const { numUpdatedRows } = await db
      .updateTable("letter")
      .set({ body: "{}", record: null, folder: null, emptied: 1 })
      .where("id", "in", old)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  /** What goes with a letter that is there already: a bookmark in another mailbox. One transaction. */
  async besides(beside: (session: SqlSession) => Promise<void>): Promise<void> {
    await this.#parts.database.transaction(beside);
  }

  /** Notes in which folder a letter lies. @throws {RecordRefusal} `LETTER_NOT_FOUND` where this names none */
  async move(letter: Value | undefined, folder: string): Promise<void> {
    const id = idOf(letter);
    await this.#change(id, (known) => ({ body: known?.body ?? bodyOf(letter, id), folder }));
  }

  /** Joins a letter to a record: answers to it belong there too. @throws {RecordRefusal} `LETTER_NOT_FOUND` */
  async link(letter: Value | undefined, record: string): Promise<void> {
    const id = idOf(letter);
    await this.#change(id, (known) => ({
      body: { ...(known?.body ?? bodyOf(letter, id)), record },
      folder: known?.folder ?? null,
    }));
  }

  /** The record of the first of these letters that belongs to one: letters that came in, and letters that we sent. */
  async #recordOf(ids: readonly string[]): Promise<string | null> {
    const few = [...new Set(ids)].slice(0, THREAD_MAX);
    if (few.length === 0) return null;
    const { db } = this.#parts.database;
    const rows = await db.selectFrom("letter").select(["id", "body"]).where("id", "in", few).execute();
    const came = new Map(rows.map(({ id, body }) => [id, recordOfLetter(JSON.parse(body) as ValueMap)]));
    const sent = await this.#sent.among(few);
    for (const id of few) {
      const record = came.get(id) ?? sent.get(id) ?? null;
      if (record !== null) return record;
    }
    return null;
  }

  async #change(id: string, change: (known: KeptLetter | null) => Omit<KeptLetter, "print">): Promise<void> {
    const { database } = this.#parts;
    await database.transaction(async (session) => {
      const { body, folder } = change(await this.get(id, session));
      const kept = { body: JSON.stringify(body), folder, record: recordOfLetter(body) };
      await session.run(
        database.db
          .insertInto("letter")
          .values({ ...kept, id, at: Date.parse(this.#parts.nowText().value), print: null, emptied: 0 })
          .onConflict((conflict) => conflict.column("id").doUpdateSet(kept)),
      );
    });
  }
}

async function nothing(): Promise<void> {}

function idOf(letter: Value | undefined): string {
  const id = letterId(letter);
  if (id === null) throw letterNotFound();
  return id;
}

/** As it is kept: its record as a reference. */
function bodyOf(letter: Value | undefined, id: string): ValueMap {
  if (!isMap(letter)) return { messageId: id };
  const record = letter["record"];
  return isRecord(record) ? { ...letter, record: record.ref } : letter;
}
