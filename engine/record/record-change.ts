import type { RecordSnapshot, Value, ValueMap } from "../base/value.ts";

/** What the sample data hold: records by reference, and lists that replace the catalogue's rows. */
export interface RecordsData {
  readonly records: Readonly<Record<string, ValueMap>>;
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
}

/** A write that changed something, as the events of the CRM tell it (language §2). */
export interface RecordChange {
  readonly change: "created" | "updated" | "deleted";
  readonly type: string;
  readonly ref: string;
  /** After; for `deleted` the last known state. */
  readonly record: RecordSnapshot;
  /** Before; for `created` every field is null, every list empty. */
  readonly previous: RecordSnapshot;
  readonly changed: readonly string[];
}

/** What somebody noted on a record. */
export interface RecordNote {
  readonly text: string;
  readonly files: readonly Value[];
}
