import { type RawBuilder, sql } from "kysely";
import type { UserId } from "../../engine/base/ids.ts";
import type { DecisionFilter, DecisionShown } from "../../engine/ports/decisions.ts";
import type { Page, Queries } from "../../engine/ports/queries.ts";
import type { Seer } from "../../engine/ports/seer.ts";
import { among } from "./among.ts";
import type { Database } from "./database.ts";
import { holdsText } from "./like-text.ts";
import { askedFor, pageOf, placeAfter } from "./page-cursor.ts";
import type { Schema } from "./schema.ts";
import { seenBy } from "./seen-by.ts";
import { decisionRow } from "./shown-rows.ts";

type PageOrder = Parameters<Queries["instances"]>[1];
type Cells = Schema["decision_made"] & Pick<Schema["instance"], "subject"> & { readonly ended: number };

/** What somebody decided, newest first. */
export async function listDecisionsBy(
  database: Database,
  user: UserId,
  filter: DecisionFilter,
  page: PageOrder,
): Promise<Page<DecisionShown>> {
  return await listed(database, [sql`d.decider = ${user}`, ...filtered(database, filter)], page);
}

/** What was decided about records, as far as he may see it (null: he sees everything), newest first. */
export async function listDecisionsAbout(
  database: Database,
  seer: Seer | null,
  filter: DecisionFilter & { readonly records: readonly string[]; readonly except?: string },
  page: PageOrder,
): Promise<Page<DecisionShown>> {
  const { kind } = database;
  const conditions = [
    sql`d.task in (select o.task from decision_made o where o.about ${among(kind, filter.records)}
      union select o.task from instance_record r join decision_made o on o.instance = r.instance
      where r.ref ${among(kind, filter.records)})`,
    sql`d.purpose in ('seat', 'work')`,
    ...(filter.except === undefined ? [] : [sql`d.instance <> ${filter.except}`]),
    ...(seer === null
      ? []
      : [
          sql`(${seenBy(kind, seer, { id: "d.instance", requester: "i.requester" })}
          or ${seenBy(kind, { ...seer, inPlaceOf: [] }, { id: "d.instance", requester: "old.requester" })})`,
        ]),
    ...filtered(database, filter),
  ];
  return await listed(database, conditions, page);
}

async function listed(
  { db }: Database,
  conditions: readonly RawBuilder<unknown>[],
  page: PageOrder,
): Promise<Page<DecisionShown>> {
  const after = placeAfter(page.after, ["number", "string"]);
  const all = [...conditions, ...(after === null ? [] : [sql`(d.at, d.task) < (${after[0]}, ${after[1]})`])];
  const { rows } = await sql<Cells>`
    select d.*, coalesce(i.subject, old.subject, '') as subject,
      case when i.id is not null and i.ended_at is null then 0 else 1 end as ended
    from decision_made d left join instance i on i.id = d.instance left join instance_archive old on old.id = d.instance
    where ${sql.join(all, sql` and `)}
    order by d.at desc, d.task desc limit ${askedFor(page.limit)}`.execute(db);
  const shown = rows.map(({ subject, ended, ...cells }) => {
    return { ...decisionRow(cells), subject, isLive: Number(ended) === 0 };
  });
  return pageOf(shown, page.limit, (row) => [row.at, row.id]);
}

function filtered({ kind }: Database, { process, about, text, from, to, outcome }: DecisionFilter) {
  return [
    ...(process === undefined ? [] : [sql`d.process = ${process}`]),
    ...(outcome === undefined ? [] : [sql`d.outcome = ${outcome}`]),
    ...(from === undefined ? [] : [sql`d.at >= ${from}`]),
    ...(to === undefined ? [] : [sql`d.at <= ${to}`]),
    ...(about === undefined
      ? []
      : [
          sql`(d.about = ${about} or d.instance in
          (select r.instance from instance_record r where r.ref ${among(kind, [about])}))`,
        ]),
    ...(text === undefined ? [] : [sql`(${holdsText("i.folded", text)} or ${holdsText("old.folded", text)})`]),
  ];
}
