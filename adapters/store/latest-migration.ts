import { CompiledQuery } from "kysely";
import type { Database } from "./database.ts";

/** Number of the last migration that the database has. @throws where it cannot be asked */
export async function latestMigration({ db }: Pick<Database, "db">): Promise<number> {
  const asked = CompiledQuery.raw("select max(number) as number from migration");
  const { rows } = await db.executeQuery<{ readonly number: number | null }>(asked);
  return Number(rows[0]?.number ?? 0);
}
