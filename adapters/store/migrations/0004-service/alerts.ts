/** `adapters/alerts`: who has been told of which incident. */
export const alertsStatements: readonly string[] = [];
