import { isMap, type Value } from "../../engine/base/value.ts";
import type { CallOutcome } from "../../engine/instance/call-outcome.ts";
import type { OperationAdapter } from "../../engine/ports/crm.ts";
import type { Call } from "../../engine/ports/operations.ts";
import { plain } from "../../engine/view/plain.ts";
import { PrivateAddress } from "./address-guard.ts";
import { isAllowed } from "./allowed-hosts.ts";
import { BodyTooLarge, exchange, type Incoming, type Outgoing } from "./exchange.ts";
import { responseValue } from "./response-value.ts";

/** What `http.request` may do. */
export interface HttpClientOptions {
  /** Hosts that may be called: `api.example.com`, `*.example.com`, `api.example.com:8443`. Empty: none. */
  readonly allow: readonly string[];
  /** May the allowed hosts lie in private networks? @default false */
  readonly privateAddresses?: boolean;
  /** Zone in which instants are written into bodies. */
  readonly zone: string;
}

const REDIRECTS_MAX = 3;
const BODY_BYTES_MAX = 256 * 1024;
/** Characters of an answer that a refusal quotes. */
const QUOTED_MAX = 200;

/** Methods that change nothing: asking again is always safe. */
const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
/** Headers that belong to the connection, not to the author. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...["host", "connection", "content-length", "transfer-encoding", "upgrade", "expect", "te", "trailer"],
  ...["accept-encoding", "idempotency-key"],
]);
/** Headers that must not follow a redirect to another host. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);
/** Answers that say: not now. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);
/** Errors of the network that happen before anything is sent. */
const UNSENT: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/**
 * `http.request`: `2xx` is done with `{ status, body }`; any other answer below 500 is a refusal with the code
 * `HTTP_<status>`; what says "later" (408, 425, 429) may be tried again; after a server's error or a broken connection
 * nobody knows, except of methods that change nothing. Every request carries `Idempotency-Key`; whether the other side
 * reads it is not known, so that a call of a method that changes something counts as not keyed.
 */
export function createHttpClient(options: HttpClientOptions): OperationAdapter {
  return { isKeyed: () => false, perform: (call, signal) => perform(call, options, signal) };
}

async function perform(call: Call, options: HttpClientOptions, signal: AbortSignal): Promise<CallOutcome> {
  if (call.operation !== "http.request") return refused("OPERATION_UNKNOWN", `There is no operation ${call.operation}`);
  const outgoing = outgoingOf(call, options.zone);
  if ("kind" in outgoing) return outgoing;
  const isSafe = SAFE.has(outgoing.method);
  const late = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, call.timeoutMs))]);
  try {
    const answer = await followed(outgoing, options, late);
    return "kind" in answer ? answer : outcomeOf(answer, outgoing, isSafe);
  } catch (error) {
    return failureOf(error, outgoing, isSafe);
  }
}

function outgoingOf({ input, key }: Call, zone: string): Outgoing | CallOutcome {
  const method = typeof input["method"] === "string" ? input["method"].toUpperCase() : "GET";
  const url = URL.parse(String(input["url"] ?? ""));
  if (!url) return refused("URL_INVALID", `This is no URL: ${String(input["url"])}`);
  url.hash = "";
  const { text, type } = bodyOf(input["body"] ?? null, zone);
  const headers: Record<string, string> = { "content-type": type, accept: "application/json" };
  if (text === null) delete headers["content-type"];
  for (const [name, value] of Object.entries(isMap(input["headers"]) ? input["headers"] : {})) {
    if (!OWN_HEADERS.has(name.toLowerCase()) && value !== null) headers[name.toLowerCase()] = String(value);
  }
  return { method, url, headers: { ...headers, "accept-encoding": "identity", "idempotency-key": key }, body: text };
}

function bodyOf(body: Value, zone: string): { readonly text: string | null; readonly type: string } {
  if (body === null) return { text: null, type: "" };
  if (typeof body === "string") return { text: body, type: "text/plain; charset=utf-8" };
  return { text: JSON.stringify(plain(body, zone)), type: "application/json" };
}

/** The answer after at most {@link REDIRECTS_MAX} redirects, each to an allowed host, or why it was not asked for. */
async function followed(
  first: Outgoing,
  options: HttpClientOptions,
  signal: AbortSignal,
): Promise<Incoming | CallOutcome> {
  const limits = { privateAllowed: options.privateAddresses === true, bytesMax: BODY_BYTES_MAX, signal };
  let outgoing = first;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    if (!isAllowed(outgoing.url, options.allow)) return notAllowed(outgoing.url);
    const answer = await exchange(outgoing, limits);
    const next = redirectOf(answer, outgoing);
    if (!next) return answer;
    outgoing = next;
  }
  return refused("HTTP_REDIRECTS", `${nameOf(first)} was redirected more than ${REDIRECTS_MAX} times`);
}

/** Where the answer sends us; null: nowhere that may be followed (a changing request is repeated only where it says so). */
function redirectOf({ status, headers }: Incoming, outgoing: Outgoing): Outgoing | null {
  const repeats = status === 307 || status === 308;
  const follows = repeats || status === 303 || ((status === 301 || status === 302) && SAFE.has(outgoing.method));
  const url = follows && headers.location !== undefined ? URL.parse(headers.location, outgoing.url.href) : null;
  if (!url) return null;
  const kept = Object.entries(outgoing.headers).filter(
    ([name]) => url.origin === outgoing.url.origin || !SECRET_HEADERS.has(name),
  );
  const request = { ...outgoing, url, headers: Object.fromEntries(kept) };
  return repeats || SAFE.has(outgoing.method) ? request : { ...request, method: "GET", body: null };
}

function outcomeOf(answer: Incoming, outgoing: Outgoing, isSafe: boolean): CallOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "done", output: { status, body: responseValue(answer) } };
  const message = `${nameOf(outgoing)} answered ${status}`;
  const retryAfterMs = retryAfterOf(answer);
  const later = retryAfterMs === null ? {} : { retryAfterMs };
  if (LATER.has(status)) return { kind: "unknown", message, keyed: true, ...later };
  if (status >= 500) return { kind: "unknown", message, keyed: isSafe, ...later };
  const quoted = new TextDecoder().decode(answer.body).slice(0, QUOTED_MAX);
  return refused(`HTTP_${status}`, quoted === "" ? message : `${message}: ${quoted}`);
}

/** Only the form in seconds: a date would have to be compared with somebody else's clock. */
function retryAfterOf({ headers }: Incoming): number | null {
  const seconds = /^\d{1,5}$/.exec(headers["retry-after"] ?? "")?.[0];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

function failureOf(error: unknown, outgoing: Outgoing, isSafe: boolean): CallOutcome {
  if (error instanceof PrivateAddress)
    return refused("ADDRESS_PRIVATE", `${error.message}; private addresses are not allowed`);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const says = error instanceof Error ? error.message : String(error);
  if (error instanceof BodyTooLarge && isSafe) return refused("BODY_TOO_LARGE", `${nameOf(outgoing)}: ${says}`);
  if (code.startsWith("ERR_INVALID")) return refused("REQUEST_INVALID", `${nameOf(outgoing)}: ${says}`);
  return { kind: "unknown", message: `${nameOf(outgoing)}: ${says}`, keyed: isSafe || UNSENT.has(code) };
}

function notAllowed(url: URL): CallOutcome {
  return refused("HOST_NOT_ALLOWED", `${url.protocol}//${url.host} is not in http.allow of ordo.yaml`);
}

/** Without the query: it may hold secrets. */
function nameOf({ method, url }: Outgoing): string {
  return `${method} ${url.origin}${url.pathname}`;
}

function refused(code: string, message: string): CallOutcome {
  return { kind: "refused", code, message };
}
