import type { InstanceId, ProcessId, TaskId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Task } from "../instance/state.ts";
import type { Viewer } from "../people/viewer.ts";
import type { DecisionFilter, DecisionShown } from "../ports/decisions.ts";
import type { InboxCounts, InboxTask } from "../ports/inbox.ts";
import type { OutboxCount, StepCount, TimerShown } from "../ports/operations-lists.ts";
import type { InstanceFilter, InstanceRow, Page } from "../ports/queries.ts";
import type { SavedView } from "../ports/views.ts";
import type { Found } from "./finding.ts";
import type { RegistryFilter, RegistryPage, RegistryPageWanted, RegistryTotals } from "./registry-reading.ts";
import type { PageOrder, Shown } from "./use-cases.ts";

/** A list of the inbox: what is his, what he may claim, what his people have, everything. */
export type InboxList = "mine" | "group" | "team" | "all";

export interface InboxWanted {
  readonly viewer: Viewer;
  readonly list: InboxList;
  readonly process?: ProcessId;
  /** The record it is about (`lead/101`). */
  readonly about?: string;
  /** Part of the title, the subject, the record or `process/number`, any case. */
  readonly text?: string;
  /** True: only what is overdue. @default false */
  readonly overdue?: boolean;
  readonly limit: number;
  readonly after?: string | null;
}

export type DecisionsWanted = DecisionFilter & PageOrder & { readonly viewer: Viewer };

export type DecisionsAboutWanted = DecisionsWanted & {
  /** References (`company/5`). */
  readonly records?: readonly string[];
  /** The records of this instance; its own decisions are left out. Nothing where he may not see it. */
  readonly instance?: InstanceId;
};

export interface MyDecision extends DecisionShown {
  /** Would `recall` take it back now? */
  readonly canRecall: boolean;
}

/**
 * What a person is shown. Every list is filtered by who reads, in the database; what he may not see is not there, as if it
 * did not exist. Arguments and answers are plain JSON.
 */
export interface Reading {
  /** The zone of the company's calendar (`Europe/Moscow`): everything that people read says when in it. */
  zone(): Promise<string>;
  /**
   * A page of the inbox: overdue tasks first, then by due time, then by age. A list that is not for this viewer (`team`
   * of who heads nobody, `all` of a person) is empty.
   */
  inbox(wanted: InboxWanted): Promise<Page<InboxTask>>;
  /** How many tasks each of his lists holds, each counted to 1,000. */
  inboxCounts(viewer: Viewer): Promise<InboxCounts>;
  /**
   * Instances that he may see, newest first: his requests and his people's, whatever he had a task of, what waits for
   * those in whose place he acts; who is more than a person sees all. "My requests": `filter.requester` is he.
   */
  seenInstances(viewer: Viewer, filter: InstanceFilter, page: PageOrder): Promise<Page<InstanceRow>>;
  /** May he see the instance? Of one that there is not: false, unless he sees everything. */
  maySee(viewer: Viewer, instance: InstanceId): Promise<boolean>;
  /** As `show`; null also where he may not see it. */
  showTo(viewer: Viewer, idOrNumber: string): Promise<Shown | null>;
  /** As `task`; null also where he may not see its instance. */
  taskTo(viewer: Viewer, id: TaskId): Promise<Task | null>;
  /** What he decided, newest first, and what of it he can still take back. */
  decisions(wanted: DecisionsWanted): Promise<Page<MyDecision>>;
  /**
   * The one search box: a record's number (`101`, `lead/101`), a telephone in any writing, words of a title, a person,
   * the number of a process (`discount-approval/12`), words of its subject: on which stage it is, who is responsible,
   * what it waits for since when, and what comes next. Processes are those that he may see.
   *
   * @param limit hits of each kind, at most 20. @default 5
   */
  find(viewer: Viewer, text: string, limit?: number): Promise<Found>;
  /** A page of a registry; null: there is no such one, or he is none of its readers. */
  registryPage(wanted: RegistryPageWanted): Promise<RegistryPage | null>;
  /**
   * How many rows of a registry fit, and what they sum up to.
   *
   * @param wanted.groupBy `month`, `by` (who), or a column. @default no groups
   */
  registryTotals(wanted: {
    readonly viewer: Viewer;
    readonly registry: string;
    readonly filter?: RegistryFilter;
    readonly groupBy?: string;
  }): Promise<RegistryTotals | null>;
  /** Saved views of a registry: his own, then shared ones. */
  views(viewer: Viewer, registry: string): Promise<readonly SavedView[]>;
  /** Keeps a view of his own; one of the same name is written anew. False: a program has none. */
  saveView(viewer: Viewer, view: Omit<SavedView, "owner">): Promise<boolean>;
  /** False: he has none of that name. */
  removeView(viewer: Viewer, view: Pick<SavedView, "registry" | "name">): Promise<boolean>;
  /** What waits at which step, and its incidents: for live counts on a diagram. For who sees all; else nothing. */
  stepCounts(viewer: Viewer, process: ProcessId | null): Promise<readonly StepCount[]>;
  /** Timers by when they ring. For who sees all; else nothing. */
  timersDue(
    viewer: Viewer,
    filter: { readonly process?: ProcessId; readonly instance?: InstanceId; readonly until?: Instant },
    page: PageOrder,
  ): Promise<Page<TimerShown>>;
  /** What is still to be done outside, by queue and state. For who sees all; else nothing. */
  outboxCounts(viewer: Viewer): Promise<readonly OutboxCount[]>;
  /** Earlier decisions about records, as far as he may see their instances; newest first. */
  decisionsAbout(wanted: DecisionsAboutWanted): Promise<Page<DecisionShown>>;
}
