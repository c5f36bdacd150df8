import type { SqlDatabase } from "../../sql-database.ts";
import type { NoticeTables } from "./notice-tables.ts";

/** A try that was begun. */
export interface MailTry {
  /** Counted from 1. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
}

/** Which letters were begun, so that none is begun again before it was looked for. */
export class MailTries {
  readonly #database: SqlDatabase<NoticeTables>;

  constructor(database: SqlDatabase<NoticeTables>) {
    this.#database = database;
  }

  /** The try that nobody knows the end of; null: there is none. */
  async open(key: string): Promise<MailTry | null> {
    const row = await this.#row(key);
    if (row === undefined || row.begun_at === null) return null;
    return { number: Number(row.tries), begunAt: Number(row.begun_at) };
  }

  /** Begins a try, or the open one again. @returns its number */
  async begin(key: string, at: number): Promise<number> {
    const row = await this.#row(key);
    const number = row === undefined ? 1 : Number(row.tries) + (row.begun_at === null ? 1 : 0);
    await this.#database.db
      .insertInto("bitrix24_mail")
      .values({ key, tries: number, begun_at: at })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ tries: number, begun_at: at }))
      .execute();
    return number;
  }

  /** The try came to nothing, for certain: another may be begun at once. */
  async fail(key: string): Promise<void> {
    await this.#database.db.updateTable("bitrix24_mail").set({ begun_at: null }).where("key", "=", key).execute();
  }

  async #row(key: string): Promise<NoticeTables["bitrix24_mail"] | undefined> {
    return this.#database.db.selectFrom("bitrix24_mail").selectAll().where("key", "=", key).executeTakeFirst();
  }
}
