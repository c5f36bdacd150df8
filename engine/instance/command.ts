import type { ActivationId, CallId, CommandId, InstanceId, TaskId, TimerId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Value, ValueMap } from "../base/value.ts";
import type { Definition } from "../definition/model.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { CallOutcome } from "./call-outcome.ts";
import type { HistoryEvent } from "./event.ts";
import type { Attached, Instance, Note } from "./state.ts";

/** A request to one instance. Everything that happens comes as one: a person, a timer, a message, an adapter's answer. */
export type Command = CommandHead & CommandBody;
export type CommandKind = CommandBody["kind"];

export interface CommandHead {
  readonly id: CommandId;
  readonly instance: InstanceId;
  /** Who asks; null: the engine itself. */
  readonly by: UserId | null;
  /** Set where an administrator acts in the name of `by`: who he is (null: nobody the directory knows). */
  readonly override?: UserId | null;
  /** Set where a role of the installation lets `by` operate instances: he need be no administrator of the directory. */
  readonly operates?: true;
}

export type CommandBody =
  | {
      readonly kind: "start";
      readonly input: ValueMap;
      readonly requester: UserId | null;
      readonly key: string | null;
      readonly start: number | null;
      readonly cause: ValueMap | null;
    }
  | { readonly kind: "claim"; readonly task: TaskId }
  | { readonly kind: "unclaim"; readonly task: TaskId }
  | { readonly kind: "delegate"; readonly task: TaskId; readonly to: UserId }
  /** `note`: why, in words for the history (a leaver's tasks move). @default none */
  | { readonly kind: "reassign"; readonly task: TaskId; readonly to: UserId; readonly note?: Note }
  | {
      readonly kind: "complete";
      readonly task: TaskId;
      readonly outcome: string | null;
      readonly form: ValueMap;
      readonly comment: string | null;
      /** Attached to the comment or the answer. @default none */
      readonly files?: Attached;
    }
  | { readonly kind: "comment"; readonly task: TaskId; readonly text: string; readonly files?: Attached }
  | { readonly kind: "addApprover"; readonly task: TaskId; readonly user: UserId }
  | {
      readonly kind: "askForInfo";
      readonly task: TaskId;
      readonly to: UserId | null;
      readonly question: string;
      readonly files?: Attached;
    }
  /** Takes back one's own decision on this (closed) task. */
  | { readonly kind: "recall"; readonly task: TaskId }
  /** The requester takes the whole thing back, through any open task of his process that allows it. */
  | { readonly kind: "withdraw"; readonly reason: string | null }
  | { readonly kind: "cancel"; readonly reason: string | null }
  | { readonly kind: "suspend"; readonly reason: string | null }
  | { readonly kind: "resume" }
  /** `edited`: what the refused call of the step is given instead, and why. @default what the file says, worked out anew */
  | {
      readonly kind: "retry";
      readonly incident: string;
      readonly edited?: { readonly input: ValueMap; readonly reason: string };
    }
  /**
   * Moves to the definition it is decided with, from the one that has this digest; that one is in {@link Facts.previous}.
   */
  | { readonly kind: "migrate"; readonly from: string }
  /** The calendar changed: open business timers are counted again. Accepted with no events where none moves. */
  | { readonly kind: "replan" }
  | { readonly kind: "fireTimer"; readonly timer: TimerId }
  | { readonly kind: "reportCall"; readonly call: CallId; readonly attempt: number; readonly outcome: CallOutcome }
  /** An event or message for a subscription of this instance. */
  | { readonly kind: "deliver"; readonly activation: ActivationId; readonly event: Delivered };

/** What a subscription gets. */
export type Delivered =
  | {
      readonly kind: "record";
      readonly name: string;
      readonly event: ValueMap /** Null: deleted. */;
      readonly record: Value;
    }
  | { readonly kind: "event"; readonly name: string; readonly event: ValueMap }
  | { readonly kind: "message"; readonly name: string; readonly event: ValueMap };

/**
 * Everything a decision may know besides the instance; consistent, frozen. What was resolved from it is written into
 * the event, so that replay needs none of it.
 */
export interface Facts {
  readonly now: Instant;
  readonly people: DirectorySnapshot;
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
  /** Last taken turn of each `nextOf` group. */
  readonly turns: Readonly<Record<string, UserId>>;
  /** The number reserved for a start; 0 otherwise. */
  readonly number: number;
  /** Language of texts that have no reader of their own. */
  readonly locale: "ru" | "en";
  /** Who answers for records of a type that have nobody (`catalog.yaml`: `department`), by record type. */
  readonly departments: Readonly<Record<string, string>>;
  /** Of `migrate`: the definition that the instance runs on. */
  readonly previous?: Definition;
}

export type Answer =
  /** `instance`: as the events leave it; folding them gives the same (A4). */
  | { readonly kind: "accepted"; readonly events: readonly HistoryEvent[]; readonly instance: Instance }
  /** Refused. `events` holds the `commandRejected` where a person asked and the instance lives. */
  | {
      readonly kind: "rejected";
      readonly code: RejectionCode;
      readonly reason: Note;
      readonly remedy: Note;
      readonly fields: Readonly<Record<string, Note>>;
      readonly events: readonly HistoryEvent[];
      readonly instance: Instance | null;
    };

/** Language §3 "Rejections", and what starting and incidents add. */
export type RejectionCode =
  | "INSTANCE_NOT_FOUND"
  | "TASK_NOT_OPEN"
  | "INSTANCE_SUSPENDED"
  | "EXCLUDED"
  | "NOT_ALLOWED"
  | "NOT_PERMITTED_HERE"
  | "ALREADY_CLAIMED"
  | "UNKNOWN_OUTCOME"
  | "FORM_INVALID"
  | "COMMENT_REQUIRED"
  | "TOO_LATE"
  | "INSTANCE_ENDED"
  | "INCIDENT_NOT_OPEN"
  | "USER_NOT_FOUND"
  | "MIGRATION_REFUSED"
  | "NOT_EDITABLE"
  | "STALE";
