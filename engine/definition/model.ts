import type { Duration } from "../base/duration.ts";
import type { Field } from "../base/field.ts";
import type { ProcessId, StepId } from "../base/ids.ts";
import type { Value } from "../base/value.ts";
import type { Calendar } from "../calendar/calendar.ts";
import type { DecisionTable } from "../decision/decision-table.ts";
import type { Expression } from "../expression/expression.ts";
import type { Type } from "../expression/type.ts";

/**
 * A process that passed all checks: the only thing the interpreter trusts. Made by `compile` alone, deep-frozen.
 * Every name is resolved, every expression compiled; no branch of the interpreter asks "is there such a step?".
 */
export interface Definition {
  readonly process: ProcessId;
  readonly title: string;
  /** SHA-256 over the process, its decisions and templates: the identity of a version. Hex. */
  readonly digest: string;
  readonly calendar: Calendar;
  /** The human name of an instance; null: the title. */
  readonly subject: Template | null;
  readonly inputs: readonly Input[];
  readonly starts: readonly Start[];
  readonly decisions: Readonly<Record<string, DecisionTable>>;
  readonly output: Mapping;
  readonly body: StepList;
  /** Every step, by id. */
  readonly steps: ReadonlyMap<StepId, Step>;
  /** Templates of `templates/`, by name without extension. */
  readonly templates: Readonly<Record<string, MessageTemplate>>;
  /** Static types of root variables (inputs and steps' results), for rendering and the console. */
  readonly types: Readonly<Record<string, Type>>;
}

export interface Input extends Field {
  /** `default` with an expression; null: none, or the literal `Field.default`. */
  readonly defaultOf: Template | null;
}

// ── values ──────────────────────────────────────────────────────────────────────────────────────

/** A value in the file: a literal, one expression (keeps its type), a text with expressions inside, or a list or map of these. */
export type Template =
  | { readonly kind: "literal"; readonly value: Value }
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "text"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "list"; readonly items: readonly Template[] }
  | { readonly kind: "map"; readonly entries: readonly { readonly name: string; readonly value: Template }[] };

/** Name → value, in the order of the file. */
export type Mapping = readonly { readonly name: string; readonly value: Template }[];

/** A duration, with expressions allowed in its numbers or as the whole (then text or a FEEL duration). */
export type DurationTemplate =
  | { readonly kind: "fixed"; readonly duration: Duration }
  | {
      readonly kind: "expression";
      readonly unit: "businessDays" | "businessHours" | "days" | "hours" | "minutes" | "seconds" | "iso";
      readonly expression: Expression;
    };

/** A message template of `templates/`: front matter `subject`, then the text. Markdown in `text`; HTML for documents. */
export interface MessageTemplate {
  readonly name: string;
  readonly format: "text" | "html";
  readonly subject: Template | null;
  readonly body: Template;
}

// ── starts ──────────────────────────────────────────────────────────────────────────────────────

export type Start = FormStart | EventStart | MessageStart | ScheduleStart;

interface StartCommon {
  /** Position in the file's `start` list, from 0. */
  readonly index: number;
  /** One instance per element; the element is `each`. */
  readonly each:
    | { readonly kind: "list"; readonly expression: Expression }
    | { readonly kind: "find"; readonly type: string; readonly filter: Mapping }
    | null;
  readonly with: Mapping | null;
  /** The business key: at most one live instance per process and key. */
  readonly key: Template | null;
  /** One instance ever for this value. */
  readonly once: Template | null;
  readonly whenLive: "answer" | "again";
  /** Does a write of the process itself start it again? */
  readonly self: boolean;
}
export interface FormStart extends StartCommon {
  readonly kind: "form";
  readonly candidateUsers: readonly Template[];
  readonly candidateGroups: readonly string[];
}
export interface EventStart extends StartCommon {
  readonly kind: "event";
  readonly types: readonly string[];
  readonly where: Expression | null;
}
export interface MessageStart extends StartCommon {
  readonly kind: "message";
  readonly message: string;
  readonly where: Expression | null;
}
export interface ScheduleStart extends StartCommon {
  readonly kind: "schedule";
  readonly cron: string | null;
  readonly every: DurationTemplate | null;
}

// ── steps ───────────────────────────────────────────────────────────────────────────────────────

/** A sequence of steps; `path` names the list: `""` for the body, `chase` for a block, `decide/case:0`, `split/branch:legal`. */
export interface StepList {
  readonly path: string;
  readonly steps: readonly Step[];
}

/** Where the token goes: on, out of the process, out of the block, or to a step of an enclosing list. */
export type Then =
  | { readonly kind: "continue" }
  | { readonly kind: "end" }
  | { readonly kind: "exit" }
  | { readonly kind: "step"; readonly step: StepId };

export interface StepCommon {
  readonly id: StepId;
  /** The variable its result goes to: the id in camelCase. */
  readonly variable: string;
  /** For people; made from the step where the file has none. */
  readonly title: Template;
  readonly if: Expression | null;
  readonly then: Then;
  readonly timeout: {
    readonly after: DurationTemplate;
    readonly then: Then | null;
    readonly do: StepList | null;
    readonly outcome: string | null;
  } | null;
  /** The list that holds it. */
  readonly list: string;
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
}

export type Step =
  | SetStep
  | CallStep
  | NotifyStep
  | UserTaskStep
  | ApprovalStep
  | DecisionStep
  | SwitchStep
  | ForStep
  | ForkStep
  | BlockStep
  | WaitStep
  | ListenStep
  | EmitStep
  | RecordStep
  | DocumentStep
  | RunStep
  | TryStep
  | RaiseStep;
export type StepKind = Step["kind"];

export interface SetStep extends StepCommon {
  readonly kind: "set";
  readonly values: Mapping;
}

export interface CallStep extends StepCommon {
  readonly kind: "call";
  readonly operation: string;
  readonly with: Mapping;
  readonly retry: RetryPolicy;
  readonly onUncertain: "retry" | "ask" | "skip";
}
export interface RetryPolicy {
  /** Attempts in all, the first included. @default 3 */
  readonly attempts: number;
  readonly backoffMs: number;
  readonly factor: number;
  readonly maxMs: number;
  /** Limit of one attempt. @default 30_000 */
  readonly attemptTimeoutMs: number;
}

export interface NotifyStep extends StepCommon {
  readonly kind: "notify";
  readonly to: Template;
  readonly channels: readonly string[];
  /** Send on every channel rather than the first that can reach. */
  readonly all: boolean;
  readonly from: Template | null;
  readonly replyTo: Template | null;
  readonly subject: Template | null;
  readonly text: Template | null;
  readonly template: string | null;
  readonly with: Mapping;
  readonly unreachable: "task" | "continue" | "incident";
}

/** What a task shows and asks, shared by `userTask` and `approval`. */
export interface TaskShape {
  readonly about: Template | null;
  readonly facts: readonly { readonly title: string; readonly expression: Expression }[];
  readonly instructions: Template | null;
  readonly form: readonly FormField[];
  readonly outcomes: readonly Outcome[];
  readonly notBy: Template | null;
  readonly ifExcluded: "manager" | "skip" | "incident";
  readonly escalation: Ladder;
  readonly allow: readonly Permission[];
  /** Of `ask-for-info`: does the clock stop meanwhile? @default false */
  readonly pauseClock: boolean;
  readonly priority: Template | null;
  readonly dueDate: DurationTemplate | { readonly kind: "at"; readonly at: Template } | null;
  readonly followUpDate: DurationTemplate | { readonly kind: "at"; readonly at: Template } | null;
  readonly commentRequired: readonly string[];
}
export interface FormField extends Field {
  readonly defaultOf: Template | null;
}
export interface Outcome {
  /** `approve` */
  readonly name: string;
  /** The button: `Согласовать`. */
  readonly title: string;
  /** The word on the sheet: `Согласовано`. */
  readonly done: string;
  /** Form fields required for it. */
  readonly needs: readonly string[];
  readonly if: Expression | null;
}
export type Permission = "delegate" | "reassign" | "add-approver" | "ask-for-info" | "recall" | "withdraw";

export interface UserTaskStep extends StepCommon, TaskShape {
  readonly kind: "userTask";
  readonly assignee: Template | null;
  readonly candidateUsers: Template | null;
  readonly candidateGroups: Template | null;
  /** Inputs that the task may change: shown as form fields, written back to the variables. */
  readonly edit: readonly string[];
}
export interface ApprovalStep extends StepCommon, TaskShape {
  readonly kind: "approval";
  /** Evaluates to principals; lists of lists are joined in order. */
  readonly approvers: Template;
  readonly order: "sequential" | "parallel";
  readonly complete:
    | { readonly kind: "all" }
    | { readonly kind: "any" }
    | { readonly kind: "quorum"; readonly count: Template }
    | { readonly kind: "percent"; readonly percent: Template };
  readonly veto: Template | null;
  readonly rework: {
    readonly edit: readonly string[];
    readonly from: StepId;
    readonly max: number;
    readonly escalation: Ladder;
  } | null;
}

/** An escalation ladder. */
export type Ladder = readonly Rung[];
export interface Rung {
  readonly after: DurationTemplate;
  readonly action: "remind" | "notify" | "offer" | "reassign" | "outcome";
  readonly to: Template | null;
  readonly message: Template | null;
  /** Of `action: outcome`. */
  readonly outcome: string | null;
  readonly repeat: DurationTemplate | "until-top" | null;
}

export interface DecisionStep extends StepCommon {
  readonly kind: "decision";
  readonly table: string;
  readonly with: Mapping;
}

export interface SwitchStep extends StepCommon {
  readonly kind: "switch";
  readonly cases: readonly SwitchCase[];
}
export interface SwitchCase {
  /** Null for the `else`. */
  readonly when: Expression | null;
  readonly do: StepList | null;
  readonly then: Then;
}

export interface ForStep extends StepCommon {
  readonly kind: "for";
  readonly each: string;
  readonly in: Expression;
  /** Name of the counter, from 1. */
  readonly at: string | null;
  readonly while: Expression | null;
  /** Iterations at once; 1: one after another. */
  readonly parallel: number;
  readonly do: StepList;
  /** What each iteration adds to the result. */
  readonly collect: Template | null;
}
export interface ForkStep extends StepCommon {
  readonly kind: "fork";
  readonly branches: readonly { readonly name: string; readonly do: StepList }[];
  readonly complete: "all" | "any";
}
export interface BlockStep extends StepCommon {
  readonly kind: "do";
  readonly do: StepList;
  readonly until: Awaited | null;
  readonly escalation: Ladder;
}
/** What `until` and `listen` wait for. */
export type Awaited =
  | { readonly kind: "holds"; readonly of: Template; readonly holds: Expression }
  | {
      readonly kind: "event";
      readonly types: readonly string[];
      readonly of: Template | null;
      readonly where: Expression | null;
    }
  | {
      readonly kind: "message";
      readonly message: string;
      readonly key: Template | null;
      readonly where: Expression | null;
    };

export interface WaitStep extends StepCommon {
  readonly kind: "wait";
  readonly for: DurationTemplate | null;
  readonly until: Template | null;
}
export interface ListenStep extends StepCommon {
  readonly kind: "listen";
  readonly awaited: Awaited;
}
export interface EmitStep extends StepCommon {
  readonly kind: "emit";
  readonly event: string;
  readonly with: Mapping;
}
export interface RecordStep extends StepCommon {
  readonly kind: "record";
  readonly registry: string;
  readonly entry: Mapping;
}
export interface DocumentStep extends StepCommon {
  readonly kind: "document";
  /** A file of `templates/`, or `approval-sheet`, which ships with the product. */
  readonly template: string;
  readonly with: Mapping;
  readonly attachTo: Template | null;
  readonly format: "html" | "pdf";
}
export interface RunStep extends StepCommon {
  readonly kind: "run";
  readonly process: ProcessId;
  readonly with: Mapping;
  readonly await: boolean;
  readonly key: Template | null;
}
export interface TryStep extends StepCommon {
  readonly kind: "try";
  readonly do: StepList;
  readonly catches: readonly {
    /** Codes, or `*`. */
    readonly errors: readonly string[];
    readonly as: string | null;
    readonly retry: RetryPolicy | null;
    readonly do: StepList | null;
    readonly then: Then;
  }[];
}
export interface RaiseStep extends StepCommon {
  readonly kind: "raise";
  readonly error: Template;
  readonly message: Template | null;
}
