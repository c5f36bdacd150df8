import type { Clock } from "../../engine/ports/clock.ts";
import type { SqlDatabase, SqlSession } from "../sql-database.ts";
import type { AccountTables } from "./account-tables.ts";
import { hashOf } from "./one-way.ts";
import {
  ADDRESS_LAW,
  ASKER_LAW,
  LETTER_LAW,
  LOGIN_LAW,
  type Tries,
  type TriesLaw,
  waitOf,
  withoutTry,
  withTry,
} from "./tries-law.ts";

/** Where tries are counted. */
export interface Lane {
  /** A hash: people type passwords into the wrong field. */
  readonly name: string;
  readonly law: TriesLaw;
}

/** How long an address is known after somebody signed in from there. Milliseconds. */
const KNOWN_MS = 90 * 86_400_000;

/**
 * Counts tries in the database, so that all servers count together. A login is counted for itself, wherever the tries come
 * from, and so is an address. Who signs in from where he has signed in before has a lane of his own: strangers who try
 * his login, or others behind the same address, do not keep him out.
 */
export class Throttle {
  readonly #database: SqlDatabase<AccountTables>;
  readonly #clock: Clock;

  constructor(database: SqlDatabase<AccountTables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Lanes of a try. @param person whose login it is; null: nobody's */
  async lanesOf(loginKey: string, address: string, person: string | null): Promise<readonly Lane[]> {
    const from = addressHash(address);
    const known = await this.#database.db
      .selectFrom("account_address")
      .select("seen_at")
      .where("person", "=", person ?? "")
      .where("address", "=", from)
      .where("seen_at", ">", this.#clock.now() - KNOWN_MS)
      .executeTakeFirst();
    if (known !== undefined) return [{ name: hashOf(`known ${from} ${loginKey}`), law: LOGIN_LAW }];
    return [
      { name: hashOf(`login ${loginKey}`), law: LOGIN_LAW },
      { name: hashOf(`address ${from}`), law: ADDRESS_LAW },
    ];
  }

  /** Lanes of somebody who asks for a letter to that login, whether there is one or not. */
  lanesOfAsking(loginKey: string, address: string): readonly Lane[] {
    return [
      { name: hashOf(`letter ${loginKey}`), law: LETTER_LAW },
      { name: hashOf(`asker ${addressHash(address)}`), law: ASKER_LAW },
    ];
  }

  /** Counts a try in all lanes. @returns milliseconds to wait, and then nothing was counted; 0: go on */
  async enter(lanes: readonly Lane[]): Promise<number> {
    const now = this.#clock.now();
    const sorted = lanes.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    return await this.#database.transaction(async (session) => {
      const read: { readonly lane: Lane; readonly tries: Tries | null }[] = [];
      for (const lane of sorted) read.push({ lane, tries: await this.#locked(session, lane, now) });
      const wait = Math.max(0, ...read.map(({ lane, tries }) => waitOf(tries, lane.law, now)));
      if (wait === 0)
        for (const { lane, tries } of read) await this.#write(session, lane, withTry(tries, lane.law, now));
      return wait;
    });
  }

  /** The try was right: a login begins anew, of an address it is taken back. */
  async succeeded(session: SqlSession, lanes: readonly Lane[]): Promise<void> {
    const { db } = this.#database;
    for (const lane of lanes) {
      if (lane.law === LOGIN_LAW) {
        await session.run(db.deleteFrom("account_tries").where("lane", "=", lane.name));
        continue;
      }
      const tries = await this.#locked(session, lane, this.#clock.now());
      if (tries !== null) await this.#write(session, lane, withoutTry(tries));
    }
  }

  /** The try was not judged: it is none. */
  async takeBack(lanes: readonly Lane[]): Promise<void> {
    const sorted = lanes.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    await this.#database.transaction(async (session) => {
      for (const lane of sorted) {
        const tries = await this.#locked(session, lane, this.#clock.now());
        if (tries !== null) await this.#write(session, lane, withoutTry(tries));
      }
    });
  }

  /** From here that person signs in. */
  async know(session: SqlSession, person: string, address: string): Promise<void> {
    const row = { person, address: addressHash(address), seen_at: this.#clock.now() };
    await session.run(
      this.#database.db
        .insertInto("account_address")
        .values(row)
        .onConflict((conflict) => conflict.columns(["person", "address"]).doUpdateSet({ seen_at: row.seen_at })),
    );
  }

  /** Somebody got a new password: whatever was tried before is over. */
  async clear(session: SqlSession, loginKey: string): Promise<void> {
    const { db } = this.#database;
    await session.run(db.deleteFrom("account_tries").where("lane", "=", hashOf(`login ${loginKey}`)));
  }

  /** Forgets what no longer counts. @returns how many rows */
  async forget(limit: number): Promise<number> {
    const { db } = this.#database;
    const now = this.#clock.now();
    const old = now - Math.max(LOGIN_LAW.forgetMs, ADDRESS_LAW.forgetMs) * FORGOTTEN_TRIES;
    const tries = db.selectFrom("account_tries").select("lane").where("at", "<", old).limit(limit);
    const gone = await db.deleteFrom("account_tries").where("lane", "in", tries).executeTakeFirst();
    const known = await db
      .selectFrom("account_address")
      .select(["person", "address"])
      .where("seen_at", "<", now - KNOWN_MS)
      .limit(limit)
      .execute();
    for (const { person, address } of known)
      await db.deleteFrom("account_address").where("person", "=", person).where("address", "=", address).execute();
    return Number(gone.numDeletedRows) + known.length;
  }

  /** The row, nobody else's until the transaction ends. */
  async #locked(session: SqlSession, { name }: Lane, now: number): Promise<Tries | null> {
    const { db } = this.#database;
    const { rows } = await session.run(
      db
        .insertInto("account_tries")
        .values({ lane: name, count: 0, at: now, blocked_until: 0 })
        .onConflict((conflict) => conflict.column("lane").doUpdateSet({ lane: name }))
        .returning(["count", "at", "blocked_until"]),
    );
    const [row] = rows;
    return row === undefined ? null : { count: row.count, at: row.at, blockedUntil: row.blocked_until };
  }

  async #write(session: SqlSession, { name }: Lane, { count, at, blockedUntil }: Tries): Promise<void> {
    await session.run(
      this.#database.db
        .updateTable("account_tries")
        .set({ count, at, blocked_until: blockedUntil })
        .where("lane", "=", name),
    );
  }
}

/** A lane that was left alone for so many times its forgetting has forgotten everything it could hold. */
const FORGOTTEN_TRIES = 96;

/** An address as tries are counted by it: of IPv6 the network (/64), which is one household's or server's. */
function addressHash(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, "")
    .replace(/%.*$/, "");
  return hashOf(plain.includes(":") ? networkOf(plain) : plain);
}

function networkOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...middle, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
