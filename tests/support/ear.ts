import type { TimerId } from "../../engine/base/ids.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Rings } from "../../engine/ports/scheduler.ts";

/** Nothing in a test waits longer for a ring. Milliseconds. */
const PATIENCE_MS = 20_000;

/** Hears what a scheduler rings, and waits for it. */
export class Ear implements Rings {
  /** Ids in each call that was heard. */
  readonly calls: number[] = [];
  /** Ids as they were heard. */
  readonly order: string[] = [];
  failed = 0;
  readonly #clock: Pick<Clock, "now">;
  readonly #heard = new Map<string, number[]>();
  readonly #waiting = new Set<() => void>();
  #failures = 0;
  #held: Promise<void> | null = null;
  #began = 0;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  timers(timers: readonly TimerId[]): Promise<void> {
    return this.#hear(timers);
  }

  entries(entries: readonly string[]): Promise<void> {
    return this.#hear(entries);
  }

  /** Resolves when each of the ids has rung. */
  heard(...ids: readonly string[]): Promise<void> {
    return this.#until(
      () => ids.every((id) => this.#heard.has(id)),
      () => `${ids.filter((id) => !this.#heard.has(id)).slice(0, 5)} of ${ids.length} never rang`,
    );
  }

  heardTimes(id: string, times: number): Promise<void> {
    return this.#until(
      () => this.times(id) >= times,
      () => `${id} rang ${this.times(id)} times`,
    );
  }

  /** Resolves when a call has begun. */
  called(): Promise<void> {
    return this.#until(
      () => this.#began > 0,
      () => "Nothing rang",
    );
  }

  times(id: string): number {
    return this.#heard.get(id)?.length ?? 0;
  }

  firstHeard(id: string): number {
    return this.#heard.get(id)?.[0] ?? Number.NaN;
  }

  /** The next calls reject. */
  failNext(calls: number): void {
    this.#failures = calls;
  }

  /** The calls that follow wait until the returned function is called. */
  holdNext(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return () => {
      this.#held = null;
      resolve();
    };
  }

  async #hear(ids: readonly string[]): Promise<void> {
    const at = this.#clock.now();
    this.#began += 1;
    this.#tell();
    await this.#held;
    if (this.#failures > 0) {
      this.#failures -= 1;
      this.failed += 1;
      throw new Error("The handler could not");
    }
    this.calls.push(ids.length);
    this.order.push(...ids);
    for (const id of ids) this.#heard.set(id, [...(this.#heard.get(id) ?? []), at]);
    this.#tell();
  }

  #tell(): void {
    for (const look of this.#waiting) look();
  }

  #until(isSo: () => boolean, complaint: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => end(new Error(complaint())), PATIENCE_MS);
      const end = (error?: Error): void => {
        clearTimeout(late);
        this.#waiting.delete(look);
        if (error === undefined) resolve();
        else reject(error);
      };
      const look = (): void => {
        if (isSo()) end();
      };
      this.#waiting.add(look);
      look();
    });
  }
}
