/** Tables of starts for many records. */
export interface BatchTables {
  start_batch: {
    id: string;
    process: string;
    /** Type of the records. */
    type: string;
    /** JSON: which of them were taken. */
    filter: string;
    /** JSON of the inputs that are the same for all. */
    input: string;
    /** Input that gets the record. */
    record_input: string;
    total: number;
    /** Starts a minute; null: as fast as it goes. */
    per_minute: number | null;
    by: string | null;
    /** JSON: who acts in that name; `{}`: he himself. */
    override: string;
    started_at: number;
    ended_at: number | null;
  };
  /** The records of a batch, in the order in which they were found. */
  start_batch_item: {
    batch: string;
    position: number;
    ref: string;
    /** Null: its turn has not come. */
    outcome: "started" | "live" | "before" | "waits" | "rejected" | null;
    instance: string | null;
    /** Why it was rejected. */
    code: string | null;
  };
}
