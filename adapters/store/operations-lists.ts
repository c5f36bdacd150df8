import { sql } from "kysely";
import { id } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { OutboxCount, StepCount, TimerShown } from "../../engine/ports/operations-lists.ts";
import type { Page, Queries } from "../../engine/ports/queries.ts";
import type { Database } from "./database.ts";
import { askedFor, pageOf, placeAfter } from "./page-cursor.ts";

interface Counted {
  readonly process: string;
  readonly step: string;
  readonly instances: number;
  readonly tokens: number;
  readonly incidents: number;
}

/** Live counts by process and step. */
export async function countSteps({ db }: Database, process: string | null): Promise<readonly StepCount[]> {
  const of = process === null ? sql`` : sql`and process = ${process}`;
  const { rows } = await sql<Counted>`
    select process, step, sum(instances) as instances, sum(tokens) as tokens, sum(incidents) as incidents from (
      select process, step, count(*) as instances, sum(tokens) as tokens, 0 as incidents
        from instance_step where 1 = 1 ${of} group by process, step
      union all
      select process, step, 0, 0, count(*) from incident where step is not null ${of} group by process, step
    ) counted group by process, step order by process, step`.execute(db);
  return rows.map(({ process: of, step, ...counts }) => ({
    process: id(of),
    step,
    instances: Number(counts.instances),
    tokens: Number(counts.tokens),
    incidents: Number(counts.incidents),
  }));
}

interface TimerCells {
  readonly id: string;
  readonly instance: string;
  readonly process: string;
  readonly number: number;
  readonly subject: string;
  readonly due_at: number;
  readonly paused: number;
}

/** Timers by when they ring, the soonest first. */
export async function listTimers(
  { db }: Database,
  { process, instance, until }: Parameters<Queries["timers"]>[0],
  page: Parameters<Queries["timers"]>[1],
): Promise<Page<TimerShown>> {
  const after = placeAfter(page.after, ["number", "string"]);
  const conditions = [
    sql`1 = 1`,
    ...(process === undefined ? [] : [sql`i.process = ${process}`]),
    ...(instance === undefined ? [] : [sql`t.instance = ${instance}`]),
    ...(until === undefined ? [] : [sql`t.due_at <= ${until}`]),
    ...(after === null ? [] : [sql`(t.due_at, t.id) > (${after[0]}, ${after[1]})`]),
  ];
  const { rows } = await sql<TimerCells>`
    select t.id, t.instance, i.process, i.number, i.subject, t.due_at, t.paused
    from timer t join instance i on i.id = t.instance where ${sql.join(conditions, sql` and `)}
    order by t.due_at, t.id limit ${askedFor(page.limit)}`.execute(db);
  const shown = rows.map((row): TimerShown => {
    const { number, subject } = row;
    const of = { id: id<TimerShown["id"]>(row.id), instance: id<TimerShown["instance"]>(row.instance) };
    return { ...of, process: id(row.process), number, subject, dueAt: instant(row.due_at), paused: row.paused === 1 };
  });
  return pageOf(shown, page.limit, (row) => [row.dueAt, row.id]);
}

/** Entries of the outbox by queue and state. */
export async function countOutbox({ db }: Database, now: Instant): Promise<readonly OutboxCount[]> {
  const { rows } = await sql<{ lane: string; state: OutboxCount["state"]; entries: number; oldest: number }>`
    select lane, state, count(*) as entries, min(due_at) as oldest from (
      select lane, due_at, case when parked = 1 then 'parked' when owner is not null and begun = 1 then 'begun'
        when owner is not null then 'held' when due_at <= ${now} then 'due' else 'later' end as state from outbox
    ) entry group by lane, state order by lane, state`.execute(db);
  return rows.map(({ lane, state, entries, oldest }) => {
    return { lane, state, entries: Number(entries), oldest: instant(Number(oldest)) };
  });
}

/** Live instances that are about a record. */
export async function countOpenAbout({ db }: Database, record: string): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    select count(*) as count from instance_record r join instance i on i.id = r.instance
    where r.ref = ${record} and i.ended_at is null`.execute(db);
  return Number(rows[0]?.count ?? 0);
}
