import type { InstanceId, ProcessId, TimerId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";

/** How much waits at one step of a process, all versions together: what a diagram shows as live counts. */
export interface StepCount {
  readonly process: ProcessId;
  readonly step: string;
  /** Instances that wait there. */
  readonly instances: number;
  /** Their tokens: a step may be waited at several times at once (`for`, `fork`). */
  readonly tokens: number;
  /** Open incidents of the step. */
  readonly incidents: number;
}

/** A timer that will ring, with what people call its instance by. */
export interface TimerShown {
  readonly id: TimerId;
  readonly instance: InstanceId;
  readonly process: ProcessId;
  readonly number: number;
  readonly subject: string;
  readonly dueAt: Instant;
  /** True: it waits for its instance to be resumed. */
  readonly paused: boolean;
}

/** Entries of one queue in one state. */
export interface OutboxCount {
  readonly lane: string;
  /**
   * `begun`: outside now, and what became of it is not known yet; `held`: a worker has it; `parked`: its instance is
   * suspended; `due`: anybody may take it; `later`: not due yet.
   */
  readonly state: "begun" | "held" | "parked" | "due" | "later";
  readonly entries: number;
  /** When the one that has been due longest was due. */
  readonly oldest: Instant;
}
