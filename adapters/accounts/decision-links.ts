import { id, type TaskId, type UserId } from "../../engine/base/ids.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { SqlDatabase } from "../sql-database.ts";
import type { AccountTables } from "./account-tables.ts";
import { hashOf, isSecretShaped, randomSecret } from "./one-way.ts";

/** Links in letters, each for one task and one person. A link shows a page; what is decided there is another request. */
export class DecisionLinks {
  readonly #database: SqlDatabase<AccountTables>;
  readonly #clock: Clock;
  readonly #lifeMs: number;

  constructor(database: SqlDatabase<AccountTables>, clock: Clock, lifeMs: number) {
    this.#database = database;
    this.#clock = clock;
    this.#lifeMs = lifeMs;
  }

  /** A new secret for that person and task; those of earlier letters hold, too. */
  async make(task: TaskId, person: UserId): Promise<string> {
    const token = randomSecret();
    const now = this.#clock.now();
    const row = { hash: hashOf(token), task, person, created_at: now, expires_at: now + this.#lifeMs };
    await this.#database.db.insertInto("decision_link").values(row).execute();
    return token;
  }

  /** What it is for; null: it does not hold. */
  async find(token: string): Promise<{ readonly task: TaskId; readonly user: UserId } | null> {
    if (!isSecretShaped(token)) return null;
    const row = await this.#database.db
      .selectFrom("decision_link")
      .select(["task", "person"])
      .where("hash", "=", hashOf(token))
      .where("expires_at", ">", this.#clock.now())
      .executeTakeFirst();
    return row === undefined ? null : { task: id<TaskId>(row.task), user: id<UserId>(row.person) };
  }

  /** The task is over: its links are, too. */
  async forgetOf(task: TaskId): Promise<void> {
    await this.#database.db.deleteFrom("decision_link").where("task", "=", task).execute();
  }

  /** Removes those whose time is over. @returns how many */
  async forget(limit: number): Promise<number> {
    const { db } = this.#database;
    const over = db
      .selectFrom("decision_link")
      .select("hash")
      .where("expires_at", "<=", this.#clock.now())
      .limit(limit);
    const { numDeletedRows } = await db.deleteFrom("decision_link").where("hash", "in", over).executeTakeFirst();
    return Number(numDeletedRows);
  }
}
