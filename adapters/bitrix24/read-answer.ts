/** Why the portal did not execute a call that it would take at another time. */
export type Passing = "busy" | "blocked" | "overloaded";

/** One answer of the portal as it is meant, before anybody decides what to do about it. */
export type Reading =
  | {
      readonly kind: "done";
      readonly result: unknown;
      readonly total: number | null;
      readonly next: number | null;
      /** When the time this method may use is counted anew, in milliseconds since 1970; null: not told. */
      readonly resetAt: number | null;
    }
  | { readonly kind: "refused"; readonly code: string; readonly status: number; readonly says: string }
  /** Not executed, and it says so: too many requests, this method used too much time, the token is too old. */
  | { readonly kind: Passing; readonly status: number; readonly says: string }
  | { readonly kind: "expired"; readonly status: number; readonly says: string }
  /** Its own error, or no answer of the portal at all. */
  | { readonly kind: "failed"; readonly status: number; readonly says: string };

/** Codes that say: not executed, for a reason that passes. */
const PASSING: ReadonlyMap<string, Passing | "expired"> = new Map([
  ["QUERY_LIMIT_EXCEEDED", "busy"],
  ["OPERATION_TIME_LIMIT", "blocked"],
  ["OVERLOAD_LIMIT", "overloaded"],
  ["expired_token", "expired"],
]);
/** Errors in which the portal may have done its work. */
const DOUBTFUL: ReadonlySet<string> = new Set(["INTERNAL_SERVER_ERROR", "ERROR_UNEXPECTED_ANSWER"]);
/** Sent with status 500, and certain all the same. */
const FINAL: ReadonlySet<string> = new Set(["PORTAL_DELETED"]);
/** Characters of the portal's own words that are kept. */
const SAYS_MAX = 500;

/**
 * Reads an answer of REST 2 or 3. Codes stay as they are: empty ones, and numbers as text, because many older methods
 * have nothing else; the words beside them are in the portal's language and never looked at.
 *
 * @param text the body; an answer that is no JSON is not the portal's
 */
export function readAnswer(status: number, text: string): Reading {
  const body = parsed(text);
  if (body === null) return withoutJson(status);
  if ("error" in body) return readError(status, body);
  if (status >= 400 || !("result" in body)) return withoutJson(status);
  return {
    kind: "done",
    result: body["result"],
    total: numberOf(body["total"]),
    next: numberOf(body["next"]),
    resetAt: resetOf(body["time"]),
  };
}

/** An error as a map: of an answer, or of one command of a batch (whose status is the batch's). */
export function readError(status: number, body: Readonly<Record<string, unknown>>): Reading {
  const { error, error_description: description } = body;
  const inner = isMap(error) ? error : null;
  const code = inner === null ? plainText(error) : plainText(inner["code"]);
  const says = plainText(inner === null ? description : inner["message"]).slice(0, SAYS_MAX);
  const passing = PASSING.get(code) ?? (status === 429 ? "blocked" : undefined);
  if (passing === "expired") return { kind: passing, status, says };
  if (passing !== undefined) return { kind: passing, status, says };
  const isDoubtful = DOUBTFUL.has(code) || (status >= 500 && !FINAL.has(code));
  return isDoubtful ? { kind: "failed", status, says: code || says } : { kind: "refused", code, status, says };
}

/**
 * When the time that a method may use is counted anew.
 *
 * @param time `time` of an answer, or of one command of a batch; on the customer's own servers it says nothing
 */
export function resetOf(time: unknown): number | null {
  const seconds = isMap(time) ? numberOf(time["operating_reset_at"]) : null;
  return seconds === null ? null : seconds * 1000;
}

/** Is it a map? Empty maps come as `[]`, and are none. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A number, or text that is one; null: neither. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "string" && /^-?\d{1,15}(\.\d+)?$/.test(value)) return Number(value);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const data: unknown = JSON.parse(text);
    return isMap(data) ? data : null;
  } catch {
    return null;
  }
}

/** A proxy's page. Below 500 the request did not get through to the portal; 408 is a proxy that lost patience. */
function withoutJson(status: number): Reading {
  if (status === 429) return { kind: "blocked", status, says: "" };
  const isRefusal = status >= 400 && status < 500 && status !== 408;
  return isRefusal
    ? { kind: "refused", code: `HTTP_${status}`, status, says: "" }
    : { kind: "failed", status, says: "" };
}

function plainText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
