/** What people and administrators say about people, laid over whatever directory there is. */
export interface PeopleTables {
  /** One row an absence that somebody entered. A row never goes: what was taken back says by whom and when. */
  person_absence: {
    id: string;
    /** User id. */
    person: string;
    /** `2026-12-01`, both days included. */
    first_day: string;
    last_day: string;
    substitute: string | null;
    entered_by: string;
    entered_at: number;
    removed_by: string | null;
    removed_at: number | null;
  };
  /** Who left, and came back. */
  person_left: {
    person: string;
    /** Null: somebody whom the directory does not know. */
    left_by: string | null;
    left_at: number;
    /** When the last open task had moved; null: some wait (their instance is suspended, or the work was cut off). */
    settled_at: number | null;
    returned_by: string | null;
    returned_at: number | null;
  };
  /** One row: moves with every change of the other two, so that every server sees changes without reading them. */
  people_revision: { name: string; revision: number };
}
