/** The tables of `0004-service/drafts.ts`. */
export interface DraftTables {
  /** What is being written, where the store is the source: one draft a process, seen by all analysts. */
  process_draft: {
    process: string;
    /** JSON list of `{ path, text }`, paths inside the process's folder. */
    files: string;
    /** Rises with every change: who has seen another one does not overwrite. */
    revision: number;
    /** Digest of the version in force when it was begun; null: there was none. */
    base: string | null;
    edited_at: number;
    edited_by: string | null;
  };
  /** What a version was deployed with besides what it is compiled of: its scenarios, its description. */
  process_extra: { digest: string; files: string };
}
