import { id, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import { type SqlDatabase, type SqlSession, singly } from "../sql-database.ts";
import type { AccountTables } from "./account-tables.ts";
import type { AccountsConfig } from "./config.ts";
import { csrfTokenOf, hashOf, isSecretShaped, randomSecret } from "./one-way.ts";

/** Where a session comes from, as far as the server knows it. */
export interface Whence {
  readonly address: string | null;
  /** What the browser calls itself. */
  readonly agent: string | null;
}

/** A session that has just begun: the only time that its secret is known. */
export interface NewSession {
  /** For the cookie. */
  readonly token: string;
  /** What the page sends with everything that changes something. */
  readonly csrf: string;
  readonly id: string;
  readonly expiresAt: Instant;
}

/** A session as its owner sees it. */
export interface Session extends Whence {
  readonly id: string;
  readonly user: UserId;
  readonly createdAt: Instant;
  /** To the minute. */
  readonly seenAt: Instant;
  readonly expiresAt: Instant;
}

/** Between two notes of the same session's (or token's) use. Milliseconds. */
export const TOUCH_MS = 60_000;
/** Characters of what a browser calls itself. */
const AGENT_MAX = 200;

/** Who is signed in, where. */
export class Sessions {
  readonly #database: SqlDatabase<AccountTables>;
  readonly #config: Pick<AccountsConfig, "idleMs" | "absoluteMs">;
  readonly #clock: Clock;

  constructor(
    database: SqlDatabase<AccountTables>,
    config: Pick<AccountsConfig, "idleMs" | "absoluteMs">,
    clock: Clock,
  ) {
    this.#database = database;
    this.#config = config;
    this.#clock = clock;
  }

  /** Begins one, with an id never used before. */
  async begin(session: SqlSession, person: string, { address, agent }: Whence): Promise<NewSession> {
    const token = randomSecret();
    const now = this.#clock.now();
    const row = {
      ...{ hash: hashOf(token), person, created_at: now, seen_at: now, expires_at: now + this.#config.absoluteMs },
      ...{ address, agent: agent === null ? null : agent.slice(0, AGENT_MAX) },
    };
    await session.run(this.#database.db.insertInto("account_session").values(row));
    return { token, csrf: csrfTokenOf(token), id: row.hash, expiresAt: instant(row.expires_at) };
  }

  /** The living session of that secret; its use is noted. Null: there is none. `until`: when it ends if nobody uses it. */
  async find(token: string): Promise<{ readonly id: string; readonly person: string; readonly until: number } | null> {
    if (!isSecretShaped(token)) return null;
    const { db } = this.#database;
    const now = this.#clock.now();
    const row = await db.selectFrom("account_session").selectAll().where("hash", "=", hashOf(token)).executeTakeFirst();
    if (row === undefined || !this.#lives(row, now)) return null;
    if (now - row.seen_at >= TOUCH_MS)
      await db
        .updateTable("account_session")
        .set({ seen_at: now })
        .where("hash", "=", row.hash)
        .where("seen_at", "<", now)
        .execute();
    return { id: row.hash, person: row.person, until: Math.min(row.expires_at, row.seen_at + this.#config.idleMs) };
  }

  /** Living sessions of a person, the latest used first. */
  async list(person: string): Promise<readonly Session[]> {
    const now = this.#clock.now();
    const rows = await this.#database.db
      .selectFrom("account_session")
      .selectAll()
      .where("person", "=", person)
      .orderBy("seen_at", "desc")
      .orderBy("hash")
      .execute();
    return rows
      .filter((row) => this.#lives(row, now))
      .map((row) => ({
        ...{ id: row.hash, user: id<UserId>(row.person), address: row.address, agent: row.agent },
        ...{ createdAt: instant(row.created_at), seenAt: instant(row.seen_at), expiresAt: instant(row.expires_at) },
      }));
  }

  /** Ends one of a person's sessions. False: he has no such one. */
  async end(person: string, session: string): Promise<boolean> {
    const { db } = this.#database;
    const query = db.deleteFrom("account_session").where("person", "=", person).where("hash", "=", session);
    return (await singly(this.#database).run(query)).changes > 0;
  }

  /** Ends the session of that secret, if there is one. */
  async endOf(token: string): Promise<void> {
    await this.#database.db.deleteFrom("account_session").where("hash", "=", hashOf(token)).execute();
  }

  /** Ends all sessions of a person. @returns how many */
  async endAll(session: SqlSession, person: string): Promise<number> {
    const { changes } = await session.run(this.#database.db.deleteFrom("account_session").where("person", "=", person));
    return changes;
  }

  /** Removes those that have ended. @returns how many */
  async forget(limit: number): Promise<number> {
    const { db } = this.#database;
    const now = this.#clock.now();
    const over = db
      .selectFrom("account_session")
      .select("hash")
      .where((row) => row.or([row("seen_at", "<=", now - this.#config.idleMs), row("expires_at", "<=", now)]))
      .limit(limit);
    const { numDeletedRows } = await db.deleteFrom("account_session").where("hash", "in", over).executeTakeFirst();
    return Number(numDeletedRows);
  }

  #lives(row: { readonly seen_at: number; readonly expires_at: number }, now: number): boolean {
    return now < row.expires_at && now < row.seen_at + this.#config.idleMs;
  }
}
