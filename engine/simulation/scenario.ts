import type { Duration } from "../base/duration.ts";
import type { Value, ValueMap } from "../base/value.ts";

/** A story of a process, as an analyst wrote it (language §6), read but not yet played. */
export interface Scenario {
  readonly file: string;
  readonly name: string;
  /** Null: the process in whose folder the file lies. */
  readonly process: string | null;
  readonly given: Given;
  readonly start: StartLine | null;
  readonly when: readonly Line[];
  /** What must have come of it, claim by claim. */
  readonly then: readonly Claim[];
}

export interface Given {
  /** ISO text; null: {@link DEFAULT_NOW}. */
  readonly now: string | null;
  /** Files and inline records, in order; later ones win. Null: those of `ordo.yaml`. */
  readonly records: readonly (string | ValueMap)[] | null;
  readonly lists: ValueMap;
  readonly directory: readonly (string | ValueMap)[] | null;
  /** Which processes run together; null: the one under test. */
  readonly processes: readonly string[] | "all" | null;
  readonly registry: ValueMap;
}

/** Monday morning: where a scenario does not say when it is. */
export const DEFAULT_NOW = "2026-11-23T10:00:00+03:00";

/** Something that must hold: `status`, `path`, `records`, `task`… and what is expected of it. */
export interface Claim {
  readonly about: string;
  readonly expected: Value;
  /** In the scenario's file, from 1. */
  readonly line: number;
}

export interface StartLine {
  readonly line: number;
  readonly by: string | null;
  readonly rejected: string | null;
  readonly act: { readonly kind: "input"; readonly input: ValueMap } | OutsideAct;
}

export interface Line {
  readonly line: number;
  readonly act: Act;
  readonly by: string | null;
  /** The command must be refused with this code. */
  readonly rejected: string | null;
  /** Which process's task or instance is meant, where several run. */
  readonly process: string | null;
}

export type Act =
  | { readonly kind: "wait"; readonly duration: Duration }
  | { readonly kind: "until"; readonly at: string }
  | { readonly kind: "expect"; readonly claims: readonly Claim[] }
  | {
      readonly kind: "fail";
      readonly operation: string;
      readonly times: number;
      readonly error: string | null;
      readonly outcome: "refused" | "unknown";
    }
  | {
      readonly kind: "absent";
      readonly user: string;
      readonly from: string | null;
      readonly to: string | null;
      readonly substitute: string | null;
    }
  | TaskAct
  | { readonly kind: "cancel" | "suspend"; readonly reason: string | null }
  | { readonly kind: "resume" | "retry" }
  | OutsideAct;

/** What somebody does with a task. `step` may name a visit: `ask#2`. */
export interface TaskAct {
  readonly kind: "task";
  readonly verb: TaskVerb;
  readonly step: string;
  readonly outcome: string | null;
  readonly form: ValueMap;
  readonly comment: string | null;
  readonly to: Value;
}
export const TASK_VERBS = [
  "complete",
  "claim",
  "unclaim",
  "delegate",
  "reassign",
  "add-approver",
  "ask-for-info",
  "answer",
  "recall",
  "withdraw",
  "comment",
] as const;
export type TaskVerb = (typeof TASK_VERBS)[number];

/** Something that happens outside the processes. */
export type OutsideAct =
  | { readonly kind: "update" | "create"; readonly record: string; readonly set: ValueMap }
  | { readonly kind: "delete"; readonly record: string }
  | { readonly kind: "event"; readonly type: string; readonly fields: ValueMap }
  | { readonly kind: "message"; readonly name: string; readonly key: Value; readonly fields: ValueMap };
