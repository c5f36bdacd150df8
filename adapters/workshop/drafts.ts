import { id, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { SqlDatabase, SqlSession } from "../sql-database.ts";
import type { DraftTables } from "./draft-tables.ts";
import type { WorkFile } from "./work-survey.ts";

/** A process as somebody is writing it. */
export interface Draft {
  readonly process: string;
  readonly files: readonly WorkFile[];
  /** From 1. */
  readonly revision: number;
  /** Digest of the version it was begun from; null: a new process. */
  readonly base: string | null;
  readonly editedAt: Instant;
  readonly editedBy: UserId | null;
}

/** Drafts of processes in the store, and what versions were deployed with besides. */
export class Drafts {
  readonly #database: SqlDatabase<DraftTables>;
  readonly #clock: Clock;

  constructor(database: SqlDatabase<DraftTables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** By process. */
  async all(): Promise<readonly Draft[]> {
    const rows = await this.#database.db.selectFrom("process_draft").selectAll().orderBy("process").execute();
    return rows.map(draftOf);
  }

  /** Null: nobody is writing it. */
  async find(process: string): Promise<Draft | null> {
    const query = this.#database.db.selectFrom("process_draft").selectAll().where("process", "=", process);
    const row = await query.executeTakeFirst();
    return row === undefined ? null : draftOf(row);
  }

  /**
   * Saves a draft, if it is still the one that was read. Null: somebody saved meanwhile; nothing was written.
   *
   * @param order.seen revision that was read; 0: there was none
   */
  save(order: {
    readonly process: string;
    readonly files: readonly WorkFile[];
    readonly seen: number;
    readonly base: string | null;
    readonly by: UserId | null;
  }): Promise<Draft | null> {
    const { process, files, seen, base, by } = order;
    const row = { files: JSON.stringify(files), edited_at: this.#clock.now(), edited_by: by };
    const { db } = this.#database;
    return this.#database.transaction(async (session) => {
      const written =
        seen === 0
          ? db
              .insertInto("process_draft")
              .values({ process, base, revision: 1, ...row })
              .onConflict((conflict) => conflict.doNothing())
          : db
              .updateTable("process_draft")
              .set({ ...row, revision: seen + 1 })
              .where("process", "=", process)
              .where("revision", "=", seen);
      const { changes } = await session.run(written);
      return changes === 0 ? null : await this.#read(session, process);
    });
  }

  /** Takes a draft away. False: it is not the one that was read any more, or there is none. */
  async discard(process: string, seen: number): Promise<boolean> {
    const query = this.#database.db
      .deleteFrom("process_draft")
      .where("process", "=", process)
      .where("revision", "=", seen);
    return this.#database.transaction(async (session) => (await session.run(query)).changes > 0);
  }

  /** Keeps what a version was deployed with besides what it is compiled of. The same version again: the last stays. */
  async keepExtra(digest: string, files: readonly WorkFile[]): Promise<void> {
    const text = JSON.stringify(files);
    const query = this.#database.db
      .insertInto("process_extra")
      .values({ digest, files: text })
      .onConflict((conflict) => conflict.column("digest").doUpdateSet({ files: text }));
    await this.#database.transaction((session) => session.run(query));
  }

  /** Scenarios and description of a version; none where it was deployed from a folder. */
  async extra(digest: string): Promise<readonly WorkFile[]> {
    const query = this.#database.db.selectFrom("process_extra").select("files").where("digest", "=", digest);
    const row = await query.executeTakeFirst();
    return row === undefined ? [] : (JSON.parse(row.files) as readonly WorkFile[]);
  }

  async #read(session: SqlSession, process: string): Promise<Draft | null> {
    const query = this.#database.db.selectFrom("process_draft").selectAll().where("process", "=", process);
    const [row] = (await session.run(query)).rows;
    return row === undefined ? null : draftOf(row);
  }
}

function draftOf(row: DraftTables["process_draft"]): Draft {
  return {
    process: row.process,
    files: JSON.parse(row.files) as readonly WorkFile[],
    revision: row.revision,
    base: row.base,
    editedAt: instant(row.edited_at),
    editedBy: row.edited_by === null ? null : id<UserId>(row.edited_by),
  };
}
