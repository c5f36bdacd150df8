import type { Clock } from "../../engine/ports/clock.ts";

/** Where the portal did not say when; and never longer than its own window. Milliseconds. */
const UNKNOWN_MS = 60_000;
const LONGEST_MS = 10 * 60_000;

/**
 * Methods that the portal closed because they used too much time: asking again before the count starts anew only makes
 * it longer. Other methods work meanwhile.
 */
export class MethodBlocks {
  readonly #clock: Clock;
  readonly #resets = new Map<string, number>();
  readonly #blocked = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What a good answer told: when the method's time is counted anew. */
  noteReset(method: string, resetAt: number | null): void {
    if (resetAt !== null) this.#resets.set(method, resetAt);
  }

  /** The portal closed it. @returns for how long, in milliseconds */
  block(method: string): number {
    const told = (this.#resets.get(method) ?? 0) - this.#clock.now();
    const waitMs = told > 0 ? Math.min(told, LONGEST_MS) : UNKNOWN_MS;
    this.#blocked.set(method, this.#clock.now() + waitMs);
    return waitMs;
  }

  /** How long it is still closed; 0: it is not. */
  blockedMs(method: string): number {
    const leftMs = (this.#blocked.get(method) ?? 0) - this.#clock.now();
    if (leftMs > 0) return leftMs;
    this.#blocked.delete(method);
    return 0;
  }
}
