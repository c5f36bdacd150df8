import { sql } from "kysely";
import { type SqlDatabase, type SqlSession, singly } from "../../sql-database.ts";
import type { MailboxTables } from "./mailbox-tables.ts";

/** A folder of a mailbox under one numbering. */
export interface Numbering {
  readonly mailbox: string;
  readonly folder: string;
  readonly validity: string;
}

/** A letter that is to be taken in, and what happened to it so far. */
export interface Attempt {
  readonly uid: number;
  readonly begun: number;
  readonly failed: number;
}

/** Rows written by one statement. */
const ROWS_AT_ONCE = 200;

/** How far mailboxes were looked at, what is still to be done in them, and where letters lie. */
export class Bookmarks {
  readonly #database: SqlDatabase<MailboxTables>;

  constructor(database: SqlDatabase<MailboxTables>) {
    this.#database = database;
  }

  /** Null: the mailbox was never looked at. */
  async get(mailbox: string): Promise<MailboxTables["mailbox_bookmark"] | null> {
    const { db } = this.#database;
    const row = await db.selectFrom("mailbox_bookmark").selectAll().where("mailbox", "=", mailbox).executeTakeFirst();
    return row === undefined ? null : { ...row, uid: Number(row.uid), since: Number(row.since) };
  }

  /**
   * Begins a numbering: what was known of the one before goes.
   *
   * @param uid letters up to this number are not looked at, except `todo`
   */
  async begin(
    of: Numbering,
    at: { readonly uid: number; readonly since: number; readonly todo: readonly number[] },
  ): Promise<void> {
    const { mailbox, folder, validity } = of;
    const { db } = this.#database;
    await this.#database.transaction(async (session) => {
      await session.run(db.deleteFrom("mailbox_attempt").where("mailbox", "=", mailbox));
      await session.run(
        db
          .deleteFrom("mailbox_place")
          .where("mailbox", "=", mailbox)
          .where("folder", "=", folder)
          .where("validity", "!=", validity),
      );
      for (let from = 0; from < at.todo.length; from += ROWS_AT_ONCE) {
        const rows = at.todo
          .slice(from, from + ROWS_AT_ONCE)
          .map((uid) => ({ mailbox, validity, uid, begun: 0, failed: 0 }));
        await session.run(
          db
            .insertInto("mailbox_attempt")
            .values(rows)
            .onConflict((conflict) => conflict.doNothing()),
        );
      }
      const mark = { folder, validity, uid: at.uid, since: at.since };
      await session.run(
        db
          .insertInto("mailbox_bookmark")
          .values({ mailbox, ...mark })
          .onConflict((conflict) => conflict.column("mailbox").doUpdateSet(mark)),
      );
    });
  }

  /** Letters that were put aside, by number. */
  async attempts({ mailbox, validity }: Numbering): Promise<readonly Attempt[]> {
    const rows = await this.#database.db
      .selectFrom("mailbox_attempt")
      .select(["uid", "begun", "failed"])
      .where("mailbox", "=", mailbox)
      .where("validity", "=", validity)
      .orderBy("uid")
      .execute();
    return rows.map(({ uid, begun, failed }) => ({ uid: Number(uid), begun: Number(begun), failed: Number(failed) }));
  }

  /** A letter is begun: if the process dies of it, that is known afterwards. */
  async started({ mailbox, validity }: Numbering, uid: number): Promise<void> {
    await this.#database.db
      .insertInto("mailbox_attempt")
      .values({ mailbox, validity, uid, begun: 1, failed: 0 })
      .onConflict((conflict) =>
        conflict.columns(["mailbox", "validity", "uid"]).doUpdateSet({ begun: sql<number>`mailbox_attempt.begun + 1` }),
      )
      .execute();
  }

  /** It is not the letter's fault: as if it had not been begun. */
  async stopped({ mailbox, validity }: Numbering, uid: number): Promise<void> {
    await this.#database.db
      .updateTable("mailbox_attempt")
      .set({ begun: sql<number>`begun - 1` })
      .where("mailbox", "=", mailbox)
      .where("validity", "=", validity)
      .where("uid", "=", uid)
      .where("begun", ">", 0)
      .execute();
  }

  /** It could not be read: it is put aside, and those behind it go on. */
  async failed(of: Numbering, uid: number): Promise<void> {
    await this.#database.transaction(async (session) => {
      await session.run(
        this.#database.db
          .updateTable("mailbox_attempt")
          .set({ failed: sql<number>`failed + 1`, begun: sql<number>`begun - 1` })
          .where("mailbox", "=", of.mailbox)
          .where("validity", "=", of.validity)
          .where("uid", "=", uid),
      );
      await this.#past(of, uid, session);
    });
  }

  /** It is done with: the bookmark is past it. */
  async done(of: Numbering, uid: number, session: SqlSession = singly(this.#database)): Promise<void> {
    await session.run(
      this.#database.db
        .deleteFrom("mailbox_attempt")
        .where("mailbox", "=", of.mailbox)
        .where("validity", "=", of.validity)
        .where("uid", "=", uid),
    );
    await this.#past(of, uid, session);
  }

  /** A letter lies there. */
  async placed(
    of: Numbering,
    at: { readonly uid: number; readonly letter: string; readonly size: number; readonly seen: 0 | 1 },
    session: SqlSession = singly(this.#database),
  ): Promise<void> {
    const { mailbox, folder, validity } = of;
    await session.run(
      this.#database.db
        .insertInto("mailbox_place")
        .values({ mailbox, folder, validity, ...at })
        .onConflict((conflict) => conflict.doNothing()),
    );
  }

  /** Letters that are not marked as read yet. */
  async unseen(of: Numbering): Promise<readonly number[]> {
    const rows = await this.#in(of).select("uid").where("seen", "=", 0).orderBy("uid").limit(ROWS_AT_ONCE).execute();
    return rows.map(({ uid }) => Number(uid));
  }

  /** They are marked. */
  async seen({ mailbox, folder, validity }: Numbering, uids: readonly number[]): Promise<void> {
    if (uids.length === 0) return;
    await this.#database.db
      .updateTable("mailbox_place")
      .set({ seen: 1 })
      .where("mailbox", "=", mailbox)
      .where("folder", "=", folder)
      .where("validity", "=", validity)
      .where("uid", "in", [...uids])
      .execute();
  }

  /** Where a letter lies, in every mailbox. */
  async placesOf(letter: string): Promise<readonly MailboxTables["mailbox_place"][]> {
    const rows = await this.#database.db
      .selectFrom("mailbox_place")
      .selectAll()
      .where("letter", "=", letter)
      .orderBy("mailbox")
      .orderBy("uid")
      .execute();
    return rows.map((row) => ({ ...row, uid: Number(row.uid), size: Number(row.size), seen: Number(row.seen) }));
  }

  /** A letter went from one place to another. */
  async moved(
    from: MailboxTables["mailbox_place"],
    to: { readonly folder: string; readonly validity: string; readonly uid: number },
  ): Promise<void> {
    const { db } = this.#database;
    await this.#database.transaction(async (session) => {
      await session.run(
        db
          .deleteFrom("mailbox_place")
          .where("mailbox", "=", from.mailbox)
          .where("folder", "=", from.folder)
          .where("validity", "=", from.validity)
          .where("uid", "=", from.uid),
      );
      await session.run(
        db
          .insertInto("mailbox_place")
          .values({ ...from, ...to })
          .onConflict((conflict) => conflict.doNothing()),
      );
    });
  }

  #in({ mailbox, folder, validity }: Numbering) {
    return this.#database.db
      .selectFrom("mailbox_place")
      .where("mailbox", "=", mailbox)
      .where("folder", "=", folder)
      .where("validity", "=", validity);
  }

  /** Never back: a worker that was frozen may come late. */
  async #past({ mailbox, validity }: Numbering, uid: number, session: SqlSession): Promise<void> {
    await session.run(
      this.#database.db
        .updateTable("mailbox_bookmark")
        .set({ uid })
        .where("mailbox", "=", mailbox)
        .where("validity", "=", validity)
        .where("uid", "<", uid),
    );
  }
}
