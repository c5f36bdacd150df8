import type { Secret } from "../secret.ts";
import { type PortalFetch, post } from "./portal-wire.ts";
import { isMap, numberOf } from "./read-answer.ts";
import type { Tokens } from "./token-store.ts";

/** What the authorization server made of a refresh token. */
export type Exchange =
  | { readonly kind: "done"; readonly tokens: Tokens }
  /** It says no: `invalid_grant`, `invalid_client`, `PAYMENT_REQUIRED`. */
  | { readonly kind: "refused"; readonly code: string }
  /** Nobody knows whether the old token is used up now, except where nothing was sent. */
  | { readonly kind: "unknown"; readonly reason: string };

/** What an exchange needs. */
export interface ExchangeParts {
  readonly fetch: PortalFetch;
  readonly late: (ms: number) => AbortSignal;
  readonly agent: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly now: () => number;
}

const EXCHANGE_MS_MAX = 30_000;

/**
 * Exchanges a refresh token for a new pair. The secrets go in the body, because addresses are logged on the way.
 *
 * @param authServer `https://oauth.bitrix.info`
 * @param application what the pair belongs to is kept from installation to installation
 */
export async function exchangeToken(
  parts: ExchangeParts,
  {
    authServer,
    refresh,
    application,
  }: { readonly authServer: string; readonly refresh: string; readonly application: string | null },
): Promise<Exchange> {
  const body = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: parts.clientId,
    client_secret: parts.clientSecret.reveal(),
    refresh_token: refresh,
  }).toString();
  const { fetch, agent } = parts;
  // Nobody may give this up: the new pair would be lost on the way.
  const { signal } = new AbortController();
  const came = await post(
    { url: `${authServer}/oauth/token/`, body, type: "application/x-www-form-urlencoded" },
    { fetch, agent, signal, late: parts.late(EXCHANGE_MS_MAX) },
  );
  if (came.kind === "moved") return { kind: "unknown", reason: "redirect" };
  if (came.kind === "failed") return { kind: "unknown", reason: `${came.code} ${came.reason}`.trim() };
  const answer = parsed(came.text);
  const code = answer["error"];
  if (typeof code === "string" && code !== "" && came.status < 500) return { kind: "refused", code };
  const tokens = tokensOf(answer, parts.now(), { authServer, application });
  return tokens === null ? { kind: "unknown", reason: `HTTP ${came.status}` } : { kind: "done", tokens };
}

/**
 * Tokens as an answer of the authorization server or an installation holds them; null: something is missing.
 *
 * @param known for what it does not say
 */
export function tokensOf(
  from: Readonly<Record<string, unknown>>,
  now: number,
  known: { readonly authServer: string; readonly application: string | null },
): Tokens | null {
  const [access, refresh, memberId] = [
    textOf(from["access_token"]),
    textOf(from["refresh_token"]),
    textOf(from["member_id"]),
  ];
  const portal = originOf(from["client_endpoint"]);
  const seconds = numberOf(from["expires_in"]);
  if (access === "" || refresh === "" || memberId === "" || portal === null || seconds === null) return null;
  return {
    ...{ access, refresh, memberId, portal, scope: textOf(from["scope"]) },
    expiresAt: now + seconds * 1000,
    authServer: originOf(from["server_endpoint"]) ?? known.authServer,
    userNumber: numberOf(from["user_id"]),
    application: known.application,
  };
}

/** `https://company.bitrix24.ru/rest/` → `https://company.bitrix24.ru`; null: it is no address that secrets may be sent to. */
function originOf(endpoint: unknown): string | null {
  const url = URL.parse(textOf(endpoint));
  return url === null || url.protocol !== "https:" || url.username !== "" ? null : url.origin;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(text);
    return isMap(data) ? data : {};
  } catch {
    return {};
  }
}
