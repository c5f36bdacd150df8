import type { AddressInfo } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { cannotListen } from "../cannot-listen.ts";
import { type Listening, listenOptions } from "../handed-socket.ts";
import { isPlainPath } from "../inbound/plain-path.ts";
import { writerOf } from "./answer-writer.ts";
import { type ApiRoute, Reply } from "./api-route.ts";
import type { Service } from "./api-service.ts";
import { checkRoutes } from "./check-routes.ts";
import { commandIdOf, keyOf } from "./command-id.ts";
import { addConsole } from "./console-files.ts";
import { type Admission, type Door, NOBODY } from "./door.ts";
import { statusOf } from "./error-status.ts";
import { localeOf } from "./locale-of.ts";
import { notFound, Problem } from "./problem.ts";
import { jsonOf } from "./read-json.ts";
import { digestOf } from "./request-keys.ts";
import { securityHeaders } from "./security-headers.ts";
import { problemOf, sendProblem } from "./send-problem.ts";
import { validator } from "./validate.ts";

/** What listens, and what it answers from. Port 0: any free one. */
export interface ApiOrder extends Listening {
  readonly trustProxy: boolean;
  readonly routes: readonly ApiRoute[];
  readonly service: Service;
  readonly door: Door;
  /** Folder of the built console; null: the API alone. */
  readonly console: string | null;
  /** Can the process do its work now? For `/readyz`. */
  readonly ready: () => Promise<{ readonly ok: boolean }>;
  /** How long a stop waits for requests that are under way. Milliseconds. @default 10,000 */
  readonly stopMs?: number;
}

/** A server that listens. */
export interface ApiServer {
  readonly port: number;
  /** Takes nothing new, answers what was accepted, ends what hangs. */
  close(): Promise<void>;
}

const BODY_BYTES_MAX = 1_048_576;
const REQUEST_MS = 30_000;
const STOP_MS = 10_000;
const CONNECTIONS_MAX = 2_048;

/**
 * Serves the API and the console. Every call goes the same way: its route, who asks (session or token), whether he may
 * (the route's permission, and whether the object is his where he holds only that), the shape of what he sent, the
 * handler, its answer; what goes wrong becomes problem details.
 *
 * @throws {Error} where a declaration is unsound: the server does not start with a hole in it
 * @throws {Complaint} where it cannot listen there
 */
export async function serveApi(order: ApiOrder): Promise<ApiServer> {
  const server = await createApi(order);
  try {
    await server.listen(listenOptions(order));
  } catch (error) {
    await server.close();
    throw cannotListen(order, error, TAKEN);
  }
  return {
    port: (server.server.address() as AddressInfo).port,
    async close() {
      order.service.live.close();
      const hanging = setTimeout(() => server.server.closeAllConnections(), order.stopMs ?? STOP_MS);
      try {
        await server.close();
      } finally {
        clearTimeout(hanging);
      }
    },
  };
}

/** The server without a port: tests call it with `inject`. */
export async function createApi(order: ApiOrder): Promise<FastifyInstance> {
  const wrong = checkRoutes(order.routes);
  if (wrong.length > 0) throw new Error(`The API has routes that cannot be served:\n${wrong.join("\n")}`);
  const { default: fastify } = await import("fastify");
  const server = fastify({
    logger: false,
    trustProxy: order.trustProxy,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: 60_000,
    forceCloseConnections: "idle",
    // Who was let in is answered, also while we stop, and told that his connection ends.
    return503OnClosing: false,
    // An address that is no UTF-8 never comes as far as the hooks.
    frameworkErrors: (_error, request, reply) => sendProblem(request, reply, order.service, notFound()),
    routerOptions: {
      caseSensitive: true,
      ignoreDuplicateSlashes: false,
      ignoreTrailingSlash: false,
      // References of files stand in addresses.
      maxParamLength: 3_000,
    },
  });
  server.server.maxConnections = CONNECTIONS_MAX;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  // When everything that was accepted is answered.
  server.addHook("onClose", () => order.service.processes.close());
  server.addHook("onRequest", async (request, reply) => {
    // Authorized by the route that matched, never by the text of the address: what is not plain matches none.
    if (!isPlainPath(request.raw.url ?? "")) return sendProblem(request, reply, order.service, notFound());
    reply.headers(securityHeaders(null)).header("cache-control", "no-store");
  });
  server.addHook("onResponse", async (request, reply) => count(request, reply, order));
  server.setErrorHandler((error, request, reply) =>
    sendProblem(request, reply, order.service, problemOf(error, request, order.service)),
  );
  server.setNotFoundHandler((request, reply) => sendProblem(request, reply, order.service, notFound()));
  server.get("/healthz", async (_request, reply) => reply.type("text/plain; charset=utf-8").send("ok\n"));
  server.get("/readyz", async (_request, reply) => {
    const readiness = await order.ready();
    return reply.code(readiness.ok ? 200 : 503).send(readiness);
  });
  for (const route of order.routes) add(server, route, order);
  if (order.console !== null) await addConsole(server, order.console);
  return server;
}

function add(server: FastifyInstance, route: ApiRoute, order: ApiOrder): void {
  const { service, door } = order;
  const checks = {
    params: route.params === null ? null : validator("params", route.params),
    // Pages behind links in letters get parameters of whoever counts the letters' readers.
    query: queryCheck(route),
    body: route.body === null ? null : validator("body", route.body),
  };
  server.route({
    method: route.method,
    url: route.path,
    ...(route.bytesMax === null ? {} : { bodyLimit: route.bytesMax }),
    // Before the body is read: a stranger does not make us read it.
    async onRequest(request) {
      request.admission = await door.admit(route, request);
    },
    async handler(request, reply) {
      const admission = request.admission;
      if (admission === undefined) throw new Error("a call that nobody admitted");
      const { viewer, grant } = admission;
      checks.params?.(request.params);
      checks.query?.(request.query);
      const asked = { service, viewer, params: request.params as never, query: request.query as never };
      if (grant === "own" && typeof route.own === "function" && !(await route.own(asked))) throw notFound();
      const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const body = route.body === null ? undefined : jsonOf(bytes);
      checks.body?.(body);
      const key = route.method === "GET" ? null : keyOf(request);
      const digest = key === null ? "" : digestOf({ method: route.method, url: request.url, body: body ?? bytes });
      const call = {
        ...asked,
        grant,
        body: body as never,
        locale: localeOf(request.headers["accept-language"], service.locale),
        commandId: commandIdOf(key, admission, digest),
        ifMatch: unquoted(request.headers["if-match"]),
        bytes,
        headers: headersOf(request),
        address: request.ip,
      };
      // Nobody in particular has no keys of his own.
      const release =
        key === null || viewer === NOBODY ? null : await service.requestKeys.take({ user: viewer.user, key, digest });
      const answer = await route.handle(call).catch(async (error: unknown) => {
        if (error instanceof Problem && statusOf(error.code) < 500) await release?.();
        throw error;
      });
      if (route.method !== "GET") void service.live.look();
      return send(request, reply, route, answer);
    },
  });
}

/**
 * Parameters that are not declared are refused by the API. Pages behind links in letters get parameters of whoever counts
 * the letters' readers.
 */
function queryCheck({ path, query }: ApiRoute): ((value: unknown) => void) | null {
  if (path.startsWith("/api/")) return validator("query", query ?? Type.Object({}));
  return query === null ? null : validator("params", query);
}

function send(request: FastifyRequest, reply: FastifyReply, route: ApiRoute, answer: unknown): FastifyReply {
  const given = answer instanceof Reply ? answer : new Reply(answer);
  reply.headers(given.headers);
  if (given.etag !== null) {
    reply.header("etag", `"${given.etag}"`).header("cache-control", "private, no-cache");
    if (isKnown(request.headers["if-none-match"], given.etag)) return reply.code(304).send();
  }
  if (route.answer === null && route.type === null) return reply.code(given.status === 200 ? 204 : given.status).send();
  if (route.type !== null && reply.getHeader("content-type") === undefined) reply.type(route.type);
  const hasSchema = given.status === 200 || given.status === 201;
  if (route.answer !== null && route.type === null && hasSchema)
    reply.type("application/json; charset=utf-8").serializer(writerOf(reply, route.answer));
  return reply.code(given.status).send(given.body);
}

function headersOf({ headers }: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
}

/** @param header one tag, several, or `*` */
function isKnown(header: string | undefined, etag: string): boolean {
  return (header ?? "").split(",").some((one) => one.trim() === "*" || unquoted(one.trim()) === etag);
}

function unquoted(header: string | string[] | undefined): string | null {
  if (typeof header !== "string") return null;
  return header.replace(/^W\//, "").replace(/^"|"$/g, "");
}

function count(request: FastifyRequest, reply: FastifyReply, { service }: ApiOrder): void {
  const route = request.is404 ? "none" : (request.routeOptions.url ?? "none");
  service.assembled.metrics.count("ordo_api_requests_total", { route, status: String(reply.statusCode) });
}

const TAKEN = {
  ru: "Назовите в ordo.yaml другой порт (service: { port: 8401 }) или остановите того, кто его занял.",
  en: "Name another port in ordo.yaml (service: { port: 8401 }), or stop who has taken it.",
} as const;

declare module "fastify" {
  interface FastifyRequest {
    admission?: Admission;
  }
}
