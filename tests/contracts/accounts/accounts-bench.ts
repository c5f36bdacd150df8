import { argon2 } from "node:crypto";
import type { AccountTables } from "../../../adapters/accounts/account-tables.ts";
import { type AccountsConfig, readAccounts } from "../../../adapters/accounts/config.ts";
import type { SignedIn } from "../../../adapters/accounts/entrance.ts";
import { type Accounts, openAccounts } from "../../../adapters/accounts/open-accounts.ts";
import {
  argonPasswords,
  type HashCost,
  type Hashing,
  type Passwords,
} from "../../../adapters/accounts/password-hash.ts";
import { timeOrderedIds } from "../../../adapters/ids/time-ordered-ids.ts";
import { Section } from "../../../adapters/section.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { id, type UserId } from "../../../engine/base/ids.ts";
import type { DirectorySnapshot, Person } from "../../../engine/people/directory.ts";
import type { TestClock } from "../../support/test-clock.ts";

/** What hashing costs in tests: hardly anything. */
export const CHEAP: HashCost = { memoryKib: 8, passes: 1, lanes: 1 };
export const PASSWORD = "четыре случайных слова";
export const FROM = { address: "198.51.100.7", agent: "Firefox" } as const;
export const ADMIN = id<UserId>("admin-1");
export const ANNA = id<UserId>("head-1");
export const IGOR = id<UserId>("manager-1");

/** A server of accounts in a test: several may share one database. */
export interface AccountsServer {
  readonly accounts: Accounts;
  /** Everything that was logged, as text. */
  readonly log: string[];
  /** How many hashes were computed. */
  hashes(): number;
}

/** A company whose people a test may change. */
export interface AccountsBench extends AccountsServer {
  readonly database: Database;
  readonly clock: TestClock;
  /** Who works here: `active: false` for a leaver. */
  readonly people: Map<string, Person>;
  readonly administrators: string[];
  /** One more server on the same database. */
  another(of?: { readonly cost?: HashCost; readonly passwords?: Passwords }): AccountsServer;
  /** Every cell of every table of accounts, as one text. */
  everything(): Promise<string>;
}

/** Accounts on a migrated database. */
export function accountsBench(
  database: Database,
  clock: TestClock,
  config: Partial<AccountsConfig> = {},
): AccountsBench {
  const people = new Map([person(ADMIN, "Тимур Сафин"), person(ANNA, "Анна Северова"), person(IGOR, "Игорь Ладов")]);
  const administrators: string[] = [ADMIN];
  const settings = { ...readAccounts(new Section({}, { environment: {}, folder: "." })), ...config };
  const server = (cost: HashCost, passwords?: Passwords): AccountsServer => {
    const log: string[] = [];
    let count = 0;
    const note = (message: string, fields?: object): void =>
      void log.push(`${message} ${JSON.stringify(fields ?? {})}`);
    const hashing: Hashing = (parameters) => {
      count += 1;
      return new Promise((resolve, reject) =>
        argon2("argon2id", parameters, (error, hash) => (error === null ? resolve(hash) : reject(error))),
      );
    };
    const accounts = openAccounts({
      database: withTables<AccountTables>(database),
      ...{ config: settings, clock, ids: timeOrderedIds(clock), passwords: passwords ?? argonPasswords(cost, hashing) },
      people: {
        // As directories do: reading people may need the database.
        snapshot: async () => {
          await database.db.selectFrom("migration").select("number").execute();
          return directoryOf(people, administrators);
        },
      },
      logger: { debug: note, info: note, warn: note, error: note },
    });
    return { accounts, log, hashes: () => count };
  };
  return {
    ...server(CHEAP),
    ...{ database, clock, people, administrators },
    another: ({ cost = CHEAP, passwords } = {}) => server(cost, passwords),
    everything: async () => {
      const { db } = withTables<AccountTables>(database);
      const tables = await Promise.all(TABLES.map((table) => db.selectFrom(table).selectAll().execute()));
      return JSON.stringify(tables);
    },
  };
}

const TABLES = [
  ...["account", "account_change", "account_session", "account_token", "account_link", "account_tries"],
  ...["account_address", "decision_link"],
] as (keyof AccountTables)[];

/** Removes everything that accounts keep. */
export async function emptied(database: Database): Promise<void> {
  const { db } = withTables<AccountTables>(database);
  for (const table of [...TABLES, "account_gate" as const]) await db.deleteFrom(table).execute();
}

function person(user: string, name: string): [string, Person] {
  return [
    user,
    {
      ...{
        id: user,
        name,
        position: null,
        email: `${user}@company.example`,
        phone: null,
        department: null,
        groups: [],
      },
      ...{ manager: null, locale: "ru", timeZone: null, absent: [], active: true },
    },
  ];
}

function directoryOf(people: ReadonlyMap<string, Person>, administrators: readonly string[]): DirectorySnapshot {
  return { users: Object.fromEntries(people), departments: {}, groups: {}, administrators: [...administrators] };
}

/** An account that has its password: invited, and entered by the link. */
export async function entered(
  { accounts }: AccountsServer,
  user: UserId,
  roles: readonly string[] = [],
  password: string = PASSWORD,
): Promise<SignedIn> {
  const invited = await accounts.invite({ user, roles, by: null });
  if (invited.kind === "rejected") throw new Error(invited.code);
  const answer = await accounts.enter({ token: invited.link.token, password, ...FROM });
  if (answer.kind === "rejected") throw new Error(answer.code);
  return answer;
}

/** The code of a refusal; null: it was none. */
export function codeOf(answer: { readonly kind: string; readonly code?: string }): string | null {
  return answer.kind === "rejected" ? (answer.code ?? "?") : null;
}
