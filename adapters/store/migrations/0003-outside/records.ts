/** `adapters/crm/local`. */
export const recordStatements: readonly string[] = [];
