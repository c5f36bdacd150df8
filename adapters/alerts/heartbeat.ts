import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Metrics } from "../../engine/ports/metrics.ts";
import type { Fence, Store } from "../../engine/ports/store.ts";
import { exchange } from "../http-client/exchange.ts";
import type { Exchange } from "./alert-webhook.ts";
import type { HeartbeatConfig } from "./config.ts";

const TIMEOUT_MS = 10_000;
const BYTES_MAX = 64 * 1024;

/**
 * Calls an outside address as long as the work is really done: a worker holds its lease, the database answers, no timer is
 * late. Where it stays away the other side tells people. A call that fails is told in the log, once, and in the metrics;
 * it is no incident.
 */
export class Heartbeat {
  readonly #parts: {
    readonly config: HeartbeatConfig;
    readonly store: Pick<Store, "queries" | "workers">;
    readonly logger: Logger;
    readonly metrics: Metrics;
    /** Tests give one of their own. */
    readonly exchange?: Exchange;
  };
  /** What was said last; null: all is well. */
  #said: string | null = null;

  constructor(parts: {
    readonly config: HeartbeatConfig;
    readonly store: Pick<Store, "queries" | "workers">;
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly exchange?: Exchange;
  }) {
    this.#parts = parts;
  }

  get everyMs(): number {
    return this.#parts.config.everyMs;
  }

  /** One beat, by one worker for all. */
  async run(fence: Fence, now: Instant): Promise<void> {
    const { config, store } = this.#parts;
    if (!(await store.workers.hold("heartbeat", fence, now, instant(now + 2 * config.everyMs)))) return;
    const counts = await store.queries.counts(now);
    if (counts.lateTimers > 0 && counts.latestTimerMs > config.lateMs) return this.#tell("withheld", "TIMERS_LATE");
    const code = await this.#call();
    this.#tell(code === null ? "sent" : "failed", code);
  }

  async #call(): Promise<string | null> {
    const { config, exchange: by = exchange } = this.#parts;
    const headers = { "accept-encoding": "identity", "user-agent": "ordo" };
    const limits = { privateAllowed: true, bytesMax: BYTES_MAX, signal: AbortSignal.timeout(TIMEOUT_MS) };
    try {
      const url = new URL(config.url.reveal());
      const { status } = await by({ method: "GET", url, headers, body: null }, limits);
      return status >= 200 && status < 300 ? null : `HTTP_${status}`;
    } catch (error) {
      // Never the message: it may hold the address, which is a secret.
      const code = error instanceof Error && "code" in error ? String(error.code) : null;
      return code ?? (error instanceof Error ? error.name : "unknown");
    }
  }

  #tell(outcome: "sent" | "failed" | "withheld", code: string | null): void {
    const { metrics, logger } = this.#parts;
    metrics.count("ordo_heartbeats_total", { outcome });
    const says = code === null ? null : `${outcome} ${code}`;
    if (says === this.#said) return;
    if (says === null) logger.info("heartbeat is heard again");
    else logger.warn(outcome === "failed" ? "heartbeat is not heard" : "heartbeat is withheld", { code });
    this.#said = says;
  }
}
