import type { Caller } from "./fake-access.ts";
import { contextRequired, type Fields, isFields, localized, Refusal, type Reply, textOf } from "./fake-answer.ts";
import { runBatch } from "./fake-batch.ts";
import { METHODS, V3_METHODS } from "./fake-catalog.ts";
import type { Item } from "./fake-crm.ts";
import { FakeFaults, type Fault, fetchFailure } from "./fake-faults.ts";
import { parseForm } from "./fake-form.ts";
import { FakeHands } from "./fake-hands.ts";
import { FakeLimits } from "./fake-limits.ts";
import { type Listening, listenWith } from "./fake-listener.ts";
import type { FakeMethod } from "./fake-method.ts";
import type { FakePortalOptions } from "./fake-options.ts";
import { FakeOutbound } from "./fake-outbound.ts";
import type { EntityName } from "./fake-stages.ts";
import { methodNotFound } from "./fake-system.ts";
import { isoOf } from "./fake-time.ts";
import { errorV3, FakeIdempotency, runBatchV3 } from "./fake-v3.ts";
import { FakeWorld } from "./fake-world.ts";

/** A request that reached the portal. */
export interface Received {
  readonly method: string;
  readonly params: Fields;
  readonly status: number;
  readonly at: number;
  /** Which credential: `webhook` with its user, or `app`. */
  readonly via: "webhook" | "app" | "none";
}

/** A portal with one department, an administrator (1) and a webhook of his. See {@link FakePortal}. */
export function createFakePortal(options: FakePortalOptions): FakePortal {
  return new FakePortal(options);
}

/**
 * A Bitrix24 portal in memory, as its documentation and other people's bug reports describe it. Clients are given its
 * {@link FakePortal.fetch}, or the address of {@link FakePortal.listen}. Everything in it may be looked at.
 */
export class FakePortal {
  readonly world: FakeWorld;
  readonly faults = new FakeFaults();
  readonly limits: FakeLimits;
  /** What the portal tells apps by itself: installation, robots, SMS. */
  readonly outbound: FakeOutbound;
  /** Every request that reached the portal, in order. */
  readonly requests: Received[] = [];
  /** Method → how often it ran, in batches too. */
  readonly calls = new Map<string, number>();
  /** Address of an inbound webhook with every scope, of user 1. */
  readonly webhook: string;
  /** Set: the whole portal answers so. */
  state: "alive" | "deleted" | "unpaid" = "alive";
  readonly #idempotency: FakeIdempotency;
  readonly #options: FakePortalOptions;
  /** Old origin → new origin. */
  readonly #moved = new Map<string, string>();

  constructor(options: FakePortalOptions) {
    this.#options = options;
    this.world = new FakeWorld(options);
    this.outbound = new FakeOutbound(this.world);
    this.limits = new FakeLimits({
      now: this.world.now,
      rate: options.rate === undefined ? { perSecond: 2, burst: 50 } : options.rate,
      limitSeconds: options.operating?.limitSeconds ?? 480,
      costs: options.operating?.costSeconds ?? {},
    });
    this.#idempotency = new FakeIdempotency(this.world.now);
    this.world.addDepartment({ id: 1, name: "Company", head: 1 });
    this.world.addUser({ id: 1, name: "Ivan", lastName: "Ivanov", admin: true });
    this.webhook = this.webhookUrl();
  }

  get crm(): FakeWorld["crm"] {
    return this.world.crm;
  }

  get events(): FakeWorld["events"] {
    return this.world.events;
  }

  get notifications(): FakeWorld["notifications"] {
    return this.world.notifications;
  }

  get activities(): FakeWorld["activities"] {
    return this.world.activities;
  }

  /** Comments and records of the timeline. */
  get comments(): FakeWorld["timeline"] {
    return this.world.timeline;
  }

  get tasks(): FakeWorld["tasks"] {
    return this.world.tasks;
  }

  get listElements(): FakeWorld["listElements"] {
    return this.world.listElements;
  }

  get disk(): FakeWorld["disk"] {
    return this.world.disk;
  }

  /** A new inbound webhook's address. @param scopes default: every scope */
  webhookUrl(userId = 1, scopes?: readonly string[], code?: string): string {
    const webhook = this.world.access.addWebhook(userId, scopes, code);
    return `${this.world.origin}/rest/${userId}/${webhook.code}/`;
  }

  /** Records of an entity by their ids. */
  records(entity: EntityName): ReadonlyMap<number, Item> {
    return this.crm.records(entity);
  }

  /** A record as it is now; null: there is none. */
  record(entity: EntityName, id: number): Item | null {
    return this.crm.records(entity).get(id) ?? null;
  }

  /** A person at the portal's screen. Updates come as bursts of events. */
  person(userId: number): FakeHands {
    return new FakeHands(this.world, { userId, how: "screen", connector: null });
  }

  /** A robot of the portal: its events carry no token. */
  robot(userId = 0): FakeHands {
    return new FakeHands(this.world, { userId, how: "robot", connector: null });
  }

  /** The portal gets another address: the old one answers 302. */
  rename(host: string): void {
    const old = this.world.origin;
    this.world.origin = `https://${host}`;
    this.#moved.set(old, this.world.origin);
  }

  /** Delivers the online events that wait. Returns how many. */
  deliver(only?: number): Promise<number> {
    return this.events.deliver(only);
  }

  /** The same portal on a port of 127.0.0.1. Its webhook addresses begin with what it returns. */
  async listen(): Promise<Listening> {
    const listening = await listenWith((request) => this.fetch(request));
    this.world.origin = listening.origin;
    return listening;
  }

  /** Any request to the portal or its authorization server. Rejects as fetch does where the network fails. */
  readonly fetch = async (request: Request): Promise<Response> => {
    request.signal.throwIfAborted();
    const url = new URL(request.url);
    const body = await request.text();
    const target = this.#moved.get(url.origin);
    if (target !== undefined) return this.#redirect(request, `${target}${url.pathname}${url.search}`);
    const path = pathOf(url);
    const fault = this.faults.take(path.method);
    if (fault !== null) this.#before(fault);
    const isWithout = fault !== null && WITHOUT_WORK.has(fault.kind);
    const response = isWithout ? null : this.#handle(request, url, path, body);
    return this.#after(fault, response ?? htmlPage(502), request.signal);
  };

  #handle(request: Request, url: URL, path: RestPath, body: string): Response {
    if (path.kind === "oauth") {
      const { status, body: answer } = this.world.access.token({
        ...parseForm(url.search.slice(1)),
        ...formOf(parsedRoot(request, body)),
      });
      return json(answer, status);
    }
    if (request.method === "GET" && DOWNLOADS.test(url.pathname)) {
      const content = this.world.download(url.searchParams.get("token") ?? "");
      return content === null ? new Response(null, { status: 404 }) : new Response(new Uint8Array(content));
    }
    let params: Fields = {};
    let via: Received["via"] = "none";
    let response: Response;
    const startedAt = this.world.now();
    try {
      if (path.kind === "none") throw methodNotFound();
      if (url.protocol === "http:" && !LOCAL.has(url.hostname)) throw new Refusal("INVALID_REQUEST", "Https required");
      if (this.state === "deleted") throw new Refusal("PORTAL_DELETED", "Portal was deleted", 500);
      if (this.state === "unpaid")
        throw new Refusal("ACCESS_DENIED", "REST API is available only on commercial plans", 403);
      this.limits.request();
      const root = parsedRoot(request, body);
      params = isFields(root) ? { ...(path.isV3 ? {} : parseForm(url.search.slice(1))), ...root } : {};
      const caller = this.#caller(path, params);
      via = caller.via;
      delete params.auth;
      const key = request.headers.get("idempotency-key");
      const { reply, headers } = path.isV3
        ? this.#idempotency.run(key, path.method, `${caller.source}:${caller.userId}`, body, () =>
            this.#runV3(path.method, params, root, caller),
          )
        : { reply: this.#run(path.method, params, caller), headers: {} };
      response = json({ ...envelope(reply), time: this.#time(startedAt, caller.source, path.method) }, 200, headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const says = localized(error.says, this.world.switches.language);
      response = json(path.isV3 ? errorV3(error) : { error: error.code, error_description: says }, error.status);
    }
    this.requests.push({ method: path.method, params, status: response.status, at: startedAt, via });
    return response;
  }

  #run(method: string, params: Fields, caller: Caller): Reply {
    if (method !== "batch") return this.#execute(method, params, caller);
    return runBatch(params, (one, inner) => this.#command(one, inner, caller));
  }

  #runV3(method: string, params: Fields, root: unknown, caller: Caller): Reply {
    if (method !== "batch") return this.#execute(method, params, caller, V3_METHODS);
    return runBatchV3(root, (one, query) => this.#execute(one, query, caller, V3_METHODS));
  }

  #caller(path: RestPath, params: Fields): Caller {
    if (path.kind === "webhook") return this.world.access.webhookCaller(path.userId, path.code);
    const token = textOf(params.auth);
    if (token === "") throw new Refusal("NO_AUTH_FOUND", "Wrong authorization data", 401);
    return this.world.access.appCaller(token);
  }

  #command(method: string, params: Fields, caller: Caller): { reply: Reply; time: Fields } {
    if (method === "batch" || METHODS[method]?.notInBatch === true)
      throw new Refusal("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage", 405);
    const startedAt = this.world.now();
    const reply = this.#execute(method, params, caller);
    return { reply, time: this.#time(startedAt, caller.source, method) };
  }

  #execute(method: string, params: Fields, caller: Caller, methods = METHODS): Reply {
    const known = methods[method];
    if (known === undefined) throw methodNotFound();
    this.#permit(known, caller);
    this.limits.allow(caller.source, method);
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    const connector = textOf(params.auth_connector) || null;
    const actor = { userId: caller.userId, how: "api", connector } as const;
    const reply = known.run({ method, params, caller, actor }, this.world);
    this.limits.spend(caller.source, method);
    return reply;
  }

  #permit({ scope, needs: asked }: FakeMethod, caller: Caller): void {
    const needs: string = asked ?? "";
    const isGranted =
      scope === null ||
      caller.scopes.has(scope) ||
      (scope === "user" && (caller.scopes.has("user_basic") || caller.scopes.has("user_brief")));
    if (needs.includes("app") && caller.via === "webhook") throw contextRequired();
    if (!isGranted)
      throw new Refusal(
        "insufficient_scope",
        "The request requires higher privileges than provided by the webhook token",
        403,
      );
    if (needs.includes("admin") && !this.world.isAdmin(caller.userId))
      throw new Refusal("ACCESS_DENIED", "Access denied!", 403);
    if (this.world.users.get(caller.userId)?.active === false)
      throw new Refusal("user_access_error", "The user does not have access to the application", 403);
  }

  #time(startedAt: number, source: string, method: string): Fields {
    const finishedAt = this.world.now();
    const { seconds, resetAt } = this.limits.operating(source, method);
    return {
      ...{
        start: startedAt / 1_000,
        finish: finishedAt / 1_000,
        duration: (finishedAt - startedAt) / 1_000,
        processing: 0,
      },
      ...{ date_start: isoOf(startedAt, this.world.zone), date_finish: isoOf(finishedAt, this.world.zone) },
      ...(this.world.switches.operating
        ? { operating_reset_at: resetAt, operating: method === "batch" ? 0 : seconds }
        : {}),
    };
  }

  /** The old address. Whoever follows by himself comes with GET and without his body. */
  #redirect(request: Request, location: string): Promise<Response> | Response {
    if (request.redirect === "manual") return new Response(null, { status: 302, headers: { location } });
    if (request.redirect === "error") throw fetchFailure("UND_ERR_REDIRECT", "unexpected redirect");
    return this.fetch(new Request(location, { method: "GET", signal: request.signal }));
  }

  #before({ kind }: Fault): void {
    if (kind === "dns") throw fetchFailure("ENOTFOUND", "getaddrinfo ENOTFOUND portal");
    if (kind === "refused") throw fetchFailure("ECONNREFUSED", "connect ECONNREFUSED");
    if (kind === "certificate") throw fetchFailure("CERT_HAS_EXPIRED", "certificate has expired");
    if (kind === "dropped-before" || kind === "reset") throw fetchFailure("ECONNRESET", "read ECONNRESET");
  }

  async #after(fault: Fault | null, response: Response, signal: AbortSignal): Promise<Response> {
    switch (fault?.kind) {
      case undefined:
        return response;
      case "dropped-after":
        throw fetchFailure("UND_ERR_SOCKET", "other side closed");
      case "html-502":
      case "html-502-after":
        return htmlPage(502);
      case "html-504":
      case "html-504-after":
        return htmlPage(504);
      case "error-before":
      case "error-after":
        return json({ error: "INTERNAL_SERVER_ERROR", error_description: "Internal server error" }, 500);
      case "unexpected-answer":
        return json(
          { error: "ERROR_UNEXPECTED_ANSWER", error_description: "Server returned an unexpected response" },
          500,
        );
      case "slow":
        await this.#options.clock.sleep(fault.ms ?? 90_000, signal);
        signal.throwIfAborted();
        return response;
      default:
        return response;
    }
  }
}

/** Faults that come before anything was done. */
const WITHOUT_WORK: ReadonlySet<string> = new Set(["html-502", "html-504", "error-before"]);
/** Signed addresses of files: plain GETs. */
const DOWNLOADS = /^\/rest\/(download|crm\.controller\.item\.getFile)\.json$/;
const LOCAL: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

type RestPath = { readonly method: string /** Under `/rest/api/`. */; readonly isV3: boolean } & (
  | { readonly kind: "webhook"; readonly userId: number; readonly code: string }
  | { readonly kind: "app" | "oauth" | "none" }
);

function pathOf({ pathname }: URL): RestPath {
  if (/^\/oauth\/token\/?$/.test(pathname)) return { kind: "oauth", method: "oauth/token", isV3: false };
  const [, api, userId, code = "", named] =
    /^\/rest\/(api\/)?(?:(\d+)\/([\w-]+)\/)?([\w.]+?)(?:\.json)?\/?$/.exec(pathname) ?? [];
  if (named === undefined) return { kind: "none", method: "", isV3: false };
  const method = { method: named, isV3: api !== undefined };
  return userId === undefined
    ? { ...method, kind: "app" }
    : { ...method, kind: "webhook", userId: Number(userId), code };
}

function parsedRoot(request: Request, body: string): unknown {
  if (body === "") return {};
  if (!(request.headers.get("content-type") ?? "").includes("json")) return parseForm(body);
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

function formOf(root: unknown): Fields {
  return isFields(root) ? root : {};
}

function envelope({ result, total, next }: Reply): Fields {
  return { result, ...(next === undefined ? {} : { next }), ...(total === undefined ? {} : { total }) };
}

function json(body: Fields, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const all = { "content-type": "application/json; charset=utf-8", ...headers };
  return new Response(JSON.stringify(body), { status, headers: all });
}

function htmlPage(status: number): Response {
  const words = status === 504 ? "504 Gateway Time-out" : "502 Bad Gateway";
  const page = `<html>\r\n<head><title>${words}</title></head>\r\n<body>\r\n<center><h1>${words}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return new Response(page, { status, headers: { "content-type": "text/html" } });
}
