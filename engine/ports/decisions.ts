import type { ProcessId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { DecisionRow } from "./store.ts";

export interface DecisionFilter {
  readonly process?: ProcessId;
  /** A record that the task or its instance is about. */
  readonly about?: string;
  /** Part of the subject, any case. */
  readonly text?: string;
  readonly outcome?: string;
  readonly from?: Instant;
  readonly to?: Instant;
}

/** A decision as lists show it. */
export interface DecisionShown extends DecisionRow {
  /** Of its instance. */
  readonly subject: string;
  /** Has its instance not ended yet? */
  readonly isLive: boolean;
}
