import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Metrics } from "../../engine/ports/metrics.ts";
import type { Trouble } from "../adapter.ts";
import type { AccessTrouble } from "./access-trouble.ts";
import { type Access, APP_PATHS, type Credential, type NoAccess } from "./credential.ts";
import { MethodBlocks } from "./method-blocks.ts";
import type { CallOptions, PortalAnswer, PortalParams, PortalTrouble } from "./portal.ts";
import { movedTo, type PortalAddress } from "./portal-address.ts";
import { toldOf, trouble } from "./portal-trouble.ts";
import { type Exchanged, type PortalFetch, post } from "./portal-wire.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { type Passing, type Reading, readAnswer } from "./read-answer.ts";

/** What the caller stands on. */
export interface CallerParts {
  readonly fetch: PortalFetch;
  /** A signal that is aborted after so many milliseconds. */
  readonly late: (ms: number) => AbortSignal;
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly address: PortalAddress;
  readonly credential: Credential;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly raise: (trouble: Trouble) => Promise<void>;
  /** Tells people when the portal no longer lets us in. */
  readonly access: AccessTrouble;
  readonly locale: "ru" | "en";
  /** `name/version`, as the portal asks for. */
  readonly agent: string;
}

/** The portal itself gives up after 60 seconds. */
const ANSWER_MS_MAX = 70_000;
/** Attempts of one call that the portal did not execute, and of a read that came to nothing. */
const BUSY_ATTEMPTS_MAX = 6;
const READ_ATTEMPTS_MAX = 3;
const HOPS_MAX = 3;
/** The first pause between attempts; each further is twice as long. Milliseconds. */
const PAUSE_MS = 1_000;
/** When whoever asked should ask again. Milliseconds. */
const BUSY_RETRY_MS = 30_000;
const OVERLOAD_RETRY_MS = 15 * 60_000;

/** The token is not one of the portal's, or no longer. */
const UNKNOWN_TOKEN: ReadonlySet<string> = new Set(["NO_AUTH_FOUND", "invalid_token"]);

type Failed = Extract<Exchanged, { kind: "failed" }> & { readonly retryAfterMs?: number | null };
type Settled = Exclude<Reading, { kind: "expired" }> | Failed;

/** Makes single calls: in turn, signed, repeated where that is safe. */
export class PortalCaller {
  readonly #parts: CallerParts;
  readonly #blocks: MethodBlocks;
  /** Bitrix24 stopped us by hand: until then nothing is sent. */
  #stoppedUntil = 0;

  constructor(parts: CallerParts) {
    this.#parts = parts;
    this.#blocks = new MethodBlocks(parts.clock);
  }

  async call(method: string, params: PortalParams, options: CallOptions): Promise<PortalAnswer> {
    const answer = await this.#attempts(method, params, options);
    const outcome = answer.kind === "unknown" ? answer.code : answer.kind;
    this.#parts.metrics.count("ordo_portal_calls_total", { method, outcome });
    // The token of an event is somebody else's.
    if (options.token === undefined) await this.#parts.access.note(answer, this.#parts.address.host);
    return answer;
  }

  /** A method's own time is nearly used, or will be counted anew. */
  noteReset(method: string, resetAt: number | null): void {
    this.#blocks.noteReset(method, resetAt);
  }

  /** What is known already to come to nothing now is not sent; null: it may be. */
  waits(method: string): PortalAnswer | null {
    const stoppedMs = this.#stoppedUntil - this.#parts.clock.now();
    if (stoppedMs > 0) return this.trouble("PORTAL_OVERLOADED", false, "", stoppedMs);
    const blockedMs = this.#blocks.blockedMs(method);
    return blockedMs > 0 ? this.trouble("PORTAL_METHOD_BLOCKED", false, method, blockedMs) : null;
  }

  /** An answer that is none, in the words of this installation. */
  trouble(code: PortalTrouble, sent: boolean, reason = "", retryAfterMs: number | null = null): PortalAnswer {
    const { address, locale } = this.#parts;
    return trouble(code, { sent, host: address.host, locale, reason, retryAfterMs });
  }

  /** The portal said that it was not executed; what that means for the next ones is remembered. */
  async notExecuted(why: Passing, method: string): Promise<PortalAnswer> {
    if (why === "blocked") return this.trouble("PORTAL_METHOD_BLOCKED", false, method, this.#blocks.block(method));
    if (why === "overloaded") return await this.#stopped();
    await this.#parts.limiter.full();
    return this.trouble("PORTAL_BUSY", false, "", BUSY_RETRY_MS);
  }

  async #attempts(method: string, params: PortalParams, options: CallOptions): Promise<PortalAnswer> {
    for (let attempt = 1; ; attempt++) {
      const waits = this.waits(method);
      if (waits !== null) return waits;
      const reading = await this.#signed(method, params, options);
      if (reading.kind === "refused") return reading;
      if (reading.kind === "done") {
        this.#blocks.noteReset(method, reading.resetAt);
        return { kind: "done", result: reading.result, total: reading.total, next: reading.next };
      }
      const answer = await this.#answerOf(reading, method);
      if (!mayRepeat(reading, attempt, options)) return answer;
      await this.#parts.clock.sleep(PAUSE_MS * 2 ** (attempt - 1), options.signal);
    }
  }

  /** Once, and once more with another token where the portal does not take the first: it did nothing then. */
  async #signed(method: string, params: PortalParams, options: CallOptions): Promise<Settled> {
    const access = await this.#access(options);
    if ("trouble" in access) return withoutAccess(access);
    const reading = await this.#exchange(method, params, access, options);
    const other = options.token === undefined ? await this.#otherAccess(reading, access, options.signal) : null;
    if (other === null) return settled(reading);
    if ("trouble" in other) return withoutAccess(other);
    return settled(await this.#exchange(method, params, other, options));
  }

  /** Null: the token was taken, or there is no other. */
  async #otherAccess(reading: Reading | Failed, used: Access, signal: AbortSignal): Promise<Access | NoAccess | null> {
    const { credential } = this.#parts;
    if (reading.kind === "expired") return await credential.renewed(used, signal);
    const isUnknown = reading.kind === "refused" && UNKNOWN_TOKEN.has(reading.code);
    return isUnknown ? await credential.changed(used) : null;
  }

  async #access({ token, signal }: CallOptions): Promise<Access | NoAccess> {
    if (token === undefined) return await this.#parts.credential.access(signal);
    if (this.#parts.address.origin !== "") return { paths: APP_PATHS, token };
    return { trouble: "PORTAL_NOT_INSTALLED", reason: "", retryAfterMs: null };
  }

  async #exchange(
    method: string,
    params: PortalParams,
    access: Access,
    options: CallOptions,
  ): Promise<Reading | Failed> {
    const { fetch, address, agent } = this.#parts;
    const { signal, version = 2, idempotencyKey } = options;
    const body = JSON.stringify(access.token === null ? params : { ...params, auth: access.token });
    const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
    for (let hops = 0; ; hops++) {
      if (!(await this.#parts.limiter.enter(options.urgency, signal))) return canceled();
      const url = `${address.origin}${access.paths[version]}${method}`;
      const late = this.#parts.late(ANSWER_MS_MAX);
      const came = await post({ url, body, headers }, { fetch, agent, signal, late });
      if (came.kind === "answered") return readAnswer(came.status, came.text);
      if (came.kind === "failed") return came;
      if (hops >= HOPS_MAX || !(await this.#follow(url, came.to))) return strange(came.to, url);
    }
  }

  /** The portal was renamed: from now on it is called there. */
  async #follow(asked: string, to: string): Promise<boolean> {
    const { address, credential, logger, resolve } = this.#parts;
    const origin = await movedTo(asked, to, resolve);
    if (origin === null) return false;
    const from = address.host;
    address.set(origin);
    logger.warn("portal renamed", { from, to: address.host });
    await credential.moved(origin);
    return true;
  }

  async #answerOf(reading: Exclude<Settled, { kind: "done" | "refused" }>, method: string): Promise<PortalAnswer> {
    if (reading.kind !== "failed") return await this.notExecuted(reading.kind, method);
    if ("code" in reading) return this.trouble(reading.code, reading.sent, reading.reason, reading.retryAfterMs);
    return this.trouble("PORTAL_FAILED", true, `${reading.status} ${reading.says}`.trim());
  }

  async #stopped(): Promise<PortalAnswer> {
    const { clock, address, logger, raise } = this.#parts;
    this.#stoppedUntil = clock.now() + OVERLOAD_RETRY_MS;
    const { host } = address;
    logger.error("portal stopped us", { host, code: "OVERLOAD_LIMIT" });
    const { says, remedy } = toldOf("PORTAL_OVERLOADED", host, "");
    const incident = { id: `bitrix24:${host}:overload`, adapter: "bitrix24", code: "PORTAL_OVERLOADED" };
    await raise({ ...incident, message: says, remedy }).catch(() => {});
    return this.trouble("PORTAL_OVERLOADED", false, "", OVERLOAD_RETRY_MS);
  }
}

/**
 * May the same be sent again? After "too many requests" always: it was not executed. After trouble on the way only what
 * changes nothing; and what never left (no address, no certificate) would not leave now either.
 */
function mayRepeat(reading: Settled, attempt: number, { effect, signal }: CallOptions): boolean {
  if (signal.aborted) return false;
  if (reading.kind === "busy") return attempt < BUSY_ATTEMPTS_MAX;
  if (reading.kind !== "failed" || effect === "write" || attempt >= READ_ATTEMPTS_MAX) return false;
  return !("code" in reading) || reading.sent;
}

/** A token that is still too old after all is a refusal. */
function settled(reading: Reading | Failed): Settled {
  if (reading.kind !== "expired") return reading;
  return { kind: "refused", code: "expired_token", status: reading.status, says: reading.says };
}

function withoutAccess({ trouble: code, reason, retryAfterMs }: NoAccess): Failed {
  return { kind: "failed", code, sent: false, reason, retryAfterMs };
}

function canceled(): Failed {
  return { kind: "failed", code: "CANCELED", sent: false, reason: "" };
}

/** Only the host: the rest may hold a secret. */
function strange(to: string, asked: string): Failed {
  const host = URL.parse(to, asked)?.host ?? "?";
  return { kind: "failed", code: "PORTAL_MOVED_STRANGELY", sent: false, reason: host };
}
