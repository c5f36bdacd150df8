import type { Kysely } from "kysely";
import type { Instant } from "../../../engine/base/instant.ts";
import type { Value } from "../../../engine/base/value.ts";
import type { SqlSession } from "../../sql-database.ts";
import type { RecordTables } from "./record-tables.ts";

/** How long a key is known: longer than any call is repeated, a suspended instance's too. 400 days in milliseconds. */
const KEPT_MS = 400 * 24 * 3600 * 1000;
/** Every so many writes some old keys are forgotten … */
const FORGET_EVERY = 256;
/** … at most so many, so that no write waits long. */
const FORGOTTEN_MAX = 512;

/** The keys of writes that were done: what came of a write is kept in its own transaction, and given again. */
export class WrittenKeys {
  readonly #db: Kysely<RecordTables>;
  #writes = 0;

  constructor(db: Kysely<RecordTables>) {
    this.#db = db;
  }

  /** Does the work unless it was done under that key; returns what came of it, then or now. */
  async once(
    session: SqlSession,
    { key, at }: { readonly key: string; readonly at: Instant },
    work: () => Promise<Value>,
  ): Promise<Value> {
    const taken = await session.run(
      this.#db
        .insertInto("record_write")
        .values({ key, output: "null", at })
        .onConflict((conflict) => conflict.doNothing()),
    );
    if (taken.changes === 0) return await this.#before(session, key);
    const output = await work();
    await session.run(
      this.#db
        .updateTable("record_write")
        .set({ output: JSON.stringify(output) })
        .where("key", "=", key),
    );
    this.#writes += 1;
    if (this.#writes % FORGET_EVERY === 0) await this.#forget(session, at - KEPT_MS);
    return output;
  }

  async #before(session: SqlSession, key: string): Promise<Value> {
    const { rows } = await session.run(this.#db.selectFrom("record_write").select("output").where("key", "=", key));
    return JSON.parse(rows[0]?.output ?? "null") as Value;
  }

  async #forget(session: SqlSession, before: number): Promise<void> {
    const old = this.#db.selectFrom("record_write").select("key").where("at", "<", before).limit(FORGOTTEN_MAX);
    await session.run(this.#db.deleteFrom("record_write").where("key", "in", old));
  }
}
