import type { SqlDatabase } from "../sql-database.ts";
import { accountOf } from "./account.ts";
import type { AccountTables } from "./account-tables.ts";

/** How many can sign in, and how many of them are administrators: for who only looks (`ordo doctor`). */
export async function countAccounts(
  database: SqlDatabase<AccountTables>,
): Promise<{ readonly active: number; readonly administrators: number }> {
  const rows = await database.db.selectFrom("account").selectAll().where("status", "=", "active").execute();
  const administrators = rows.map(accountOf).filter(({ roles }) => roles.includes("administrator"));
  return { active: rows.length, administrators: administrators.length };
}
