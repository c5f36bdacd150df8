import type { UserId } from "../../engine/base/ids.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { accountDeactivated, accountUnknown, tokenInvalid, tokenUnknown } from "./account-refusals.ts";
import type { AccountCommand, AccountParts } from "./administration.ts";
import type { ApiToken } from "./api-tokens.ts";

/** A token that was just made: the only time that it is shown. */
export interface MadeToken {
  readonly kind: "made";
  readonly secret: string;
  readonly token: ApiToken;
}

const NAME_MAX = 100;
const SCOPES_MAX = 100;
const LIFE_MIN_MS = 60_000;

/** Making and revoking API tokens. */
export class TokenDesk {
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  /**
   * @param order.scopes names of permissions, at least one; which there are is the caller's to know
   * @param order.lifeMs how long it holds. @default the longest that the configuration allows
   * @returns refusals `ACCOUNT_UNKNOWN`, `ACCOUNT_DEACTIVATED`, `TOKEN_INVALID`
   */
  async createToken(
    order: AccountCommand & {
      readonly name: string;
      readonly scopes: readonly string[];
      readonly lifeMs?: number | null;
    },
  ): Promise<MadeToken | Refusal> {
    const { database, shelf, tokens, config, logger } = this.#parts;
    const { user, by } = order;
    const name = order.name.trim();
    const lifeMs = order.lifeMs ?? config.tokenMs;
    const wrong = nameTrouble(name) ?? scopesTrouble(order.scopes) ?? lifeTrouble(lifeMs, config.tokenMs);
    if (wrong !== null) return wrong;
    const answer = await database.transaction(async (session): Promise<MadeToken | Refusal> => {
      const account = await shelf.lock(session, user);
      if (account === null) return accountUnknown(user);
      if (account.status === "deactivated") return accountDeactivated(user);
      const scopes = [...new Set(order.scopes)];
      const made = await tokens.make(session, { name, person: user, scopes, by, lifeMs });
      await shelf.note(session, { person: user, by, what: "token-made" });
      return { kind: "made", ...made };
    });
    if (answer.kind === "made") logger.info("token made", { user, by, token: answer.token.prefix });
    return answer;
  }

  /** Living tokens of a person, or of all (null), the newest first. */
  tokens(user: UserId | null): Promise<readonly ApiToken[]> {
    return this.#parts.tokens.list(user);
  }

  /**
   * Revokes one, in this process at once and in others within seconds.
   *
   * @param order.user of that person alone; null: whosever it is
   * @returns refusal `TOKEN_UNKNOWN`
   */
  async revokeToken(order: {
    readonly prefix: string;
    readonly user: UserId | null;
    readonly by: UserId | null;
  }): Promise<{ readonly kind: "revoked" } | Refusal> {
    const { database, shelf, tokens, viewers, logger } = this.#parts;
    const { prefix, user, by } = order;
    const whose = await database.transaction(async (session) => {
      const person = await tokens.revoke(session, prefix, user);
      if (person !== null) await shelf.note(session, { person, by, what: "token-revoked" });
      return person;
    });
    viewers.forget();
    if (whose === null) return tokenUnknown(prefix);
    logger.info("token revoked", { user: whose, by, token: prefix });
    return { kind: "revoked" };
  }
}

function nameTrouble(name: string): Refusal | null {
  if (name !== "" && [...name].length <= NAME_MAX && !/\p{Cc}/u.test(name)) return null;
  return tokenInvalid("name", {
    ru: `Имя токена — от 1 до ${NAME_MAX} знаков: для чего он.`,
    en: `A token's name has 1 to ${NAME_MAX} characters: what it is for.`,
  });
}

function scopesTrouble(scopes: readonly string[]): Refusal | null {
  const isSound = scopes.length > 0 && scopes.length <= SCOPES_MAX && scopes.every((scope) => SCOPE.test(scope));
  if (isSound) return null;
  return tokenInvalid("scopes", {
    ru: "Назовите, что токену можно: хотя бы одно разрешение, например task.read.",
    en: "Say what the token may do: at least one permission, task.read for example.",
  });
}

/** The shape of a name; which names there are is the caller's to know. */
const SCOPE = /^[\w.:*-]{1,64}$/;

function lifeTrouble(lifeMs: number, longestMs: number): Refusal | null {
  if (Number.isSafeInteger(lifeMs) && lifeMs >= LIFE_MIN_MS && lifeMs <= longestMs) return null;
  const days = Math.floor(longestMs / 86_400_000);
  return tokenInvalid("lifeMs", {
    ru: `Токен действует от минуты до ${days} дней (accounts.token в ordo.yaml).`,
    en: `A token holds for a minute to ${days} days (accounts.token in ordo.yaml).`,
  });
}
