import type { CommandId, InstanceId, ProcessId, TaskId, TimerId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Value } from "../base/value.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Instance } from "../instance/state.ts";
import type { StartRequest } from "../runtime/start-request.ts";
import type { Outbox, OutboxEntry } from "./outbox.ts";
import type { Queries } from "./queries.ts";
import type { Registries, RegistryRow } from "./registries.ts";
import type { Starts } from "./starts.ts";
import type { Versions } from "./versions.ts";
import type { Views } from "./views.ts";
import type { Workers } from "./workers.ts";

/**
 * The durable truth (B10, B11). One SQL implementation stands behind it; its parts share one database, so that what one
 * commit writes to several of them is there together or not at all.
 */
export interface Store {
  readonly instances: Instances;
  readonly outbox: Outbox;
  readonly starts: Starts;
  readonly workers: Workers;
  readonly versions: Versions;
  readonly registries: Registries;
  readonly queries: Queries;
  readonly views: Views;
  /**
   * True where only this process writes (SQLite): what this process did not lease nobody has, and leases of timers need
   * no row.
   */
  readonly singleWriter: boolean;
  close(): Promise<void>;
}

/** Instances: history, snapshot and everything that follows from them. */
export interface Instances {
  /**
   * Commits moves of instances. All of a group share one transaction (group commit); every guard is a condition, so one
   * that does not hold leaves the others. Resolves after the COMMIT is durable.
   *
   * After a connection that broke during COMMIT the implementation looks up what became of each member by its command
   * before it answers.
   *
   * @param moves at most one per instance; the implementation sorts them by instance
   * @returns one result per move, in the order given
   * @throws {StoreUnavailable} (engine/base) where the database cannot be reached: nothing of the group was answered, and the same
   *   moves may be tried again
   */
  commit(moves: readonly Move[]): Promise<readonly CommitResult[]>;
  /** Snapshots; ids that are not there are missing from the map. Archived instances are found too. */
  load(ids: readonly InstanceId[]): Promise<ReadonlyMap<InstanceId, Instance>>;
  /** Events in order, from a sequence on. @param from the first sequence wanted. @default 1 */
  history(id: InstanceId, from?: number): Promise<readonly HistoryEvent[]>;
  /** Reserves numbers of a process's instances, unique and rising, perhaps with gaps; returns the first of `count`. */
  reserveNumbers(process: ProcessId, count: number): Promise<number>;
  /** Last taken turn of each `nextOf` group. */
  turns(): Promise<Readonly<Record<string, UserId>>>;
  /** A refusal that belongs to no living instance: of a person's command for one that is unknown or has ended. */
  recordRejection(rejection: StrayRejection): Promise<void>;
  /**
   * Moves instances that ended before the instant, and all that belongs to them, into the archive tables. Their history
   * and snapshot stay readable. Returns how many; at most `limit` at once.
   */
  archive(
    endedBefore: Instant,
    limit: number,
    /** @default all processes */
    of?: { readonly only: string } | { readonly except: readonly string[] },
  ): Promise<number>;
}

/** One move of one instance: what a command came to. */
export interface Move {
  readonly instance: InstanceId;
  /** Revision (sequence of the last event) it was decided on; 0: the instance is new. */
  readonly expected: number;
  readonly command: CommandId;
  readonly at: Instant;
  /** At least one. */
  readonly events: readonly HistoryEvent[];
  readonly after: Instance;
  /** Of `project(before, after, events)`. */
  readonly rows: ProjectionRows;
  /**
   * Ids that must be new to the inbox: a person's command, an event for one subscription, a start. They are kept with
   * the move; where one is there already nothing is written and the answer is `handledBefore`.
   */
  readonly inbox: readonly string[];
  /** Entries of the outbox that this move finishes: they are deleted with it. */
  readonly done: readonly string[];
  readonly reserves: Reserves;
  /** Who writes. A worker that lost its lease writes nothing. Null: a use case outside any worker. */
  readonly fence: Fence | null;
  /**
   * True: entries that the move puts into the outbox are leased to the fence's worker at once (it does them itself, and
   * saves the round trip of leasing). They are not begun: if the worker dies they are nobody's again, and certain.
   */
  readonly keeps: boolean;
}

/** What must be free, or as it was, for the move to stand. */
export interface Reserves {
  /** A start's business key: taken by this instance unless a live one has it (`keyTaken`). */
  readonly key: string | null;
  /** A start's `once`: never used before, else `onceTaken`. */
  readonly once: string | null;
  /** The waiting starts of the key as the move leaves them; revision as read (0: no row). Changed meanwhile: `conflict`. */
  readonly waiting: { readonly revision: number; readonly left: readonly StartRequest[] } | null;
  /** Turns of `nextOf` that the move took: from whom (null: nobody yet) to whom. Changed meanwhile: `conflict`. */
  readonly turns: readonly { readonly group: string; readonly from: UserId | null; readonly to: UserId }[];
}

export interface Fence {
  readonly worker: string;
  readonly epoch: number;
}

export type CommitResult =
  /** `historyBytes`: size of the instance's whole history now, as the store keeps it: a history has a stated bound. */
  | { readonly kind: "committed"; readonly historyBytes: number }
  /** Somebody else moved the instance (or took the turn, or changed the queue) since it was read: decide again. */
  | { readonly kind: "conflict" }
  /** The worker's lease is over: it must stop. */
  | { readonly kind: "fenced" }
  /** One of `inbox` was handled before, by this move of an instance (null: known without one). */
  | { readonly kind: "handledBefore"; readonly instance: InstanceId | null; readonly sequence: number }
  | { readonly kind: "keyTaken"; readonly instance: InstanceId }
  | { readonly kind: "onceTaken" };

/** What the store keeps beside history and snapshot, computed by the pure `project`; can be computed again from history. */
export interface ProjectionRows {
  readonly tasks: Changed<TaskRow>;
  readonly timers: Changed<TimerRow>;
  readonly subscriptions: Changed<SubscriptionRow>;
  readonly incidents: Changed<IncidentRow>;
  /** Calls that are outside now, and errands (take back what told of a task, tell who waits for the end). */
  readonly outbox: Changed<OutboxEntry>;
  readonly registry: readonly RegistryRow[];
  /** What people decided; `recalled`: ids of decisions that count no more. They stay when their task and instance are gone. */
  readonly decisions: { readonly put: readonly DecisionRow[]; readonly recalled: readonly string[] };
  /** Who may see the instance from now on: its requester, and whoever had a task of it. Nobody is taken off. */
  readonly viewers: readonly UserId[];
  /** References of the records that it is about. */
  readonly records: Changed<string>;
  /** Steps at which it waits. */
  readonly steps: Changed<StepRow>;
  /** The instance resumed: what is parked in the outbox for it becomes due. */
  readonly unpark: boolean;
}

export interface Changed<Row> {
  readonly put: readonly Row[];
  /** Ids of rows that go. */
  readonly drop: readonly string[];
}

/** An open task as lists show it; the rest is in `task`. */
export interface TaskRow {
  readonly id: TaskId;
  readonly instance: InstanceId;
  readonly process: ProcessId;
  readonly step: string;
  readonly purpose: string;
  readonly title: string;
  /** The record it is about (`lead/101`). */
  readonly about: string | null;
  readonly assignee: UserId | null;
  /** Who may act on it now: the assignee, unless somebody claimed it also those it was offered to; and who delegated it. */
  readonly actors: readonly UserId[];
  readonly openedAt: Instant;
  readonly dueAt: Instant | null;
  readonly priority: number;
  readonly suspended: boolean;
  /** Number and subject of its instance: `process/number` is what people call it by. */
  readonly number: number;
  readonly subject: string;
  /** Those of `actors` to whom it is offered: whoever claims it first has it. Empty once somebody has. */
  readonly candidates: readonly UserId[];
  /** Groups that it was offered to. */
  readonly groups: readonly string[];
  /** Four eyes: who may not act on it, in whoever's place. */
  readonly excluded: readonly UserId[];
  /** How it can be answered, in the order of the file. */
  readonly outcomes: readonly { readonly name: string; readonly title: string }[];
}

/** What somebody decided, as lists show it. */
export interface DecisionRow {
  /** Of the task. */
  readonly id: TaskId;
  readonly instance: InstanceId;
  readonly process: ProcessId;
  readonly number: number;
  readonly step: string;
  readonly purpose: string;
  /** Of an approval; null outside. */
  readonly seat: number | null;
  readonly by: UserId;
  readonly onBehalfOf: UserId | null;
  readonly outcome: string;
  /** The outcome as the sheet says it (`Согласовано`). */
  readonly word: string;
  readonly title: string;
  readonly about: string | null;
  readonly comment: string | null;
  readonly at: Instant;
  /** False once a recall or rework took it back. */
  readonly counts: boolean;
}

/** A step at which an instance waits, and how many of its tokens do. */
export interface StepRow {
  /** Of the step. */
  readonly id: string;
  readonly count: number;
}

export interface TimerRow {
  readonly id: TimerId;
  readonly instance: InstanceId;
  readonly dueAt: Instant;
  /** True while it must not fire: its instance is suspended, or its rung waits for a look at a record. */
  readonly paused: boolean;
}

export interface SubscriptionRow {
  /** The activation that waits. */
  readonly id: string;
  readonly instance: InstanceId;
  readonly kind: "holds" | "event" | "message";
  readonly names: readonly string[];
  readonly record: string | null;
  readonly key: string | null;
  readonly since: Instant;
}

export interface IncidentRow {
  readonly id: string;
  readonly instance: InstanceId | null;
  readonly process: ProcessId;
  readonly step: string | null;
  readonly code: string;
  readonly message: { readonly ru: string; readonly en: string };
  readonly remedy: { readonly ru: string; readonly en: string };
  readonly resolution: "retry" | "assign" | "none";
  readonly at: Instant;
}

export interface StrayRejection {
  readonly at: Instant;
  readonly by: UserId | null;
  readonly instance: string | null;
  readonly task: string | null;
  readonly what: string;
  readonly code: string;
  readonly detail: Value;
}
