/** The tables of records in the engine's own database. JSON is kept as text; truth values are 0 or 1. */
export interface RecordTables {
  record: {
    ref: string;
    type: string;
    /** Order in which records came; the same for a tie of two that came at once. */
    position: number;
    /** JSON of the record's own fields. */
    fields: string;
    /** From 1, with every write. */
    revision: number;
    /** 1: it was deleted; its last state is still read by what its deletion started. */
    deleted: number;
    changed_at: number;
    /** 1: its words are indexed. */
    words: number;
  };
  /** Highest number given to a record of a type. */
  record_counter: { type: string; last: number };
  /** Fields that records of a type have been seen with, in the order in which they were. */
  record_field: { type: string; name: string; position: number };
  /** Short texts and references in fields, so that equality finds its records. */
  record_value: { type: string; field: string; value: string; ref: string };
  /** Words that a search finds the record by (`engine/record/search-words.ts`). */
  record_word: { word: string; type: string; ref: string };
  /** Who changed what: one row a write. */
  record_history: {
    ref: string;
    /** Of the record after the write. */
    revision: number;
    at: number;
    actor: string | null;
    /** JSON: the step of ours that wrote it, or `{ import: true }`; null: neither. */
    cause: string | null;
    change: "created" | "updated" | "deleted";
    /** JSON of the fields that changed, as they were and as they are. */
    before: string;
    after: string;
  };
  record_note: {
    id: string;
    ref: string;
    position: number;
    body: string;
    /** JSON list. */
    files: string;
    actor: string | null;
    at: number;
  };
  /** Keys of writes that were done, with what came of them (JSON). */
  record_write: { key: string; output: string; at: number };
  /** Reference lists: rows as JSON. */
  record_list: { name: string; rows: string };
}
