import type { TimerId } from "../base/ids.ts";
import type { Leased } from "../ports/outbox.ts";
import type { Fence } from "../ports/store.ts";

/** One life of a worker: from entering to losing or leaving its lease. */
export class Life {
  readonly fence: Fence;
  readonly ready: Leased[] = [];
  readonly firing = new Set<TimerId>();
  /** Ids of what is ready or under way. */
  readonly holding = new Set<string>();
  /** Held in the store and not known here, when we looked last. */
  suspects: ReadonlySet<string> = new Set();
  readonly failures = new Map<string, number>();
  readonly waiters: (() => void)[] = [];
  readonly stop = new AbortController();
  running = 0;
  /** Takes nothing more. */
  closing = false;

  constructor(fence: Fence) {
    this.fence = fence;
  }
}
