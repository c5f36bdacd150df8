import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import { id, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { SqlDatabase, SqlSession } from "../sql-database.ts";
import type { AccountTables } from "./account-tables.ts";
import { hashOf, isSameText } from "./one-way.ts";
import { TOUCH_MS } from "./sessions.ts";

/** A token as it is listed: what would let anybody use it is not there any more. */
export interface ApiToken {
  /** Names it: `ordo_<prefix>_…`. */
  readonly prefix: string;
  readonly name: string;
  /** In whose name it acts. */
  readonly user: UserId;
  /** Names of permissions, as the HTTP part gives them; what the person may not do the token may not either. */
  readonly scopes: readonly string[];
  readonly createdAt: Instant;
  readonly createdBy: UserId | null;
  readonly expiresAt: Instant;
  /** To the minute; null: never. */
  readonly usedAt: Instant | null;
}

/** What one is made of. */
export interface NewToken {
  readonly name: string;
  readonly person: string;
  readonly scopes: readonly string[];
  readonly by: string | null;
  readonly lifeMs: number;
}

type Row = Selectable<AccountTables["account_token"]>;

const PREFIX_BYTES = 6;
const SECRET_BYTES = 32;
/** No signs in it, so that a double click takes it whole. */
const SHAPE = /^ordo_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** Tokens by which programs call the API. */
export class ApiTokens {
  readonly #database: SqlDatabase<AccountTables>;
  readonly #clock: Clock;

  constructor(database: SqlDatabase<AccountTables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Makes one. The secret is in the answer and nowhere else. */
  async make(session: SqlSession, of: NewToken): Promise<{ readonly secret: string; readonly token: ApiToken }> {
    const prefix = randomBytes(PREFIX_BYTES).toString("hex");
    const secret = `ordo_${prefix}_${randomBytes(SECRET_BYTES).toString("hex")}`;
    const now = this.#clock.now();
    const row: Row = {
      ...{ prefix, hash: hashOf(secret), person: of.person, name: of.name, scopes: JSON.stringify(of.scopes) },
      ...{ created_at: now, created_by: of.by, expires_at: now + of.lifeMs, used_at: null },
    };
    await session.run(this.#database.db.insertInto("account_token").values(row));
    return { secret, token: tokenOf(row) };
  }

  /** The living token with that text; its use is noted. Null: there is none. */
  async find(text: string): Promise<ApiToken | null> {
    const prefix = SHAPE.exec(text)?.[1];
    if (prefix === undefined) return null;
    const { db } = this.#database;
    const row = await db.selectFrom("account_token").selectAll().where("prefix", "=", prefix).executeTakeFirst();
    const now = this.#clock.now();
    if (row === undefined || !isSameText(row.hash, hashOf(text)) || row.expires_at <= now) return null;
    if (row.used_at === null || now - row.used_at >= TOUCH_MS)
      await db
        .updateTable("account_token")
        .set({ used_at: now })
        .where("prefix", "=", prefix)
        .where((where) => where.or([where("used_at", "is", null), where("used_at", "<", now)]))
        .execute();
    return tokenOf(row);
  }

  /** Living ones of a person, or of all; the newest first. */
  async list(person: string | null): Promise<readonly ApiToken[]> {
    let query = this.#database.db
      .selectFrom("account_token")
      .selectAll()
      .where("expires_at", ">", this.#clock.now())
      .orderBy("created_at", "desc")
      .orderBy("prefix");
    if (person !== null) query = query.where("person", "=", person);
    return (await query.execute()).map(tokenOf);
  }

  /** Revokes one. @param person of that person alone; null: whosever it is. @returns whose it was; null: there is no such one */
  async revoke(session: SqlSession, prefix: string, person: string | null): Promise<string | null> {
    let query = this.#database.db.deleteFrom("account_token").where("prefix", "=", prefix).returning("person");
    if (person !== null) query = query.where("person", "=", person);
    return (await session.run(query)).rows[0]?.person ?? null;
  }

  /** Revokes all of a person. @returns how many */
  async revokeAll(session: SqlSession, person: string): Promise<number> {
    const { changes } = await session.run(this.#database.db.deleteFrom("account_token").where("person", "=", person));
    return changes;
  }

  /** Removes those whose time is over. @returns how many */
  async forget(limit: number): Promise<number> {
    const { db } = this.#database;
    const over = db
      .selectFrom("account_token")
      .select("prefix")
      .where("expires_at", "<=", this.#clock.now())
      .limit(limit);
    const { numDeletedRows } = await db.deleteFrom("account_token").where("prefix", "in", over).executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function tokenOf(row: Row): ApiToken {
  return {
    ...{ prefix: row.prefix, name: row.name, user: id<UserId>(row.person), scopes: JSON.parse(row.scopes) as string[] },
    ...{ createdAt: instant(row.created_at), expiresAt: instant(row.expires_at) },
    createdBy: row.created_by === null ? null : id<UserId>(row.created_by),
    usedAt: row.used_at === null ? null : instant(row.used_at),
  };
}
