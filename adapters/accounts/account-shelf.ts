import type { Selectable } from "kysely";
import { id, type UserId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Ids } from "../../engine/ports/ids.ts";
import type { SqlDatabase, SqlSession } from "../sql-database.ts";
import type { AccountChange } from "./account.ts";
import type { AccountChangeKind, AccountTables } from "./account-tables.ts";
import { type Role, rolesFrom, rolesText } from "./role.ts";

/** A row of the table. */
export type AccountRow = Selectable<AccountTables["account"]>;

/** What an account begins as. */
export type NewAccount = Pick<AccountRow, "person" | "login" | "login_key" | "status" | "created_by"> & {
  readonly roles: readonly Role[];
};

/** The rows of accounts and of what was done to them. */
export class AccountShelf {
  readonly #database: SqlDatabase<AccountTables>;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(database: SqlDatabase<AccountTables>, clock: Clock, ids: Ids) {
    this.#database = database;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** By person; null: he has none. */
  async find(person: string): Promise<AccountRow | null> {
    const query = this.#database.db.selectFrom("account").selectAll().where("person", "=", person);
    return (await query.executeTakeFirst()) ?? null;
  }

  /** By login, as it is compared. */
  async ofLogin(key: string): Promise<AccountRow | null> {
    const query = this.#database.db.selectFrom("account").selectAll().where("login_key", "=", key);
    return (await query.executeTakeFirst()) ?? null;
  }

  /** All of them, by person. */
  async list(): Promise<readonly AccountRow[]> {
    return await this.#database.db.selectFrom("account").selectAll().orderBy("person").execute();
  }

  /**
   * Waits until nobody else changes what concerns all accounts: logins that must differ, administrators of whom one must be
   * left. First in its transaction.
   */
  async enterGate(session: SqlSession): Promise<void> {
    await session.run(
      this.#database.db
        .insertInto("account_gate")
        .values({ name: "accounts", passes: 1 })
        .onConflict((conflict) =>
          conflict.column("name").doUpdateSet((row) => ({ passes: row("account_gate.passes", "+", 1) })),
        ),
    );
  }

  /** The account as it is, nobody else's to change until the transaction ends; null: there is none. */
  async lock(session: SqlSession, person: string): Promise<AccountRow | null> {
    const { rows } = await session.run(
      this.#database.db
        .updateTable("account")
        .set((row) => ({ revision: row("revision", "+", 1) }))
        .where("person", "=", person)
        .returningAll(),
    );
    return rows[0] ?? null;
  }

  /** Whose login it is; null: nobody's. */
  async ownerOf(session: SqlSession, loginKey: string): Promise<string | null> {
    const query = this.#database.db.selectFrom("account").select("person").where("login_key", "=", loginKey);
    return (await session.run(query)).rows[0]?.person ?? null;
  }

  async add(session: SqlSession, { roles, ...rest }: NewAccount): Promise<void> {
    const row = {
      ...{ ...rest, roles: rolesText(roles), created_at: this.#clock.now(), revision: 1 },
      ...{ password: null, password_at: null, last_sign_in_at: null },
    };
    await session.run(this.#database.db.insertInto("account").values(row));
  }

  async change(session: SqlSession, person: string, set: Partial<AccountRow>): Promise<void> {
    await session.run(this.#database.db.updateTable("account").set(set).where("person", "=", person));
  }

  /** Accounts that can sign in now, or could if they chose a password. */
  async ofAdministrators(session: SqlSession): Promise<readonly AccountRow[]> {
    const query = this.#database.db.selectFrom("account").selectAll().where("status", "!=", "deactivated");
    return (await session.run(query)).rows.filter(({ roles }) => rolesFrom(roles).includes("administrator"));
  }

  /** Writes what was done into the account's history. */
  async note(
    session: SqlSession,
    of: {
      readonly person: string;
      readonly by: string | null;
      readonly what: AccountChangeKind;
      readonly roles?: readonly Role[];
    },
  ): Promise<void> {
    const { person, by, what, roles } = of;
    const row = {
      ...{ id: this.#ids.next(), person, at: this.#clock.now(), actor: by, what },
      roles: roles === undefined ? null : rolesText(roles),
    };
    await session.run(this.#database.db.insertInto("account_change").values(row));
  }

  /** History of one account, or of all; the newest first. */
  async changes(person: string | null, limit: number): Promise<readonly AccountChange[]> {
    let query = this.#database.db.selectFrom("account_change").selectAll().orderBy("id", "desc").limit(limit);
    if (person !== null) query = query.where("person", "=", person);
    return (await query.execute()).map(({ person: whose, at, actor, what, roles }) => ({
      ...{ user: id<UserId>(whose), at: instant(at), by: actor === null ? null : id<UserId>(actor), what },
      roles: roles === null ? null : rolesFrom(roles),
    }));
  }
}
