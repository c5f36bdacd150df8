import type { InstanceId } from "../../engine/base/ids.ts";
import type { Changed, ProjectionRows } from "../../engine/ports/store.ts";
import type { Database } from "./database.ts";
import { incidentRow } from "./incident-queries.ts";
import { findInstance } from "./instance-queries.ts";
import { rowsOf } from "./registry-rows.ts";
import { outboxEntry, subscriptionRow, timerRow } from "./rows.ts";
import { storedShown } from "./shown-rows.ts";
import { taskRow } from "./task-rows.ts";

/** Everything that stands beside the history of one instance, as rows to put; null: there is no such instance. */
export async function storedRows(database: Database, instance: InstanceId): Promise<ProjectionRows | null> {
  const { db } = database;
  if ((await findInstance(database, instance))?.id !== instance) return null;
  const shown = await storedShown(database, instance);
  const [tasks, timers, subscriptions, incidents, outbox, registry] = await Promise.all([
    db.selectFrom("task").selectAll().where("instance", "=", instance).orderBy("id").execute(),
    db.selectFrom("timer").selectAll().where("instance", "=", instance).orderBy("id").execute(),
    db.selectFrom("subscription").selectAll().where("instance", "=", instance).orderBy("id").orderBy("name").execute(),
    db.selectFrom("incident").selectAll().where("instance", "=", instance).orderBy("id").execute(),
    db.selectFrom("outbox").selectAll().where("instance", "=", instance).orderBy("id").execute(),
    rowsOf(database, [instance]),
  ]);
  const once = subscriptions.filter((row, place) => subscriptions[place - 1]?.id !== row.id);
  return {
    tasks: put(tasks.map(taskRow)),
    timers: put(timers.map(timerRow)),
    subscriptions: put(once.map(subscriptionRow)),
    incidents: put(incidents.map(incidentRow)),
    outbox: put(outbox.map(outboxEntry)),
    registry: registry.map(({ seal: _, salts: __, erased: ___, ...row }) => row),
    ...shown,
    unpark: false,
  };
}

function put<Row>(rows: readonly Row[]): Changed<Row> {
  return { put: rows, drop: [] };
}
