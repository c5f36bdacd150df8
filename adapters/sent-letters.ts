import { createHash } from "node:crypto";
import { type SqlDatabase, type SqlSession, singly } from "./sql-database.ts";

/** The table of the letters that we sent. */
export interface SentLetterTables {
  sent_letter: {
    /** Its `Message-ID`, angle brackets included. */
    id: string;
    /** The record it is about, as a reference; null: none. */
    record: string | null;
    at: number;
  };
}

/** Ids named by one statement. */
const IDS_AT_ONCE = 100;

/**
 * The letters that left by mail: who sends one notes it here, before it goes out, and whoever reads mailboxes finds the
 * record to which an answer belongs.
 */
export class SentLetters {
  readonly #database: SqlDatabase<SentLetterTables>;

  constructor(database: SqlDatabase<SentLetterTables>) {
    this.#database = database;
  }

  /**
   * Notes a letter. The same id again is the same letter.
   *
   * @param letter.id its `Message-ID`, of {@link ownMessageId}
   * @param letter.record the record that the addressee is, as a reference (`lead/101`); null: a person of ours
   * @param session the transaction; absent: by itself
   */
  async note(
    letter: { readonly id: string; readonly record: string | null; readonly at: number },
    session: SqlSession = singly(this.#database),
  ): Promise<void> {
    await session.run(
      this.#database.db
        .insertInto("sent_letter")
        .values({ ...letter })
        .onConflict((conflict) => conflict.doNothing()),
    );
  }

  /** Forgets letters that left before that instant: an answer to one no longer finds its record by it. @returns how many */
  async forget(before: number, limit: number): Promise<number> {
    const { db } = this.#database;
    const old = db.selectFrom("sent_letter").select("id").where("at", "<", before).limit(limit);
    const { numDeletedRows } = await db.deleteFrom("sent_letter").where("id", "in", old).executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Those of these ids that we sent, each with its record. */
  async among(ids: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const few = ids.slice(0, IDS_AT_ONCE);
    if (few.length === 0) return new Map();
    const rows = await this.#database.db
      .selectFrom("sent_letter")
      .select(["id", "record"])
      .where("id", "in", few)
      .execute();
    return new Map(rows.map(({ id, record }) => [id, record]));
  }
}

/**
 * The `Message-ID` of a letter of ours: the same for the same key, so that a mail server which is handed it twice has one
 * letter, and recognizable when it comes back. A key never shows in it.
 *
 * @param domain what stands behind the `@`: a domain of the company
 */
export function ownMessageId(key: string, domain: string): string {
  return `<ordo.${createHash("sha256").update(key).digest("hex").slice(0, 40)}@${domain}>`;
}

/** Was a letter with this `Message-ID` sent by us (or by another Ordo)? Such a letter is never answered by itself. */
export function isOwnMessageId(id: string): boolean {
  return /^<ordo\.[0-9a-f]{40}@[^\s<>@]+>$/.test(id);
}
