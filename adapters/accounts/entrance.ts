import type { UserId } from "../../engine/base/ids.ts";
import type { Instant } from "../../engine/base/instant.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import type { SqlSession } from "../sql-database.ts";
import { type Account, accountOf } from "./account.ts";
import {
  LINK_INVALID,
  loginTaken,
  PASSWORD_WRONG,
  PERSON_MISSING,
  personUnknown,
  SIGN_IN_FAILED,
  tooManyTries,
  type Waiting,
} from "./account-refusals.ts";
import type { AccountRow } from "./account-shelf.ts";
import type { EntryKind } from "./account-tables.ts";
import type { AccountParts, Administration } from "./administration.ts";
import { loginKeyOf } from "./login.ts";
import { type Passwords, PasswordsBusy } from "./password-hash.ts";
import { passwordTrouble } from "./password-rule.ts";
import { rolesFrom, rolesOf, rolesText } from "./role.ts";
import type { NewSession, Whence } from "./sessions.ts";
import { Staff } from "./staff.ts";
import type { Lane } from "./throttle.ts";

/** Somebody came in. */
export interface SignedIn {
  readonly kind: "signedIn";
  readonly account: Account;
  readonly session: NewSession;
}

/** Where somebody comes from; the address is needed to count tries by. */
export interface Arrival extends Whence {
  readonly address: string;
}

/** What a one-time link is for, as its page shows it. */
export interface LookedLink {
  readonly kind: EntryKind;
  /** Null: the first administrator, who says who he is. */
  readonly user: UserId | null;
  readonly name: string | null;
  readonly login: string | null;
  /** Of the first administrator: whom he may be. */
  readonly candidates: readonly { readonly user: string; readonly name: string }[];
  readonly expiresAt: Instant;
}

/** No password and no login is longer; what is, is not looked at beyond it. Characters. */
const TYPED_MAX = 1_024;
/** What somebody is told who comes while too many others do. Milliseconds. */
const BUSY_MS = 1_000;

/** The ways in: a password, a one-time link. */
export class Entrance {
  readonly #parts: AccountParts;
  readonly #passwords: Passwords;
  readonly #administration: Administration;

  constructor(parts: AccountParts, passwords: Passwords, administration: Administration) {
    this.#parts = parts;
    this.#passwords = passwords;
    this.#administration = administration;
  }

  /** By login and password. @returns refusals `SIGN_IN_FAILED`, whatever was wrong, and `TOO_MANY_TRIES` */
  async signIn(
    order: Arrival & { readonly login: string; readonly password: string },
  ): Promise<SignedIn | Refusal | Waiting> {
    const { shelf, staff, throttle, database, logger, clock } = this.#parts;
    const key = loginKeyOf(order.login.slice(0, TYPED_MAX));
    const password = order.password.slice(0, TYPED_MAX);
    const row = await shelf.ofLogin(key);
    const lanes = await throttle.lanesOf(key, order.address, row?.person ?? null);
    const wait = await throttle.enter(lanes);
    if (wait > 0) return tooManyTries(wait);
    const isOpen = row !== null && row.status === "active" && (await staff.find(row.person)) !== null;
    return await this.#unhurried(lanes, async () => {
      const { isRight, isOld } = await this.#passwords.verify(password, isOpen ? row.password : null);
      if (!isRight || row === null) {
        logger.info("sign-in refused", { user: row?.person ?? null });
        return SIGN_IN_FAILED;
      }
      const renewed = isOld ? { password: await this.#passwords.hash(password) } : {};
      const answer = await database.transaction(async (session) => {
        const now = await shelf.lock(session, row.person);
        // Closed, or another password, since it was read.
        if (now === null || now.status !== "active" || now.password !== row.password) return SIGN_IN_FAILED;
        await throttle.succeeded(session, lanes);
        await shelf.change(session, now.person, { ...renewed, last_sign_in_at: clock.now() });
        return await this.#begin(session, now.person, order);
      });
      if (answer.kind === "signedIn") logger.info("signed in", { user: row.person });
      return answer;
    });
  }

  /** What a one-time link is for, without using it; null: it does not hold. */
  async look(token: string): Promise<LookedLink | null> {
    const { links, shelf, staff } = this.#parts;
    const link = await links.find(token);
    if (link === null) return null;
    const { kind, expiresAt } = link;
    if (link.person === null) {
      const candidates = (await staff.candidates()).map(({ id: user, name }) => ({ user, name }));
      return { kind, user: null, name: null, login: null, candidates, expiresAt };
    }
    const [account, person] = await Promise.all([shelf.find(link.person), staff.find(link.person)]);
    if (account === null || account.status === "deactivated" || person === null) return null;
    return {
      ...{ kind, user: accountOf(account).user, name: person.name, login: account.login, candidates: [], expiresAt },
    };
  }

  /**
   * By a one-time link, choosing a password: uses the link up, ends all other sessions, and begins one. Who needed a new
   * password may have lost the old one to somebody who has made tokens with it: they are revoked.
   *
   * @param order.user of the first administrator: who he is
   * @returns refusals `LINK_INVALID`, `PERSON_MISSING`, `PERSON_UNKNOWN`, `LOGIN_TAKEN`, `PASSWORD_…`, `TOO_MANY_TRIES`
   */
  async enter(
    order: Arrival & { readonly token: string; readonly password: string; readonly user?: UserId | null },
  ): Promise<SignedIn | Refusal | Waiting> {
    const { links, shelf, staff, tokens, database, logger } = this.#parts;
    const link = await links.find(order.token);
    if (link === null) return LINK_INVALID;
    const user = link.person ?? order.user ?? null;
    const candidates = link.person === null ? await staff.candidates() : [];
    if (user === null) return PERSON_MISSING;
    const person = await staff.find(user);
    if (person === null) return personUnknown(user);
    if (link.person === null && !candidates.some(({ id }) => id === person.id)) return personUnknown(person.id);
    const known = await shelf.find(person.id);
    const login = known?.login ?? Staff.loginOf(person);
    const wrong = passwordTrouble(order.password, { user: person.id, login, name: person.name });
    if (wrong !== null) return wrong;
    const roll = await staff.roll();
    return await this.#unhurried([], async () => {
      const hash = await this.#passwords.hash(order.password);
      const answer = await database.transaction(async (session) => {
        await shelf.enterGate(session);
        if (link.kind === "first") {
          if (await this.#administration.hasAdministrator(session, roll)) return LINK_INVALID;
          const owner = await shelf.ownerOf(session, loginKeyOf(login));
          if (owner !== null && owner !== person.id) return loginTaken(login);
        }
        if (!(await links.use(session, order.token))) return LINK_INVALID;
        const account = link.kind === "first" ? await this.#first(session, person.id, login) : null;
        const row = account ?? (await shelf.lock(session, person.id));
        if (row === null || (row.status === "deactivated" && link.kind !== "first")) return LINK_INVALID;
        await this.#setPassword(session, row, hash);
        const roles = rolesFrom(row.roles);
        const what = row.status === "active" ? "password" : "activated";
        await shelf.note(session, { person: row.person, by: accountOf(row).user, what, roles });
        if (link.kind === "reset" && (await tokens.revokeAll(session, row.person)) > 0)
          await shelf.note(session, { person: row.person, by: accountOf(row).user, what: "token-revoked" });
        return await this.#begin(session, row.person, order);
      });
      this.#parts.viewers.forget();
      if (answer.kind === "signedIn") logger.info("password chosen by link", { user: person.id, kind: link.kind });
      return answer;
    });
  }

  /**
   * A new password in place of the present one. All sessions end, this one gets a new id.
   *
   * @returns refusals `PASSWORD_WRONG`, `PASSWORD_…`, `TOO_MANY_TRIES`
   */
  async changePassword(
    order: Arrival & { readonly user: UserId; readonly current: string; readonly password: string },
  ): Promise<SignedIn | Refusal | Waiting> {
    const { shelf, staff, throttle, database, logger } = this.#parts;
    const row = await shelf.find(order.user);
    const person = await staff.find(order.user);
    if (row === null || person === null || row.status !== "active") return PASSWORD_WRONG;
    const wrong = passwordTrouble(order.password, { user: person.id, login: row.login, name: person.name });
    if (wrong !== null) return wrong;
    const lanes = await throttle.lanesOf(row.login_key, order.address, row.person);
    const wait = await throttle.enter(lanes);
    if (wait > 0) return tooManyTries(wait);
    return await this.#unhurried(lanes, async () => {
      const { isRight } = await this.#passwords.verify(order.current.slice(0, TYPED_MAX), row.password);
      if (!isRight) return PASSWORD_WRONG;
      const hash = await this.#passwords.hash(order.password);
      const answer = await database.transaction(async (session) => {
        const now = await shelf.lock(session, row.person);
        if (now === null || now.status !== "active" || now.password !== row.password) return PASSWORD_WRONG;
        await throttle.succeeded(session, lanes);
        await this.#setPassword(session, now, hash);
        await shelf.note(session, { person: now.person, by: order.user, what: "password" });
        return await this.#begin(session, now.person, order);
      });
      this.#parts.viewers.forget();
      if (answer.kind === "signedIn") logger.info("password changed", { user: order.user });
      return answer;
    });
  }

  /** The account of the first administrator, made or raised. */
  async #first(session: SqlSession, person: string, login: string): Promise<AccountRow | null> {
    const { shelf, links } = this.#parts;
    const before = await shelf.lock(session, person);
    const roles = rolesOf([...(before === null ? [] : rolesFrom(before.roles)), "administrator"]);
    const row = { person, login, login_key: loginKeyOf(login), roles, status: "invited" as const, created_by: null };
    if (before === null) await shelf.add(session, row);
    else await shelf.change(session, person, { roles: rolesText(roles) });
    await links.endFirst(session);
    return await shelf.lock(session, person);
  }

  async #setPassword(session: SqlSession, row: AccountRow, password: string): Promise<void> {
    const { shelf, sessions, links, throttle, clock } = this.#parts;
    const now = clock.now();
    await shelf.change(session, row.person, { password, password_at: now, status: "active", last_sign_in_at: now });
    await sessions.endAll(session, row.person);
    await links.endOf(session, row.person);
    await throttle.clear(session, row.login_key);
  }

  async #begin(session: SqlSession, person: string, from: Arrival): Promise<SignedIn | Refusal> {
    const { shelf, sessions, throttle } = this.#parts;
    await throttle.know(session, person, from.address);
    const begun = await sessions.begin(session, person, from);
    const row = await shelf.lock(session, person);
    return row === null ? SIGN_IN_FAILED : { kind: "signedIn", account: accountOf(row), session: begun };
  }

  /** Where more come than the machine can check, those who are too many are told to come again; it was no try of theirs. */
  async #unhurried<Answer>(lanes: readonly Lane[], work: () => Promise<Answer>): Promise<Answer | Waiting> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PasswordsBusy)) throw error;
      await this.#parts.throttle.takeBack(lanes);
      return tooManyTries(BUSY_MS);
    }
  }
}
