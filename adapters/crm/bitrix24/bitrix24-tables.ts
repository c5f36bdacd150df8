/** What is kept of a portal's records. JSON is kept as text; truth values are 0 or 1. */
export interface Bitrix24Tables {
  /** The last state of each record that was told to the engine. */
  bitrix24_shadow: {
    ref: string;
    type: string;
    number: number;
    /** JSON of the record's own fields. */
    fields: string;
    /** From 1, with every event. */
    revision: number;
    /** 1: it is gone; its last state is still read by what its deletion started. */
    deleted: number;
    /** When the portal last changed it, as the portal wrote that; empty where it does not say. */
    changed: string;
    /** 1: it was read a while after that moment, so that nothing more of it can come. */
    settled: number;
  };
  /** Writes: what was sent, under which key, and what came of it. */
  bitrix24_write: {
    key: string;
    /** What the key is called in the portal, by which a record made under it is known. */
    origin: string;
    /** Null: a record that is not made yet. */
    ref: string | null;
    kind: "create" | "update" | "note";
    /** JSON: leaf of a field → value written. */
    wrote: string;
    /** JSON: the same leaves as they stood before. */
    stood: string;
    /** `begun`: may have been sent. `done`: certainly happened. */
    state: "begun" | "done";
    /** JSON of what the operation answers. */
    output: string;
    /** JSON: the step that wrote. */
    cause: string;
    /** Number of the note in the portal. */
    made: number | null;
    /** When it was last sent. 0: never. */
    sent_at: number;
    /** Until when a worker is at it. */
    claimed_until: number;
    /** 1: its event has been told. */
    told: number;
    at: number;
  };
  /** Bookmarks of what works by itself. */
  bitrix24_mark: { name: string; value: string };
  /** Events of the portal that wait to be looked into. */
  bitrix24_event: { id: string; ref: string; token: string | null; at: number };
  /** Files that we put into the portal: number there → JSON of what they are called here. */
  bitrix24_file: { number: number; value: string };
  /** Who was seen to be an administrator, by the token of an event: the directory knows administrators by it. */
  bitrix24_admin: { user_number: number; seen_at: number };
}
