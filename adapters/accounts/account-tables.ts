/** The tables of `0004-service/accounts.ts`. Instants are milliseconds; what is called a hash cannot be turned back. */
export interface AccountTables {
  /** Who may sign in. */
  account: {
    /** Id in the directory: one account a person. */
    person: string;
    /** As the person types it: an address of mail, or the id. */
    login: string;
    /** The login as it is compared. */
    login_key: string;
    /** JSON list, `person` left out: everybody has it. */
    roles: string;
    status: AccountStatus;
    /** Hash with its parameters (`$argon2id$…`); null: none was chosen yet. */
    password: string | null;
    password_at: number | null;
    created_at: number;
    /** Null: made at the machine, by nobody that the directory knows. */
    created_by: string | null;
    last_sign_in_at: number | null;
    /** Rises with every change, so that writers wait for each other. */
    revision: number;
  };
  /** Who changed what of whose account: kept for ever. */
  account_change: {
    id: string;
    person: string;
    at: number;
    actor: string | null;
    what: AccountChangeKind;
    /** JSON list of the roles after it; null: they are not what changed. */
    roles: string | null;
  };
  account_gate: { name: string; passes: number };
  account_session: {
    hash: string;
    person: string;
    created_at: number;
    /** Last use, to the minute. */
    seen_at: number;
    /** The session ends then, however much it is used. */
    expires_at: number;
    /** From where and with which browser, so that its owner knows it. */
    address: string | null;
    agent: string | null;
  };
  account_token: {
    /** The part of the token that may be shown. */
    prefix: string;
    hash: string;
    /** In whose name it acts. */
    person: string;
    name: string;
    /** JSON list. */
    scopes: string;
    created_at: number;
    created_by: string | null;
    expires_at: number;
    used_at: number | null;
  };
  account_link: {
    hash: string;
    kind: EntryKind;
    /** Null: whoever becomes the first administrator. */
    person: string | null;
    created_at: number;
    created_by: string | null;
    expires_at: number;
  };
  /** Tries to sign in, counted by lane: a login, an address, a login at a known address; each as a hash. */
  account_tries: { lane: string; count: number; at: number; blocked_until: number };
  /** From where a person has signed in. */
  account_address: { person: string; address: string; seen_at: number };
  /** Links in letters: what a person was asked to decide. */
  decision_link: { hash: string; task: string; person: string; created_at: number; expires_at: number };
}

/** `invited`: there is no password yet. */
export type AccountStatus = "invited" | "active" | "deactivated";

/** What a one-time link is for; `first`: to make the first administrator. */
export type EntryKind = "invitation" | "reset" | "first";

/** What happened to an account. */
export type AccountChangeKind =
  | "invited"
  | "activated"
  | "reset"
  | "password"
  | "roles"
  | "login"
  | "deactivated"
  | "reactivated"
  | "token-made"
  | "token-revoked";
