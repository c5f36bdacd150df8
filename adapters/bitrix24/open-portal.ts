import { lookup } from "node:dns/promises";
import type { Needs } from "../adapter.ts";
import { couldNotRun } from "../complaint.ts";
import { productVersion } from "../product-folder.ts";
import type { Bitrix24Config } from "./config.ts";
import { LocalBucket } from "./local-bucket.ts";
import type { Portal } from "./portal.ts";
import { PortalAddress } from "./portal-address.ts";
import { callBatch } from "./portal-batch.ts";
import { PortalCaller } from "./portal-caller.ts";
import { listRows } from "./portal-rows.ts";
import type { PortalFetch } from "./portal-wire.ts";
import { cautious } from "./rate-bucket.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { webhookCredential } from "./webhook-credential.ts";

/** What a portal stands on. */
export type PortalNeeds = Pick<
  Needs,
  "database" | "clock" | "ids" | "logger" | "metrics" | "redis" | "raise" | "locale"
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

/**
 * Opens the portal of a configuration. Asks it nothing yet.
 *
 * @throws {Complaint} where the configuration names no portal that can be called
 */
export async function openPortal(
  config: Bitrix24Config,
  needs: PortalNeeds,
  options: PortalOptions = {},
): Promise<Portal> {
  const { clock, logger, metrics, raise, locale } = needs;
  if (config.webhook === null) throw nothingToCallWith();
  const { credential, origin } = webhookCredential(config.webhook);
  const address = new PortalAddress(origin);
  const rate = cautious(config.rate);
  const limiter = new RateLimiter(clock, new LocalBucket(clock, rate), rate);
  const caller = new PortalCaller({
    fetch: options.fetch ?? ((request) => fetch(request)),
    late: options.late ?? ((ms) => AbortSignal.timeout(ms)),
    resolve: options.resolve ?? (options.fetch === undefined ? addressesOf : async () => []),
    ...{ address, credential, limiter, clock, logger, metrics, raise, locale },
    agent: `ordo/${productVersion()}`,
  });
  return {
    call: (method, params, how) => caller.call(method, params, how),
    batch: (calls, how) => callBatch(caller, calls, how, (ms, signal) => clock.sleep(ms, signal)),
    rows: (method, params, of, how) => listRows(caller, method, params, of, how),
    host: () => address.host,
    credential: credential.kind,
    close: () => limiter.close(),
  };
}

async function addressesOf(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

function nothingToCallWith() {
  return couldNotRun(
    { ru: "bitrix24: не задан вебхук.", en: "bitrix24: no webhook is named." },
    {
      ru: "Создайте входящий вебхук и укажите его в bitrix24.webhook.",
      en: "Make an inbound webhook and name it in bitrix24.webhook.",
    },
  );
}
