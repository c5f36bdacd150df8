import type { Instance } from "../../engine/instance/state.ts";
import { taskRowsOf } from "../../engine/runtime/project.ts";
import { deleting, inserting, textsOf } from "./bulk.ts";
import type { Database, Session } from "./database.ts";
import type { DatabaseKind } from "./migrations/migration.ts";
import type { Schema } from "./schema.ts";
import { actorCells, PUT_TASK, taskCells } from "./task-rows.ts";

/** Instances whose rows are filled in one transaction. */
const BATCH = 200;

const DELETE_ACTORS = deleting("task_actor", ["task"]);
const INSERT_ACTOR = inserting("task_actor", "keep");

/**
 * Fills what lists read of tasks that an older version wrote, out of the instances' snapshots. Costs one look where there
 * are none.
 */
export async function fillLists(database: Database): Promise<void> {
  for (;;) {
    const filled = await database.transaction((tx) => fillSome(tx, database.kind));
    if (filled < BATCH) return;
  }
}

async function fillSome(tx: Session, kind: DatabaseKind): Promise<number> {
  const { rows } = await tx.query<{ readonly instance: string }>(UNLISTED, []);
  if (rows.length === 0) return 0;
  const ids = [JSON.stringify(rows.map(({ instance }) => instance))];
  const found = await tx.query<Pick<Schema["instance"], "snapshot">>(SNAPSHOTS[kind], ids);
  const tasks = found.rows.flatMap(({ snapshot }) => taskRowsOf(JSON.parse(snapshot) as Instance));
  await tx.put(
    DELETE_ACTORS,
    tasks.map((task) => ({ task: task.id })),
  );
  await tx.put(PUT_TASK, tasks.map(taskCells));
  await tx.put(INSERT_ACTOR, tasks.flatMap(actorCells));
  // A row that its instance knows nothing of is for `rebuild` to find; here it would be looked at for ever.
  await tx.query(SEEN[kind], ids);
  return rows.length;
}

const UNLISTED = `select distinct instance from task where listed = 0 order by instance limit ${BATCH}`;

/** Nobody may move them while their rows are written. */
const SNAPSHOTS: Readonly<Record<DatabaseKind, string>> = {
  sqlite: `select snapshot from instance where id ${textsOf("sqlite", 1)}`,
  postgres: `select snapshot from instance where id ${textsOf("postgres", 1)} order by id for update`,
};

const SEEN: Readonly<Record<DatabaseKind, string>> = {
  sqlite: `update task set listed = 1 where listed = 0 and instance ${textsOf("sqlite", 1)}`,
  postgres: `update task set listed = 1 where listed = 0 and instance ${textsOf("postgres", 1)}`,
};
