import { foldText } from "../../engine/base/fold-text.ts";
import type { InstanceId } from "../../engine/base/ids.ts";
import type { Store } from "../../engine/ports/store.ts";
import { checkInstance, type Difference, type Told, toldBy } from "../../engine/runtime/check-instance.ts";
import type { Projection } from "../../engine/runtime/project.ts";
import { deleting, inserting, updating } from "./bulk.ts";
import type { Context, Database, Session } from "./database.ts";
import { outboxRow, subscriptionCells } from "./rows.ts";
import { rewriteShown } from "./shown-rows.ts";
import { actorCells, taskCells } from "./task-rows.ts";

/** Instances looked at between two reports of progress. */
const PAGE = 100;

/** Differences that are listed; the rest is counted. */
const LISTED_MAX = 1000;

/** How to rebuild. */
export interface RebuildOrder extends Projection {
  /** True: what differs is written anew from the history. */
  readonly repair: boolean;
  readonly onProgress?: (instances: number) => void;
}

/** What rebuilding came to. */
export interface Rebuilt {
  readonly instances: number;
  readonly events: number;
  /** Instances with differences. */
  readonly differing: number;
  /** At most {@link LISTED_MAX}. */
  readonly differences: readonly (Difference & { readonly instance: InstanceId })[];
  /** Instances that were repaired. */
  readonly repaired: number;
}

/**
 * Computes every instance again from its history and compares what the store keeps beside it: snapshot, tasks, timers,
 * subscriptions, incidents, calls, registry rows, what lists show. Repairs what differs where it is told to; registries are never
 * repaired (a row that differs is evidence), nor are histories.
 */
export async function rebuild(store: Store, context: Pick<Context, "database">, order: RebuildOrder): Promise<Rebuilt> {
  const differences: (Difference & { readonly instance: InstanceId })[] = [];
  let [instances, events, differing, repaired] = [0, 0, 0, 0];
  let after: InstanceId | null = null;
  for (;;) {
    const ids: readonly InstanceId[] = await store.queries.ids(after, PAGE);
    if (ids.length === 0) return { instances, events, differing, differences, repaired };
    for (const id of ids) {
      const checked = await check(store, id, order);
      instances++;
      events += checked.events;
      if (checked.differences.length === 0) continue;
      differing++;
      const listed = checked.differences.slice(0, LISTED_MAX - differences.length);
      differences.push(...listed.map((difference) => ({ ...difference, instance: id })));
      if (order.repair && checked.told !== null && (await repair(context.database, checked.told))) repaired++;
    }
    order.onProgress?.(instances);
    after = ids.at(-1) ?? null;
  }
}

async function check(
  store: Store,
  id: InstanceId,
  projection: Projection,
): Promise<{ readonly told: Told | null; readonly events: number; readonly differences: readonly Difference[] }> {
  const first = await looked(store, id, projection);
  // A move between two reads looks like a difference, and does not when it is read again.
  return first.differences.length === 0 ? first : await looked(store, id, projection);
}

async function looked(store: Store, id: InstanceId, projection: Projection) {
  const rows = await store.queries.stored(id);
  const history = await store.instances.history(id);
  const snapshot = (await store.instances.load([id])).get(id) ?? null;
  const told = toldBy(history, projection);
  return { told, events: history.length, differences: checkInstance(told, { snapshot, rows }) };
}

const PUT_SNAPSHOT = updating("instance", {
  match: ["id"],
  was: ["revision"],
  set: ["digest", "status", "subject", "folded", "ended_at", "revision", "last_at", "snapshot"],
});
const PUT_ARCHIVED = updating("instance_archive", {
  match: ["id"],
  was: ["revision"],
  set: ["digest", "status", "subject", "folded", "ended_at", "revision", "last_at", "snapshot"],
});
const DELETE_TASKS = deleting("task", ["instance"]);
const DELETE_ACTORS = deleting("task_actor", ["task"]);
const DELETE_TIMERS = deleting("timer", ["instance"]);
const DELETE_SUBSCRIPTIONS = deleting("subscription", ["instance"]);
const DELETE_OUTBOX = deleting("outbox", ["id"]);
const INSERT_TASK = inserting("task");
const INSERT_ACTOR = inserting("task_actor", "keep");
const INSERT_TIMER = inserting("timer");
const INSERT_SUBSCRIPTION = inserting("subscription");
const INSERT_INCIDENT = inserting("incident");
const INSERT_OUTBOX = inserting("outbox", "keep");

/** False: the instance moved since its history was read. Calls that stand stay as they are, with who holds them. */
async function repair({ db, transaction }: Database, told: Told): Promise<boolean> {
  return await transaction(async (tx) => {
    if (!(await putSnapshot(tx, told))) return false;
    const { id } = told.instance;
    const instance = [{ instance: id }];
    const tasks = await tx.run(db.selectFrom("task").select("id as task").where("instance", "=", id));
    await tx.put(DELETE_ACTORS, [...tasks.rows, ...told.rows.tasks.put.map((task) => ({ task: task.id }))]);
    await tx.put(DELETE_TASKS, instance);
    await tx.put(DELETE_TIMERS, instance);
    await tx.put(DELETE_SUBSCRIPTIONS, instance);
    await tx.run(db.deleteFrom("incident").where("instance", "=", id).where("resolution", "<>", "none"));
    await putRows(tx, told);
    await rewriteShown(tx, [{ after: told.instance, rows: told.rows }]);
    const calls = told.rows.outbox.put.filter(({ work }) => work.kind === "effect");
    const stored = await tx.run(db.selectFrom("outbox").select(["id", "work"]).where("instance", "=", id));
    const wanted = new Set(calls.map((entry) => entry.id));
    const gone = stored.rows.filter((row) => row.work.startsWith('{"kind":"effect"') && !wanted.has(row.id));
    await tx.put(
      DELETE_OUTBOX,
      gone.map((row) => ({ id: row.id })),
    );
    await tx.put(
      INSERT_OUTBOX,
      calls.map((entry) => outboxRow(entry)),
    );
    return true;
  });
}

async function putSnapshot(tx: Session, { instance }: Told): Promise<boolean> {
  const row = {
    id: instance.id,
    digest: instance.digest,
    status: instance.status,
    subject: instance.subject,
    folded: foldText(instance.subject),
    ended_at: instance.endedAt,
    revision: instance.sequence,
    was_revision: instance.sequence,
    last_at: instance.lastAt,
    snapshot: JSON.stringify(instance),
  };
  return (await tx.put(PUT_SNAPSHOT, [row])) + (await tx.put(PUT_ARCHIVED, [row])) > 0;
}

async function putRows(tx: Session, { rows }: Told): Promise<void> {
  await tx.put(INSERT_TASK, rows.tasks.put.map(taskCells));
  await tx.put(INSERT_ACTOR, rows.tasks.put.flatMap(actorCells));
  await tx.put(
    INSERT_TIMER,
    rows.timers.put.map(({ id, instance, dueAt, paused }) => {
      return { id, instance, due_at: dueAt, paused: paused ? 1 : 0, leased_by: null, leased_until: 0 };
    }),
  );
  await tx.put(INSERT_SUBSCRIPTION, rows.subscriptions.put.flatMap(subscriptionCells));
  await tx.put(
    INSERT_INCIDENT,
    rows.incidents.put.map(({ message, remedy, ...rest }) => {
      return { ...rest, message: JSON.stringify(message), remedy: JSON.stringify(remedy) };
    }),
  );
}
