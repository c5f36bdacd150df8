import type { RecordSnapshot, ValueMap } from "../base/value.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { Occurrence } from "../runtime/occurrence.ts";
import type { Call } from "./operations.ts";

/** Does operations of one prefix (`crm.*`, `mail.*`, `http.*`). Never throws: not to know is an outcome. */
export interface OperationAdapter {
  perform(call: Call, signal: AbortSignal): Promise<CallOutcome>;
  /** Does the other side recognize the key, so that doing it twice does it once? Reading always does. */
  isKeyed(operation: string): boolean;
}

/** Records as processes know them: business names only, no field code of a vendor crosses this line. */
export interface Crm extends OperationAdapter {
  /** The record as it is now, links as references; null: there is none. */
  look(record: string): Promise<RecordSnapshot | null>;
  /** References of the records that a filter of the language meets, oldest first. */
  find(type: string, filter: ValueMap): Promise<readonly string[]>;
  /** Reference lists that the CRM keeps itself; they replace the catalogue's rows. */
  lists(): Promise<Readonly<Record<string, readonly ValueMap[]>>>;
  /** What happened to records, oldest first, until {@link acknowledge}d: at least once, each with its own id. */
  changes(limit: number): Promise<readonly Occurrence[]>;
  acknowledge(ids: readonly string[]): Promise<void>;
  /** Called when {@link changes} is worth asking. */
  onChange(listener: () => void): void;
  close(): Promise<void>;
}
