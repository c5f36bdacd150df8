import type {
  ActivationId,
  CallId,
  CommandId,
  InstanceId,
  ProcessId,
  StepId,
  TaskId,
  TimerId,
  UserId,
} from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Value, ValueMap } from "../base/value.ts";
import type { Principal } from "../people/directory.ts";
import type { CallOutcome } from "./call-outcome.ts";
import type { IncidentRaised, IncidentResolved } from "./incident-events.ts";
import type {
  Attached,
  CallPurpose,
  Decision,
  InstanceStatus,
  Needed,
  Note,
  Seat,
  Subscription,
  Task,
  TimerPurpose,
} from "./state.ts";

/**
 * A fact in the life of an instance. Events and only events change an instance (`evolve`); whatever the world is asked
 * to do follows from one (`effectOf`). A released kind never changes its meaning (A10).
 *
 * The kinds are those of language §7 and two more that an auditor looks for by name: `approverAdded`, `commentAdded`.
 */
export type HistoryEvent = EventHead & EventBody;
export type EventKind = EventBody["kind"];

export interface EventHead {
  readonly instance: InstanceId;
  readonly sequence: number /** Gapless from 1. */;
  readonly at: Instant;
  /** The person whose command made it; null: the engine (clock, adapter, automatic step). */
  readonly actor: UserId | null;
  /** The command that made it. */
  readonly command: CommandId;
  /** Set where an administrator acted in the name of `actor`: who he was (null: nobody the directory knows). */
  readonly overrideBy?: UserId | null;
}

/** Sets a variable in a scope. */
export interface Assignment {
  /** The scope's id: `""` the root, else a block's, iteration's or branch's. */
  readonly scope: string;
  readonly name: string;
  readonly value: Value;
}

export type EventBody =
  | InstanceStarted
  | StepEntered
  | StepCompleted
  | StepSkipped
  | TaskOpened
  | TaskClaimed
  | TaskUnclaimed
  | TaskDelegated
  | TaskReassigned
  | TaskOffered
  | TaskCompleted
  | TaskClosed
  | ApproverAdded
  | CommentAdded
  | RungFired
  | CallRequested
  | CallEnded
  | MessageRequested
  | RegistryAppended
  | TimerScheduled
  | TimerCanceled
  | TimerFired
  | IncidentRaised
  | IncidentResolved
  | CommandRejected
  | InstanceSuspended
  | InstanceResumed
  | InstanceMigrated
  | InstanceEnded;

export interface InstanceStarted {
  readonly kind: "instanceStarted";
  readonly process: ProcessId;
  readonly digest: string;
  /** «Процесс № N», counted per process. */
  readonly number: number;
  readonly requester: UserId | null;
  /** Records as references until they are loaded. */
  readonly input: ValueMap;
  readonly key: string | null;
  /** Which start of the file, from 0; null where started by hand (`run`, API). */
  readonly start: number | null;
  /** What started it: `{ event, id }`, `{ instance, step }` of a parent, `{ batch }` of many at once, or null. */
  readonly cause: ValueMap | null;
  readonly subject: string;
  /** True where records must be loaded before the first step. */
  readonly loading: boolean;
}

export interface StepEntered {
  readonly kind: "stepEntered";
  readonly step: StepId;
  readonly activation: ActivationId;
  readonly visit: number;
  readonly parent: ActivationId | null;
  readonly lane: string;
  /** The scope its result goes to. Made, with `lets`, if it is not there yet. */
  readonly scope: string;
  /** Parent of `scope`, for making it. */
  readonly scopeParent: string | null;
  /** Variables that the lane's scope begins with: the element and counter of an iteration, the error of a catch. */
  readonly lets: ValueMap | null;
  readonly title: string;
  readonly subscription: Subscription | null;
  /** Of a `for`. */
  readonly items: readonly Value[] | null;
  /** Of a `for`: are the variables of its iterations read at the end (`collect`)? Otherwise they go as the next one begins. */
  readonly collects: boolean;
  /** Of an approval. */
  readonly seats: readonly Seat[] | null;
  readonly needed: Needed;
  readonly round: number;
  readonly veto: readonly Principal[];
}

export interface StepCompleted {
  readonly kind: "stepCompleted";
  readonly step: StepId;
  readonly activation: ActivationId;
  /** Null where the step has no result. */
  readonly result: Value;
  readonly variables: readonly Assignment[];
  /** Why it ended before its end: `until`, `timeout`, `jump`, `any`, `cancel`, `error`, `rework`, `end`; null: it ran to its end. */
  readonly closed: string | null;
  /** Of a decision step. */
  readonly decision: {
    readonly table: string;
    readonly inputs: ValueMap;
    readonly matched: readonly number[];
    readonly outputs: ValueMap;
  } | null;
  /** Of a switch: number of the case that held, from 1; 0: none. */
  readonly case: number | null;
}

export interface StepSkipped {
  readonly kind: "stepSkipped";
  readonly step: StepId;
  readonly scope: string;
  readonly scopeParent: string | null;
  readonly lets: ValueMap | null;
  /** Its variable, now null. */
  readonly variable: string | null;
  readonly parent: ActivationId | null;
  readonly lane: string;
}

export interface TaskOpened {
  readonly kind: "taskOpened";
  readonly step: StepId;
  /** The whole task as it opened. A recalled decision opens its seat again. */
  readonly task: Task;
  /** The task whose decision a recall took back. */
  readonly recalls: TaskId | null;
  /** Turn taken from a `nextOf` group: the commit compares and sets it. */
  readonly turn: { readonly group: string; readonly user: UserId } | null;
}
interface OnTask {
  readonly step: StepId;
  readonly task: TaskId;
}
export interface TaskClaimed extends OnTask {
  readonly kind: "taskClaimed";
  readonly by: UserId;
  readonly onBehalfOf: UserId | null;
}
export interface TaskUnclaimed extends OnTask {
  readonly kind: "taskUnclaimed";
  readonly by: UserId;
}
export interface TaskDelegated extends OnTask {
  readonly kind: "taskDelegated";
  readonly by: UserId;
  readonly to: UserId;
  readonly owner: UserId;
}
/** `override`: an administrator did it. `rung`: the ladder did it. */
export interface TaskReassigned extends OnTask {
  readonly kind: "taskReassigned";
  readonly by: UserId | null;
  readonly from: UserId | null /** Null where it moved to a group: then `candidates` may claim. */;
  readonly to: UserId | null;
  readonly candidates: readonly UserId[];
  readonly override: boolean;
  readonly rung: number | null;
  readonly note: Note | null;
}
export interface TaskOffered extends OnTask {
  readonly kind: "taskOffered";
  readonly to: readonly UserId[];
  readonly principal: Principal;
  readonly rung: number;
}
export interface TaskCompleted extends OnTask {
  readonly kind: "taskCompleted";
  readonly activation: ActivationId;
  readonly decision: Decision;
  /** Form fields' values, checked. */
  readonly form: ValueMap;
  /** Inputs the task changed, written to the root. */
  readonly variables: readonly Assignment[];
  /** Null: the clock; people's ids otherwise (also in `decision`, here for readers of the timeline). */
  readonly by: UserId | null;
  readonly onBehalfOf: UserId | null;
  readonly outcome: string;
  readonly comment: string | null;
  /** Of an approval: does the outcome agree? */
  readonly agrees: boolean;
  /** The instance's name with the inputs changed, where it is another one. */
  readonly subject?: string;
}
export interface TaskClosed {
  readonly kind: "taskClosed";
  readonly step: StepId;
  /** Null where a seat was skipped before it opened. */
  readonly task: TaskId | null;
  readonly activation: ActivationId;
  readonly seat: number | null;
  /** `until`, `timeout`, `jump`, `decided` (the approval is over), `recalled`, `rework`, `skipped`, `answered`, `resolved`, `cancel`, `end` … */
  readonly reason: string;
  readonly note: Note | null;
}
export interface ApproverAdded extends OnTask {
  readonly kind: "approverAdded";
  readonly activation: ActivationId;
  readonly by: UserId;
  readonly seat: Seat /** Number of the seat it stands behind. */;
  readonly after: number;
  /** He stays for later rounds; not there in histories of before that. `behind`: whose seat he stands behind. */
  readonly stays?: { readonly iteration: string; readonly behind: Principal };
}
export interface CommentAdded extends OnTask {
  readonly kind: "commentAdded";
  readonly by: UserId;
  readonly text: string /** The question or the answer of an ask for info, else null. */;
  readonly info: "question" | "answer" | null;
  readonly files?: Attached;
}

export interface RungFired {
  readonly kind: "rungFired";
  readonly step: StepId;
  readonly activation: ActivationId;
  readonly task: TaskId | null;
  /** From 0; `repeat`: which firing of a repeating one, from 0. */
  readonly rung: number;
  readonly repeat: number;
  readonly action: "remind" | "notify" | "offer" | "reassign" | "outcome";
  readonly dueAt: Instant;
  readonly to: readonly UserId[];
  /** True where the record of an enclosing `holds` could not be read for an hour. */
  readonly unverified: boolean;
}
export interface CallRequested {
  readonly kind: "callRequested";
  readonly step: StepId | null;
  readonly activation: ActivationId | null;
  readonly call: CallId;
  readonly operation: string;
  readonly input: ValueMap;
  readonly key: string;
  readonly attempt: number;
  readonly attemptTimeoutMs: number;
  readonly purpose: CallPurpose;
  /** Somebody gave it something else than the file says: later attempts and retries of the visit go on with that. */
  readonly edited?: true;
}
export interface CallEnded {
  readonly kind: "callEnded";
  readonly step: StepId | null;
  readonly call: CallId;
  readonly operation: string;
  readonly attempt: number;
  /** `withdrawn`: closed before it was sent. */
  readonly outcome: CallOutcome | { readonly kind: "withdrawn" };
  /** True: another attempt will follow (its timer is scheduled in the same commit). */
  readonly again: boolean;
  /** True where the outcome came after the step had been closed: it moves nothing. */
  readonly late: boolean;
  /** Of the first load: the inputs with their records. */
  readonly variables: readonly Assignment[];
  readonly subject: string | null;
}
/** A message to a person or a record's contact; a call of `message.send` with the words already made. */
export interface MessageRequested {
  readonly kind: "messageRequested";
  readonly step: StepId | null;
  readonly activation: ActivationId | null;
  readonly call: CallId;
  readonly key: string;
  readonly message: Message;
  readonly attempt: number;
  readonly purpose: CallPurpose;
}
export interface Message {
  /** `notice`: a `notify` step or an escalation; `task`: somebody is told of a task. */
  readonly about: "notice" | "task";
  /** A user id or a record's reference. */
  readonly to: string;
  /** In the order to try; empty: the person's own. */
  readonly channels: readonly string[];
  readonly all: boolean;
  readonly from: string | null;
  readonly replyTo: string | null;
  readonly subject: string | null;
  readonly text: string;
  readonly facts: readonly { readonly title: string; readonly text: string }[];
  /** The task to open from the message. */
  readonly task: TaskId | null;
}
export interface RegistryAppended {
  readonly kind: "registryAppended";
  readonly step: StepId;
  readonly activation: ActivationId;
  readonly registry: string;
  /** Records as references. */
  readonly entry: ValueMap;
}

export interface TimerScheduled {
  readonly kind: "timerScheduled";
  readonly step: StepId | null;
  readonly timer: TimerId;
  readonly dueAt: Instant;
  readonly purpose: TimerPurpose;
  readonly activation: ActivationId | null;
  readonly task: TaskId | null;
}
export interface TimerCanceled {
  readonly kind: "timerCanceled";
  readonly step: StepId | null;
  readonly timer: TimerId;
}
export interface TimerFired {
  readonly kind: "timerFired";
  readonly step: StepId | null;
  readonly timer: TimerId;
  readonly dueAt: Instant;
}
export interface CommandRejected {
  readonly kind: "commandRejected";
  readonly by: UserId | null;
  readonly step: StepId | null;
  readonly task: TaskId | null;
  readonly what: string;
  readonly code: string;
  readonly reason: Note;
}
export interface InstanceSuspended {
  readonly kind: "instanceSuspended";
  readonly by: UserId | null;
  readonly reason: string | null;
}
export interface InstanceResumed {
  readonly kind: "instanceResumed";
  readonly by: UserId | null;
}
export interface InstanceMigrated {
  readonly kind: "instanceMigrated";
  readonly digest: string;
  readonly from: string;
  readonly variables?: readonly Assignment[] /** Inputs that the new version adds, with their defaults. */;
  /** Live visits whose lane has another number now: a case or a `catch` was put before theirs. */
  readonly lanes?: Readonly<Record<ActivationId, string>>;
}
export interface InstanceEnded {
  readonly kind: "instanceEnded";
  readonly status: Exclude<InstanceStatus, "running" | "suspended">;
  /** Who canceled or withdrew. */
  readonly by: UserId | null;
  readonly override: boolean /** True: an administrator's cancel. */;
  readonly reason?: string /** As who canceled or withdrew it gave it. */;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly output: Value;
}
