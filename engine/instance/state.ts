import type { Duration } from "../base/duration.ts";
import type { ActivationId, CallId, InstanceId, ProcessId, StepId, TaskId, TimerId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Value, ValueMap } from "../base/value.ts";
import type { Principal } from "../people/directory.ts";
import type { Message } from "./event.ts";
import type { VisitCounts } from "./visit-counts.ts";

/** Where an instance stands. Plain JSON, immutable: `evolve` makes the next one. */
export interface Instance {
  readonly id: InstanceId;
  readonly process: ProcessId;
  readonly digest: string;
  readonly number: number;
  readonly status: InstanceStatus;
  readonly subject: string;
  readonly requester: UserId | null;
  readonly key: string | null;
  /** A step of another instance started it (`run`), and may wait for its end. */
  readonly isRun?: true;
  /** One of many that were started at once (`ordo start --each`): it waits behind what people wait for. */
  readonly isBulk?: true;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly suspendedAt: Instant | null;
  /** Sequence of the last event. */
  readonly sequence: number;
  /** Instant of the last event: none may be before it. */
  readonly lastAt: Instant;
  /** Records are still being loaded. */
  readonly loading: boolean;
  /** Live visits of steps, in the order they were entered. */
  readonly activations: Readonly<Record<ActivationId, Activation>>;
  /** Scope id → variables; `""` is the root. */
  readonly scopes: Readonly<Record<string, Scope>>;
  /** How often each step was entered. */
  readonly visits: VisitCounts;
  /** Open tasks. */
  readonly tasks: Readonly<Record<TaskId, Task>>;
  readonly timers: Readonly<Record<TimerId, Timer>>;
  /** Calls without an outcome, and calls waiting for their next attempt. */
  readonly calls: Readonly<Record<CallId, Call>>;
  readonly incidents: Readonly<Record<string, Incident>>;
  /** Every decision and completion ever, for the approval sheet and for recall; `counts` falls at rework and recall. */
  readonly sheet: readonly Decision[];
  /** Approvers whom people added, in that order: each is asked again in the later rounds of his approval. */
  readonly added?: readonly AddedApprover[];
  readonly output: Value;
}

export type InstanceStatus = "running" | "suspended" | "completed" | "failed" | "canceled";

export interface Scope {
  readonly parent: string | null;
  readonly variables: ValueMap;
  /** Of a `catch`: holds the error it names, nothing else. What its steps make belongs to the scope around. */
  readonly isHandler: boolean;
}

/** One visit of a token to a step. */
export interface Activation {
  readonly id: ActivationId;
  readonly step: StepId;
  readonly visit: number;
  readonly parent: ActivationId | null;
  /** Which list of the parent it runs in: `body`, `do`, `case:0`, `branch:legal`, `item:3`, `catch:0`, `timeout`. */
  readonly lane: string;
  readonly scope: string;
  readonly enteredAt: Instant;
  /** Elements of a `for`. */
  readonly items: readonly Value[] | null;
  /** Are the scopes of ended iterations kept for `collect`? */
  readonly collects: boolean;
  /** Lanes begun so far, in order. */
  readonly lanes: readonly string[];
  readonly subscription: Subscription | null;
  readonly approval: ApprovalState | null;
  readonly title: string;
  /** Somebody gave its call something else than the file says: what is asked for from now on, under which key. */
  readonly edited?: { readonly operation: string; readonly input: ValueMap; readonly key: string };
}

/** What a `listen` or `until` waits for, resolved. */
export interface Subscription {
  readonly kind: "holds" | "event" | "message";
  /** Event types, or the message's name; for `holds` those of the record's type. */
  readonly names: readonly string[];
  /** The record it is about, else null. */
  readonly record: string | null;
  /** Correlation key of a message. */
  readonly key: string | null;
}

export interface ApprovalState {
  readonly seats: readonly Seat[];
  /** From 1; one more after every rework. */
  readonly round: number;
  /** Whose refusal ends everything. */
  readonly veto: readonly Principal[];
  readonly needed: Needed;
}

/** How many must agree: all, a number (`any` is 1), or a share of the seats that are really asked. */
export type Needed =
  | { readonly kind: "all" }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "percent"; readonly percent: number };

export interface Seat {
  /** From 1, stable: added seats get the next number but stand where they belong in the list. */
  readonly number: number;
  readonly principal: Principal;
  readonly status: "waiting" | "open" | "decided" | "skipped" | "closed";
  readonly task: TaskId | null;
  readonly outcome: string | null;
  readonly agrees: boolean;
  /** Who added it while running. */
  readonly addedBy: UserId | null;
  readonly note: Note | null;
}

/** Somebody whom people added to an approval while it ran. */
export interface AddedApprover {
  readonly step: StepId;
  /** In which iterations of `for` (`item:2`); empty outside of them. */
  readonly iteration: string;
  readonly principal: Principal;
  readonly by: UserId;
  /** Whose seat he stands behind. */
  readonly behind: Principal;
}

/** Why something came out as it did (replacement, skip), for the sheet and `why`. */
export interface Note {
  readonly ru: string;
  readonly en: string;
}

export type TaskPurpose = "work" | "seat" | "rework" | "info" | "rescue" | "unreachable";

/** An open task for a person. */
export interface Task {
  readonly id: TaskId;
  readonly activation: ActivationId;
  readonly step: StepId;
  readonly purpose: TaskPurpose;
  /** Number of the seat; null outside approvals. */
  readonly seat: number | null;
  readonly title: string;
  /** The record it is about (`lead/101`), or null. */
  readonly about: string | null;
  readonly facts: readonly { readonly title: string; readonly text: string; readonly value: Value }[];
  readonly instructions: string | null;
  /** Names and what a console needs; the definition holds the whole field. Defaults filled in. */
  readonly form: readonly TaskField[];
  readonly outcomes: readonly {
    readonly name: string;
    readonly title: string;
    readonly done: string;
    readonly needs: readonly string[];
  }[];
  readonly assignee: UserId | null;
  /** Taken by claiming: other candidates must wait. False for a task that was assigned. */
  readonly claimed: boolean;
  /** Resolved user ids that may claim. */
  readonly candidates: readonly UserId[];
  /** Groups and the like they came from, for people. */
  readonly offeredTo: readonly Principal[];
  /** Four eyes: whom `notBy` strikes out, resolved. */
  readonly excluded: readonly UserId[];
  /** Stays answerable while another does it. */
  readonly delegatedBy: UserId | null;
  /** Everybody the ladder has moved it to, the first assignee included. */
  readonly asked: readonly UserId[];
  readonly openedAt: Instant;
  readonly dueAt: Instant | null;
  readonly followUpAt: Instant | null;
  readonly priority: number;
  /** Why these people: replacements and their reasons. */
  readonly notes: readonly Note[];
  readonly comments: readonly Comment[];
  /** Of `info`: the task whose assignee asks. Of `rescue`: the incident it mends. */
  readonly asks: TaskId | null;
  readonly incident: string | null;
  /** Since when a question about it has been open; with `pauseClock` its clock stands still since then. */
  readonly pausedAt: Instant | null;
}

/** A comment, a question or an answer. */
export interface Comment {
  readonly by: UserId;
  readonly at: Instant;
  readonly text: string;
  readonly files?: Attached;
}

/** Files that people attach to what they say: `{ id, name }`, one or more. */
export type Attached = readonly Value[];

export interface TaskField {
  readonly name: string;
  readonly type: string;
  readonly title: string;
  readonly required: boolean;
  readonly value: Value;
  /** True for an input that the task edits. */
  readonly edits: boolean;
}

/** Somebody's decision or completion, or a seat that fell away (`skip`): it stands on the sheet with its reason. */
export interface Decision {
  readonly purpose: TaskPurpose | "skip";
  readonly task: TaskId;
  readonly activation: ActivationId;
  readonly step: StepId;
  readonly seat: number | null;
  readonly round: number;
  /** Null: the clock decided (`action: outcome`, `timeout.outcome`). */
  readonly by: UserId | null;
  readonly onBehalfOf: UserId | null;
  /** Set where an administrator decided in the name of `by`: who he was (null: nobody the directory knows). */
  readonly overrideBy?: UserId | null;
  readonly outcome: string;
  readonly at: Instant;
  readonly openedAt: Instant;
  readonly comment: string | null;
  /** Attached to the comment. */
  readonly files?: Attached;
  /** What was filled in. */
  readonly form: ValueMap;
  readonly notes: readonly Note[];
  /** False once a recall or rework took it back. */
  readonly counts: boolean;
}

export interface Timer {
  readonly id: TimerId;
  readonly dueAt: Instant;
  readonly purpose: TimerPurpose;
  readonly activation: ActivationId | null;
  readonly task: TaskId | null;
}

/** `counted`: only where file and owner do not say it (see {@link Counted}). */
export type TimerPurpose =
  | { readonly kind: "wait"; readonly counted?: Counted }
  | { readonly kind: "timeout"; readonly counted?: Counted }
  /** The n-th rung (from 0) of the task's or block's ladder; `repeat` counts its firings, from 0. */
  | {
      readonly kind: "rung";
      readonly rung: number;
      readonly repeat: number;
      readonly origin: Instant;
      readonly counted?: Counted;
    }
  | { readonly kind: "attempt"; readonly call: CallId }
  | { readonly kind: "try" };

/**
 * From when and how much a timer counts, so that it can be counted again when the calendar changes. A timer without it
 * counts the duration in the file from its origin: the opening of the task, the entry of the step. `by` null: nobody
 * counted, it was pushed on by as much as a clock stood still, and stays where it is.
 */
export interface Counted {
  readonly from: Instant;
  readonly by: Duration | null;
}

export interface Call {
  readonly id: CallId;
  readonly activation: ActivationId | null;
  readonly operation: string;
  readonly input: ValueMap;
  /** The outside's idempotency key: the same for every attempt. */
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  readonly requestedAt: Instant;
  readonly purpose: CallPurpose;
  readonly attemptTimeoutMs: number;
  /** Of a message: the words. */
  readonly message: Message | null;
  /** True between attempts: nothing is outside. */
  readonly resting: boolean;
  /** Closed before its outcome came: a late outcome is written down and moves nothing. */
  readonly withdrawn: boolean;
}

/** What is done with a call's outcome. */
export type CallPurpose =
  /** The step's own: its result. */
  | { readonly kind: "step" }
  /** Loads the inputs' records before the first step. */
  | { readonly kind: "load" }
  /** Reads the records that a task put into inputs; then its step goes on. */
  | { readonly kind: "edited"; readonly task: Task; readonly form: ValueMap }
  /** A look at the record of a `holds`: of `blocks` in turn, then what waited for it. */
  | { readonly kind: "look"; readonly block: ActivationId; readonly then: AfterLook }
  /** A message of a `notify` step. */
  | { readonly kind: "notify" }
  /** A message that tells somebody of a task, or of a rung. Nothing waits for it. */
  | { readonly kind: "told"; readonly task: TaskId | null };

export type AfterLook =
  /** The block has just been entered. */
  | { readonly kind: "begin" }
  /** A task of this activation (or its seat) is about to open; `rest` are the further blocks to look at. */
  | { readonly kind: "open"; readonly activation: ActivationId; readonly rest: readonly ActivationId[] }
  /** A rung is about to fire. */
  | { readonly kind: "rung"; readonly timer: TimerId; readonly rest: readonly ActivationId[] };

export interface Incident {
  readonly id: string;
  readonly code: string;
  readonly message: Note;
  readonly remedy: Note;
  readonly activation: ActivationId | null;
  readonly step: StepId | null;
  /** What can be done: try the step again, or name somebody for a task. */
  readonly resolution: "retry" | "assign";
  /** Seat of an approval it is about. */
  readonly seat: number | null;
  readonly at: Instant;
}
