import { type SqlDatabase, singly } from "../sql-database.ts";
import type { TokenSeal } from "./token-seal.ts";
import type { TokenTables } from "./token-tables.ts";

/** An app's tokens as they are now. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  readonly memberId: string;
  /** `https://company.bitrix24.ru` */
  readonly portal: string;
  /** `https://oauth.bitrix.info` */
  readonly authServer: string;
  readonly scope: string;
  readonly userNumber: number | null;
  /** The application token that came with the installation; null: none did. */
  readonly application: string | null;
}

/** Tokens that are stored, with what tells them from older ones. */
export interface StoredTokens extends Tokens {
  readonly revision: number;
}

/**
 * The tokens of one app in the engine's database, which all workers share. What is told as written is written: a pair is
 * never used before.
 */
export class TokenStore {
  readonly #database: SqlDatabase<TokenTables>;
  readonly #seal: TokenSeal;
  readonly #client: string;

  constructor(database: SqlDatabase<TokenTables>, seal: TokenSeal, client: string) {
    this.#database = database;
    this.#seal = seal;
    this.#client = client;
  }

  /** Null: the app was never installed. `unreadable`: its secret is another one now. */
  async read(): Promise<StoredTokens | "unreadable" | null> {
    const row = await this.#database.db
      .selectFrom("bitrix24_token")
      .selectAll()
      .where("client", "=", this.#client)
      .executeTakeFirst();
    if (row === undefined) return null;
    const access = this.#seal.open(row.access, "access");
    const refresh = this.#seal.open(row.refresh, "refresh");
    if (access === null || refresh === null) return "unreadable";
    return {
      ...{ access, refresh, expiresAt: row.expires_at, memberId: row.member, portal: row.portal },
      ...{ authServer: row.auth_server, scope: row.scope, userNumber: row.user_number, revision: row.revision },
      application: row.application === null ? null : this.#seal.open(row.application, "application"),
    };
  }

  /** Tokens of an installation, in place of any before. */
  async install(tokens: Tokens, now: number): Promise<void> {
    const columns = this.#columnsOf(tokens, now);
    const { db } = this.#database;
    await this.#run(
      db
        .insertInto("bitrix24_token")
        .values({ client: this.#client, ...columns, installed_at: now, revision: 1 })
        .onConflict((conflict) =>
          conflict.column("client").doUpdateSet((row) => ({
            ...columns,
            installed_at: now,
            revision: row("bitrix24_token.revision", "+", 1),
          })),
        ),
    );
  }

  /** The right to renew this revision, alone, until then. False: somebody else has it, or it is an old one. */
  async lease(revision: number, holder: string, now: number, until: number): Promise<boolean> {
    const { changes } = await this.#run(
      this.#of(revision)
        .set({ lease: holder, lease_until: until })
        .where((row) => row.or([row("lease", "is", null), row("lease", "=", holder), row("lease_until", "<=", now)])),
    );
    return changes > 0;
  }

  /** Gives the right back: it was not renewed. */
  async release(revision: number, holder: string): Promise<void> {
    await this.#run(this.#of(revision).set({ lease: null, lease_until: 0 }).where("lease", "=", holder));
  }

  /** The pair that comes after this revision. False: there is a later one already. */
  async replace(revision: number, tokens: Tokens, now: number): Promise<boolean> {
    const { changes } = await this.#run(
      this.#of(revision).set({ ...this.#columnsOf(tokens, now), revision: revision + 1 }),
    );
    return changes > 0;
  }

  /** The portal was renamed. */
  async moved(portal: string): Promise<void> {
    await this.#run(this.#database.db.updateTable("bitrix24_token").set({ portal }).where("client", "=", this.#client));
  }

  #of(revision: number) {
    return this.#database.db
      .updateTable("bitrix24_token")
      .where("client", "=", this.#client)
      .where("revision", "=", revision);
  }

  #run(query: Parameters<ReturnType<typeof singly>["run"]>[0]) {
    return singly(this.#database).run(query);
  }

  #columnsOf(tokens: Tokens, now: number) {
    const { application } = tokens;
    return {
      ...{ member: tokens.memberId, portal: tokens.portal, auth_server: tokens.authServer, scope: tokens.scope },
      user_number: tokens.userNumber,
      access: this.#seal.seal(tokens.access, "access"),
      refresh: this.#seal.seal(tokens.refresh, "refresh"),
      application: application === null ? null : this.#seal.seal(application, "application"),
      ...{ expires_at: tokens.expiresAt, lease: null, lease_until: 0, renewed_at: now },
    };
  }
}
