import type { ProcessId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { TaskRow } from "./store.ts";

/** Whose tasks a list of the inbox holds. Who these people are is found in the directory before. */
export type InboxScope =
  /** What he has, or answers for although somebody else does it; and what those have for whom he stands in today. */
  | { readonly kind: "held"; readonly user: UserId; readonly inPlaceOf: readonly UserId[] }
  /** What he may claim, and what those may for whom he stands in today. */
  | { readonly kind: "offered"; readonly user: UserId; readonly inPlaceOf: readonly UserId[] }
  /** Whatever any of these people has or may claim. */
  | { readonly kind: "people"; readonly people: readonly UserId[] }
  | { readonly kind: "all" };

export interface InboxFilter {
  readonly process?: ProcessId;
  /** The record it is about (`lead/101`). */
  readonly about?: string;
  /** Part of the title, the subject, the record or `process/number`, any case. */
  readonly text?: string;
  /** Only what was due at this instant. */
  readonly overdueAt?: Instant;
}

/** A task in a list of the inbox. */
export interface InboxTask extends TaskRow {
  /** The absent person in whose place the reader may act; null: he need not stand in for anybody. */
  readonly onBehalfOf: UserId | null;
}

/** Whose tasks are counted. */
export interface InboxReader {
  /** Null: a program, which has no tasks. */
  readonly user: UserId | null;
  readonly inPlaceOf: readonly UserId[];
  /** People of his departments; empty: he heads none. */
  readonly team: readonly UserId[];
  /** May he see everybody's? */
  readonly seesAll: boolean;
}

/** Tasks of a list are counted up to here; a list that holds more says this number. */
export const INBOX_COUNT_MAX = 1000;

/** How many tasks a list holds: at most {@link INBOX_COUNT_MAX}, which then means "as many or more". */
export interface TaskCount {
  readonly tasks: number;
  readonly overdue: number;
}

export interface InboxCounts {
  readonly mine: TaskCount;
  readonly group: TaskCount;
  /** Null: he heads no department. */
  readonly team: TaskCount | null;
  /** Null: he does not see everybody's. */
  readonly all: TaskCount | null;
}
