import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { SqlDatabase, SqlSession } from "../sql-database.ts";
import type { AccountTables, EntryKind } from "./account-tables.ts";
import { hashOf, isSecretShaped, randomSecret } from "./one-way.ts";

/** A link that has just been made: the only time that its secret is known. */
export interface EntryLink {
  readonly kind: EntryKind;
  readonly token: string;
  readonly expiresAt: Instant;
  /** Where it leads: `/enter#<token>` of the console. Browsers keep what stands behind `#` to themselves. */
  readonly link: string;
}

/** One-time links by which people choose a password. */
export class EntryLinks {
  readonly #database: SqlDatabase<AccountTables>;
  readonly #clock: Clock;
  readonly #address: string;

  constructor(database: SqlDatabase<AccountTables>, clock: Clock, address: string) {
    this.#database = database;
    this.#clock = clock;
    this.#address = address;
  }

  /**
   * Makes one; older ones of that person end.
   *
   * @param of.person null: whoever becomes the first administrator
   * @param of.keepsOlder they hold, too: a stranger who asks for a letter to somebody does not end what he has. @default no
   */
  async make(
    session: SqlSession,
    of: {
      readonly kind: EntryKind;
      readonly person: string | null;
      readonly by: string | null;
      readonly lifeMs: number;
      readonly keepsOlder?: boolean;
    },
  ): Promise<EntryLink> {
    const token = randomSecret();
    const now = this.#clock.now();
    if (of.person !== null && of.keepsOlder !== true) await this.endOf(session, of.person);
    const row = {
      ...{ hash: hashOf(token), kind: of.kind, person: of.person, created_at: now, created_by: of.by },
      expires_at: now + of.lifeMs,
    };
    await session.run(this.#database.db.insertInto("account_link").values(row));
    return {
      ...{ kind: of.kind, token, expiresAt: instant(row.expires_at) },
      link: `${this.#address}/enter#${token}`,
    };
  }

  /** What a link is for, without using it; null: it does not hold. */
  async find(
    token: string,
  ): Promise<{ readonly kind: EntryKind; readonly person: string | null; readonly expiresAt: Instant } | null> {
    if (!isSecretShaped(token)) return null;
    const row = await this.#database.db
      .selectFrom("account_link")
      .select(["kind", "person", "expires_at"])
      .where("hash", "=", hashOf(token))
      .where("expires_at", ">", this.#clock.now())
      .executeTakeFirst();
    return row === undefined ? null : { kind: row.kind, person: row.person, expiresAt: instant(row.expires_at) };
  }

  /** Uses a link up. True: it held, and is this caller's alone. */
  async use(session: SqlSession, token: string): Promise<boolean> {
    const { changes } = await session.run(
      this.#database.db
        .deleteFrom("account_link")
        .where("hash", "=", hashOf(token))
        .where("expires_at", ">", this.#clock.now()),
    );
    return changes > 0;
  }

  /** Ends all links of a person. */
  async endOf(session: SqlSession, person: string): Promise<void> {
    await session.run(this.#database.db.deleteFrom("account_link").where("person", "=", person));
  }

  /** Ends the links to the first administrator: there is one. */
  async endFirst(session: SqlSession): Promise<void> {
    await session.run(this.#database.db.deleteFrom("account_link").where("kind", "=", "first"));
  }

  /** People with an open invitation. */
  async invited(session: SqlSession): Promise<readonly string[]> {
    const { rows } = await session.run(
      this.#database.db
        .selectFrom("account_link")
        .select("person")
        .where("kind", "!=", "first")
        .where("expires_at", ">", this.#clock.now()),
    );
    return rows.flatMap(({ person }) => person ?? []);
  }

  /** Removes those whose time is over. @returns how many */
  async forget(limit: number): Promise<number> {
    const { db } = this.#database;
    const over = db.selectFrom("account_link").select("hash").where("expires_at", "<=", this.#clock.now()).limit(limit);
    const { numDeletedRows } = await db.deleteFrom("account_link").where("hash", "in", over).executeTakeFirst();
    return Number(numDeletedRows);
  }
}
