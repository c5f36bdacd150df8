import type { Urgency } from "./portal.ts";

/** What a portal bears: so many requests a second, and so many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * The leaky bucket in front of a portal: each request adds one, time drains it. One for everybody who shares the
 * portal's limit.
 */
export interface RateBucket {
  /**
   * Takes one request's place, or none.
   *
   * @param room how full the bucket may become
   * @returns 0: taken, the request may go; else how many milliseconds until it is worth asking again
   */
  take(room: number): Promise<number>;
  /** The portal says that it is full, whatever we believed. */
  full(): Promise<void>;
  close(): Promise<void>;
}

/** How much of the portal's own rate is used: clocks differ a little, and what we count must not run ahead of the portal's count. */
const USED_OF_RATE = 0.99;
/** How much of the burst is used: requests that left evenly arrive unevenly. */
const USED_OF_BURST = 0.9;
/** How much of it is left free for those who are more urgent. */
const ROOM_OF: Readonly<Record<Urgency, number>> = { person: 1, process: 0.9, bulk: 0.75 };

/** The portal's rate with what is kept back so that it is never exceeded. */
export function cautious({ perSecond, burst }: Rate): Rate {
  return { perSecond: perSecond * USED_OF_RATE, burst: Math.max(1, Math.floor(burst * USED_OF_BURST)) };
}

/**
 * How full the bucket may become by a request of this urgency: bulk leaves room, so that a person's request goes at once
 * however much bulk waits, in this process or in another.
 *
 * @param isDue it waited long enough: no room is left for others, so that it is not passed over for ever
 */
export function roomOf(urgency: Urgency, { burst }: Rate, isDue: boolean): number {
  return Math.max(1, Math.floor(burst * (isDue ? 1 : ROOM_OF[urgency])));
}
