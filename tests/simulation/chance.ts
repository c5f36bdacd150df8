/** Seeded randomness; each concern has a stream of its own, so that a change in one does not reshuffle the others. */
export class Chance {
  #state: number;

  constructor(seed: number, stream: string) {
    this.#state = hashOf(`${seed}/${stream}`) || 1;
  }

  /** At least 0, less than 1. */
  next(): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  /** True that often. */
  happens(share: number): boolean {
    return this.next() < share;
  }
}

/** A number from 0 to 2³²−1 that depends on the text alone: decisions that must not depend on the order of things. */
export function hashOf(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 2246822507);
  hash ^= hash >>> 13;
  return hash >>> 0;
}
