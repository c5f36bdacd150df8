import { id, type UserId } from "../../engine/base/ids.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import type { Account } from "../accounts/account.ts";
import { tokenInvalid } from "../accounts/account-refusals.ts";
import type { Linked } from "../accounts/administration.ts";
import type { ApiToken } from "../accounts/api-tokens.ts";
import type { Accounts } from "../accounts/open-accounts.ts";
import { PERMISSIONS } from "../http/permissions.ts";
import { heldBy } from "../http/token-scopes.ts";

/** What operators do with accounts at the machine. Plain JSON: it crosses the socket beside a SQLite file. */
export type AccountOrder =
  | { readonly kind: "list" }
  | {
      readonly kind: "invite";
      readonly user: string;
      readonly by: UserId | null;
      readonly login: string | null;
      /** Null: as before. */
      readonly roles: readonly string[] | null;
    }
  | { readonly kind: "roles"; readonly user: string; readonly by: UserId | null; readonly roles: readonly string[] }
  | { readonly kind: "login"; readonly user: string; readonly by: UserId | null; readonly login: string }
  | {
      readonly kind: "reset" | "deactivate" | "reactivate";
      readonly user: string;
      readonly by: UserId | null;
    }
  | { readonly kind: "tokens"; readonly user: string | null }
  | {
      readonly kind: "token";
      readonly user: string;
      readonly by: UserId | null;
      readonly name: string;
      readonly scopes: readonly string[];
      readonly lifeMs: number | null;
    }
  | { readonly kind: "revoke"; readonly prefix: string; readonly by: UserId | null };

export type AccountAnswer =
  | { readonly kind: "accounts"; readonly accounts: readonly Account[] }
  | { readonly kind: "linked"; readonly account: Account; readonly link: string; readonly expiresAt: number }
  | { readonly kind: "changed"; readonly account: Account; readonly isNew: boolean }
  | { readonly kind: "tokens"; readonly tokens: readonly ApiToken[] }
  | { readonly kind: "made"; readonly secret: string; readonly token: ApiToken }
  | { readonly kind: "revoked" }
  | Refusal;

/** Does what an operator wants of accounts. */
export async function accountOrder(accounts: Accounts, order: AccountOrder): Promise<AccountAnswer> {
  if (order.kind === "list") return { kind: "accounts", accounts: await accounts.list() };
  if (order.kind === "revoke") return await accounts.revokeToken({ ...order, user: null });
  if (order.kind === "tokens") {
    const tokens = await accounts.tokens(order.user === null ? null : id<UserId>(order.user));
    return { kind: "tokens", tokens };
  }
  const named = { ...order, user: id<UserId>(order.user) };
  switch (named.kind) {
    case "invite":
      return linked(await accounts.invite(named));
    case "reset":
      return linked(await accounts.reset(named));
    case "roles":
      return await accounts.setRoles(named);
    case "login":
      return await accounts.setLogin(named);
    case "deactivate":
      return await accounts.deactivate(named);
    case "reactivate":
      return await accounts.reactivate(named);
    case "token":
      return (await scopesTrouble(accounts, named)) ?? (await accounts.createToken(named));
  }
}

/** A permission that is none, or that the person does not hold, would be found out by the program that uses the token. */
async function scopesTrouble(
  accounts: Accounts,
  { user, scopes }: { readonly user: UserId; readonly scopes: readonly string[] },
): Promise<Refusal | null> {
  const account = await accounts.find(user);
  if (account === null) return null;
  const held: readonly string[] = heldBy(account.roles);
  const strange = scopes.filter((scope) => !Object.hasOwn(PERMISSIONS, scope));
  if (strange.length > 0)
    return tokenInvalid("scopes", {
      ru: `Таких прав нет: ${strange.join(", ")}. Есть у ${user}: ${held.join(", ")}.`,
      en: `There are no such permissions: ${strange.join(", ")}. Those of ${user}: ${held.join(", ")}.`,
    });
  const foreign = scopes.filter((scope) => !held.includes(scope));
  if (foreign.length === 0) return null;
  return tokenInvalid("scopes", {
    ru: `Роли ${user} этого не дают: ${foreign.join(", ")}. Есть: ${held.join(", ")}.`,
    en: `The roles of ${user} do not give this: ${foreign.join(", ")}. There are: ${held.join(", ")}.`,
  });
}

function linked(answer: Linked | Refusal): AccountAnswer {
  if (answer.kind === "rejected") return answer;
  const { account, link } = answer;
  return { kind: "linked", account, link: link.link, expiresAt: link.expiresAt };
}
