import type { CallId, InstanceId, ProcessId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Standing } from "../runtime/admission.ts";
import type { Occurrence } from "../runtime/occurrence.ts";
import type { StartRequest } from "../runtime/start-request.ts";
import type { SubscriptionRow } from "./store.ts";

/** What decides about starts and deliveries: keys in use, starts that wait, messages that nobody heard yet. */
export interface Starts {
  /** What stands about a request's key and once value, and the revision of its queue (0: none). */
  standing(
    process: ProcessId,
    of: { readonly key: string | null; readonly once: string | null },
  ): Promise<{ readonly standing: Standing; readonly revision: number }>;
  /**
   * Queues starts behind a live instance: writes the queue if it is as it was read (revision) and the key is still live,
   * or starts wait already (then somebody will begin the first of them);
   * keeps the inbox id and takes `once`, all in one commit. False: something changed, look again.
   */
  queue(order: {
    readonly process: ProcessId;
    readonly key: string;
    readonly revision: number;
    readonly waiting: readonly StartRequest[];
    readonly once: string | null;
    readonly inbox: readonly string[];
  }): Promise<boolean>;
  /** A waiting start could not begin (its input was refused): takes it out of the queue. False: the queue changed. */
  dequeue(process: ProcessId, key: string, revision: number, left: readonly StartRequest[]): Promise<boolean>;
  /** Keys with starts that wait although no live instance has them: nobody would begin them. For recovery. */
  stranded(limit: number): Promise<readonly { readonly process: ProcessId; readonly key: string }[]>;
  /** Was this inbox id handled? By which instance, if by one. */
  handled(id: string): Promise<{ readonly instance: InstanceId | null; readonly sequence: number } | null>;
  /** Keeps inbox ids of things that moved nothing (a start refused for good). */
  keep(ids: readonly string[], at: Instant): Promise<void>;

  /** Who waits for one of these names; of an event about a record also those that wait for that record. */
  subscribers(of: {
    readonly names: readonly string[];
    readonly record: string | null;
    readonly key: string | null;
  }): Promise<readonly SubscriptionRow[]>;
  /** Keeps a message until somebody listens, at most until then. */
  keepMessage(message: Occurrence & { kind: "message" }, until: Instant): Promise<void>;
  /** Kept messages of that name (and key, where given) that are still to be heard, oldest first. */
  keptMessages(name: string, key: string | null, now: Instant): Promise<readonly (Occurrence & { kind: "message" })[]>;
  /** It was heard, or its time is over. */
  dropMessage(id: string): Promise<void>;

  /** A step waits for the end of an instance. */
  awaitEnd(child: InstanceId, waiting: Awaiting): Promise<void>;
  /** Who waits for the end of it. */
  awaiting(child: InstanceId): Promise<readonly Awaiting[]>;
  /** The child a call started, if it waits for its end. */
  childOf(call: CallId): Promise<InstanceId | null>;
  forgetAwaiting(child: InstanceId): Promise<void>;

  /** Scheduled starts that are due, with the time they were due at. */
  schedulesDue(now: Instant, limit: number): Promise<readonly ScheduleRow[]>;
  /** When the next one is due; null: none. */
  nextSchedule(): Promise<Instant | null>;
  /** The scheduled starts of a process, replacing what was there. */
  putSchedules(process: ProcessId, rows: readonly ScheduleRow[]): Promise<void>;
  /** It ran: its next time. Only if it still stands at `from`; `next` null: never again. */
  advanceSchedule(row: ScheduleRow, next: Instant | null): Promise<boolean>;
}

export interface Awaiting {
  readonly instance: InstanceId;
  readonly call: CallId;
  readonly attempt: number;
}

export interface ScheduleRow {
  readonly process: ProcessId;
  /** Which start of the file, from 0. */
  readonly start: number;
  readonly dueAt: Instant;
}
