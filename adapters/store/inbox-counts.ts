import { type RawBuilder, sql } from "kysely";
import type { UserId } from "../../engine/base/ids.ts";
import type { Instant } from "../../engine/base/instant.ts";
import { INBOX_COUNT_MAX, type InboxCounts, type InboxReader, type TaskCount } from "../../engine/ports/inbox.ts";
import { among } from "./among.ts";
import type { Database } from "./database.ts";
import { COLLECTED_MAX, isNotExcluded } from "./inbox-queries.ts";

type Counted = Readonly<Record<string, number>>;

/**
 * How many tasks each list of a reader holds. Counted from the order of the lists alone, each at most to a bound: nobody
 * reads a number of five digits, and counting must cost the same whatever a company leaves lying.
 */
export async function countInbox(database: Database, reader: InboxReader, now: Instant): Promise<InboxCounts> {
  const { user, inPlaceOf, team, seesAll } = reader;
  const own = (condition: RawBuilder<unknown>) => ofReader(database, { user, inPlaceOf }, condition);
  const parts: readonly (readonly [name: string, count: RawBuilder<unknown>])[] = [
    ["mine", own(sql`and a.share = 'held'`)],
    ["lateMine", own(sql`and a.share = 'held' and a.due <= ${now}`)],
    ["group", own(sql`and a.share = 'offered'`)],
    ["lateGroup", own(sql`and a.share = 'offered' and a.due <= ${now}`)],
    ...(team.length === 0
      ? []
      : ([
          ["team", ofTeam(database, team, null)],
          ["lateTeam", ofTeam(database, team, now)],
        ] as const)),
    ...(seesAll
      ? ([
          ["all", sql`select 1 from task limit ${INBOX_COUNT_MAX}`],
          ["lateAll", sql`select 1 from task where due_at <= ${now} limit ${INBOX_COUNT_MAX}`],
        ] as const)
      : []),
  ];
  const columns = parts.map(([name, rows]) => sql`(select count(*) from (${rows}) x) as ${sql.ref(name)}`);
  const { rows } = await sql<Counted>`select ${sql.join(columns)}`.execute(database.db);
  const counts = rows[0] ?? {};
  const of = (name: string): TaskCount => ({
    tasks: Number(counts[name] ?? 0),
    overdue: Number(counts[`late${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? 0),
  });
  return {
    mine: of("mine"),
    group: of("group"),
    team: team.length === 0 ? null : of("team"),
    all: seesAll ? of("all") : null,
  };
}

/** Of those in whose place he acts only what he may do: four eyes hold for counting too. */
function ofReader(
  database: Database,
  { user, inPlaceOf }: Pick<InboxReader, "user" | "inPlaceOf">,
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const his = sql`select a.task from task_actor a where a.actor = ${user} ${condition}`;
  if (user === null || inPlaceOf.length === 0) return sql`${his} limit ${INBOX_COUNT_MAX}`;
  return sql`select task from (${his} union select a.task from task_actor a join task t on t.id = a.task
    where a.actor ${among(database.kind, inPlaceOf)} ${condition} and ${isNotExcluded(database, user)}) own
    limit ${INBOX_COUNT_MAX}`;
}

/** Of many people the tasks are walked until there are enough: nearly all are theirs. Of few they are collected. */
function ofTeam(database: Database, people: readonly UserId[], until: Instant | null): RawBuilder<unknown> {
  const theirs = sql`a.actor ${among(database.kind, people)}`;
  if (people.length > COLLECTED_MAX)
    // A plain `exists` PostgreSQL would turn into collecting them after all.
    return sql`select 1 from task t
      where (select 1 from task_actor a where a.task = t.id and ${theirs} limit 1) is not null
      ${until === null ? sql`` : sql`and t.due_at <= ${until}`} limit ${INBOX_COUNT_MAX}`;
  return sql`select distinct a.task from task_actor a where ${theirs} and a.share in ('held', 'offered')
    ${until === null ? sql`` : sql`and a.due <= ${until}`} limit ${INBOX_COUNT_MAX}`;
}
