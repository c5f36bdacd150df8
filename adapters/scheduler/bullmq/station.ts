import { id, type TimerId } from "../../../engine/base/ids.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Lane } from "../../../engine/ports/outbox.ts";
import type { Alarm, Offer, Rings } from "../../../engine/ports/scheduler.ts";
import { Gathering } from "../gathering.ts";
import { slices } from "../slices.ts";
import { Bells } from "./bells.ts";
import type { JobData } from "./job.ts";
import type { LaneLimits } from "./lane-limits.ts";
import { ENTRIES_PER_JOB, jobsOf } from "./offer-jobs.ts";
import { ALL_LANES, queueOf } from "./queue-names.ts";
import { QueueWorker, type QueueWorkerSetup } from "./queue-worker.ts";
import type { RedisConnections } from "./redis-connections.ts";
import type { RedisQueues } from "./redis-queues.ts";
import { Watchdog } from "./watchdog.ts";

/** What a station works with. */
export interface StationSetup {
  readonly redis: Pick<RedisConnections, "commands" | "workers">;
  readonly queues: RedisQueues;
  readonly prefix: string;
  readonly clock: Clock;
  readonly limits: Readonly<Partial<Record<Lane, LaneLimits>>>;
  readonly rings: Rings;
  readonly onError: (error: unknown) => void;
}

/** Jobs of a queue that one process handles at the same time. */
const CONCURRENCY = 200;
/** Ids in one call of the handler, which is over when the slowest of them is: what a store leases in one go. */
const ENTRIES_MAX = 100;
const TIMERS_MAX = 1_000;
/** Entries of a lane that one process handles at the same time: several calls, so that one that hangs stops no lane. */
const ENTRIES_AT_ONCE = 400;
const TIMERS_AT_ONCE = 5_000;
/** Alarms, offers and jobs sent to Redis in one go. */
const SEND_MAX = 1_000;
/** How long the end waits for Redis once the handlers have ended. Milliseconds. */
const FAREWELL_MS = 2_000;

/** The queues at work, once Redis has been found fit: arms and offers, takes jobs and rings. */
export class Station {
  readonly #setup: StationSetup;
  readonly #stop = new AbortController();
  readonly #bells: Bells;
  readonly #timers: Gathering<string>;
  readonly #entries: Gathering<string>;
  readonly #arming: Gathering<Alarm>;
  readonly #offering: Gathering<Offer>;
  readonly #workers: readonly QueueWorker[];
  readonly #watchdog: Watchdog;
  /** Calls of lanes with limits, which go by themselves. */
  readonly #single = new Set<Promise<void>>();

  constructor(setup: StationSetup) {
    this.#setup = setup;
    const { rings, queues, prefix, clock } = setup;
    this.#timers = new Gathering({
      itemsMax: TIMERS_MAX,
      handle: (timers) => rings.timers(timers.map((timer) => id<TimerId>(timer))),
    });
    this.#entries = new Gathering({ itemsMax: ENTRIES_MAX, handle: (entries) => rings.entries(entries) });
    this.#bells = new Bells({
      redis: setup.redis.commands,
      queue: queues.timers,
      prefix,
      clock,
      ring: (timers) => this.#timers.add(timers),
    });
    this.#arming = new Gathering({ itemsMax: SEND_MAX, handle: (alarms) => this.#bells.arm(alarms) });
    this.#offering = new Gathering({ itemsMax: SEND_MAX, handle: (offers) => this.#offer(offers) });
    this.#workers = [this.#timersWorker(), ...ALL_LANES.map((lane) => this.#laneWorker(lane))];
    this.#watchdog = new Watchdog(
      this.#workers.map((worker) => ({
        waiting: () => queues.waiting(worker.name, clock.now()),
        taken: () => worker.taken,
        busy: () => worker.busy,
        recreate: () => worker.recreate(),
      })),
    );
  }

  /** Rejects when Redis does not take them. */
  arm(alarms: readonly Alarm[]): Promise<void> {
    return this.#arming.add(alarms);
  }

  /** Rejects when Redis does not take them. */
  offer(offers: readonly Offer[]): Promise<void> {
    return this.#offering.add(offers);
  }

  /** Replaces workers that take nothing; returns how many. Rejects when Redis does not answer. */
  look(): Promise<number> {
    return this.#watchdog.look();
  }

  /** Takes nothing more and waits for the handlers; for Redis, which may be away, only a moment. */
  async stop(): Promise<void> {
    this.#stop.abort();
    const closed = Promise.allSettled(this.#workers.map((worker) => worker.close()));
    const heard = Promise.all([this.#timers.settled(), this.#entries.settled(), this.#settledSingles()]);
    const waiting = new AbortController();
    await Promise.race([closed, heard.then(() => this.#setup.clock.sleep(FAREWELL_MS, waiting.signal))]);
    await heard;
    waiting.abort();
    // What the last handlers brought about is for other workers.
    await Promise.all([this.#arming.settled(), this.#offering.settled()]);
    await this.#bells.stop();
  }

  async #offer(offers: readonly Offer[]): Promise<void> {
    const lanes = Map.groupBy(offers, ({ lane }) => lane);
    await Promise.all([...lanes].map(([lane, those]) => this.#offerTo(lane, those)));
  }

  async #offerTo(lane: Lane, offers: readonly Offer[]): Promise<void> {
    const jobs = jobsOf(offers, this.#setup.limits[lane] !== undefined);
    for (const slice of slices(jobs, SEND_MAX)) await this.#setup.queues.add(queueOf(lane), slice);
  }

  #timersWorker(): QueueWorker {
    return this.#worker({
      name: "timers",
      concurrency: CONCURRENCY,
      idsMax: TIMERS_AT_ONCE,
      idsPerJob: TIMERS_MAX,
      limiter: undefined,
      handle: (job) => this.#bells.ring(job, this.#stop.signal),
    });
  }

  #laneWorker(lane: Lane): QueueWorker {
    const limits = this.#setup.limits[lane];
    return this.#worker({
      name: queueOf(lane),
      concurrency: limits?.concurrency ?? CONCURRENCY,
      idsMax: ENTRIES_AT_ONCE,
      idsPerJob: limits === undefined ? ENTRIES_PER_JOB : 1,
      limiter: limits?.rate === undefined ? undefined : { max: limits.rate.count, duration: limits.rate.perMs },
      handle: ({ ids = [] }: JobData) => (limits === undefined ? this.#entries.add(ids) : this.#ringAlone(ids)),
    });
  }

  #worker(how: Pick<QueueWorkerSetup, Exclude<keyof QueueWorkerSetup, "redis" | "prefix" | "onError">>): QueueWorker {
    const { redis, prefix, onError } = this.#setup;
    return new QueueWorker({ ...how, redis: redis.workers, prefix, onError });
  }

  /** Where few may run at once, none waits for the slowest of its neighbors. */
  #ringAlone(ids: readonly string[]): Promise<void> {
    const call = this.#setup.rings.entries(ids);
    const forget = (): void => void this.#single.delete(call);
    this.#single.add(call);
    call.then(forget, forget);
    return call;
  }

  async #settledSingles(): Promise<void> {
    while (this.#single.size > 0) await Promise.allSettled(this.#single);
  }
}
