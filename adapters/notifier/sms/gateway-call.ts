import type { Secret } from "../../secret.ts";
import { type Filling, filled, type GatewayRequest } from "./gateway.ts";

/** What a gateway answered, or why it did not. */
export type GatewayAnswer =
  | { readonly kind: "json"; readonly status: number; readonly json: unknown }
  /** It answered something that is no JSON. */
  | { readonly kind: "text"; readonly status: number; readonly retryAfterMs: number | null }
  /** Nothing was heard; `unsent`: the request did not even leave. */
  | { readonly kind: "silence"; readonly unsent: boolean; readonly code: string };

/** Bytes of an answer that are read. */
const ANSWER_BYTES_MAX = 256 * 1024;
/** One request. Milliseconds. */
const ANSWER_MS = 30_000;

/** Failures before anything left. */
const UNSENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS|ERR_INVALID|INVALID)/;

/**
 * One request to a gateway. No error of it holds the address or what was sent: both may hold secrets.
 *
 * @param secrets revealed into the request alone
 */
export async function callGateway(
  request: GatewayRequest,
  filling: Filling,
  secrets: Readonly<Record<string, Secret | null>>,
  signal: AbortSignal,
): Promise<GatewayAnswer> {
  if (signal.aborted) return { kind: "silence", unsent: true, code: "ABORTED" };
  const whole = {
    ...filling,
    ...Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret?.reveal() ?? ""])),
  };
  try {
    const { url, init } = requestOf(request, whole);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const response = await fetch(url, { ...init, redirect: "manual", signal: limit });
    const text = await bodyOf(response);
    try {
      return { kind: "json", status: response.status, json: JSON.parse(text) as unknown };
    } catch {
      const seconds = /^\d{1,5}$/.exec(response.headers.get("retry-after") ?? "")?.[0];
      return {
        kind: "text",
        status: response.status,
        retryAfterMs: seconds === undefined ? null : Number(seconds) * 1_000,
      };
    }
  } catch (error) {
    const code = codeOf(error);
    return { kind: "silence", unsent: UNSENT.test(code), code };
  }
}

function requestOf(request: GatewayRequest, filling: Filling): { readonly url: URL; readonly init: RequestInit } {
  const url = new URL(filled(request.url, filling));
  const headers: Record<string, string> = { accept: "application/json" };
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = filled(value, filling);
  const fields = Object.entries(request.form ?? {})
    .map(([name, value]) => [name, filled(value, filling)] as const)
    .filter(([, value]) => value !== "");
  if (request.method === "GET") {
    for (const [name, value] of fields) url.searchParams.set(name, value);
    return { url, init: { method: "GET", headers } };
  }
  if (request.json !== null && request.json !== undefined)
    return {
      url,
      init: {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(filledDeep(request.json, filling)),
      },
    };
  return {
    url,
    init: { method: "POST", headers, body: new URLSearchParams(fields.map(([name, value]) => [name, value])) },
  };
}

function filledDeep(json: unknown, filling: Filling): unknown {
  if (typeof json === "string") return filled(json, filling);
  if (Array.isArray(json)) return json.map((one) => filledDeep(one, filling));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, filledDeep(value, filling)]));
}

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > ANSWER_BYTES_MAX)
      throw Object.assign(new Error("the answer is too large"), { code: "ANSWER_TOO_LARGE" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** `fetch failed` says nothing; its cause does. */
function codeOf(error: unknown): string {
  const { cause, code, name } = error as { readonly cause?: unknown; readonly code?: unknown; readonly name?: unknown };
  const inner = (cause as { readonly code?: unknown } | undefined)?.code;
  if (typeof inner === "string") return inner;
  return typeof code === "string" ? code : typeof name === "string" ? name.toUpperCase() : "UNKNOWN";
}
