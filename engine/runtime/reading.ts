import type { InstanceId, ProcessId, TaskId } from "../base/ids.ts";
import type { Task } from "../instance/state.ts";
import type { Viewer } from "../people/viewer.ts";
import type { DecisionFilter, DecisionShown } from "../ports/decisions.ts";
import type { InboxCounts, InboxTask } from "../ports/inbox.ts";
import type { InstanceFilter, InstanceRow, Page } from "../ports/queries.ts";
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
  /** Earlier decisions about records, as far as he may see their instances; newest first. */
  decisionsAbout(wanted: DecisionsAboutWanted): Promise<Page<DecisionShown>>;
}
