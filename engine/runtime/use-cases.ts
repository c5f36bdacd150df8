import type { CommandId, InstanceId, ProcessId, TaskId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { ValueMap } from "../base/value.ts";
import type { Catalog } from "../definition/catalog.ts";
import type { Definition } from "../definition/model.ts";
import type { CommandBody } from "../instance/command.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Instance, Task } from "../instance/state.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { InstanceFilter, InstanceRow, Page } from "../ports/queries.ts";
import type { Head, SealedRow } from "../ports/registries.ts";
import type { IncidentRow, TaskRow } from "../ports/store.ts";
import type { VersionRow } from "../ports/versions.ts";
import type { WorkerRow } from "../ports/workers.ts";
import type { Verification } from "../registry/verify-registry.ts";
import type { DeployPlan } from "./deploy-plan.ts";
import type { Occurrence } from "./occurrence.ts";
import type { Reading } from "./reading.ts";
import type { Deployed, Deployment, Migrated } from "./versions-desk.ts";

/**
 * What can be asked of a running engine. Each use case exists once; the command line, the socket beside the database and
 * the HTTP API are skins over it. Arguments and answers are plain JSON (a {@link Definition} never leaves the process:
 * `show` is for code of ours).
 */
export interface UseCases extends Reading {
  /** Starts a process by hand, as its form does. The same `id` twice starts one instance. */
  start(order: {
    readonly id: CommandId;
    readonly process: ProcessId;
    readonly input: ValueMap;
    readonly by: UserId | null;
    /** As in {@link PersonCommand}. */
    readonly override?: UserId | null;
  }): Promise<StartOutcome>;
  /** Inputs of the version in force, as its form asks for them; null: there is no such process. */
  inputs(process: ProcessId): Promise<readonly { readonly name: string; readonly type: string }[] | null>;
  /** Something happened outside (a webhook, a message by name, an event): taken in once per id. True: it is new. */
  occur(occurrence: Occurrence): Promise<boolean>;
  /** A person's command on a task, or on an instance. The same `id` twice is handled once. */
  act(command: PersonCommand): Promise<ActOutcome>;

  /** `actor`: those that he has or may take, and those of people who are away today and for whom he stands in. */
  tasks(wanted: TaskFilter): Promise<Page<TaskRow>>;
  /** A task with all its details; open ones only. */
  task(id: TaskId): Promise<Task | null>;
  instances(filter: InstanceFilter, page: PageOrder): Promise<Page<InstanceRow>>;
  /** By id, or `process/number`. */
  show(idOrNumber: string): Promise<Shown | null>;
  /** Numbers of these instances by id: what people call them by is `process/number`. */
  numbers(ids: readonly InstanceId[]): Promise<Readonly<Record<string, number>>>;
  incidents(
    wanted: { readonly instance?: InstanceId; readonly process?: ProcessId; readonly code?: string } & PageOrder,
  ): Promise<Page<IncidentRow>>;
  /** An incident that no instance can settle by being retried has been seen to. False: there is no such one. */
  settle(incident: string): Promise<boolean>;
  versions(): Promise<readonly VersionRow[]>;
  workers(): Promise<readonly WorkerRow[]>;
  /** Every registry that has rows, by name. */
  registries(): Promise<readonly RegistrySummary[]>;
  /** Rows by number (unsealed ones last, by time). @param page.after number of the last row seen. @default 0 */
  registryRows(
    registry: string,
    page: { readonly after?: number; readonly limit: number },
  ): Promise<readonly SealedRow[]>;
  /** Compares rows, seals and histories; null: there is no such registry. */
  verifyRegistry(registry: string): Promise<Verification | null>;
  /** What a deployment would change; nothing is written. */
  plan(deployment: Deployment): Promise<DeployPlan>;
  /** Puts in force exactly the plan with this digest, or answers with the plan as it is now. */
  deploy(deployment: Deployment, order: { readonly plan: string; readonly by: UserId | null }): Promise<Deployed>;
  /** Moves live instances (of a process, or these) to the version in force; each all or nothing. */
  migrate(order: {
    readonly id: CommandId;
    readonly by: UserId | null;
    /** As in {@link PersonCommand}. */
    readonly operates?: true;
    readonly process?: ProcessId;
    readonly instances?: readonly InstanceId[];
  }): Promise<readonly Migrated[]>;
  people(): Promise<DirectorySnapshot>;
  now(): Instant;
}

export interface PageOrder {
  readonly limit: number;
  readonly after?: string | null;
}

export type TaskFilter = PageOrder & {
  readonly actor?: UserId;
  readonly instance?: InstanceId;
  readonly process?: ProcessId;
  readonly about?: string;
};

export type StartOutcome =
  | { readonly kind: "started"; readonly instance: InstanceId; readonly number: number }
  /** A live instance has the key and answers for it. */
  | { readonly kind: "live"; readonly instance: InstanceId }
  /** `once` was used up. */
  | { readonly kind: "before" }
  /** It begins when the live one ends. */
  | { readonly kind: "waits" }
  | Refusal;

/** Why it cannot be done: what, and what to do. `fields`: what is wrong with which field of the form. */
export interface Refusal {
  readonly kind: "rejected";
  readonly code: string;
  readonly reason: { readonly ru: string; readonly en: string };
  readonly remedy: { readonly ru: string; readonly en: string };
  /** What to do for whoever sits before the console, where `remedy` is a command of the command line. @default `remedy` */
  readonly onScreen?: { readonly ru: string; readonly en: string };
  readonly fields: Readonly<Record<string, { readonly ru: string; readonly en: string }>>;
}

/** A command of a person. `by` is who acts; null only for an operator's override, which is recorded as one. */
export interface PersonCommand {
  readonly id: CommandId;
  readonly by: UserId | null;
  /**
   * Set where an administrator acts in the name of `by` (`--as`): who he is, to be recorded; null: somebody with access
   * to the engine whom the directory does not know.
   */
  readonly override?: UserId | null;
  /** True: his role in the installation lets him operate instances, whether or not the directory calls him administrator. */
  readonly operates?: true;
  /** Of a command on a task it may be left out: the task names it. */
  readonly instance?: InstanceId;
  readonly body: Extract<
    CommandBody,
    {
      kind:
        | "claim"
        | "unclaim"
        | "delegate"
        | "reassign"
        | "complete"
        | "comment"
        | "addApprover"
        | "askForInfo"
        | "recall"
        | "withdraw"
        | "cancel"
        | "suspend"
        | "resume"
        | "retry";
    }
  >;
}

export type ActOutcome =
  | { readonly kind: "accepted"; readonly instance: InstanceId; readonly revision: number; readonly repeated: boolean }
  | Refusal;

/** One instance with everything that is known about it. */
export interface Shown {
  readonly row: InstanceRow;
  readonly instance: Instance;
  readonly history: readonly HistoryEvent[];
  readonly definition: Definition;
  /** Vocabulary that its version was compiled with: titles of records, fields, registries. */
  readonly catalog: Catalog | null;
}

/** A registry as lists show it. */
export interface RegistrySummary {
  readonly name: string;
  /** From the catalog the engine knows; the name where it knows none. */
  readonly title: string;
  /** Count and head of its chain; null: nothing is sealed yet. */
  readonly head: Head | null;
  /** Rows that wait for their seal. */
  readonly unsealed: number;
}
