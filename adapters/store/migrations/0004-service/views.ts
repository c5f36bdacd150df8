/** Saved views of registries. */
export const viewsStatements: readonly string[] = [];
