import { CompiledQuery } from "kysely";
import type { Instant } from "../../engine/base/instant.ts";
import type { Counts } from "../../engine/ports/queries.ts";
import type { Database } from "./database.ts";

/** How long the count of instances that ended before is believed, in milliseconds: there may be millions. */
const BASE_AGE_MS = 3_600_000;

/** Ended at most so long ago when the base was counted: a commit may be a little late. */
const BASE_LAG_MS = 60_000;

interface Counted {
  readonly name: string;
  readonly count: number;
}

/** Instances that ended up to an instant, as counted once. */
interface Base {
  readonly at: Instant;
  readonly until: number;
  readonly counts: readonly Counted[];
}

/**
 * Counts for metrics. Everything is read from indexes; what ended long ago is counted once an hour, and what ended since
 * each time. Archived instances are not counted (within that hour).
 */
export function createCounts(database: Database): (now: Instant) => Promise<Counts> {
  let base: Base | null = null;
  return async (now) => {
    base = base !== null && now >= base.at && now - base.at < BASE_AGE_MS ? base : await baseAt(database, now);
    const since = await counted(database, ENDED_SINCE, [base.until]);
    const live = await counted(database, LIVE, []);
    const lanes = await counted(database, OUTBOX, []);
    const rest = new Map((await counted(database, REST, [now])).map(({ name, count }) => [name, count]));
    const of = (name: string): number => rest.get(name) ?? 0;
    return {
      instances: summed([...base.counts, ...since, ...live]),
      tasks: of("tasks"),
      overdueTasks: of("overdueTasks"),
      timers: of("timers"),
      lateTimers: of("lateTimers"),
      latestTimerMs: of("lateTimers") === 0 ? 0 : now - of("latestTimer"),
      outbox: summed(lanes),
      incidents: of("incidents"),
      unsealed: of("unsealed"),
    };
  };
}

async function baseAt(database: Database, now: Instant): Promise<Base> {
  const until = now - BASE_LAG_MS;
  return { at: now, until, counts: await counted(database, ENDED_UNTIL, [until]) };
}

function summed(counts: readonly Counted[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { name, count } of counts) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

async function counted(
  { db, kind }: Database,
  text: string,
  parameters: readonly unknown[],
): Promise<readonly Counted[]> {
  const marked = kind === "sqlite" ? text.replace(/\$(\d)/gu, "?$1") : text;
  const { rows } = await db.executeQuery<Counted>(CompiledQuery.raw(marked, [...parameters]));
  return rows;
}

const ENDED_UNTIL = "select status as name, count(*) as count from instance where ended_at <= $1 group by status";
const ENDED_SINCE = "select status as name, count(*) as count from instance where ended_at > $1 group by status";
const LIVE = "select status as name, count(*) as count from instance where ended_at is null group by status";
const OUTBOX = "select lane as name, count(*) as count from outbox group by lane";
const REST = `select 'tasks' as name, count(*) as count from task
  union all select 'overdueTasks', count(*) from task where due_at <= $1
  union all select 'timers', count(*) from timer
  union all select 'lateTimers', count(*) from timer where paused = 0 and due_at <= $1
  union all select 'latestTimer', coalesce(min(due_at), 0) from timer where paused = 0
  union all select 'incidents', count(*) from incident
  union all select 'unsealed', count(*) from registry_row where number is null`;
