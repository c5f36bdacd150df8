import type { Instant } from "../base/instant.ts";
import type { Fence } from "./store.ts";

/** Workers and their leases. A worker is one life of one process: its id is never used again. */
export interface Workers {
  /** Enters a worker; its lease holds until `expiresAt`. */
  enter(worker: {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly now: Instant;
    readonly expiresAt: Instant;
  }): Promise<Fence>;
  /** Extends the lease. False: it was taken away, the worker must stop at once. */
  heartbeat(fence: Fence, now: Instant, expiresAt: Instant): Promise<boolean>;
  /** Ends the lease and frees what the worker holds. */
  leave(fence: Fence, now: Instant): Promise<void>;
  /**
   * Takes the lease of workers that have not been heard of (raises their epoch: whatever they still write is fenced) and
   * frees what they held; what they had begun becomes uncertain. Returns their ids.
   */
  expire(now: Instant): Promise<readonly string[]>;
  list(): Promise<readonly WorkerRow[]>;
  /**
   * A lease of a name that only one worker may hold (sealer, sentinel, reconciler): true where `fence` has it until then.
   */
  hold(duty: string, fence: Fence, now: Instant, until: Instant): Promise<boolean>;
  /** The database's clock, to compare with ours. */
  now(): Promise<Instant>;
}

export interface WorkerRow {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly epoch: number;
  readonly enteredAt: Instant;
  readonly seenAt: Instant;
  readonly expiresAt: Instant;
  readonly endedAt: Instant | null;
}
