import type pg from "pg";
import type { Took } from "./contender.ts";
import { eventsOf, instanceId, stateOf } from "./minimal-writes.ts";

/** Timers that share one transaction, and how many of these are under way. */
const BATCH = 500;
const LANES = 2;
const FILLED_AT_ONCE = 10_000;

/**
 * Takes due timers away, moves their instances and leaves a history row for each, in one statement. The due ones are an
 * array, found once, whatever the planner thinks of the tables.
 */
const FIRE = `
  with due as (
    delete from timer where instance = any(array(
      select instance from timer where due_at <= now() order by due_at limit $1 for update skip locked
    )) returning instance
  ), moved as (
    update instance set revision = revision + 1, state = $2 from due where instance.id = due.instance
      returning instance.id, instance.revision
  ), told as (insert into history select id, revision, $3 from moved)
  select count(*)::int as count from moved`;

/** The least that firing timers must write to PostgreSQL. Uses the tables of the minimal loop and one for the timers. */
export async function drainOnPostgres(pool: pg.Pool, count: number): Promise<Took> {
  await pool.query(
    `create table if not exists timer (instance text collate "C" primary key, due_at timestamptz not null)`,
  );
  await pool.query("create index if not exists timer_due on timer (due_at)");
  for (let made = 0; made < count; made += FILLED_AT_ONCE) await fill(pool, Math.min(FILLED_AT_ONCE, count - made));
  // What the state and the events are does not matter here, only how large they are.
  const sample = instanceId();
  const values = [BATCH, stateOf(sample, 2), eventsOf(sample, 2)];
  let fired = 0;
  const lane = async (): Promise<void> => {
    while (fired < count) {
      const { rows } = await pool.query<{ count: number }>({ name: "fire", text: FIRE, values });
      fired += rows[0]?.count ?? 0;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: LANES }, lane));
  return { seconds: (performance.now() - start) / 1_000 };
}

async function fill(pool: pg.Pool, count: number): Promise<void> {
  const ids = Array.from({ length: count }, instanceId);
  const states = ids.map((id) => stateOf(id, 1));
  await pool.query("insert into instance select id, 1, state from unnest($1::text[], $2::text[]) as made (id, state)", [
    ids,
    states,
  ]);
  await pool.query("insert into timer select id, now() from unnest($1::text[]) as made (id)", [ids]);
}
