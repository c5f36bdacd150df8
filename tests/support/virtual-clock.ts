import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";

/** A clock that stands until a test moves it. */
export class VirtualClock implements Clock {
  #now: Instant;
  readonly #sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  /** Time since the start as a machine's timers count it: not moved by {@link VirtualClock.jump}. */
  #ticks = 0;

  constructor(start: number) {
    this.#now = instant(start);
  }

  now(): Instant {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    if (ms <= 0) return turn();
    return new Promise((resolve) => {
      const sleeper = { until: this.#ticks + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        resolve();
      });
    });
  }

  /** Lets time pass, waking each sleeper at its moment. */
  async pass(ms: number): Promise<void> {
    const end = this.#ticks + ms;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#advance(next.until);
      this.#sleepers.delete(next);
      next.wake();
      await settle();
    }
    this.#advance(end);
  }

  /** The wall clock is set: timers of the machine know nothing of it. */
  jump(ms: number): void {
    this.#now = instant(this.#now + ms);
  }

  #next(end: number): { readonly until: number; readonly wake: () => void } | undefined {
    return [...this.#sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
  }

  #advance(to: number): void {
    this.#now = instant(this.#now + (to - this.#ticks));
    this.#ticks = to;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Whatever was woken does what it can without time passing. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 10; turns++) await turn();
}
