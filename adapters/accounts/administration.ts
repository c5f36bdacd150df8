import type { UserId } from "../../engine/base/ids.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import type { SqlDatabase, SqlSession } from "../sql-database.ts";
import { type Account, accountOf } from "./account.ts";
import {
  accountActive,
  accountDeactivated,
  accountUnknown,
  LAST_ADMINISTRATOR,
  LOGIN_INVALID,
  loginTaken,
  personUnknown,
  roleUnknown,
} from "./account-refusals.ts";
import type { AccountRow, AccountShelf } from "./account-shelf.ts";
import type { AccountTables } from "./account-tables.ts";
import type { ApiTokens } from "./api-tokens.ts";
import type { AccountsConfig } from "./config.ts";
import type { EntryLink, EntryLinks } from "./entry-links.ts";
import { isLogin, loginKeyOf } from "./login.ts";
import { rolesFrom, rolesOf, rolesText, unknownRole } from "./role.ts";
import type { Sessions } from "./sessions.ts";
import { type Roll, Staff } from "./staff.ts";
import type { Throttle } from "./throttle.ts";
import type { Viewers } from "./viewers.ts";

/** Whose account, and who changes it; null: somebody at the machine whom the directory does not know. */
export interface AccountCommand {
  readonly user: UserId;
  readonly by: UserId | null;
}

/** An account that got a one-time link. */
export interface Linked {
  readonly kind: "linked";
  readonly account: Account;
  readonly link: EntryLink;
}

/** What a change came to. */
export interface Changed {
  readonly kind: "changed";
  readonly account: Account;
  /** False: it was so before. */
  readonly isNew: boolean;
}

/** What the parts of accounts share. */
export interface AccountParts {
  readonly database: SqlDatabase<AccountTables>;
  readonly shelf: AccountShelf;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
  readonly links: EntryLinks;
  readonly throttle: Throttle;
  readonly viewers: Viewers;
  readonly staff: Staff;
  readonly config: AccountsConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long the link to the first administrator holds; the next start makes another. Milliseconds. */
const FIRST_MS = 86_400_000;

/** What administrators do with accounts. Who may is asked before, by whoever calls. */
export class Administration {
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  /**
   * Gives a person of the directory an account, or one that was invited before a new link (the old one ends).
   *
   * @param order.login @default his address of mail, else his id
   * @param order.roles beside `person`. @default those that he was invited with before, else none
   * @returns refusals `PERSON_UNKNOWN`, `ACCOUNT_ACTIVE`, `ACCOUNT_DEACTIVATED`, `LOGIN_INVALID`, `LOGIN_TAKEN`, `ROLE_UNKNOWN`
   */
  async invite(
    order: AccountCommand & { readonly login?: string | null; readonly roles?: readonly string[] | null },
  ): Promise<Linked | Refusal> {
    const { shelf, staff, links, config } = this.#parts;
    const { user, by } = order;
    const person = await staff.find(user);
    // A closed account says so first: its person counts as a leaver.
    if (person === null && (await shelf.find(user))?.status === "deactivated") return accountDeactivated(user);
    if (person === null) return personUnknown(user);
    const strange = unknownRole(order.roles ?? []);
    if (strange !== null) return roleUnknown(strange);
    return await this.#change("account invited", order, async (session) => {
      const before = await shelf.lock(session, user);
      if (before?.status === "active") return accountActive(user);
      if (before?.status === "deactivated") return accountDeactivated(user);
      const login = (order.login ?? before?.login ?? Staff.loginOf(person)).trim();
      const wrong = await this.#loginTrouble(session, user, login);
      if (wrong !== null) return wrong;
      const roles = rolesOf(order.roles ?? (before === null ? [] : rolesFrom(before.roles)));
      const [login_key, status] = [loginKeyOf(login), "invited" as const];
      if (before === null) await shelf.add(session, { person: user, login, login_key, roles, status, created_by: by });
      else await shelf.change(session, user, { login, login_key, roles: rolesText(roles) });
      await shelf.note(session, { person: user, by, what: "invited", roles });
      const link = await links.make(session, { kind: "invitation", person: user, by, lifeMs: config.invitationMs });
      return { kind: "linked", account: await this.#locked(session, user), link };
    });
  }

  /**
   * A one-time link to a new password. The present one holds until then: who fears that somebody knows it deactivates.
   *
   * @returns refusals `ACCOUNT_UNKNOWN`, `ACCOUNT_DEACTIVATED`, `PERSON_UNKNOWN`
   */
  async reset(order: AccountCommand): Promise<Linked | Refusal> {
    const { shelf, staff, links, config } = this.#parts;
    const { user, by } = order;
    const known = await shelf.find(user);
    if (known?.status === "deactivated") return accountDeactivated(user);
    if (known !== null && (await staff.find(user)) === null) return personUnknown(user);
    return await this.#change("password reset", order, async (session) => {
      const account = await shelf.lock(session, user);
      if (account === null) return accountUnknown(user);
      if (account.status === "deactivated") return accountDeactivated(user);
      await shelf.note(session, { person: user, by, what: "reset" });
      const isInvited = account.status === "invited";
      const link = await links.make(session, {
        ...{ kind: isInvited ? "invitation" : "reset", person: user, by },
        lifeMs: isInvited ? config.invitationMs : config.resetMs,
      });
      return { kind: "linked", account: accountOf(account), link };
    });
  }

  /**
   * Gives exactly these roles, beside `person`; all sessions end where they are others than before, and where one is taken
   * away all tokens, too: what they may do was given to somebody who had it.
   *
   * @returns refusals `ROLE_UNKNOWN`, `ACCOUNT_UNKNOWN`, `LAST_ADMINISTRATOR`
   */
  async setRoles(order: AccountCommand & { readonly roles: readonly string[] }): Promise<Changed | Refusal> {
    const { shelf, sessions, tokens, staff } = this.#parts;
    const { user, by } = order;
    const strange = unknownRole(order.roles);
    if (strange !== null) return roleUnknown(strange);
    const roles = rolesOf(order.roles);
    const roll = await staff.roll();
    return await this.#change("roles changed", order, async (session) => {
      const account = await shelf.lock(session, user);
      if (account === null) return accountUnknown(user);
      if (account.roles === rolesText(roles)) return { kind: "changed", account: accountOf(account), isNew: false };
      if (!roles.includes("administrator") && (await this.#isLast(session, account, roll))) return LAST_ADMINISTRATOR;
      await shelf.change(session, user, { roles: rolesText(roles) });
      await sessions.endAll(session, user);
      await shelf.note(session, { person: user, by, what: "roles", roles });
      const isLess = rolesFrom(account.roles).some((role) => !roles.includes(role));
      if (isLess && (await tokens.revokeAll(session, user)) > 0)
        await shelf.note(session, { person: user, by, what: "token-revoked" });
      return { kind: "changed", account: await this.#locked(session, user), isNew: true };
    });
  }

  /** @returns refusals `ACCOUNT_UNKNOWN`, `LOGIN_INVALID`, `LOGIN_TAKEN` */
  async setLogin(order: AccountCommand & { readonly login: string }): Promise<Changed | Refusal> {
    const { shelf } = this.#parts;
    const { user, by } = order;
    const login = order.login.trim();
    return await this.#change("login changed", order, async (session) => {
      const account = await shelf.lock(session, user);
      if (account === null) return accountUnknown(user);
      if (account.login === login) return { kind: "changed", account: accountOf(account), isNew: false };
      const wrong = await this.#loginTrouble(session, user, login);
      if (wrong !== null) return wrong;
      await shelf.change(session, user, { login, login_key: loginKeyOf(login) });
      await shelf.note(session, { person: user, by, what: "login" });
      return { kind: "changed", account: await this.#locked(session, user), isNew: true };
    });
  }

  /**
   * Closes every way in: sessions, tokens and links end, in this process at once and in others within seconds. Open tasks
   * are not touched here: whoever assembles accounts moves them (`adapters/engine/leaving-accounts.ts`).
   *
   * @returns refusals `ACCOUNT_UNKNOWN`, `LAST_ADMINISTRATOR`
   */
  async deactivate(order: AccountCommand): Promise<Changed | Refusal> {
    const { shelf, sessions, tokens, links, staff } = this.#parts;
    const { user, by } = order;
    const roll = await staff.roll();
    return await this.#change("account deactivated", order, async (session) => {
      const account = await shelf.lock(session, user);
      if (account === null) return accountUnknown(user);
      if (account.status === "deactivated") return { kind: "changed", account: accountOf(account), isNew: false };
      if (await this.#isLast(session, account, roll)) return LAST_ADMINISTRATOR;
      await shelf.change(session, user, { status: "deactivated" });
      await sessions.endAll(session, user);
      await tokens.revokeAll(session, user);
      await links.endOf(session, user);
      await shelf.note(session, { person: user, by, what: "deactivated" });
      return { kind: "changed", account: await this.#locked(session, user), isNew: true };
    });
  }

  /**
   * Opens it again, with the password and the roles that it had; tokens stay revoked.
   *
   * @returns refusals `ACCOUNT_UNKNOWN`, `PERSON_UNKNOWN`
   */
  async reactivate(order: AccountCommand): Promise<Changed | Refusal> {
    const { shelf, staff } = this.#parts;
    const { user, by } = order;
    if ((await staff.find(user)) === null && (await shelf.find(user)) !== null) return personUnknown(user);
    return await this.#change("account reactivated", order, async (session) => {
      const account = await shelf.lock(session, user);
      if (account === null) return accountUnknown(user);
      if (account.status !== "deactivated") return { kind: "changed", account: accountOf(account), isNew: false };
      await shelf.change(session, user, { status: account.password === null ? "invited" : "active" });
      await shelf.note(session, { person: user, by, what: "reactivated", roles: rolesFrom(account.roles) });
      return { kind: "changed", account: await this.#locked(session, user), isNew: true };
    });
  }

  /**
   * A one-time link for whoever becomes the first administrator, where there is none who can sign in and none who is
   * invited; null: there is. Each start makes one, and all of them end with the first that is used.
   */
  async firstAdministrator(): Promise<EntryLink | null> {
    const { database, shelf, links, staff } = this.#parts;
    const roll = await staff.roll();
    return await database.transaction(async (session) => {
      await shelf.enterGate(session);
      const administrators = await this.#administrators(session, roll);
      if (administrators.some(({ status }) => status === "active")) return null;
      const invited = await links.invited(session);
      if (administrators.some(({ person }) => invited.includes(person))) return null;
      return await links.make(session, { kind: "first", person: null, by: null, lifeMs: FIRST_MS });
    });
  }

  /** Is there an administrator who can sign in? */
  async hasAdministrator(session: SqlSession, roll: Roll): Promise<boolean> {
    return (await this.#administrators(session, roll)).some(({ status }) => status === "active");
  }

  async #change<Answer extends Linked | Changed>(
    message: string,
    { user, by }: AccountCommand,
    work: (session: SqlSession) => Promise<Answer | Refusal>,
  ): Promise<Answer | Refusal> {
    const { database, shelf, viewers, logger } = this.#parts;
    const answer = await database.transaction(async (session) => {
      await shelf.enterGate(session);
      return await work(session);
    });
    viewers.forget();
    if (answer.kind === "rejected") logger.info(`${message}: refused`, { user, by, code: answer.code });
    else logger.info(message, { user, by });
    return answer;
  }

  async #loginTrouble(session: SqlSession, user: UserId, login: string): Promise<Refusal | null> {
    if (!isLogin(login)) return LOGIN_INVALID;
    const owner = await this.#parts.shelf.ownerOf(session, loginKeyOf(login));
    return owner === null || owner === user ? null : loginTaken(login);
  }

  async #isLast(session: SqlSession, { person, status, roles }: AccountRow, roll: Roll): Promise<boolean> {
    if (status !== "active" || !rolesFrom(roles).includes("administrator")) return false;
    const others = (await this.#administrators(session, roll)).filter((one) => one.person !== person);
    return !others.some((one) => one.status === "active");
  }

  /** Accounts of administrators whose people still work here. */
  async #administrators(session: SqlSession, roll: Roll): Promise<readonly AccountRow[]> {
    const rows = await this.#parts.shelf.ofAdministrators(session);
    return rows.filter(({ person }) => roll(person) !== null);
  }

  async #locked(session: SqlSession, user: string): Promise<Account> {
    const row = await this.#parts.shelf.lock(session, user);
    if (row === null) throw new Error(`the account of ${user} is gone`);
    return accountOf(row);
  }
}
