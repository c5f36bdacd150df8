import type { CallId, InstanceId } from "../base/ids.ts";
import type { RecordSnapshot, ValueMap } from "../base/value.ts";
import type { Catalog } from "../definition/catalog.ts";
import type { Definition } from "../definition/model.ts";
import type { HistoryEvent, MessageRequested } from "../instance/event.ts";
import type { Instance } from "../instance/state.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { RecordChange } from "../record/record-change.ts";

/** An instance as it is told: where it stands and everything that happened to it. */
export interface Story {
  readonly id: InstanceId;
  readonly definition: Definition;
  readonly instance: Instance;
  readonly history: readonly HistoryEvent[];
}

/** What telling a story may look up beside the history. A simulation knows all of it, a running engine less. */
export interface Surroundings {
  readonly people: DirectorySnapshot;
  /** IANA zone in which times are told. */
  readonly zone: string;
  /** Titles of record types, fields, stages, registries; null: they go by their names. */
  readonly catalog: Catalog | null;
  /** Reference lists, for the labels of choices. */
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
  /** The record as far as it is known here; null: it is not. */
  snapshot(ref: string): RecordSnapshot | null;
  /** Which way a message went; null: nobody could be reached; `unknown`: nothing is said about it. */
  sent(message: HistoryEvent & MessageRequested): Sent | null | "unknown";
  /** What a call of ours changed in the CRM; null: nothing differed; `unknown`: it is told by what was asked. */
  written(call: CallId): RecordChange | null | "unknown";
  /** Does the reader see on the same page that this happened outside? */
  isTold(occurrence: string): boolean;
}

export interface Sent {
  readonly channel: string;
  readonly address: string;
}
