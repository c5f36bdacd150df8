import { sql } from "kysely";
import { type SqlDatabase, withTables } from "../sql-database.ts";
import type { ChangeSource } from "./live-hub.ts";

interface LiveTables {
  readonly instance: { readonly id: string; readonly last_at: number; readonly revision: number };
  readonly incident: { readonly id: string; readonly at: number };
}

/** Changes as the store has them: the last instant, and how far those have moved that moved in it. */
export function changeSource(database: Omit<SqlDatabase<never>, "db"> & { readonly db: unknown }): ChangeSource {
  const { db } = withTables<LiveTables>(database);
  return {
    async latest() {
      const moved = await db
        .selectFrom("instance")
        .select(["last_at", sql<number>`count(*)`.as("count"), sql<number>`sum(revision)`.as("moves")])
        .where(
          "last_at",
          "=",
          db.selectFrom("instance").select(({ fn }) => fn.max("last_at").as("last")),
        )
        .groupBy("last_at")
        .executeTakeFirst();
      const raised = await db
        .selectFrom("incident")
        .select(["at", "id"])
        .orderBy("at", "desc")
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      if (moved === undefined && raised === undefined) return null;
      return [moved?.last_at ?? 0, moved?.count ?? 0, moved?.moves ?? 0, raised?.id ?? ""].join(".");
    },
  };
}
