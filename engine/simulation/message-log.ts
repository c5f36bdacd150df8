import type { TaskId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";

/** A message that was sent (language §7, `messages`). */
export interface SentMessage {
  readonly at: Instant;
  readonly kind: "notice" | "task";
  /** A user id or a record's reference. */
  readonly to: string;
  readonly channel: string;
  readonly address: string;
  /** The mailbox it left from, where the step names one. */
  readonly from: string | null;
  readonly subject: string | null;
  readonly text: string;
  readonly instance: string;
  readonly step: string | null;
  readonly task: TaskId | null;
  /** When it was taken back because its task closed. */
  readonly withdrawnAt: Instant | null;
}
