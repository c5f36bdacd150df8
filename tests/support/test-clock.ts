import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";

/** A clock that a test sets. Sleeping lets others have their turn and moves it on. */
export class TestClock implements Clock {
  #now: Instant;

  constructor(now: Instant) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  set(now: number): void {
    this.#now = instant(now);
  }

  async sleep(ms: number): Promise<void> {
    this.set(this.#now + ms);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
