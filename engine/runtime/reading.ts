import type { ProcessId } from "../base/ids.ts";
import type { Viewer } from "../people/viewer.ts";
import type { InboxCounts, InboxTask } from "../ports/inbox.ts";
import type { Page } from "../ports/queries.ts";

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
}
