import type { Bitrix24CrmConfig } from "./config.ts";
import { mapOf } from "./portal-field.ts";

/** Kinds of records whose events carry no kind: it is in the event's name. */
const NAMED: Readonly<Record<string, number>> = { LEAD: 1, DEAL: 2, CONTACT: 3, COMPANY: 4, QUOTE: 7 };

/**
 * The record of ours that an event of the portal is about; null: of none.
 *
 * @param data `data` of the event: `{ FIELDS: { ID, ENTITY_TYPE_ID } }`, for tasks `FIELDS_AFTER` or `FIELDS_BEFORE`
 */
export function recordOfEvent(name: string, data: unknown, records: Bitrix24CrmConfig["records"]): string | null {
  const all = mapOf(data);
  const fields = { ...mapOf(all["FIELDS_BEFORE"]), ...mapOf(all["FIELDS_AFTER"]), ...mapOf(all["FIELDS"]) };
  const number = Number(fields["ID"] ?? 0);
  if (!Number.isSafeInteger(number) || number <= 0) return null;
  const upper = name.toUpperCase();
  if (upper.startsWith("ONTASK")) {
    const task = Object.values(records).find(({ entity }) => entity.kind === "task");
    return task === undefined ? null : `${task.type}/${number}`;
  }
  const [, kind] = /^ONCRM(LEAD|DEAL|CONTACT|COMPANY|QUOTE)(?:ADD|UPDATE|DELETE|MOVETOCATEGORY)$/.exec(upper) ?? [];
  const [, own] = /^ONCRMDYNAMICITEM(?:ADD|UPDATE|DELETE)(?:_(\d+))?$/.exec(upper) ?? [];
  const entityTypeId = kind === undefined ? Number(own ?? fields["ENTITY_TYPE_ID"] ?? 0) : (NAMED[kind] ?? 0);
  const mapped = Object.values(records).find(
    ({ entity }) => entity.kind === "item" && entity.entityTypeId === entityTypeId,
  );
  return mapped === undefined ? null : `${mapped.type}/${number}`;
}

/** Names of the events that tell of the mapped records. */
export function eventNames(records: Bitrix24CrmConfig["records"]): readonly string[] {
  const kinds = Object.values(records).flatMap(({ entity }) => {
    if (entity.kind === "task") return ["ONTASK"];
    if (entity.kind === "list") return [];
    const named = Object.entries(NAMED).find(([, number]) => number === entity.entityTypeId);
    return [named === undefined ? "ONCRMDYNAMICITEM" : `ONCRM${named[0]}`];
  });
  return [...new Set(kinds)].flatMap((kind) => ["ADD", "UPDATE", "DELETE"].map((change) => `${kind}${change}`));
}
