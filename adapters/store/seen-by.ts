import { type RawBuilder, sql } from "kysely";
import type { Seer } from "../../engine/ports/seer.ts";
import { among } from "./among.ts";
import type { DatabaseKind } from "./migrations/migration.ts";

/**
 * May he see the instance? The one place that says so in SQL.
 *
 * @param columns where the instance's id and its requester stand: `i.id`, `i.requester`
 */
export function seenBy(
  kind: DatabaseKind,
  { user, team, inPlaceOf }: Seer,
  columns: { readonly id: string; readonly requester: string },
): RawBuilder<boolean> {
  const id = sql.ref(columns.id);
  const own = sql`exists (select 1 from instance_viewer v where v.instance = ${id} and v.viewer = ${user})`;
  const theirs = team.length === 0 ? [] : [sql`${sql.ref(columns.requester)} ${among(kind, team)}`];
  return sql<boolean>`(${sql.join([own, ...theirs, ...standingIn(kind, inPlaceOf, id)], sql` or `)})`;
}

function standingIn(kind: DatabaseKind, inPlaceOf: Seer["inPlaceOf"], id: RawBuilder<unknown>) {
  if (inPlaceOf.length === 0) return [];
  return [
    sql`${id} in (select t.instance from task_actor a join task t on t.id = a.task where a.actor ${among(kind, inPlaceOf)})`,
  ];
}
