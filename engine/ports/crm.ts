import type { RecordSnapshot, ValueMap } from "../base/value.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { Call } from "./operations.ts";

/** Does operations of one prefix (`crm.*`, `mail.*`, `http.*`). Never throws: not to know is an outcome. */
export interface OperationAdapter {
  perform(call: Call, signal: AbortSignal): Promise<CallOutcome>;
  /** Does the other side recognize the key, so that doing it twice does it once? Reading always does. */
  isKeyed(operation: string): boolean;
}

/**
 * Records as processes know them: business names only, no field code of a vendor crosses this line. What happens to them
 * reaches the engine through the feed of occurrences, not through this port.
 */
export interface Crm extends OperationAdapter {
  /** The record as it is now, links as references; null: there is none. */
  look(record: string): Promise<RecordSnapshot | null>;
  /** References of the records that a filter of the language meets, oldest first. */
  find(type: string, filter: ValueMap): Promise<readonly string[]>;
  /** Reference lists that the CRM keeps itself; they replace the catalogue's rows. */
  lists(): Promise<Readonly<Record<string, readonly ValueMap[]>>>;
  close(): Promise<void>;
}
