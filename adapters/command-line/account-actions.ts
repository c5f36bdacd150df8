/** What can be done with accounts. */
export const ACCOUNT_ACTIONS = [
  "list",
  "invite",
  "reset",
  "roles",
  "login",
  "deactivate",
  "reactivate",
  "tokens",
  "token",
  "revoke",
] as const;

export type AccountAction = (typeof ACCOUNT_ACTIONS)[number];
