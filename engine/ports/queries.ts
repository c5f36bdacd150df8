import type { InstanceId, ProcessId, TaskId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { InstanceStatus } from "../instance/state.ts";
import type { DecisionFilter, DecisionShown } from "./decisions.ts";
import type { InboxCounts, InboxFilter, InboxReader, InboxScope, InboxTask } from "./inbox.ts";
import type { OutboxCount, StepCount, TimerShown } from "./operations-lists.ts";
import type { Seer } from "./seer.ts";
import type { IncidentRow, ProjectionRows, TaskRow } from "./store.ts";

/** An instance as lists show it. */
export interface InstanceRow {
  readonly id: InstanceId;
  readonly process: ProcessId;
  readonly digest: string;
  readonly number: number;
  readonly status: InstanceStatus;
  readonly subject: string;
  readonly requester: UserId | null;
  readonly key: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly revision: number;
  readonly archived: boolean;
}

export interface InstanceFilter {
  readonly process?: ProcessId;
  readonly status?: readonly InstanceStatus[];
  readonly digest?: string;
  readonly requester?: UserId;
  readonly key?: string;
  readonly startedFrom?: Instant;
  readonly startedTo?: Instant;
  /** Part of the subject, any case. */
  readonly text?: string;
  readonly archived?: boolean;
  /** A record that it is about (`lead/101`): its inputs, and what these link to. */
  readonly about?: string;
  /** Id of a step at which it waits. */
  readonly waitingAt?: string;
  /** True: only those with an open incident. */
  readonly withIncident?: boolean;
}

/** A page of a list: the rows, and where the next page begins (null: this was the last). */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Reading what commits wrote. */
export interface Queries {
  /** Newest first. */
  instances(
    filter: InstanceFilter,
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<Page<InstanceRow>>;
  /** The same, of those that somebody may see; always by their start. */
  seenInstances(
    seer: Seer,
    filter: InstanceFilter,
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<Page<InstanceRow>>;
  /** Those of these instances that somebody may see, in the order given. */
  seenAmong(seer: Seer, ids: readonly InstanceId[]): Promise<readonly InstanceId[]>;
  /** What somebody decided, newest first; also in instances that ended and are archived. */
  decisionsBy(
    user: UserId,
    filter: DecisionFilter,
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<Page<DecisionShown>>;
  /**
   * What people decided about records: the task was about one, or its instance. Newest first.
   *
   * @param seer null: he sees everything
   * @param filter.except an instance to leave out: the one from which somebody asks
   */
  decisionsAbout(
    seer: Seer | null,
    filter: DecisionFilter & { readonly records: readonly string[]; readonly except?: InstanceId },
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<Page<DecisionShown>>;
  /** References of the records that an instance is about. */
  recordsOf(id: InstanceId): Promise<readonly string[]>;
  /** The instance with this id, or whose process and number are `process/number`; null for none. */
  instance(idOrNumber: string): Promise<InstanceRow | null>;
  /** Open tasks: the most urgent first (overdue, then by due time, then by age). `actors`: those that any of them has. */
  tasks(
    filter: {
      readonly actor?: UserId;
      readonly actors?: readonly UserId[];
      readonly instance?: InstanceId;
      readonly process?: ProcessId;
      readonly about?: string;
    },
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<Page<TaskRow>>;
  task(id: string): Promise<TaskRow | null>;
  /** A page of an inbox: overdue tasks first, then by due time, then by age. */
  inbox(
    scope: InboxScope,
    filter: InboxFilter,
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<Page<InboxTask>>;
  /** How many tasks each list of a reader holds: one cheap call. */
  inboxCounts(reader: InboxReader, now: Instant): Promise<InboxCounts>;
  /** Numbers of these instances, live or archived, by id. */
  numbers(ids: readonly InstanceId[]): Promise<Readonly<Record<string, number>>>;
  /** The closed or open task's instance; null: there never was one. */
  instanceOfTask(id: TaskId): Promise<InstanceId | null>;
  /** Open incidents, newest first; those of processes (without an instance) too. */
  incidents(
    filter: { readonly instance?: InstanceId; readonly process?: ProcessId; readonly code?: string },
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<Page<IncidentRow>>;
  /** An incident of a process or of the engine, without an instance. The same id twice is one. */
  raise(incident: IncidentRow): Promise<void>;
  /** Removes such an incident. False: it is not there. */
  settle(id: string): Promise<boolean>;
  /**
   * Live instances with nothing that could wake them: no open task, timer, subscription, outbox entry, incident, nor a
   * child whose end they await. Of more than a few thousand live ones a call looks at the next part; calls that follow
   * each other see all.
   */
  sleepless(limit: number): Promise<readonly InstanceRow[]>;
  /** Figures for metrics. Archived instances are not counted; those that ended long ago are counted once an hour. */
  counts(now: Instant): Promise<Counts>;
  /** What waits where, of live instances. @param process null: of all */
  stepCounts(process: ProcessId | null): Promise<readonly StepCount[]>;
  /** Timers by when they ring, the soonest first. @param filter.until due at this instant or before */
  timers(
    filter: { readonly process?: ProcessId; readonly instance?: InstanceId; readonly until?: Instant },
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<Page<TimerShown>>;
  /** Entries of the outbox by queue and state. */
  outboxCounts(now: Instant): Promise<readonly OutboxCount[]>;
  /** How many live instances are about a record. */
  openAbout(record: string): Promise<number>;
  /** Everything the store keeps beside the history of one instance: to compare with what the history gives. */
  stored(id: InstanceId): Promise<ProjectionRows | null>;
  /** Ids of all instances in order, a page at a time: for rebuilding and verifying. */
  ids(after: InstanceId | null, limit: number): Promise<readonly InstanceId[]>;
}

export interface Counts {
  readonly instances: Readonly<Record<string, number>>;
  readonly tasks: number;
  readonly overdueTasks: number;
  readonly timers: number;
  /** Due and not fired. */
  readonly lateTimers: number;
  /** Milliseconds that the oldest of them is late. */
  readonly latestTimerMs: number;
  readonly outbox: Readonly<Record<string, number>>;
  readonly incidents: number;
  readonly unsealed: number;
}
