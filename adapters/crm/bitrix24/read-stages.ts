import { type Portal, PortalFailure } from "../../bitrix24/portal.ts";
import type { Ways } from "./entity-store.ts";
import { mapOf, rowsOf } from "./portal-field.ts";
import type { PortalStage } from "./stage-book.ts";

/** Kinds of records that have stages but no pipelines. */
const ONE_LINE: Readonly<Record<number, string>> = { 1: "STATUS", 7: "QUOTE_STATUS" };

/** Stages of all pipelines of a kind of record, pipelines in the portal's order, the default one first. */
export async function readStages(portal: Portal, entityTypeId: number, ways: Ways): Promise<readonly PortalStage[]> {
  const only = ONE_LINE[entityTypeId];
  const pipelines = only === undefined ? await pipelinesOf(portal, entityTypeId, ways) : [0];
  const all: PortalStage[] = [];
  for (const pipeline of pipelines) {
    const of = { rows: rowsOf, id: "ID", by: "offset" } as const;
    const params = { filter: { ENTITY_ID: only ?? statusEntity(entityTypeId, pipeline) }, order: { SORT: "ASC" } };
    const found: PortalStage[] = [];
    for await (const rows of portal.rows("crm.status.list", params, of, ways))
      for (const row of rows) {
        const semantics = semanticsOf(row["SEMANTICS"] ?? mapOf(row["EXTRA"])["SEMANTICS"]);
        const [id, title] = [String(row["STATUS_ID"] ?? ""), String(row["NAME"] ?? "")];
        found.push({ id, pipeline, title, order: Number(row["SORT"] ?? 0), semantics });
      }
    found.sort((one, other) => one.order - other.order);
    all.push(...found.map((stage, order) => ({ ...stage, order })));
  }
  return all;
}

async function pipelinesOf(portal: Portal, entityTypeId: number, ways: Ways): Promise<readonly number[]> {
  const answer = await portal.call("crm.category.list", { entityTypeId }, { ...ways, effect: "read" });
  if (answer.kind === "refused" && answer.code === "ENTITY_TYPE_NOT_SUPPORTED") return [0];
  if (answer.kind !== "done") throw new PortalFailure("crm.category.list", answer);
  const rows = rowsOf(mapOf(answer.result)["categories"]);
  const isDefault = (row: (typeof rows)[number]): number =>
    row["isDefault"] === "Y" || row["isDefault"] === true ? 0 : 1;
  return rows.toSorted((one, other) => isDefault(one) - isDefault(other)).map((row) => Number(row["id"] ?? 0));
}

function statusEntity(entityTypeId: number, pipeline: number): string {
  if (entityTypeId === 2) return pipeline === 0 ? "DEAL_STAGE" : `DEAL_STAGE_${pipeline}`;
  return entityTypeId === 31 ? `SMART_INVOICE_STAGE_${pipeline}` : `DYNAMIC_${entityTypeId}_STAGE_${pipeline}`;
}

function semanticsOf(value: unknown): PortalStage["semantics"] {
  if (value === "S" || value === "success") return "S";
  return value === "F" || value === "failure" || value === "apology" ? "F" : "P";
}
