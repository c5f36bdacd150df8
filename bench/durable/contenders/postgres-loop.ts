import pg from "pg";
import type { Contender } from "../contender.ts";
import { inFlight } from "../in-flight.ts";
import { callOf, eventsOf, instanceId, STEPS, stateOf } from "../minimal-writes.ts";
import { drainOnPostgres } from "../postgres-timers.ts";

/** Groups under way at once: while one waits for the disk the next is filled. */
const CONNECTIONS = 2;

/**
 * The statement is planned once, when the tables are empty, and would read them from end to end ever after; the outbox,
 * small but full of dead rows, would be read so even with fresh statistics.
 */
const BY_INDEX = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

/**
 * The same least writes as of the SQLite loop, to PostgreSQL: what waits is written by one statement, which is one
 * transaction (group commit).
 */
export function open(): Contender {
  let pool: pg.Pool | undefined;
  let commit: (write: Write) => Promise<void> = () => Promise.reject(new Error("It is not started"));
  return {
    async start({ postgresUrl }) {
      pool = new pg.Pool({ connectionString: postgresUrl, max: CONNECTIONS, options: BY_INDEX });
      await pool.query(TABLES);
      commit = groupCommit(pool);
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
      if (pool === undefined) throw new Error("It is not started");
      return drainOnPostgres(pool, count);
    },
    async stop() {
      await pool?.end();
    },
  };
}

interface Write {
  readonly id: string;
  readonly revision: number;
  readonly done: string | null;
  readonly call: string | null;
}

const TABLES = `
  create table instance (id text collate "C" primary key, revision int not null, state text not null);
  create table history (instance text collate "C", sequence int, events text not null, primary key (instance, sequence));
  create table outbox (id text collate "C" primary key, instance text not null, due_at timestamptz not null, body text not null);
  create index outbox_due on outbox (due_at);
`;

/** No join but by index: each part takes over what the part before it returned. */
const WRITE = `
  with asked as (
    select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[])
      as asked (id, revision, state, events, done, call)
  ), made as (
    insert into instance select id, revision, state from asked where revision = 1
  ), moved as (
    update instance set revision = asked.revision, state = asked.state from asked
      where instance.id = asked.id and asked.revision > 1 and instance.revision = asked.revision - 1
      returning asked.*
  ), written as (select * from asked where revision = 1 union all select * from moved
  ), told as (insert into history select id, revision, events from written
  ), finished as (delete from outbox using moved where outbox.id = moved.done
  ), called as (insert into outbox select call, id, now(), events from written where call is not null)
  select count(*)::int as count from written`;

/** A group takes all that waits as soon as a connection is free. */
function groupCommit(pool: pg.Pool): (write: Write) => Promise<void> {
  let waiting: { readonly write: Write; resolve(): void; reject(error: unknown): void }[] = [];
  let underWay = 0;
  async function flush(): Promise<void> {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    underWay += 1;
    try {
      const writes = group.map(({ write }) => write);
      const values = [
        writes.map(({ id }) => id),
        writes.map(({ revision }) => revision),
        writes.map(({ id, revision }) => stateOf(id, revision)),
        writes.map(({ id, revision }) => eventsOf(id, revision)),
        writes.map(({ done }) => done),
        writes.map(({ call }) => call),
      ];
      const { rows } = await pool.query<{ count: number }>({ name: "write", text: WRITE, values });
      if (rows[0]?.count !== group.length) throw new Error("A conflict");
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      underWay -= 1;
      void flush();
    }
  }
  return (write) =>
    new Promise((resolve, reject) => {
      waiting.push({ write, resolve, reject });
      if (waiting.length === 1) setImmediate(() => (underWay < CONNECTIONS ? void flush() : undefined));
    });
}
