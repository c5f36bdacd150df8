import type { Instant } from "../base/instant.ts";

/** Time as an adapter gives it. In simulations it is virtual; with PostgreSQL it is the database's. */
export interface Clock {
  /** The wall clock now. May jump; whoever needs order keeps his own last instant. */
  now(): Instant;
  /**
   * Resolves after so many milliseconds (0: as soon as others have had their turn), or at once when the signal is
   * aborted. Never rejects. Any length: an implementation sleeps in slices where its platform has a limit.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
