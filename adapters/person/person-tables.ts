/** People who were erased. */
export interface PersonTables {
  person_erasure: {
    /** `person-3fa9c1d2e4`: stands wherever he stood. */
    pseudonym: string;
    /** JSON of the {@link Identity} until the erasure is done, so that one that was interrupted goes on; then null. */
    looked_for: string | null;
    by: string | null;
    reason: string;
    begun_at: number;
    ended_at: number | null;
  };
}
