import { parseDuration } from "../../engine/base/duration.ts";
import type { UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import { wallMs } from "../../engine/definition/check-config.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Account } from "../accounts/account.ts";
import type { ApiToken } from "../accounts/api-tokens.ts";
import { wrongUse } from "../complaint.ts";
import type { AccountAnswer, AccountOrder } from "../engine/account-orders.ts";
import { reachEngine } from "../engine/reach-engine.ts";
import type { AccountAction } from "./account-actions.ts";
import { accountsTable, accountText, momentText, tokensTable } from "./account-words.ts";
import { configured } from "./configured.ts";
import { refuse } from "./give-command.ts";
import { knownPlace } from "./known-place.ts";
import { type Operating, pageOf, printJson } from "./operate.ts";
import { userNamed } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { type OperatingOptions, signedInOf } from "./with-engine.ts";

/** `ordo account [action] [whose]` */
export interface AccountOptions extends OperatingOptions {
  /** Of `invite` and `roles`. */
  readonly role: readonly string[];
  /** Of `invite` and `login`. */
  readonly login?: string;
  /** Of `token`: what it is for. */
  readonly name?: string;
  /** Of `token`: what it may do. */
  readonly scope: readonly string[];
  /** Of `token`: how long it holds. */
  readonly for?: string;
}

/**
 * Accounts, for whoever operates the machine: nobody is asked whether he may, because he has the database. Links and
 * tokens are printed once and kept nowhere.
 */
export async function account(
  of: { readonly action: AccountAction | undefined; readonly whose: string | undefined },
  options: AccountOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo account" });
  try {
    const call = async (order: AccountOrder): Promise<AccountAnswer> =>
      (await reached.call("account", [order])) as AccountAnswer;
    const signedIn = signedInOf(configuration);
    const operating = { engine: reached.useCases, signedIn, options, terminal };
    const people = await reached.useCases.people();
    const order = await orderOf(of, { options, by: signedIn, people, call });
    return await tell(await call(order), order, operating);
  } finally {
    await reached.close();
  }
}

interface Asked {
  readonly options: AccountOptions;
  readonly by: UserId | null;
  readonly people: DirectorySnapshot;
  readonly call: (order: AccountOrder) => Promise<AccountAnswer>;
}

async function orderOf(
  { action = "list", whose }: { readonly action: AccountAction | undefined; readonly whose: string | undefined },
  asked: Asked,
): Promise<AccountOrder> {
  const { options, by } = asked;
  if (action === "list") return { kind: "list" };
  if (action === "tokens") return { kind: "tokens", user: whose === undefined ? null : await userOf(whose, asked) };
  if (whose === undefined) throw missing(action === "revoke" ? TOKEN : USER, action);
  if (action === "revoke") return { kind: "revoke", prefix: prefixOf(whose), by };
  const user = await userOf(whose, asked);
  switch (action) {
    case "invite":
      return {
        kind: "invite",
        user,
        by,
        login: options.login ?? null,
        roles: options.role.length === 0 ? null : options.role,
      };
    case "roles":
      if (options.role.length === 0) throw missing(flag("--role"), action);
      return { kind: "roles", user, by, roles: options.role };
    case "login":
      if (options.login === undefined) throw missing(flag("--login"), action);
      return { kind: "login", user, by, login: options.login };
    case "token":
      if (options.name === undefined) throw missing(flag("--name"), action);
      if (options.scope.length === 0) throw missing(flag("--scope"), action);
      return { kind: "token", user, by, name: options.name, scopes: options.scope, lifeMs: lifeOf(options.for) };
    case "reset":
    case "deactivate":
    case "reactivate":
      return { kind: action, user, by };
  }
}

/** By id or a part of the name; also who has an account and is in the directory no more. */
async function userOf(text: string, { people, call }: Asked): Promise<string> {
  if (Object.hasOwn(people.users, text)) return text;
  const answer = await call({ kind: "list" });
  const accounts = answer.kind === "accounts" ? answer.accounts : [];
  return (
    accounts.find(({ user, login }) => user === text || login === text)?.user ?? userNamed(text, people, "account")
  );
}

/** The token itself is taken for its prefix: who has nothing but it may revoke it. */
function prefixOf(text: string): string {
  return /^ordo_([0-9a-f]{12})_/.exec(text)?.[1] ?? text;
}

function lifeOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const duration = parseDuration(text);
  if ("kind" in duration && duration.kind === "wall") return wallMs(duration);
  throw wrongUse(
    { ru: `--for: «${text}» — не длительность.`, en: `--for: "${text}" is no length of time.` },
    { ru: "Например: --for P90D (90 дней)", en: "For example: --for P90D (90 days)" },
  );
}

async function tell(
  answer: AccountAnswer,
  order: AccountOrder,
  operating: Operating<AccountOptions>,
): Promise<ExitCode> {
  const { options, terminal } = operating;
  if (answer.kind === "rejected") return refuse(answer, operating);
  if (options.json) {
    printJson(terminal, jsonOf(answer));
    return 0;
  }
  const page = await pageOf(operating);
  switch (answer.kind) {
    case "accounts":
      terminal.print(answer.accounts.length === 0 ? terminal.pick(NOBODY) : accountsTable(answer.accounts, page));
      return 0;
    case "tokens":
      terminal.print(answer.tokens.length === 0 ? terminal.pick(NO_TOKENS) : tokensTable(answer.tokens, page));
      return 0;
    case "linked": {
      terminal.say(accountText(answer.account, page));
      terminal.say(terminal.pick(linkSays(momentText(instant(answer.expiresAt), page))));
      terminal.print(answer.link);
      return 0;
    }
    case "changed":
      terminal.print(accountText(answer.account, page));
      if (order.kind === "deactivate" && answer.isNew) terminal.say(terminal.pick(CLOSED));
      return 0;
    case "made":
      terminal.say(terminal.pick(tokenSays(momentText(answer.token.expiresAt, page))));
      terminal.print(answer.secret);
      return 0;
    case "revoked":
      terminal.print(terminal.pick({ ru: "Токен отозван.", en: "The token is revoked." }));
      return 0;
  }
}

function jsonOf(answer: Exclude<AccountAnswer, { readonly kind: "rejected" }>): unknown {
  switch (answer.kind) {
    case "accounts":
      return { accounts: answer.accounts.map(accountJson) };
    case "tokens":
      return { tokens: answer.tokens.map(tokenJson) };
    case "linked":
      return { account: accountJson(answer.account), link: answer.link, expiresAt: isoOf(instant(answer.expiresAt)) };
    case "changed":
      return { account: accountJson(answer.account), changed: answer.isNew };
    case "made":
      return { secret: answer.secret, token: tokenJson(answer.token) };
    case "revoked":
      return { revoked: true };
  }
}

function accountJson({ createdAt, lastSignInAt, ...rest }: Account) {
  return { ...rest, createdAt: isoOf(createdAt), lastSignInAt: lastSignInAt === null ? null : isoOf(lastSignInAt) };
}

function tokenJson({ createdAt, expiresAt, usedAt, ...rest }: ApiToken) {
  return {
    ...rest,
    createdAt: isoOf(createdAt),
    expiresAt: isoOf(expiresAt),
    usedAt: usedAt === null ? null : isoOf(usedAt),
  };
}

function isoOf(at: Instant): string {
  return new Date(at).toISOString();
}

function missing(what: Text, action: AccountAction) {
  return wrongUse(
    { ru: `ordo account ${action}: не хватает ${what.ru}.`, en: `ordo account ${action}: ${what.en} is missing.` },
    { ru: "Как вызывать: ordo account --help", en: "How to call it: ordo account --help" },
  );
}

/** A flag is called the same in both languages. */
function flag(name: string): Text {
  return { ru: name, en: name };
}

const USER: Text = { ru: "<сотрудник>", en: "<user>" };
const TOKEN: Text = { ru: "<токен>", en: "<token>" };

const NOBODY: Text = {
  ru: "Учётных записей нет. Пригласить: ordo account invite <сотрудник> --role administrator",
  en: "There are no accounts. To invite: ordo account invite <user> --role administrator",
};
const NO_TOKENS: Text = { ru: "Токенов нет.", en: "There are no tokens." };
const CLOSED: Text = {
  ru: "Сеансы, токены и ссылки погашены, открытые задания переданы по правилу. История остаётся.",
  en: "Sessions, tokens and links have ended, open tasks have moved by rule. The history stays.",
};

function linkSays(until: string): Text {
  return {
    ru: `Одноразовая ссылка, действует до ${until}. Передайте её лично: кто её откроет, тот и задаст пароль.`,
    en: `A one-time link, good until ${until}. Hand it over yourself: whoever opens it chooses the password.`,
  };
}

function tokenSays(until: string): Text {
  return {
    ru: `Токен действует до ${until}. Больше он не будет показан:`,
    en: `The token is good until ${until}. It is not shown again:`,
  };
}
