import type { CallId, InstanceId, TaskId, TimerId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { ValueMap } from "../base/value.ts";
import type { HistoryEvent, Message } from "./event.ts";

/**
 * Outside work. `call` and `send` must be done at least once, with their key; `wake` is a hint whose timer is already
 * committed and may be lost.
 */
export type Effect =
  | {
      readonly kind: "call";
      readonly call: CallId;
      readonly operation: string;
      readonly input: ValueMap;
      readonly key: string;
      readonly attempt: number;
      readonly timeoutMs: number;
    }
  | {
      readonly kind: "send";
      readonly call: CallId;
      readonly message: Message;
      readonly key: string;
      readonly attempt: number;
    }
  /** The call is not wanted any more: drop it where it has not been leased yet. */
  | { readonly kind: "withdraw"; readonly call: CallId }
  /** The task closed: take back what told people of it, where that is possible. */
  | { readonly kind: "untell"; readonly task: TaskId }
  | { readonly kind: "wake"; readonly timer: TimerId; readonly dueAt: Instant }
  | { readonly kind: "unwake"; readonly timer: TimerId }
  /** The instance ended: free its key, tell a waiting parent. */
  | { readonly kind: "ended"; readonly instance: InstanceId };

/** The outside work an event asks for, if any. No effect can exist without an event that asked for it. */
export function effectOf(event: HistoryEvent): Effect | null {
  switch (event.kind) {
    case "callRequested":
      return {
        kind: "call",
        call: event.call,
        operation: event.operation,
        input: event.input,
        key: event.key,
        attempt: event.attempt,
        timeoutMs: event.attemptTimeoutMs,
      };
    case "messageRequested":
      return { kind: "send", call: event.call, message: event.message, key: event.key, attempt: event.attempt };
    case "callEnded":
      return event.outcome.kind === "withdrawn" ? { kind: "withdraw", call: event.call } : null;
    case "taskCompleted":
      return { kind: "untell", task: event.task };
    case "taskClosed":
      return event.task === null ? null : { kind: "untell", task: event.task };
    case "timerScheduled":
      return { kind: "wake", timer: event.timer, dueAt: event.dueAt };
    case "timerCanceled":
      return { kind: "unwake", timer: event.timer };
    case "instanceEnded":
      return { kind: "ended", instance: event.instance };
    default:
      return null;
  }
}
