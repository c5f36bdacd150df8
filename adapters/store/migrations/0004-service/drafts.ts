/** Drafts of processes, where the store is the source of them. */
export const draftsStatements: readonly string[] = [];
