import type { ValueMap } from "../../../engine/base/value.ts";
import type { RecordNote } from "../../../engine/record/record-change.ts";
import type { Occurrence } from "../../../engine/runtime/occurrence.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { RecordTables } from "./record-tables.ts";

/** Ids named by one statement. */
const IDS_AT_ONCE = 500;

/** What is read apart from single records: events to hand over, lists, notes. */
export class ChangeFeed {
  readonly #database: SqlDatabase<RecordTables>;
  #listeners: (() => void)[] = [];

  constructor(database: SqlDatabase<RecordTables>) {
    this.#database = database;
  }

  /** Events that nobody acknowledged, oldest first. */
  async changes(limit: number): Promise<readonly Occurrence[]> {
    const rows = await this.#database.db
      .selectFrom("record_change")
      .select("occurrence")
      .orderBy("position")
      .orderBy("id")
      .limit(limit)
      .execute();
    return rows.map(({ occurrence }) => JSON.parse(occurrence) as Occurrence);
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE)
      await this.#database.db
        .deleteFrom("record_change")
        .where("id", "in", ids.slice(at, at + IDS_AT_ONCE))
        .execute();
  }

  onRing(listener: () => void): void {
    this.#listeners.push(listener);
  }

  ring(): void {
    for (const listener of this.#listeners) listener();
  }

  close(): void {
    this.#listeners = [];
  }

  async lists(): Promise<Readonly<Record<string, readonly ValueMap[]>>> {
    const lists = await this.#database.db.selectFrom("record_list").selectAll().execute();
    return Object.fromEntries(lists.map(({ name, rows }) => [name, JSON.parse(rows) as readonly ValueMap[]]));
  }

  async notes(ref: string): Promise<readonly (RecordNote & { readonly by: string | null; readonly at: number })[]> {
    const rows = await this.#database.db
      .selectFrom("record_note")
      .selectAll()
      .where("ref", "=", ref)
      .orderBy("position")
      .orderBy("id")
      .execute();
    return rows.map(({ body, files, actor, at }) => ({
      text: body,
      files: JSON.parse(files) as RecordNote["files"],
      by: actor,
      at,
    }));
  }
}
