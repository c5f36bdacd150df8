/** `adapters/accounts`: who may sign in, sessions, tokens, invitations, links in letters. */
export const accountsStatements: readonly string[] = [];
