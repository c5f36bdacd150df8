import type { Trouble } from "../../../adapters/adapter.ts";
import type { Bitrix24Config } from "../../../adapters/bitrix24/config.ts";
import {
  type OpenedPortal,
  openPortal,
  type PortalNeeds,
  type PortalOptions,
} from "../../../adapters/bitrix24/open-portal.ts";
import type { CallOptions } from "../../../adapters/bitrix24/portal.ts";
import { Secret } from "../../../adapters/secret.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Fields } from "../../../engine/ports/logger.ts";
import { TestClock } from "../../support/test-clock.ts";

export const WEBHOOK = "https://company.bitrix24.ru/rest/7/s3cr3tc0de/";
export const START = Date.parse("2026-03-02T09:00:00Z");

/** One request as the portal sees it. */
export interface Seen {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What a test's portal answers: a response, or an error of the network. */
export type Answerer = (seen: Seen, count: number) => Response | Error | Promise<Response | Error>;

/** A portal over a small function instead of a network, and all that was said meanwhile. */
export interface Bench {
  readonly portal: OpenedPortal;
  readonly seen: readonly Seen[];
  readonly logged: readonly string[];
  readonly troubles: readonly Trouble[];
  /** Ids of troubles that were withdrawn. */
  readonly settled: readonly string[];
  readonly clock: Clock;
}

export async function benchOf(
  answer: Answerer,
  given: {
    readonly config?: Partial<Bitrix24Config>;
    readonly clock?: Clock;
    readonly needs?: Partial<PortalNeeds>;
    readonly options?: PortalOptions;
  } = {},
): Promise<Bench> {
  const seen: Seen[] = [];
  const logged: string[] = [];
  const troubles: Trouble[] = [];
  const settled: string[] = [];
  const clock = given.clock ?? new TestClock(instant(START));
  const log = (message: string, fields?: Fields): void =>
    void logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const config: Bitrix24Config = {
    webhook: new Secret(WEBHOOK),
    app: null,
    outboundToken: null,
    users: {},
    rate: { perSecond: 2, burst: 50 },
    ...given.config,
  };
  const needs = needsOf({
    clock,
    logger: { debug: log, info: log, warn: log, error: log },
    raise: async (one) => void troubles.push(one),
    settle: async (one) => void settled.push(one),
    ...given.needs,
  });
  const portal = await openPortal(config, needs, {
    fetch: async (request) => {
      const text = await request.text();
      const one: Seen = {
        url: request.url,
        method: request.method,
        headers: request.headers,
        params: text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text)),
      };
      seen.push(one);
      const response = await answer(one, seen.length);
      if (response instanceof Error) throw response;
      return response;
    },
    ...given.options,
  });
  return { portal, seen, logged, troubles, settled, clock };
}

/** Ids are unlike in all workers. */
let made = 0;

/** Needs without a database, Redis or anybody who listens. */
export function needsOf(given: Partial<PortalNeeds>): PortalNeeds {
  const quiet = (): void => {};
  return {
    database: noDatabase(),
    clock: new TestClock(instant(START)),
    ids: { next: () => `id-${++made}` },
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    metrics: { count: quiet, observe: quiet, gauge: quiet },
    redis: null,
    raise: async () => {},
    settle: async () => {},
    locale: "en",
    ...given,
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** As `fetch` tells it. */
export function networkError(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(`connect ${code} ${WEBHOOK}`), { code }) });
}

export const how = (given: Partial<CallOptions> = {}): CallOptions => ({
  effect: "read",
  urgency: "process",
  signal: new AbortController().signal,
  ...given,
});

function noDatabase(): PortalNeeds["database"] {
  const fail = (): never => {
    throw new Error("this portal has no use for a database");
  };
  return { kind: "sqlite", db: null, transaction: fail };
}
