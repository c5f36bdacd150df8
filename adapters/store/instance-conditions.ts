import { type RawBuilder, sql } from "kysely";
import type { InstanceFilter } from "../../engine/ports/queries.ts";
import { holdsText } from "./like-text.ts";

/** Statuses of instances that live. */
const LIVE: ReadonlySet<string> = new Set(["running", "suspended"]);

/** Does the filter ask for living instances only? They are few, and found without walking through the dead. */
export function isOfLive({ status }: InstanceFilter): boolean {
  return status?.every((one) => LIVE.has(one)) ?? false;
}

/** What a filter asks of an instance that stands in the query as `i`. */
export function instanceConditions(filter: InstanceFilter): readonly RawBuilder<boolean>[] {
  const { process, status, digest, requester, key, startedFrom, startedTo, text, about, waitingAt } = filter;
  return [
    ...(process === undefined ? [] : [sql<boolean>`i.process = ${process}`]),
    ...(status === undefined ? [] : [statusIs(status)]),
    ...(isOfLive(filter) ? [sql<boolean>`i.ended_at is null`] : []),
    ...(digest === undefined ? [] : [sql<boolean>`i.digest = ${digest}`]),
    ...(requester === undefined ? [] : [sql<boolean>`i.requester = ${requester}`]),
    ...(key === undefined ? [] : [sql<boolean>`i.key = ${key}`]),
    ...(startedFrom === undefined ? [] : [sql<boolean>`i.started_at >= ${startedFrom}`]),
    ...(startedTo === undefined ? [] : [sql<boolean>`i.started_at <= ${startedTo}`]),
    ...(text === undefined ? [] : [holdsText("i.folded", text)]),
    ...(about === undefined
      ? []
      : [sql<boolean>`i.id in (select r.instance from instance_record r where r.ref = ${about})`]),
    ...(waitingAt === undefined
      ? []
      : [
          sql<boolean>`i.id in (select s.instance from instance_step s where s.step = ${waitingAt}
          and s.process = ${process ?? sql`i.process`})`,
        ]),
    ...(filter.withIncident === true
      ? [sql<boolean>`i.id in (select n.instance from incident n where n.instance is not null)`]
      : []),
  ];
}

function statusIs(status: readonly string[]): RawBuilder<boolean> {
  if (status.length === 0) return sql<boolean>`1 = 0`;
  return sql<boolean>`i.status in (${sql.join(status.map((one) => sql`${one}`))})`;
}
