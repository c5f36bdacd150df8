/** What the one search box finds. */
export const searchStatements: readonly string[] = [];
