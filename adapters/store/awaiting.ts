import { type CallId, type InstanceId, id } from "../../engine/base/ids.ts";
import type { Starts } from "../../engine/ports/starts.ts";
import type { Context } from "./database.ts";

/** Which steps wait for the end of which instances. */
export function createAwaiting({
  database: { db },
}: Context): Pick<Starts, "awaitEnd" | "awaiting" | "childOf" | "forgetAwaiting"> {
  return {
    awaitEnd: async (child, { instance, call, attempt }) => {
      await db
        .insertInto("awaiting")
        .values({ call, child, instance, attempt })
        .onConflict((conflict) => conflict.column("call").doUpdateSet({ child, instance, attempt }))
        .execute();
    },
    awaiting: async (child) => {
      const rows = await db.selectFrom("awaiting").selectAll().where("child", "=", child).orderBy("call").execute();
      return rows.map(({ instance, call, attempt }) => {
        return { instance: id<InstanceId>(instance), call: id<CallId>(call), attempt };
      });
    },
    childOf: async (call) => {
      const row = await db.selectFrom("awaiting").select("child").where("call", "=", call).executeTakeFirst();
      return row === undefined ? null : id<InstanceId>(row.child);
    },
    forgetAwaiting: async (child) => {
      await db.deleteFrom("awaiting").where("child", "=", child).execute();
    },
  };
}
