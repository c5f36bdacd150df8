import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Contender } from "../contender.ts";
import { inFlight } from "../in-flight.ts";
import { callOf, eventsOf, instanceId, STEPS, stateOf } from "../minimal-writes.ts";
import { drainOnSqlite } from "../sqlite-timers.ts";

/**
 * The least that an engine must write to SQLite, and nothing else: no interpreter, no leases, no projections. An
 * instance is made (row, history, first outbox entry); each of its steps is one guarded update, one history row with
 * the step's events, the finished outbox entry deleted and the next inserted. Full sync; what waits shares one
 * transaction (group commit).
 */
export function open(): Contender {
  let database: DatabaseSync | undefined;
  let commit: (write: Write) => Promise<void> = () => Promise.reject(new Error("It is not started"));
  return {
    async start({ folder }) {
      database = openDatabase(join(folder, "loop.sqlite"));
      commit = groupCommit(database);
    },
    runInstances: (count, limit) =>
      inFlight(count, limit, async () => {
        const id = instanceId();
        await commit({ id, revision: 1, done: null, call: callOf(id, 1) });
        for (let step = 1; step <= STEPS; step += 1) {
          const call = step < STEPS ? callOf(id, step + 1) : null;
          await commit({ id, revision: step + 1, done: callOf(id, step), call });
        }
      }),
    async drainTimers(count) {
      if (database === undefined) throw new Error("It is not started");
      return drainOnSqlite(database, count);
    },
    async stop() {
      database?.close();
    },
  };
}

interface Write {
  readonly id: string;
  readonly revision: number;
  readonly done: string | null;
  readonly call: string | null;
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`
    pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 1000; pragma cache_size = -65536;
    create table instance (id text primary key, revision integer not null, state text not null) without rowid;
    create table history (instance text, sequence integer, events text not null, primary key (instance, sequence)) without rowid;
    create table outbox (id text primary key, instance text not null, due_at integer not null, body text not null) without rowid;
    create index outbox_due on outbox (due_at);
  `);
  return database;
}

/** Everything that asks within one turn of the event loop is written by the next, in one transaction. */
function groupCommit(database: DatabaseSync): (write: Write) => Promise<void> {
  const create = database.prepare("insert into instance values (?, 1, ?)");
  const move = database.prepare("update instance set revision = ?, state = ? where id = ? and revision = ?");
  const tell = database.prepare("insert into history values (?, ?, ?)");
  const finish = database.prepare("delete from outbox where id = ?");
  const ask = database.prepare("insert into outbox values (?, ?, ?, ?)");
  let waiting: { readonly write: Write; resolve(): void; reject(error: unknown): void }[] = [];
  function one({ id, revision, done, call }: Write): void {
    if (revision === 1) create.run(id, stateOf(id, revision));
    else if (move.run(revision, stateOf(id, revision), id, revision - 1).changes !== 1) throw new Error("A conflict");
    tell.run(id, revision, eventsOf(id, revision));
    if (done !== null) finish.run(done);
    if (call !== null) ask.run(call, id, Date.now(), eventsOf(id, revision));
  }
  function flush(): void {
    const group = waiting;
    waiting = [];
    try {
      database.exec("begin immediate");
      for (const { write } of group) one(write);
      database.exec("commit");
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
  return (write) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ write, resolve, reject });
    });
}
