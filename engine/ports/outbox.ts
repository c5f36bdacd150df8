import type { InstanceId, ProcessId, TimerId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { CommandBody } from "../instance/command.ts";
import type { Effect } from "../instance/effects.ts";
import type { Occurrence } from "../runtime/occurrence.ts";
import type { Fence, TimerRow } from "./store.ts";

/**
 * Everything committed that the engine still has to do: calls and messages to the outside, errands, and occurrences that
 * came in and are not distributed yet. An entry is leased by a worker, done at least once, and deleted by the move (or
 * by {@link Outbox.finish}) that writes its outcome.
 */
export interface OutboxEntry {
  /** `<call>:<attempt>` of a call or a message; derived for every other. */
  readonly id: string;
  /** Null: of no instance (an occurrence that arrived). */
  readonly instance: InstanceId | null;
  /** Which queue it goes through: the operation's adapter (`crm`, `mail`, `http`, `message`, `document`, `process`) or `engine`. */
  readonly lane: Lane;
  /** Smaller goes first. @default 0 */
  readonly priority: number;
  readonly dueAt: Instant;
  readonly work: Work;
}

export type Lane = "engine" | "crm" | "mail" | "http" | "message" | "document";

export type Work =
  | { readonly kind: "effect"; readonly effect: Extract<Effect, { kind: "call" | "send" }> }
  /** The task closed: take back what told people of it. */
  | { readonly kind: "untell"; readonly task: string }
  /** A call that started another process is not wanted any more: cancel the child. */
  | { readonly kind: "withdraw"; readonly call: string }
  /** The instance ended: the start that waited longest for its key begins, who waits for its end is told. */
  | { readonly kind: "ended"; readonly process: ProcessId; readonly key: string | null }
  /** A step waits for a message that may be here already. */
  | { readonly kind: "hear"; readonly name: string; readonly key: string | null }
  /** Came for a suspended instance: comes again when it resumes. */
  | { readonly kind: "command"; readonly body: CommandBody }
  /** Something happened outside: wakes who waits for it, starts what it meets. `at`: when it arrived. */
  | { readonly kind: "arrival"; readonly occurrence: Occurrence; readonly at: Instant };

/** An entry that a worker holds. */
export interface Leased {
  readonly entry: OutboxEntry;
  /** True: somebody began it before and nobody knows how far he came. */
  readonly uncertain: boolean;
}

export interface Outbox {
  /**
   * Leases entries that are due and that nobody holds, oldest first within a priority.
   *
   * @param only these ids (a queue said so); absent: any of the lanes
   */
  lease(
    fence: Fence,
    wanted: {
      readonly now: Instant;
      readonly limit: number;
      readonly lanes?: readonly Lane[];
      readonly only?: readonly string[];
    },
  ): Promise<readonly Leased[]>;
  /** Written before a call that the other side cannot recognize again: after a crash it is known to be uncertain. False: the lease is lost, do not call. */
  begin(fence: Fence, ids: readonly string[]): Promise<boolean>;
  /** Gives entries back: another may lease them from `dueAt` on; `parked`: not before their instance resumes. */
  release(
    fence: Fence,
    entries: readonly { readonly id: string; readonly dueAt: Instant; readonly parked?: boolean }[],
  ): Promise<void>;
  /** Deletes entries whose work is done and moves no instance; puts new ones (waiting for the next) in the same commit. */
  finish(fence: Fence | null, ids: readonly string[], next?: readonly OutboxEntry[]): Promise<void>;
  /**
   * Ids of entries that the worker holds. What it holds and does not know of (the answer to a commit or a lease was lost)
   * it gives back.
   */
  held(fence: Fence, limit: number): Promise<readonly string[]>;
  /** Replaces what an entry asks for while its outcome waits for a suspended instance: the outcome as a command, parked. */
  park(fence: Fence, id: string, command: CommandBody): Promise<void>;
  /**
   * Takes in occurrences from outside: each with its inbox id, at most once. Returns for each whether it is new.
   */
  accept(arrivals: readonly { readonly occurrence: Occurrence; readonly at: Instant }[]): Promise<readonly boolean[]>;
  /** Ids of entries that nobody holds and that were due before the instant: the queue forgot them. */
  overdue(before: Instant, limit: number): Promise<readonly { readonly id: string; readonly lane: Lane }[]>;
  /** When the next entry that nobody holds is due; null: none is. */
  nextDue(): Promise<Instant | null>;
  /** Forgets inbox ids that are older: longer than any sender repeats. Returns how many. */
  forget(before: Instant, limit: number): Promise<number>;

  // ── timers ────────────────────────────────────────────────────────────────────────────────────

  /** Timers that may fire and are due by the instant, soonest first; those leased by somebody else are left out. */
  timersDue(by: Instant, limit: number): Promise<readonly TimerRow[]>;
  /** The same by id, for alarms that rang: those that are gone or paused are left out. */
  timersById(ids: readonly TimerId[]): Promise<readonly TimerRow[]>;
  /**
   * Takes due timers for a while, so that several workers do not fire the same. Not needed for correctness: firing is
   * guarded by the revision.
   */
  leaseTimers(
    fence: Fence,
    wanted: { readonly now: Instant; readonly until: Instant; readonly limit: number },
  ): Promise<readonly TimerRow[]>;
}
