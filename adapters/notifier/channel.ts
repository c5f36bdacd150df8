import type { Parcel, Posted } from "../../engine/ports/notifier.ts";

/**
 * One way out for messages of one kind: SMTP, an SMS gateway, a portal, the log. It only sends; whether a message may
 * leave now, and that it leaves once, is the outgoing desk's.
 */
export interface Channel {
  /** Does the other side recognize the key, so that sending again is safe? */
  readonly isKeyed: boolean;
  /** Never throws: not to know is an outcome. `done` means that the other side took it over. */
  deliver(parcel: Parcel, signal: AbortSignal): Promise<Posted>;
  /** Takes back what told people of a task, where that is possible. */
  untell(task: string): Promise<void>;
}
