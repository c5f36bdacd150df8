import type { DatabaseSync } from "node:sqlite";
import type { Took } from "./contender.ts";
import { eventsOf, instanceId, stateOf } from "./minimal-writes.ts";

/** Timers that share one transaction. */
const BATCH = 500;

/**
 * The least that firing timers must write to SQLite: the due ones are read in batches, each moves its instance, leaves
 * a history row and is gone. Uses the tables of the minimal loop and one for the timers.
 */
export function drainOnSqlite(database: DatabaseSync, count: number): Took {
  database.exec(
    `create table if not exists timer (due_at integer, instance text, primary key (due_at, instance)) without rowid`,
  );
  const dueAt = Date.now();
  const create = database.prepare("insert into instance values (?, 1, ?)");
  const schedule = database.prepare("insert into timer values (?, ?)");
  inTransaction(database, () => {
    for (let made = 0; made < count; made += 1) {
      const id = instanceId();
      create.run(id, stateOf(id, 1));
      schedule.run(dueAt, id);
    }
  });
  const start = performance.now();
  const fire = firing(database);
  let fired = 0;
  while (fired < count) fired += inTransaction(database, () => fire(Date.now()));
  return { seconds: (performance.now() - start) / 1_000 };
}

function firing(database: DatabaseSync): (now: number) => number {
  const due = database.prepare(
    "select due_at, instance from timer where due_at <= ? order by due_at, instance limit ?",
  );
  const move = database.prepare("update instance set revision = ?, state = ? where id = ? and revision = ?");
  const tell = database.prepare("insert into history values (?, ?, ?)");
  const drop = database.prepare("delete from timer where (due_at, instance) <= (?, ?)");
  return (now) => {
    const timers = due.all(now, BATCH) as unknown as readonly { readonly due_at: number; readonly instance: string }[];
    for (const { instance } of timers) {
      if (move.run(2, stateOf(instance, 2), instance, 1).changes !== 1) throw new Error("A conflict");
      tell.run(instance, 2, eventsOf(instance, 2));
    }
    const last = timers.at(-1);
    if (last !== undefined) drop.run(last.due_at, last.instance);
    return timers.length;
  };
}

function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec("begin immediate");
  const result = work();
  database.exec("commit");
  return result;
}
