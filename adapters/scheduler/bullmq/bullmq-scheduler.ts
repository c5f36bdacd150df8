import type { TimerId } from "../../../engine/base/ids.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Lane } from "../../../engine/ports/outbox.ts";
import type { Alarm, Offer, Rings, Scheduler } from "../../../engine/ports/scheduler.ts";
import type { Complaint } from "../../complaint.ts";
import { evictionComplaint } from "./eviction.ts";
import type { LaneLimits } from "./lane-limits.ts";
import { ALL_LANES } from "./queue-names.ts";
import { connectToRedis, type RedisConnections } from "./redis-connections.ts";
import { openQueues } from "./redis-queues.ts";
import { Station } from "./station.ts";

/** What a scheduler on Redis is told. */
export interface BullmqSchedulerOptions {
  /** `redis://…` or `rediss://…`. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Begins every key, so that several engines may share a Redis. @default "ordo" */
  readonly prefix?: string;
  /** Only alarms within it should be armed: what lies further ahead stays in the store. Milliseconds. @default one hour */
  readonly horizonMs?: number;
  /** Lanes that the other side wants handled with care. */
  readonly limits?: Readonly<Partial<Record<Lane, LaneLimits>>>;
  /** How often the workers are looked after. Milliseconds. @default 10 seconds */
  readonly watchMs?: number;
}

const HORIZON_MS = 3_600_000;
const WATCH_MS = 10_000;
/** How long the start waits for Redis before it goes on without. Milliseconds. */
const START_MS = 2_000;

/**
 * BullMQ's delayed jobs as alarm clock, its queues as doorbell between workers. Redis may lose everything at any
 * moment: jobs carry ids only, and recovery tells from the store what is due. While Redis is away every method resolves
 * and does nothing.
 */
export class BullmqScheduler implements Scheduler {
  readonly horizonMs: number;
  readonly shared = true;
  readonly limited: readonly Lane[];
  readonly #options: BullmqSchedulerOptions;
  readonly #stop = new AbortController();
  #redis: RedisConnections | null = null;
  #station: Station | null = null;
  #opening: Promise<void> | null = null;
  #refusal: Complaint | null = null;
  /** What is wrong now; logged when it begins and when it ends. */
  #trouble: string | null = null;
  #watching: Promise<void> | null = null;
  #stopping: Promise<void> | null = null;

  constructor(options: BullmqSchedulerOptions) {
    this.#options = options;
    this.horizonMs = options.horizonMs ?? HORIZON_MS;
    this.limited = ALL_LANES.filter((lane) => options.limits?.[lane] !== undefined);
  }

  /**
   * Resolves also when Redis cannot be reached: it is tried again forever.
   *
   * @throws Complaint when Redis may evict what it holds
   */
  async start(rings: Rings): Promise<void> {
    const redis = connectToRedis(this.#options.url);
    this.#redis = redis;
    for (const connection of [redis.commands, redis.workers]) connection.on("error", this.#note);
    const answered = new AbortController();
    redis.commands.on("ready", () => void this.#tryToOpen(rings).then(() => answered.abort()));
    await this.#options.clock.sleep(START_MS, answered.signal);
    if (this.#refusal !== null) {
      await this.stop();
      throw this.#refusal;
    }
    if (this.#station === null) this.#note(new Error("it cannot be reached; going on without it"));
    this.#watching = this.#watch(rings);
  }

  async wake(alarms: readonly Alarm[]): Promise<void> {
    if (alarms.length > 0) await this.#tell((station) => station.arm(alarms));
  }

  /** Nothing: the alarm rings and finds that its timer is gone. */
  async unwake(_timers: readonly TimerId[]): Promise<void> {}

  async offer(offers: readonly Offer[]): Promise<void> {
    if (offers.length > 0) await this.#tell((station) => station.offer(offers));
  }

  async health(): Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: string }> {
    if (this.#redis === null || this.#stop.signal.aborted)
      return { ok: false, problem: "the scheduler is not running" };
    try {
      const refusal = await evictionComplaint(this.#redis.commands);
      if (refusal !== null) return { ok: false, problem: `${refusal.says.en}; ${refusal.remedy.en}` };
    } catch (error) {
      return { ok: false, problem: `Redis does not answer: ${this.#trouble ?? messageOf(error)}` };
    }
    return this.#station === null ? { ok: false, problem: "the queues on Redis are not open yet" } : { ok: true };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #end(): Promise<void> {
    this.#stop.abort();
    // What is still opening waits for Redis, which may never come.
    if (this.#station === null) this.#redis?.disconnect();
    await this.#opening;
    await this.#station?.stop();
    this.#station = null;
    this.#redis?.disconnect();
    await this.#watching;
  }

  async #tell(what: (station: Station) => Promise<void>): Promise<void> {
    // Also while it stops: the handlers that still run bring about work for others.
    if (this.#station === null) return;
    try {
      await what(this.#station);
    } catch (error) {
      this.#note(error);
    }
  }

  /** Never rejects. */
  #tryToOpen(rings: Rings): Promise<void> {
    this.#opening ??= this.#openOnce(rings)
      .catch(this.#note)
      .finally(() => {
        this.#opening = null;
      });
    return this.#opening;
  }

  async #openOnce(rings: Rings): Promise<void> {
    if (this.#redis === null || this.#stop.signal.aborted) return;
    const { commands, workers } = this.#redis;
    this.#refusal = await evictionComplaint(commands);
    if (this.#refusal !== null) throw this.#refusal;
    if (this.#trouble !== null) this.#options.logger.info("Redis answers again");
    this.#trouble = null;
    if (this.#station !== null) return;
    const prefix = this.#options.prefix ?? "ordo";
    const queues = await openQueues(commands, prefix, this.#note);
    if (this.#stop.signal.aborted) return;
    const { clock, limits = {} } = this.#options;
    this.#station = new Station({
      redis: { commands, workers },
      queues,
      prefix,
      clock,
      limits,
      rings,
      onError: this.#note,
    });
  }

  /** Opens what could not be opened yet, and looks after the workers. */
  async #watch(rings: Rings): Promise<void> {
    const { clock, watchMs = WATCH_MS, logger } = this.#options;
    while (!this.#stop.signal.aborted) {
      await clock.sleep(watchMs, this.#stop.signal);
      if (this.#stop.signal.aborted || this.#redis?.commands.status !== "ready") continue;
      if (this.#station === null || this.#trouble !== null) await this.#tryToOpen(rings);
      const recreated = (await this.#station?.look().catch(this.#note)) ?? 0;
      if (recreated > 0) logger.warn("Workers that took no jobs from Redis were replaced", { workers: recreated });
    }
  }

  readonly #note = (error: unknown): void => {
    if (this.#stop.signal.aborted) return;
    const message = messageOf(error);
    // An outage has many texts, several a second; the first is the log's, the last is health's.
    const { logger } = this.#options;
    if (this.#trouble === null) logger.warn("Trouble with Redis", { error: message });
    else if (this.#trouble !== message) logger.debug("Trouble with Redis", { error: message });
    this.#trouble = message;
  };
}

/** Connection errors of several addresses have no text of their own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
