import { id } from "../../engine/base/ids.ts";
import type { Value } from "../../engine/base/value.ts";
import type { Views } from "../../engine/ports/views.ts";
import { inserting } from "./bulk.ts";
import type { Database } from "./database.ts";

const PUT = inserting("saved_view", { key: ["registry", "owner", "name"], set: ["filter", "shared"] });

/** Saved views in the database. */
export function createViews(database: Database): Views {
  const { db } = database;
  return {
    async list(registry, user) {
      const rows = await db
        .selectFrom("saved_view")
        .selectAll()
        .where("registry", "=", registry)
        .where(({ or, eb }) => or([eb("owner", "=", user), eb("shared", "=", 1)]))
        .orderBy("name")
        .orderBy("owner")
        .execute();
      const views = rows.map(({ owner, filter, shared, ...row }) => {
        return { ...row, owner: id<typeof user>(owner), filter: JSON.parse(filter) as Value, shared: shared === 1 };
      });
      return [...views.filter(({ owner }) => owner === user), ...views.filter(({ owner }) => owner !== user)];
    },
    async save({ owner, registry, name, filter, shared }) {
      const row = { owner, registry, name, filter: JSON.stringify(filter), shared: shared ? 1 : 0 };
      await database.transaction((tx) => tx.put(PUT, [row]));
    },
    async remove({ owner, registry, name }) {
      const gone = await db
        .deleteFrom("saved_view")
        .where("registry", "=", registry)
        .where("owner", "=", owner)
        .where("name", "=", name)
        .executeTakeFirst();
      return Number(gone.numDeletedRows) > 0;
    },
  };
}
