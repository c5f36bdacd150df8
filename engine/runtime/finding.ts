import type { InstanceId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { RecordSnapshot } from "../base/value.ts";
import type { Text } from "../definition/problem.ts";
import type { InstanceStatus } from "../instance/state.ts";
import type { ActsToday } from "../people/acts-today.ts";

/** What the one search box found: what fits best first, at most so many of each kind as were asked for. */
export interface Found {
  readonly records: readonly FoundRecord[];
  readonly instances: readonly FoundInstance[];
  readonly people: readonly FoundPerson[];
}

export interface FoundRecord {
  readonly ref: string;
  readonly type: string;
  /** Of its type, as the vocabulary calls it (`Заявка`). */
  readonly typeTitle: string;
  readonly title: string;
  /** Title of its stage; null: its type has none. */
  readonly stage: string | null;
  readonly stageKind: string | null;
  readonly responsible: UserId | null;
  /** Processes about it that have not ended, his eyes or not. */
  readonly open: number;
  /** Those of them that the viewer may see, the newest first, at most three. */
  readonly processes: readonly FoundInstance[];
}

export interface FoundInstance {
  readonly id: InstanceId;
  readonly process: string;
  readonly title: string;
  readonly number: number;
  readonly subject: string;
  readonly status: InstanceStatus;
  readonly requester: UserId | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** What it waits for now; empty: it ended. */
  readonly waiting: readonly FoundWaiting[];
}

export interface FoundWaiting {
  readonly step: string;
  readonly title: string;
  readonly since: Instant;
  /** Whose turn it is today; empty: it waits for no person. */
  readonly people: readonly ActsToday[];
  /** What the clock does next, and when; null: nothing by itself. */
  readonly next: { readonly at: string | null; readonly text: Text } | null;
}

export interface FoundPerson {
  readonly id: UserId;
  readonly name: string;
  readonly position: string | null;
  readonly department: string | null;
}

/** Records whose words a text meets, where the CRM can be asked so. What fits best first. */
export type RecordSearch = (type: string, text: string, limit: number) => Promise<readonly RecordSnapshot[]>;
