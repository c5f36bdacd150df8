import type { AddressInfo } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { StoreUnavailable } from "../../engine/base/unavailable.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Metrics } from "../../engine/ports/metrics.ts";
import { cannotListen } from "../cannot-listen.ts";
import { type Listening, listenOptions } from "../handed-socket.ts";
import type { InboundAnswer, InboundRoute } from "../inbound-route.ts";
import { isPlainPath } from "./plain-path.ts";

/** What listens, and for whom. Port 0: any free one. */
export interface InboundOrder extends Listening {
  /** Is `X-Forwarded-For` believed? */
  readonly trustProxy: boolean;
  readonly routes: readonly InboundRoute[];
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** How long headers and body of one request may take to come. Milliseconds. @default 15,000 */
  readonly requestMs?: number;
  /** How long a stop waits for requests that are under way. Milliseconds. @default 10,000 */
  readonly stopMs?: number;
}

/** A server that listens. */
export interface InboundServer {
  readonly port: number;
  /** Takes nothing new, answers what was accepted, ends what hangs. */
  close(): Promise<void>;
}

const REQUEST_MS = 15_000;
const STOP_MS = 10_000;
const CONNECTIONS_MAX = 512;
const HEADER_BYTES_MAX = 16_384;
/** After how many seconds a caller may come again while the store is away. */
const LATER_SECONDS = "10";

/**
 * Listens for what others may call: the routes of all adapters, and `/healthz`. Everything else is 404. Bodies are handed
 * on as they came and not decompressed. An answer never says why: that stands in the log.
 *
 * @throws {Complaint} where it cannot listen there
 */
export async function serveInbound(order: InboundOrder): Promise<InboundServer> {
  const { default: fastify } = await import("fastify");
  const server = fastify({
    logger: false,
    exposeHeadRoutes: false,
    trustProxy: order.trustProxy,
    requestTimeout: order.requestMs ?? REQUEST_MS,
    // Who was let in is answered, also while we stop, and told that his connection ends.
    return503OnClosing: false,
    keepAliveTimeout: 5_000,
    http: { headersTimeout: order.requestMs ?? REQUEST_MS, maxHeaderSize: HEADER_BYTES_MAX, ...OFTEN_CHECKED },
    routerOptions: { caseSensitive: true, ignoreDuplicateSlashes: false, ignoreTrailingSlash: false },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.addHook("onRequest", async (request, reply) => {
    if (!request.is404 && isPlainPath(request.raw.url ?? "")) return;
    // Before the body is read: nobody fills our memory at an address that does not exist.
    await reply.code(404).header("connection", "close").send();
  });
  server.addHook("onSend", async (_request, reply) => {
    reply.header("cache-control", "no-store").header("x-content-type-options", "nosniff");
  });
  server.addHook("onResponse", async (request, reply) => count(request, reply, order));
  server.setErrorHandler((error, request, reply) => failed(error, { request, reply, logger: order.logger }));
  server.get("/healthz", async (_request, reply) => reply.type("text/plain; charset=utf-8").send("ok\n"));
  for (const route of order.routes) add(server, route);
  server.server.maxConnections = CONNECTIONS_MAX;
  try {
    await server.listen(listenOptions(order));
  } catch (error) {
    await server.close();
    throw cannotListen(order, error, TAKEN);
  }
  return {
    port: (server.server.address() as AddressInfo).port,
    async close() {
      const hanging = setTimeout(() => server.server.closeAllConnections(), order.stopMs ?? STOP_MS);
      try {
        await server.close();
      } finally {
        clearTimeout(hanging);
      }
    },
  };
}

/** Slow senders are looked for each second, not each half minute. */
const OFTEN_CHECKED = { connectionsCheckingInterval: 1_000 };

function add(server: FastifyInstance, route: InboundRoute): void {
  server.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bytesMax,
    async handler(request, reply) {
      const answer = await route.handle({
        method: request.method,
        rest: restOf(request.params),
        query: Object.fromEntries(new URLSearchParams((request.raw.url ?? "").split("?").slice(1).join("?"))),
        headers: headersOf(request),
        body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
      });
      return send(reply, answer);
    },
  });
}

function restOf(params: unknown): string {
  const rest = typeof params === "object" && params !== null && "*" in params ? params["*"] : "";
  return typeof rest === "string" ? rest : "";
}

function headersOf({ headers }: FastifyRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function send(reply: FastifyReply, { status, body, type }: InboundAnswer): FastifyReply {
  return reply
    .code(status)
    .type(type ?? "text/plain; charset=utf-8")
    .send(body ?? "");
}

/** What went wrong is said in the log; the caller learns whether it may come again. */
function failed(
  error: unknown,
  { request, reply, logger }: { request: FastifyRequest; reply: FastifyReply; logger: Logger },
): FastifyReply {
  const code = errorField(error, "code");
  const given = errorField(error, "statusCode");
  const isTheirs = typeof given === "number" && given >= 400 && given < 500;
  if (error instanceof StoreUnavailable) {
    logger.warn("inbound: the store is away", { route: request.routeOptions.url });
    return reply.code(503).header("retry-after", LATER_SECONDS).send("");
  }
  if (!isTheirs) {
    const name = error instanceof Error ? error.name : typeof error;
    logger.error("inbound: a handler failed", { route: request.routeOptions.url, error: name, code: String(code) });
  }
  return reply
    .code(isTheirs ? given : 500)
    .type("text/plain; charset=utf-8")
    .send("");
}

function errorField(error: unknown, name: "code" | "statusCode"): unknown {
  return typeof error === "object" && error !== null && name in error ? Reflect.get(error, name) : null;
}

function count(request: FastifyRequest, reply: FastifyReply, { logger, metrics }: InboundOrder): void {
  const route = request.is404 ? "none" : (request.routeOptions.url ?? "none");
  metrics.count("ordo_inbound_requests_total", { route, status: String(reply.statusCode) });
  if (reply.statusCode === 401) logger.warn("inbound: not believed", { route, remote: request.ip });
}

const TAKEN = {
  ru: "Назовите в inbound другой host или port, или остановите того, кто его занял. На одной машине слушает один процесс Ordo.",
  en: "Name another host or port in `inbound`, or stop who has taken it. On one machine one process of Ordo listens.",
} as const;
