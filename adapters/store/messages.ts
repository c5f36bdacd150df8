import { sql } from "kysely";
import type { Starts } from "../../engine/ports/starts.ts";
import type { Occurrence } from "../../engine/runtime/occurrence.ts";
import { among } from "./among.ts";
import type { Context } from "./database.ts";
import { subscriptionRow } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Message = Occurrence & { kind: "message" };

/** Who listens, and what is kept until somebody does. */
export function createMessages({
  database: { db, kind },
  clock,
}: Context): Pick<Starts, "subscribers" | "keepMessage" | "keptMessages" | "dropMessage"> {
  return {
    subscribers: async ({ names, record, key }) => {
      const { rows } = await sql<Schema["subscription"]>`
        select * from subscription where name ${among(kind, names)}
        and (record is null or record = ${record}) and (key is null or key = ${key}) order by since, id, name`.execute(
        db,
      );
      const first = new Map(rows.toReversed().map((row) => [row.id, row]));
      return [...first.values()].toReversed().map(subscriptionRow);
    },
    keepMessage: async (message, until) => {
      const { id, name, key } = message;
      await db
        .insertInto("kept_message")
        .values({ id, name, key, until_at: until, arrival: clock.now(), body: JSON.stringify(message) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    keptMessages: async (name, key, now) => {
      const rows = await db
        .selectFrom("kept_message")
        .select("body")
        .where("name", "=", name)
        .where("until_at", ">", now)
        .$if(key !== null, (query) => query.where("key", "=", key))
        .orderBy("arrival")
        .orderBy("id")
        .execute();
      return rows.map((row) => JSON.parse(row.body) as Message);
    },
    dropMessage: async (id) => {
      await db.deleteFrom("kept_message").where("id", "=", id).execute();
    },
  };
}
