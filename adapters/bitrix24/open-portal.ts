import { lookup } from "node:dns/promises";
import type { Needs } from "../adapter.ts";
import { couldNotRun } from "../complaint.ts";
import type { InboundRoute } from "../inbound-route.ts";
import { productVersion } from "../product-folder.ts";
import { Secret } from "../secret.ts";
import { withTables } from "../sql-database.ts";
import { AccessTrouble } from "./access-trouble.ts";
import type { Bitrix24Config } from "./config.ts";
import type { Credential } from "./credential.ts";
import { installRoute } from "./install-route.ts";
import { LocalBucket } from "./local-bucket.ts";
import type { Portal } from "./portal.ts";
import { PortalAddress } from "./portal-address.ts";
import { callBatch } from "./portal-batch.ts";
import { type CallerParts, PortalCaller } from "./portal-caller.ts";
import { type EventTrust, type PortalEvent, readPortalEvent } from "./portal-event.ts";
import { listRows } from "./portal-rows.ts";
import type { PortalFetch } from "./portal-wire.ts";
import { cautious } from "./rate-bucket.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { SharedBucket } from "./shared-bucket.ts";
import type { ExchangeParts } from "./token-exchange.ts";
import { TokenKeeper } from "./token-keeper.ts";
import { TokenSeal } from "./token-seal.ts";
import { TokenStore } from "./token-store.ts";
import type { TokenTables } from "./token-tables.ts";
import { webhookCredential } from "./webhook-credential.ts";

/** What a portal stands on. */
export type PortalNeeds = Pick<
  Needs,
  "database" | "clock" | "ids" | "logger" | "metrics" | "redis" | "raise" | "settle" | "locale"
>;

/** What tests replace. */
export interface PortalOptions {
  /** @default the platform's */
  readonly fetch?: PortalFetch;
  /** A signal that is aborted after so many milliseconds. @default in real time */
  readonly late?: (ms: number) => AbortSignal;
  /** Addresses of a host name; empty: none, or not to be found out. @default the platform's, none where `fetch` is given */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

/** A portal with what comes from it. */
export interface OpenedPortal extends Portal {
  /** Where a local app gets its tokens; none without an app. */
  readonly routes: readonly InboundRoute[];
  /** Reads a call of the portal; null where it is not to be believed. */
  readonly readEvent: (request: { readonly body: Uint8Array }) => Promise<PortalEvent | null>;
}

type Edge = Pick<CallerParts, "fetch" | "late" | "resolve" | "agent">;

/**
 * Opens the portal of a configuration. Asks it nothing yet.
 *
 * @throws {Complaint} where the configuration names no portal that can be called
 */
export async function openPortal(
  config: Bitrix24Config,
  needs: PortalNeeds,
  options: PortalOptions = {},
): Promise<OpenedPortal> {
  const { clock, logger, metrics, raise, locale } = needs;
  const edge: Edge = {
    fetch: options.fetch ?? ((request) => fetch(request)),
    late: options.late ?? ((ms) => AbortSignal.timeout(ms)),
    resolve: options.resolve ?? (options.fetch === undefined ? addressesOf : async () => []),
    agent: `ordo/${productVersion()}`,
  };
  const webhook = config.webhook === null ? null : webhookCredential(config.webhook);
  const address = new PortalAddress(webhook?.origin ?? "");
  const app = config.app === null ? null : appOf(config.app, needs, edge, address, webhook?.credential ?? null);
  const credential = app?.keeper ?? webhook?.credential;
  if (credential === undefined) throw nothingToCallWith();
  await app?.keeper.stored().catch(() => null);
  const limiter = limiterOf(config, needs, URL.parse(webhook?.origin ?? "")?.host ?? config.app?.clientId ?? "");
  const access = new AccessTrouble(needs);
  const parts = { ...edge, address, credential, limiter, clock, logger, metrics, raise, access, locale };
  const caller = new PortalCaller(parts);
  const trust = trustOf(config, app?.keeper ?? null);
  return {
    call: (method, params, how) => caller.call(method, params, how),
    batch: (calls, how) => callBatch(caller, calls, how, (ms, signal) => clock.sleep(ms, signal)),
    rows: (method, params, of, how) => listRows(caller, method, params, of, how),
    host: () => address.host,
    credential: credential.kind,
    routes: app === null ? [] : [app.route],
    readEvent: (request) => readPortalEvent(request, trust),
    close: () => limiter.close(),
  };
}

function appOf(
  { clientId, clientSecret, applicationToken }: NonNullable<Bitrix24Config["app"]>,
  { database, clock, ids, logger, raise }: PortalNeeds,
  { fetch, late, agent }: Edge,
  address: PortalAddress,
  fallback: Credential | null,
): { readonly keeper: TokenKeeper; readonly route: InboundRoute } {
  const store = new TokenStore(withTables<TokenTables>(database), new TokenSeal(clientId, clientSecret), clientId);
  const exchange: ExchangeParts = { fetch, late, agent, clientId, clientSecret, now: () => clock.now() };
  const keeper = new TokenKeeper({ store, exchange, address, fallback, clock, ids, logger, raise });
  return { keeper, route: installRoute({ keeper, exchange, applicationToken, logger }) };
}

/** In Redis where there is one: then every worker of the installation counts on the same bucket. */
function limiterOf(config: Bitrix24Config, { redis, clock, logger, ids }: PortalNeeds, of: string): RateLimiter {
  const rate = cautious(config.rate);
  const bucket =
    redis === null
      ? new LocalBucket(clock, rate)
      : new SharedBucket({ ...redis, of, rate, asker: ids.next(), clock, logger });
  return new RateLimiter(clock, bucket, rate);
}

function trustOf({ app, outboundToken }: Bitrix24Config, keeper: TokenKeeper | null): EventTrust {
  const stored = async () => (await keeper?.stored()) ?? null;
  return {
    applicationTokens: async () => {
      const installed = app === null || app.applicationToken !== null ? null : (await stored())?.application;
      const ofApp = app?.applicationToken ?? (installed ? new Secret(installed) : null);
      return [ofApp, outboundToken].filter((token) => token !== null);
    },
    memberId: async () => (await stored())?.memberId ?? null,
    ...(keeper === null ? {} : { again: () => keeper.lookAgain() }),
  };
}

async function addressesOf(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

function nothingToCallWith() {
  return couldNotRun(
    {
      ru: "bitrix24: не задан ни вебхук, ни приложение.",
      en: "bitrix24: neither a webhook nor an app is named.",
    },
    {
      ru: "Создайте входящий вебхук и укажите его в bitrix24.webhook, или локальное приложение и укажите его в bitrix24.app.",
      en: "Make an inbound webhook and name it in bitrix24.webhook, or a local app and name it in bitrix24.app.",
    },
  );
}
