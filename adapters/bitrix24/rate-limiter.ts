import type { Clock } from "../../engine/ports/clock.ts";
import type { Urgency } from "./portal.ts";
import { type Rate, type RateBucket, roomOf } from "./rate-bucket.ts";
import { TurnQueue, type Waiting } from "./turn-queue.ts";

/**
 * Who has asked for longer than so many requests' time without getting one no longer leaves room for others: more urgent
 * ones of another process cannot be seen from here.
 */
const PATIENCE_REQUESTS = 20;

/**
 * Lets requests through to a portal at the pace it bears. Within a process the more urgent go first; between processes
 * the room that each urgency leaves free in the shared bucket does it. Nobody waits for ever.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #bucket: RateBucket;
  readonly #rate: Rate;
  readonly #queue = new TurnQueue();
  #isServing = false;
  #nudge: AbortController | null = null;

  /** @param rate as `cautious` gives it */
  constructor(clock: Clock, bucket: RateBucket, rate: Rate) {
    this.#clock = clock;
    this.#bucket = bucket;
    this.#rate = rate;
  }

  /** Waits for one request's turn. False: given up before it came. */
  enter(urgency: Urgency, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        urgency,
        go: () => {
          signal.removeEventListener("abort", leave);
          resolve(true);
        },
      };
      const leave = (): void => {
        this.#queue.leave(waiting);
        resolve(false);
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#queue.add(waiting);
      // Whoever is first now may be somebody else, with more room.
      this.#nudge?.abort();
      if (!this.#isServing) void this.#serve();
    });
  }

  /** The portal said that it was too much. */
  full(): Promise<void> {
    return this.#bucket.full();
  }

  /** How many wait, by urgency. */
  waiting(urgency: Urgency): number {
    return this.#queue.waiting(urgency);
  }

  close(): Promise<void> {
    return this.#bucket.close();
  }

  async #serve(): Promise<void> {
    this.#isServing = true;
    let since = this.#clock.now();
    for (let next = this.#queue.next(); next !== null; next = this.#queue.next()) {
      const patienceMs = (PATIENCE_REQUESTS / this.#rate.perSecond) * 1000;
      const isDue = next.isDue || this.#clock.now() - since >= patienceMs;
      const waitMs = await this.#bucket.take(roomOf(next.urgency, this.#rate, isDue));
      if (waitMs === 0) {
        // Somebody more urgent may have come meanwhile: the place is anybody's.
        const now = this.#queue.next();
        if (now !== null) this.#queue.take(now.urgency)?.go();
        since = this.#clock.now();
        continue;
      }
      this.#nudge = new AbortController();
      await this.#clock.sleep(waitMs, this.#nudge.signal);
      this.#nudge = null;
    }
    this.#isServing = false;
  }
}
