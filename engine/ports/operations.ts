import type { CallId, InstanceId, ProcessId, UserId } from "../base/ids.ts";
import type { Value, ValueMap } from "../base/value.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { Message } from "../instance/event.ts";
import type { Occurrence } from "../runtime/occurrence.ts";
import type { Lane } from "./outbox.ts";

/**
 * Who waits for a call, where an outside limit makes calls wait: for `person` somebody asked, `bulk` is one of many that
 * were started at once (`ordo start --each`), `process` is everything else.
 */
export type Urgency = "person" | "process" | "bulk";

/** One use of an operation, as a worker hands it over. */
export interface Call {
  readonly call: CallId;
  readonly operation: string;
  readonly input: ValueMap;
  /** The same for every attempt: the other side's means to recognize it. */
  readonly key: string;
  readonly attempt: number;
  readonly timeoutMs: number;
  readonly process: ProcessId;
  readonly instance: InstanceId;
  readonly step: string | null;
  readonly requester: UserId | null;
  /** Did the deletion of a record start the instance? Then that record is still read, as it was last. */
  readonly ofDeleted: boolean;
  /** @default "process" */
  readonly urgency?: Urgency;
}

export interface Sending {
  readonly message: Message;
  readonly key: string;
  readonly attempt: number;
  readonly process: ProcessId;
  readonly instance: InstanceId;
  readonly step: string | null;
  /** @default "process" */
  readonly urgency?: Urgency;
}

/**
 * The outside world as the engine calls it: CRM, mail, HTTP, documents, messages. Behind it the composition root joins
 * the adapters. `process.run`, `event.emit` and `registry.find` are the engine's own and never come here.
 *
 * Nothing here throws: not to know whether it happened is an outcome.
 */
export interface Operations {
  /** Through which queue an operation goes. */
  laneOf(operation: string): Lane;
  /**
   * Does the other side recognize the key, so that doing it again does it once? Reading always does. What is not keyed
   * is marked as begun before it goes out.
   */
  isKeyed(operation: string): boolean;
  perform(call: Call, signal: AbortSignal): Promise<CallOutcome>;
  /** Sends a message by the first channel that reaches the addressee (or by all). The output is the step's result. */
  send(sending: Sending, signal: AbortSignal): Promise<CallOutcome>;
  /** Takes back what told people of a task, where that is possible. */
  untell(task: string): Promise<void>;
  /** Reference lists for FEEL. */
  lists(): Promise<Readonly<Record<string, readonly ValueMap[]>>>;
  /** A record as it is now; null: there is none. For `holds` and for finding what a start's `each` names. */
  look(record: string): Promise<Value>;
  /** References of the records that a filter of the language meets. */
  find(type: string, filter: ValueMap): Promise<readonly string[]>;
  /** What happened outside since, oldest first, until {@link acknowledge}d: at least once, each with its own id. */
  changes(limit: number): Promise<readonly Occurrence[]>;
  /** These are in the inbox: they need not come again. */
  acknowledge(ids: readonly string[]): Promise<void>;
  /** Called when something may have happened: `changes` is worth asking. */
  onChange(listener: () => void): void;
  close(): Promise<void>;
}
