import { isMap, type Value } from "../../engine/base/value.ts";
import type { CallOutcome } from "../../engine/instance/call-outcome.ts";
import type { OperationAdapter } from "../../engine/ports/crm.ts";
import type { Call } from "../../engine/ports/operations.ts";
import { plain } from "../../engine/view/plain.ts";
import { type Refuse, refusing, unknownOperation } from "../refusal.ts";
import { PrivateAddress } from "./address-guard.ts";
import { isAllowed } from "./allowed-hosts.ts";
import type { HttpConfig } from "./config.ts";
import { BodyPacked, BodyTooLarge, exchange, type Incoming, type Outgoing } from "./exchange.ts";
import { fillSecrets, starring } from "./header-secrets.ts";
import { responseValue } from "./response-value.ts";

/** What `http.request` may do. */
export interface HttpClientOptions extends Pick<HttpConfig, "allow"> {
  /** May the allowed hosts lie in private networks? @default false */
  readonly privateAddresses?: boolean;
  /** @default none */
  readonly secrets?: HttpConfig["secrets"];
  /** Zone in which instants are written into bodies. */
  readonly zone: string;
  /** Language of what a refusal says. */
  readonly locale: "ru" | "en";
  /** How one request is made. Tests give one of their own. @default {@link exchange} */
  readonly exchange?: typeof exchange;
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
/** Headers that follow a redirect to another host: whatever else the author wrote was for the first one. */
const TRAVELING: ReadonlySet<string> = new Set([
  "content-type",
  "accept",
  "accept-language",
  "accept-encoding",
  "user-agent",
  "idempotency-key",
]);
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
  if (call.operation !== "http.request") return unknownOperation(call.operation, options.locale);
  const says: Says = { refuse: refusing(options.locale), locale: options.locale };
  const outgoing = outgoingOf(call, options.zone, says.refuse);
  if ("kind" in outgoing) return outgoing;
  const star = starring(options.secrets ?? {});
  const late = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, call.timeoutMs))]);
  try {
    const answer = await followed(outgoing, options, says.refuse, late);
    return "kind" in answer ? answer : outcomeOf(starred(answer, star), outgoing, says);
  } catch (error) {
    return failureOf(error, outgoing, says);
  }
}

/** How things are said. */
interface Says {
  readonly refuse: Refuse;
  readonly locale: "ru" | "en";
}

function outgoingOf({ input, key }: Call, zone: string, refuse: Refuse): Outgoing | CallOutcome {
  const method = typeof input["method"] === "string" ? input["method"].toUpperCase() : "GET";
  const url = URL.parse(String(input["url"] ?? ""));
  // Not quoted: it may hold a password.
  if (!url)
    return refuse("URL_INVALID", {
      ru: "`url` — не адрес: он начинается с https:// и называет узел",
      en: "`url` is no address: it begins with https:// and names a host",
    });
  if (url.username !== "" || url.password !== "")
    return refuse("URL_CREDENTIALS", {
      ru: `Имя или пароль в адресе ${url.host} не отправляются: напишите их в http.secrets`,
      en: `A name or password in the address of ${url.host} is not sent: use http.secrets`,
    });
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
  refuse: Refuse,
  signal: AbortSignal,
): Promise<Incoming | CallOutcome> {
  const limits = { privateAllowed: options.privateAddresses === true, bytesMax: BODY_BYTES_MAX, signal };
  let outgoing = first;
  const secrets = { secrets: options.secrets ?? {}, privateAddresses: options.privateAddresses === true, refuse };
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    if (!isAllowed(outgoing.url, options.allow)) return notAllowed(outgoing.url, refuse);
    const filled = fillSecrets(outgoing.headers, outgoing.url, secrets);
    if (filled.kind === "refused") return filled;
    const answer = await (options.exchange ?? exchange)({ ...outgoing, headers: filled.headers }, limits);
    const next = redirectOf(answer, outgoing);
    if (!next) return answer;
    if (outgoing.url.protocol === "https:" && next.url.protocol !== "https:")
      return refuse("REDIRECT_INSECURE", {
        ru: `${nameOf(outgoing)} перенаправляет с https на http`,
        en: `${nameOf(outgoing)} redirects from https to http`,
      });
    outgoing = next;
  }
  return refuse("HTTP_REDIRECTS", {
    ru: `${nameOf(first)}: перенаправлений больше ${REDIRECTS_MAX}`,
    en: `${nameOf(first)} was redirected more than ${REDIRECTS_MAX} times`,
  });
}

/** Where the answer sends us; null: nowhere that may be followed (a changing request is repeated only where it says so). */
function redirectOf({ status, headers }: Incoming, outgoing: Outgoing): Outgoing | null {
  const repeats = status === 307 || status === 308;
  const follows = repeats || status === 303 || ((status === 301 || status === 302) && SAFE.has(outgoing.method));
  const url = follows && headers.location !== undefined ? URL.parse(headers.location, outgoing.url.href) : null;
  if (!url) return null;
  const kept = Object.entries(outgoing.headers).filter(
    ([name]) => url.origin === outgoing.url.origin || TRAVELING.has(name),
  );
  const request = { ...outgoing, url, headers: Object.fromEntries(kept) };
  return repeats || SAFE.has(outgoing.method) ? request : { ...request, method: "GET", body: null };
}

function outcomeOf(answer: Incoming, outgoing: Outgoing, { refuse, locale }: Says): CallOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "done", output: { status, body: responseValue(answer) } };
  const says = { ru: `${nameOf(outgoing)} ответил ${status}`, en: `${nameOf(outgoing)} answered ${status}` };
  const message = says[locale];
  const retryAfterMs = retryAfterOf(answer);
  const later = retryAfterMs === null ? {} : { retryAfterMs };
  if (LATER.has(status)) return { kind: "unknown", message, keyed: true, ...later };
  if (status >= 500) return { kind: "unknown", message, keyed: SAFE.has(outgoing.method), ...later };
  const quoted = new TextDecoder().decode(answer.body).slice(0, QUOTED_MAX);
  const tail = quoted === "" ? "" : `: ${quoted}`;
  return refuse(`HTTP_${status}`, { ru: `${says.ru}${tail}`, en: `${says.en}${tail}` });
}

/** The answer without secrets of ours that it repeats. */
function starred(answer: Incoming, star: (text: string) => string): Incoming {
  const text = answer.body.toString("latin1");
  const shown = star(text);
  return shown === text ? answer : { ...answer, body: Buffer.from(shown, "latin1") };
}

/** Only the form in seconds: a date would have to be compared with somebody else's clock. */
function retryAfterOf({ headers }: Incoming): number | null {
  const seconds = /^\d{1,5}$/.exec(headers["retry-after"] ?? "")?.[0];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

function failureOf(error: unknown, outgoing: Outgoing, { refuse }: Says): CallOutcome {
  const isSafe = SAFE.has(outgoing.method);
  if (error instanceof PrivateAddress)
    return refuse("ADDRESS_PRIVATE", {
      ru: `Адрес узла ${error.host} во внутренней сети; без http.privateAddresses туда не обращаются`,
      en: `${error.message}; private addresses are not allowed without http.privateAddresses`,
    });
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const name = nameOf(outgoing);
  const says = error instanceof Error ? error.message : String(error);
  if ((error instanceof BodyTooLarge || error instanceof BodyPacked) && isSafe)
    return refuse(error instanceof BodyPacked ? "BODY_PACKED" : "BODY_TOO_LARGE", {
      ru: `${name}: ${error.says.ru}`,
      en: `${name}: ${error.says.en}`,
    });
  if (code.startsWith("ERR_INVALID"))
    return refuse("REQUEST_INVALID", {
      ru: `${name}: такой запрос не отправить: ${says}`,
      en: `${name}: such a request cannot be sent: ${says}`,
    });
  return { kind: "unknown", message: `${name}: ${says}`, keyed: isSafe || UNSENT.has(code) };
}

function notAllowed(url: URL, refuse: Refuse): CallOutcome {
  return refuse("HOST_NOT_ALLOWED", {
    ru: `${url.protocol}//${url.host} нет в http.allow файла ordo.yaml`,
    en: `${url.protocol}//${url.host} is not in http.allow of ordo.yaml`,
  });
}

/** Without the query: it may hold secrets. */
function nameOf({ method, url }: Outgoing): string {
  return `${method} ${url.origin}${url.pathname}`;
}
