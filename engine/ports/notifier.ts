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
  readonly process: ProcessId;
  readonly instance: InstanceId;
  readonly step: string | null;
}

/** What came of it; `done`: when and by which way it went, now or when its key was first seen. */
export type Posted =
  | { readonly kind: "done"; readonly route: Route; readonly at: Instant }
  | Exclude<CallOutcome, { readonly kind: "done" }>;

/** Sends messages to people. Never throws: not to know is an outcome. */
export interface Notifier {
  send(parcel: Parcel, signal: AbortSignal): Promise<Posted>;
  /** Is the same key one message, so that sending again is safe? */
  readonly isKeyed: boolean;
  /** Takes back what told people of a task, where that is possible. */
  untell(task: string): Promise<void>;
}
