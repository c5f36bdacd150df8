import type { Instant } from "../../engine/base/instant.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { textTable } from "../../engine/view/text-table.ts";
import type { Account } from "../accounts/account.ts";
import type { AccountStatus } from "../accounts/account-tables.ts";
import type { ApiToken } from "../accounts/api-tokens.ts";
import type { Role } from "../accounts/role.ts";
import type { Page } from "./operate.ts";

const STATUS: Readonly<Record<AccountStatus, { readonly ru: string; readonly en: string; readonly ansi: string }>> = {
  active: { ru: "действует", en: "active", ansi: "32" },
  invited: { ru: "приглашён", en: "invited", ansi: "33" },
  deactivated: { ru: "отключена", en: "deactivated", ansi: "2" },
};

/** Accounts as a table. */
export function accountsTable(accounts: readonly Account[], page: Page): string {
  const titles =
    page.locale === "ru"
      ? ["СОТРУДНИК", "ИМЯ", "ЛОГИН", "РОЛИ", "СОСТОЯНИЕ", "ВХОДИЛ"]
      : ["USER", "NAME", "LOGIN", "ROLES", "STATUS", "SIGNED IN"];
  const columns = titles.map((title, at) => ({ title, shrinks: at === 1 || at === 2 }));
  const rows = accounts.map(({ user, login, roles, status, lastSignInAt }) => [
    { text: user, ansi: "1" },
    { text: page.people.users[user]?.name ?? "–" },
    { text: login },
    { text: rolesText(roles) },
    { text: STATUS[status][page.locale], ansi: STATUS[status].ansi },
    { text: lastSignInAt === null ? "–" : relativeText(lastSignInAt, page.now, page.locale), ansi: "2" },
  ]);
  return textTable(columns, rows, page);
}

/** Tokens as a table. */
export function tokensTable(tokens: readonly ApiToken[], page: Page): string {
  const titles =
    page.locale === "ru"
      ? ["ТОКЕН", "ДЛЯ ЧЕГО", "ЗА КОГО", "ЧТО МОЖНО", "ДО", "ПОСЛЕДНИЙ РАЗ"]
      : ["TOKEN", "WHAT FOR", "ACTS AS", "MAY", "UNTIL", "LAST USED"];
  const columns = titles.map((title, at) => ({ title, shrinks: at === 1 || at === 3 }));
  const rows = tokens.map(({ prefix, name, user, scopes, expiresAt, usedAt }) => [
    { text: prefix, ansi: "1" },
    { text: name },
    { text: user },
    { text: scopes.join(", ") },
    { text: momentText(expiresAt, page) },
    { text: usedAt === null ? "–" : relativeText(usedAt, page.now, page.locale), ansi: "2" },
  ]);
  return textTable(columns, rows, page);
}

/** One account in a line. */
export function accountText({ user, login, roles, status }: Account, page: Page): string {
  const name = page.people.users[user]?.name;
  const who = name === undefined ? user : `${name} (${user})`;
  const words = page.locale === "ru" ? { login: "логин", roles: "роли" } : { login: "login", roles: "roles" };
  return harmless(
    `${who}: ${words.login} ${login}, ${words.roles} ${rolesText(roles)}, ${STATUS[status][page.locale]}`,
  );
}

/** A moment in the zone of this machine: `30.11.2026, 18:05`. */
export function momentText(at: Instant, { locale, zone }: Page): string {
  const format = new Intl.DateTimeFormat(locale === "ru" ? "ru-RU" : "en-GB", {
    ...{ dateStyle: "short", timeStyle: "short" },
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return format.format(at);
}

function rolesText(roles: readonly Role[]): string {
  const named = roles.filter((role) => role !== "person");
  return named.length === 0 ? "person" : named.join(", ");
}
