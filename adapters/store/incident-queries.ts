import { sql } from "kysely";
import { id } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Page, Queries } from "../../engine/ports/queries.ts";
import type { IncidentRow } from "../../engine/ports/store.ts";
import type { Database } from "./database.ts";
import { askedFor, pageOf, placeAfter } from "./page-cursor.ts";
import type { Schema } from "./schema.ts";

/** Open incidents, newest first. */
export async function listIncidents(
  { db }: Database,
  { instance, process, code }: Parameters<Queries["incidents"]>[0],
  page: Parameters<Queries["incidents"]>[1],
): Promise<Page<IncidentRow>> {
  let query = db.selectFrom("incident").selectAll();
  if (instance !== undefined) query = query.where("instance", "=", instance);
  if (process !== undefined) query = query.where("process", "=", process);
  if (code !== undefined) query = query.where("code", "=", code);
  const place = placeAfter(page.after, ["number", "string"]);
  if (place !== null) query = query.where(sql<boolean>`(at, id) < (${place[0]}, ${place[1]})`);
  const rows = await query.orderBy("at", "desc").orderBy("id", "desc").limit(askedFor(page.limit)).execute();
  return pageOf(rows.map(incidentRow), page.limit, (row) => [row.at, row.id]);
}

/** Enters an incident of a process or of the engine; one that is there stays. */
export async function raiseIncident({ db }: Database, incident: IncidentRow): Promise<void> {
  const { message, remedy, ...rest } = incident;
  await db
    .insertInto("incident")
    .values({ ...rest, message: JSON.stringify(message), remedy: JSON.stringify(remedy) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Removes such an incident; one that an instance has in its own state is not touched. */
export async function settleIncident({ db }: Database, incident: string): Promise<boolean> {
  const gone = await db
    .deleteFrom("incident")
    .where("id", "=", incident)
    .where((where) => where.or([where("instance", "is", null), where("resolution", "=", "none")]))
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** A row of the table as lists show it. */
export function incidentRow(cells: Schema["incident"]): IncidentRow {
  return {
    id: cells.id,
    instance: cells.instance === null ? null : id(cells.instance),
    process: id(cells.process),
    step: cells.step,
    code: cells.code,
    message: JSON.parse(cells.message) as IncidentRow["message"],
    remedy: JSON.parse(cells.remedy) as IncidentRow["remedy"],
    resolution: cells.resolution as IncidentRow["resolution"],
    at: instant(cells.at),
  };
}
