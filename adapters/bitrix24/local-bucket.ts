import type { Clock } from "../../engine/ports/clock.ts";
import type { Rate, RateBucket } from "./rate-bucket.ts";

/** A bucket of this process alone: exact where only one process speaks with the portal from this address. */
export class LocalBucket implements RateBucket {
  readonly #clock: Clock;
  readonly #rate: Rate;
  #level: number;
  #at: number;

  /** @param level how full it is at first: after somebody else filled it. @default 0 */
  constructor(clock: Clock, rate: Rate, level = 0) {
    this.#clock = clock;
    this.#rate = rate;
    this.#level = level;
    this.#at = clock.now();
  }

  take(room: number): Promise<number> {
    this.#drain();
    const over = this.#level + 1 - room;
    if (over > 0) return Promise.resolve(Math.ceil((over / this.#rate.perSecond) * 1000));
    this.#level += 1;
    return Promise.resolve(0);
  }

  full(): Promise<void> {
    this.#drain();
    this.#level = Math.max(this.#level, this.#rate.burst);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** A clock that was set back drains nothing until it has caught up with nothing: it starts anew from where it is. */
  #drain(): void {
    const now = this.#clock.now();
    const passed = Math.max(0, now - this.#at) / 1000;
    this.#level = Math.max(0, this.#level - passed * this.#rate.perSecond);
    this.#at = now;
  }
}
