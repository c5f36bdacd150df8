import { instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";

/** The longest that the platform's timer can wait, 24.8 days; what is longer rings at once. */
const SLICE_MS_MAX = 2 ** 31 - 1;

/**
 * The machine's clock.
 *
 * @param offsetMs how far another clock is ahead of this machine's: several workers on one database live by the
 *   database's clock, so that none of them thinks a moment has come before the others do. @default none
 */
export function systemClock(offsetMs: () => number = () => 0): Clock {
  return {
    now: () => instant(Math.floor(Date.now() + offsetMs())),
    async sleep(ms, signal) {
      let left = ms;
      do {
        const slice = Math.min(Math.max(left, 0), SLICE_MS_MAX);
        await sleepSlice(slice, signal);
        left -= slice;
      } while (left > 0 && signal?.aborted !== true);
    },
  };
}

function sleepSlice(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = ms === 0 ? soon(end) : after(ms, end);
    signal?.addEventListener("abort", end, { once: true });
    function end(): void {
      signal?.removeEventListener("abort", end);
      stop();
      resolve();
    }
  });
}

/** As soon as others have had their turn: a timer of 0 ms would wait for the next millisecond. */
function soon(ring: () => void): () => void {
  const immediate = setImmediate(ring);
  return () => clearImmediate(immediate);
}

function after(ms: number, ring: () => void): () => void {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
}
