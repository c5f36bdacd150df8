import type { CallId, InstanceId, ProcessId } from "../../../engine/base/ids.ts";
import { id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import type { CallOutcome } from "../../../engine/instance/call-outcome.ts";
import type { Call } from "../../../engine/ports/operations.ts";
import type { RecordsData } from "../../../engine/record/record-change.ts";

/** The instant at which everything of these contracts happens. */
export const NOW = instant(Date.parse("2026-11-23T09:00:00+03:00"));
export const ZONE = "Europe/Moscow";

/** What of an event of a record every implementation tells alike. */
export interface ToldChange {
  readonly name: string;
  readonly record: ValueMap;
  readonly previous: ValueMap;
  readonly changed: readonly string[];
}

/** Operations on some records, wherever these are kept. */
export interface Bench {
  perform(operation: string, input: ValueMap, more?: Partial<Call>): Promise<CallOutcome>;
  /** What was told since the last time, oldest first. */
  told(): Promise<readonly ToldChange[]>;
  /** Somebody deletes a record by hand. */
  remove(ref: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a bench with these records and nothing else. */
export type OpenBench = (data: RecordsData, catalog: Catalog | null) => Promise<Bench>;

/** A call as a worker hands it over; each with a key of its own unless it is given. */
export function callOf(operation: string, input: ValueMap, more: Partial<Call> = {}): Call {
  calls += 1;
  return {
    call: id<CallId>(`call-${calls}`),
    operation,
    input,
    key: `key-${calls}`,
    attempt: 1,
    timeoutMs: 30_000,
    process: id<ProcessId>("lead-distribution"),
    instance: id<InstanceId>("i-1"),
    step: "assign",
    requester: null,
    ofDeleted: false,
    ...more,
  };
}

let calls = 0;
