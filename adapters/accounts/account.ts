import type { Selectable } from "kysely";
import { id, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { AccountChangeKind, AccountStatus, AccountTables } from "./account-tables.ts";
import { type Role, rolesFrom } from "./role.ts";

/** Who may sign in, without what would let anybody do so. */
export interface Account {
  /** The person of the directory. */
  readonly user: UserId;
  readonly login: string;
  readonly roles: readonly Role[];
  readonly status: AccountStatus;
  readonly createdAt: Instant;
  /** Null: made at the machine. */
  readonly createdBy: UserId | null;
  readonly lastSignInAt: Instant | null;
}

/** One line of an account's history. */
export interface AccountChange {
  readonly user: UserId;
  readonly at: Instant;
  /** Who did it; null: somebody at the machine. */
  readonly by: UserId | null;
  readonly what: AccountChangeKind;
  /** The roles after it; null: they are not what changed. */
  readonly roles: readonly Role[] | null;
}

/** A row as an account. */
export function accountOf(row: Selectable<AccountTables["account"]>): Account {
  return {
    user: id<UserId>(row.person),
    login: row.login,
    roles: rolesFrom(row.roles),
    status: row.status,
    createdAt: instant(row.created_at),
    createdBy: row.created_by === null ? null : id<UserId>(row.created_by),
    lastSignInAt: row.last_sign_in_at === null ? null : instant(row.last_sign_in_at),
  };
}
