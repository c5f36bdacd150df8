import { type SqlDatabase, singly } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";

/** How far the first scan of a type is. */
export interface Scan {
  /** Everything up to this number is known. */
  readonly behind: number;
  /** The highest number when the scan began: what is above came afterwards. */
  readonly until: number;
  readonly isDone: boolean;
}

/** Bookmarks of the first scan and of the polls, kept in the database. */
export class ScanMarks {
  readonly #database: SqlDatabase<Bitrix24Tables>;
  /** Types whose first scan is over, once and for all. */
  readonly #done = new Set<string>();

  constructor(database: SqlDatabase<Bitrix24Tables>) {
    this.#database = database;
  }

  /** Was the record there before anything was watched? Then nobody is told that it was made. */
  async isOld(type: string, number: number): Promise<boolean> {
    if (this.#done.has(type)) return false;
    const scan = await this.scan(type);
    if (scan?.isDone === true) this.#done.add(type);
    return scan === null || (!scan.isDone && number <= scan.until);
  }

  /** Null: it has not begun. */
  async scan(type: string): Promise<Scan | null> {
    const value = await this.text(`scan ${type}`);
    return value === null ? null : (JSON.parse(value) as Scan);
  }

  putScan(type: string, scan: Scan): Promise<void> {
    return this.putText(`scan ${type}`, JSON.stringify(scan));
  }

  async text(name: string): Promise<string | null> {
    const row = await this.#database.db
      .selectFrom("bitrix24_mark")
      .select("value")
      .where("name", "=", name)
      .executeTakeFirst();
    return row?.value ?? null;
  }

  async putText(name: string, value: string): Promise<void> {
    await this.#database.db
      .insertInto("bitrix24_mark")
      .values({ name, value })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
      .execute();
  }

  /** What was taken is due at this moment already. */
  postpone(name: string, until: number): Promise<void> {
    return this.putText(name, instantText(until));
  }

  /** Is it time again? Of several that ask at once one is told yes. */
  async take(name: string, now: number, everyMs: number): Promise<boolean> {
    const value = instantText(now + everyMs);
    const { changes } = await singly(this.#database).run(
      this.#database.db
        .insertInto("bitrix24_mark")
        .values({ name, value })
        .onConflict((conflict) =>
          conflict.column("name").doUpdateSet({ value }).where("bitrix24_mark.value", "<=", instantText(now)),
        ),
    );
    return changes > 0;
  }
}

/** Instants as texts that are ordered as they are. */
function instantText(at: number): string {
  return String(at).padStart(16, "0");
}
