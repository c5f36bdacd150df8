import type { InstanceId, ProcessId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { Message } from "../instance/event.ts";
import type { Route } from "../message/routes.ts";

/** A message on its way by one channel. */
export interface Parcel {
  /** The same key is the same message: it goes out once, by the way it went first. */
  readonly key: string;
  readonly route: Route;
  readonly message: Message;
  /** Which time the engine asks for it: the same again after a crash is not a wish to send it once more, a higher one is. */
  readonly attempt: number;
  /** IANA zone of whoever it is for; null: the company's. */
  readonly zone: string | null;
  readonly process: ProcessId;
  readonly instance: InstanceId;
  readonly step: string | null;
}

/**
 * What came of it; `done`: by which way it goes, and when it was taken over, now or when its key was first seen. It may
 * still be held for review, or wait for the opening of business: from then on it is the notifier's to bring it out.
 */
export type Posted =
  | { readonly kind: "done"; readonly route: Route; readonly at: Instant }
  /** The other side knows no such address: it reaches nobody, though it looked as if it would. */
  | { readonly kind: "unreachable" }
  | Exclude<CallOutcome, { readonly kind: "done" }>;

/** Sends messages to people. Never throws: not to know is an outcome. */
export interface Notifier {
  send(parcel: Parcel, signal: AbortSignal): Promise<Posted>;
  /** Is the same key one message, so that sending again is safe? */
  readonly isKeyed: boolean;
  /** The way with its address in the usual form; null: there is no such channel, or it could send nothing there. */
  reach(route: Route): Route | null;
  /** Takes back what told people of a task, where that is possible. */
  untell(task: string): Promise<void>;
}
