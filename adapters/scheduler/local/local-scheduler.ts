import { id, type TimerId } from "../../../engine/base/ids.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Alarm, Offer, Rings, Scheduler } from "../../../engine/ports/scheduler.ts";
import { AlarmClock } from "../alarm-clock.ts";
import { Gathering } from "../gathering.ts";

/** What a local scheduler can be told. */
export interface LocalSchedulerOptions {
  readonly clock: Clock;
  /** Told to who arms; an alarm further ahead is taken all the same. Milliseconds. @default one hour */
  readonly horizonMs?: number;
  /** More alarms are refused without a word: recovery tells them again when they are due. @default 100,000 */
  readonly alarmsMax?: number;
}

const HORIZON_MS = 3_600_000;
const ALARMS_MAX = 100_000;
/** One call of the handler takes at most so many timers or entries: what a store can do in one transaction. */
const RING_MAX = 1_000;
/** A handler that rejected is called again after so long. Milliseconds. */
const AGAIN_MS = 1_000;
/** A handler that goes on rejecting is given up after so many calls; recovery finds what is due in the store. */
const CALLS_MAX = 5;

/**
 * The alarm clock and doorbell of one process: a heap of alarms and one sleep. Everything is lost with the process, and
 * recovery tells it again.
 */
export class LocalScheduler implements Scheduler {
  readonly horizonMs: number;
  readonly shared = false;
  readonly limited = [];
  readonly #clock: Clock;
  readonly #alarms: AlarmClock;
  readonly #offers: Gathering<string>;
  /** Offered ids that nobody has handled yet: an entry offered twice rings once. */
  readonly #offered = new Set<string>();
  readonly #offersMax: number;
  readonly #stop = new AbortController();
  #rings: Rings | null = null;

  constructor(options: LocalSchedulerOptions) {
    this.horizonMs = options.horizonMs ?? HORIZON_MS;
    this.#clock = options.clock;
    this.#offersMax = options.alarmsMax ?? ALARMS_MAX;
    this.#alarms = new AlarmClock({
      clock: options.clock,
      batchMax: RING_MAX,
      alarmsMax: this.#offersMax,
      ring: (timers) => this.#persist(() => this.#rings?.timers(timers.map((timer) => id<TimerId>(timer)))),
    });
    this.#offers = new Gathering({
      itemsMax: RING_MAX,
      handle: (entries) => this.#persist(() => this.#ringEntries(entries)),
    });
  }

  async start(rings: Rings): Promise<void> {
    this.#rings = rings;
  }

  async wake(alarms: readonly Alarm[]): Promise<void> {
    for (const { timer, dueAt } of alarms) this.#alarms.arm(timer, dueAt);
  }

  async unwake(timers: readonly TimerId[]): Promise<void> {
    for (const timer of timers) this.#alarms.disarm(timer);
  }

  async offer(offers: readonly Offer[]): Promise<void> {
    if (this.#stop.signal.aborted) return;
    for (const { entry } of offers.toSorted((a, b) => a.priority - b.priority)) {
      if (this.#offered.has(entry) || this.#offered.size >= this.#offersMax) continue;
      this.#offered.add(entry);
      void this.#offers.add([entry]);
    }
  }

  async health(): Promise<{ readonly ok: true }> {
    return { ok: true };
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all([this.#alarms.stop(), this.#offers.settled()]);
  }

  async #ringEntries(entries: readonly string[]): Promise<void> {
    // From here on the entry may be offered again: what is being handled now may be put back and become due anew.
    for (const entry of entries) this.#offered.delete(entry);
    await this.#rings?.entries(entries);
  }

  /** Calls until it is heard, the scheduler stops or it has been called often enough. Never rejects. */
  async #persist(call: () => Promise<void> | undefined): Promise<void> {
    for (let calls = 1; calls <= CALLS_MAX; calls++) {
      try {
        await call();
        return;
      } catch {
        // The handler logs its own trouble; here only its wish to be called again counts.
        await this.#clock.sleep(AGAIN_MS * calls, this.#stop.signal);
        if (this.#stop.signal.aborted) return;
      }
    }
  }
}
