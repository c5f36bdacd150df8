import { type Fields, Refusal } from "./fake-answer.ts";
import type { FakeRandom } from "./fake-random.ts";

/** Somebody who may call: a webhook of a user, or an app with a token of a user. */
export interface Caller {
  readonly via: "webhook" | "app";
  readonly userId: number;
  readonly scopes: ReadonlySet<string>;
  /** What `operating` is counted for, and idempotency keys. */
  readonly source: string;
  readonly app: FakeApp | null;
}

export interface FakeWebhook {
  readonly userId: number;
  readonly code: string;
  readonly scopes: ReadonlySet<string>;
}

export interface FakeApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly applicationToken: string;
  readonly scopes: ReadonlySet<string>;
  /** Nothing is delivered before the installation is finished, though `event.bind` succeeds. */
  installed: boolean;
}

/** What a portal says of itself. */
export interface PortalAddress {
  readonly origin: string;
  readonly memberId: string;
}

interface Token {
  readonly value: string;
  readonly app: FakeApp;
  readonly userId: number;
  readonly expiresAt: number;
}

interface RefreshToken extends Token {
  used: boolean;
}

const HOUR = 3_600_000;
const REFRESHABLE_MS = 180 * 24 * HOUR;
/** Every scope that the nine processes need. */
export const ALL_SCOPES: readonly string[] =
  "crm task lists user department im bizproc disk messageservice mail tasks".split(" ");

/** Webhooks, apps and their tokens, and the authorization server. */
export class FakeAccess {
  readonly webhooks: FakeWebhook[] = [];
  readonly apps: FakeApp[] = [];
  /** Set: the authorization server refuses everybody with this code (`PAYMENT_REQUIRED`). */
  refusal: string | null = null;
  /** How often the authorization server was asked. */
  refreshes = 0;
  readonly #tokens = new Map<string, Token>();
  readonly #refreshTokens = new Map<string, RefreshToken>();
  readonly #codes = new Map<string, { readonly app: FakeApp; readonly userId: number; readonly until: number }>();
  readonly #now: () => number;
  readonly #random: FakeRandom;
  readonly #portal: () => PortalAddress;

  constructor(needs: { now: () => number; random: FakeRandom; portal: () => PortalAddress }) {
    this.#now = needs.now;
    this.#random = needs.random;
    this.#portal = needs.portal;
  }

  addWebhook(userId: number, scopes: readonly string[] = ALL_SCOPES, code = this.#random.word(16)): FakeWebhook {
    const webhook = { userId, code, scopes: new Set(scopes) };
    this.webhooks.push(webhook);
    return webhook;
  }

  addApp(
    of: { clientId?: string; clientSecret?: string; applicationToken?: string; scopes?: readonly string[] } = {},
  ): FakeApp {
    const app = {
      clientId: of.clientId ?? `local.${this.#random.word(14)}`,
      clientSecret: of.clientSecret ?? this.#random.word(50),
      applicationToken: of.applicationToken ?? this.#random.word(32),
      scopes: new Set(of.scopes ?? ALL_SCOPES),
      installed: false,
    };
    this.apps.push(app);
    return app;
  }

  /** A pair of tokens, as an installation, an exchange or a refresh gives it. */
  issue(app: FakeApp, userId: number): { accessToken: string; refreshToken: string; expiresIn: number } {
    const refreshToken = this.#random.word(32);
    this.#refreshTokens.set(refreshToken, {
      ...{ value: refreshToken, app, userId, expiresAt: this.#now() + REFRESHABLE_MS, used: false },
    });
    return { accessToken: this.accessToken(app, userId), refreshToken, expiresIn: 3_600 };
  }

  /** What the redirect of `/oauth/authorize/` carries: worth a pair of tokens, once, for 30 seconds. */
  authorizationCode(app: FakeApp, userId: number): string {
    const code = this.#random.word(32);
    this.#codes.set(code, { app, userId, until: this.#now() + 30_000 });
    return code;
  }

  accessToken(app: FakeApp, userId: number): string {
    const value = this.#random.word(32);
    this.#tokens.set(value, { value, app, userId, expiresAt: this.#now() + HOUR });
    return value;
  }

  /** @throws {Refusal} 401 and 403 as the table of errors says */
  webhookCaller(userId: number, code: string): Caller {
    const webhook = this.webhooks.find((one) => one.userId === userId && one.code === code);
    if (webhook === undefined) throw new Refusal("INVALID_CREDENTIALS", "Invalid request credentials", 403);
    return { via: "webhook", userId, scopes: webhook.scopes, source: `webhook:${code}`, app: null };
  }

  /** @throws {Refusal} NO_AUTH_FOUND, expired_token */
  appCaller(accessToken: string): Caller {
    const token = this.#tokens.get(accessToken);
    if (token === undefined) throw new Refusal("NO_AUTH_FOUND", "Wrong authorization data", 401);
    if (token.expiresAt <= this.#now())
      throw new Refusal("expired_token", "The access token provided has expired", 401);
    return {
      ...{ via: "app", userId: token.userId, scopes: token.app.scopes },
      ...{ source: `app:${token.app.clientId}`, app: token.app },
    };
  }

  /** `/oauth/token/` of the authorization server. A refresh token works once. */
  token(params: Fields): { readonly status: number; readonly body: Fields } {
    this.refreshes++;
    const refused = (error: string, description: string, status = 400) => ({
      ...{ status, body: { error, error_description: description } },
    });
    const app = this.apps.find(({ clientId }) => clientId === params.client_id);
    if (this.refusal !== null) return refused(this.refusal, "Refused");
    if (app === undefined || app.clientSecret !== params.client_secret)
      return refused("invalid_client", "Wrong client credentials", 401);
    if (params.grant_type !== "refresh_token" && params.grant_type !== "authorization_code")
      return refused("invalid_request", "Unsupported grant type");
    const userId = params.grant_type === "refresh_token" ? this.#refreshed(app, params) : this.#exchanged(app, params);
    if (userId === null) return refused("invalid_grant", "Invalid refresh token");
    const issued = this.issue(app, userId);
    const { origin, memberId } = this.#portal();
    return {
      status: 200,
      body: {
        access_token: issued.accessToken,
        client_endpoint: `${origin}/rest/`,
        domain: "oauth.bitrix.info",
        expires: Math.floor(this.#now() / 1_000) + issued.expiresIn,
        expires_in: issued.expiresIn,
        member_id: memberId,
        refresh_token: issued.refreshToken,
        scope: [...app.scopes].join(","),
        server_endpoint: "https://oauth.bitrix.info/rest/",
        status: "L",
        user_id: userId,
      },
    };
  }

  /** Whose token it is, used up by that; null: it is worth nothing. */
  #refreshed(app: FakeApp, params: Fields): number | null {
    const refresh = this.#refreshTokens.get(String(params.refresh_token));
    if (refresh === undefined || refresh.used || refresh.app !== app || refresh.expiresAt <= this.#now()) return null;
    refresh.used = true;
    return refresh.userId;
  }

  #exchanged(app: FakeApp, params: Fields): number | null {
    const code = this.#codes.get(String(params.code));
    this.#codes.delete(String(params.code));
    return code === undefined || code.app !== app || code.until <= this.#now() ? null : code.userId;
  }
}
