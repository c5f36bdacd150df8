import type { TaskId, UserId } from "../../engine/base/ids.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Ids } from "../../engine/ports/ids.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { People } from "../../engine/ports/people.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import type { SqlDatabase } from "../sql-database.ts";
import { type Account, type AccountChange, accountOf } from "./account.ts";
import { SESSION_UNKNOWN } from "./account-refusals.ts";
import { AccountShelf } from "./account-shelf.ts";
import type { AccountTables } from "./account-tables.ts";
import { Administration } from "./administration.ts";
import { ApiTokens } from "./api-tokens.ts";
import type { AccountsConfig } from "./config.ts";
import { DecisionLinks } from "./decision-links.ts";
import { Entrance } from "./entrance.ts";
import { EntryLinks } from "./entry-links.ts";
import { ForgottenPasswords } from "./forgotten-passwords.ts";
import { csrfTokenOf, isSameText } from "./one-way.ts";
import { argonPasswords, type Passwords } from "./password-hash.ts";
import { type Session, Sessions } from "./sessions.ts";
import { Staff } from "./staff.ts";
import { Throttle } from "./throttle.ts";
import { TokenDesk } from "./token-desk.ts";
import type { Viewer } from "./viewer.ts";
import { Viewers } from "./viewers.ts";

/**
 * Who may sign in, and who is signed in. What each may do is asked elsewhere (`adapters/http/permissions.ts`); here nobody
 * is asked whether he may change an account.
 */
export interface Accounts
  extends Pick<
      Administration,
      "invite" | "reset" | "setRoles" | "setLogin" | "deactivate" | "reactivate" | "firstAdministrator"
    >,
    Pick<TokenDesk, "createToken" | "tokens" | "revokeToken">,
    Pick<ForgottenPasswords, "askForLetter" | "linkForLetter"> {
  readonly config: AccountsConfig;

  /** All accounts, by user id. */
  list(): Promise<readonly Account[]>;
  /** Null: the person has none. */
  find(user: UserId): Promise<Account | null>;
  /** What was done to an account, or to all (null), the newest first. */
  changes(user: UserId | null, limit: number): Promise<readonly AccountChange[]>;

  signIn: Entrance["signIn"];
  /** What a one-time link is for; null: it does not hold. Looking does not use it. */
  lookLink: Entrance["look"];
  /** Uses a one-time link to choose a password. */
  enter: Entrance["enter"];
  changePassword: Entrance["changePassword"];
  /** Ends the session of a cookie, if it is one. */
  signOut(sessionToken: string): Promise<void>;
  /** Living sessions of a person, the latest used first. */
  sessions(user: UserId): Promise<readonly Session[]>;
  /** Ends one of his sessions. Refusal: `SESSION_UNKNOWN` */
  endSession(user: UserId, session: string): Promise<{ readonly kind: "ended" } | Refusal>;
  /** The token that a page of that session sends with what it changes. */
  csrfOf(sessionToken: string): string;
  /** Is it the one? Takes as long whatever is given. */
  csrfHolds(sessionToken: string, given: string | null): boolean;

  /** Who has that cookie; null: nobody. */
  viewerOfSession(sessionToken: string): Promise<Viewer | null>;
  /** Who has that API token; null: it opens nothing. */
  viewerOfToken(text: string): Promise<Viewer | null>;
  /** Who has that link of a letter, and for which task; null: it does not hold. */
  viewerOfLink(token: string): Promise<{ readonly task: TaskId; readonly viewer: Viewer } | null>;

  /** A new secret for a link in a letter: it opens that task to that person. */
  linkFor(task: TaskId, person: UserId): Promise<string>;
  /** What a link in a letter is for; null: it does not hold. Whether the task is still open is the caller's question. */
  decisionLink(token: string): Promise<{ readonly task: TaskId; readonly user: UserId } | null>;
  /** The task is over. */
  forgetLinksOf(task: TaskId): Promise<void>;

  /** Removes at most so many of each kind of what has ended. @returns how many of the kind that had most: `limit`, and there may be more */
  forget(limit: number): Promise<number>;
}

/** What accounts stand on. */
export interface AccountsNeeds {
  readonly database: SqlDatabase<AccountTables>;
  readonly people: People;
  readonly config: AccountsConfig;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** @default argon2id as OWASP asks */
  readonly passwords?: Passwords;
}

/** Puts accounts on a database that has their tables. Nothing runs. */
export function openAccounts(needs: AccountsNeeds): Accounts {
  const { database, config, clock, logger } = needs;
  const shelf = new AccountShelf(database, clock, needs.ids);
  const sessions = new Sessions(database, config, clock);
  const tokens = new ApiTokens(database, clock);
  const links = new EntryLinks(database, clock, config.address);
  const decisions = new DecisionLinks(database, clock, config.decisionLinkMs);
  const throttle = new Throttle(database, clock);
  const staff = new Staff(needs.people);
  const viewers = new Viewers({ shelf, sessions, tokens, decisions, staff, clock });
  const parts = { database, shelf, sessions, tokens, links, throttle, viewers, staff, config, clock, logger };
  const administration = new Administration(parts);
  const entrance = new Entrance(parts, needs.passwords ?? argonPasswords(), administration);
  const desk = new TokenDesk(parts);
  const forgotten = new ForgottenPasswords(parts);
  return {
    config,
    list: async () => (await shelf.list()).map(accountOf),
    async find(user) {
      const row = await shelf.find(user);
      return row === null ? null : accountOf(row);
    },
    changes: (user, limit) => shelf.changes(user, limit),

    invite: (order) => administration.invite(order),
    reset: (order) => administration.reset(order),
    setRoles: (order) => administration.setRoles(order),
    setLogin: (order) => administration.setLogin(order),
    deactivate: (order) => administration.deactivate(order),
    reactivate: (order) => administration.reactivate(order),
    firstAdministrator: () => administration.firstAdministrator(),

    createToken: (order) => desk.createToken(order),
    tokens: (user) => desk.tokens(user),
    revokeToken: (order) => desk.revokeToken(order),

    askForLetter: (order) => forgotten.askForLetter(order),
    linkForLetter: (login) => forgotten.linkForLetter(login),

    signIn: (order) => entrance.signIn(order),
    lookLink: (token) => entrance.look(token),
    enter: (order) => entrance.enter(order),
    changePassword: (order) => entrance.changePassword(order),
    async signOut(sessionToken) {
      await sessions.endOf(sessionToken);
      viewers.forget();
    },
    sessions: (user) => sessions.list(user),
    async endSession(user, session) {
      const isEnded = await sessions.end(user, session);
      viewers.forget();
      return isEnded ? { kind: "ended" } : SESSION_UNKNOWN;
    },
    csrfOf: csrfTokenOf,
    csrfHolds: (sessionToken, given) => isSameText(csrfTokenOf(sessionToken), given ?? ""),

    viewerOfSession: (token) => viewers.ofSession(token),
    viewerOfToken: (text) => viewers.ofToken(text),
    viewerOfLink: (token) => viewers.ofLink(token),

    linkFor: (task, person) => decisions.make(task, person),
    async decisionLink(token) {
      const found = await viewers.ofLink(token);
      return found === null ? null : { task: found.task, user: found.viewer.user };
    },
    forgetLinksOf: (task) => decisions.forgetOf(task),

    async forget(limit) {
      const counts: number[] = [];
      for (const part of [sessions, links, tokens, decisions, throttle]) counts.push(await part.forget(limit));
      return Math.min(limit, Math.max(...counts));
    },
  };
}
