import { id, type ProcessId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Starts } from "../../engine/ports/starts.ts";
import { inserting } from "./bulk.ts";
import type { Context } from "./database.ts";

const INSERT = inserting("schedule");

/** Starts at set times. */
export function createSchedules({
  database,
}: Context): Pick<Starts, "schedulesDue" | "nextSchedule" | "putSchedules" | "advanceSchedule"> {
  const { db } = database;
  return {
    schedulesDue: async (now, limit) => {
      const rows = await db
        .selectFrom("schedule")
        .selectAll()
        .where("due_at", "<=", now)
        .orderBy("due_at")
        .orderBy("process")
        .orderBy("start")
        .limit(limit)
        .execute();
      return rows.map(({ process, start, due_at }) => {
        return { process: id<ProcessId>(process), start, dueAt: instant(due_at) };
      });
    },
    nextSchedule: async () => {
      const row = await db.selectFrom("schedule").select("due_at").orderBy("due_at").limit(1).executeTakeFirst();
      return row === undefined ? null : instant(row.due_at);
    },
    putSchedules: (process, rows) =>
      database.transaction(async (tx) => {
        await tx.run(db.deleteFrom("schedule").where("process", "=", process));
        await tx.put(
          INSERT,
          rows.map(({ start, dueAt }) => ({ process, start, due_at: dueAt })),
        );
      }),
    advanceSchedule: async ({ process, start, dueAt }, next) => {
      const { numUpdatedRows, numDeletedRows } = await advanced();
      return (numUpdatedRows ?? numDeletedRows) === 1n;

      async function advanced(): Promise<{ readonly numUpdatedRows?: bigint; readonly numDeletedRows?: bigint }> {
        const stands = { process, start, due_at: dueAt };
        if (next === null)
          return await db
            .deleteFrom("schedule")
            .where(({ and }) => and(stands))
            .executeTakeFirstOrThrow();
        return await db
          .updateTable("schedule")
          .set({ due_at: next })
          .where(({ and }) => and(stands))
          .executeTakeFirstOrThrow();
      }
    },
  };
}
