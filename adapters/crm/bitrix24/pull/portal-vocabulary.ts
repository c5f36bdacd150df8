import { type Portal, PortalFailure, type Row } from "../../../bitrix24/portal.ts";
import type { Ways } from "../entity-store.ts";
import { listFields, listRow, rowsOfList } from "../list-fields.ts";
import { ENTITY_TYPES } from "../mapping.ts";
import { itemFields, mapOf, type PortalField, type PortalFields, rowsOf } from "../portal-field.ts";
import { readStages } from "../read-stages.ts";
import type { PortalStage } from "../stage-book.ts";

/** A kind of record as the portal describes it. */
export interface PortalKind {
  readonly entityTypeId: number;
  /** As the mapping names it: `deal`, or the number of a smart process. */
  readonly entity: string | number;
  readonly title: string;
  readonly fields: PortalFields;
  /** Field → which reference list of the portal its values are from: `SOURCE`. */
  readonly statusTypes: ReadonlyMap<string, string>;
  /** The default one first; one without a title where the kind has none. */
  readonly pipelines: readonly { readonly id: number; readonly title: string }[];
  readonly stages: readonly PortalStage[];
}

/** A universal list. */
export interface PortalListKind {
  readonly iblock: number;
  readonly code: string;
  readonly title: string;
  readonly fields: readonly PortalField[];
  /** Its elements by field; empty where they are too many for a vocabulary. */
  readonly rows: readonly Row[];
}

/** All that a portal says of its records. */
export interface PortalVocabulary {
  readonly kinds: readonly PortalKind[];
  /** Reference list → its entries in the portal's order. */
  readonly statuses: ReadonlyMap<string, readonly { readonly code: string; readonly title: string }[]>;
  readonly lists: readonly PortalListKind[];
  /** What could not be read, with the portal's code: leads that are turned off, lists without the scope. */
  readonly skipped: readonly { readonly what: string; readonly code: string }[];
}

const STANDARD = ["lead", "contact", "company", "deal", "invoice"] as const;
const TITLES: Readonly<Record<"ru" | "en", Readonly<Record<string, string>>>> = {
  ru: { lead: "Лид", contact: "Контакт", company: "Компания", deal: "Сделка", invoice: "Счёт" },
  en: { lead: "Lead", contact: "Contact", company: "Company", deal: "Deal", invoice: "Invoice" },
};
/** Smart processes begin here. */
const SMART_FROM = 128;

/**
 * Reads fields, pipelines, stages, reference lists and universal lists. What the portal refuses (a kind that is turned
 * off) is told in `skipped`.
 *
 * @throws {PortalFailure} the portal does not answer, or refuses everything alike
 */
export async function readPortalVocabulary(portal: Portal, ways: Ways, locale: "ru" | "en"): Promise<PortalVocabulary> {
  const skipped: { readonly what: string; readonly code: string }[] = [];
  const kinds: PortalKind[] = [];
  const smart = await smartKinds(portal, ways);
  const wanted = [
    ...STANDARD.map((word) => ({
      entityTypeId: ENTITY_TYPES[word] ?? 0,
      entity: word,
      title: TITLES[locale][word] ?? word,
    })),
    ...smart,
  ];
  for (const kind of wanted) {
    const answer = await portal.call(
      "crm.item.fields",
      { entityTypeId: kind.entityTypeId },
      { ...ways, effect: "read" },
    );
    if (answer.kind === "refused" && answer.status === 400) {
      skipped.push({ what: String(kind.entity), code: answer.code || String(answer.status) });
      continue;
    }
    if (answer.kind !== "done") throw new PortalFailure("crm.item.fields", answer);
    const fields = itemFields(answer.result);
    const hasStages = fields.get("stageId") !== null;
    kinds.push({
      ...kind,
      fields,
      statusTypes: statusTypesIn(answer.result),
      pipelines: hasStages ? await pipelinesOf(portal, kind.entityTypeId, ways) : [],
      stages: hasStages ? await readStages(portal, kind.entityTypeId, ways) : [],
    });
  }
  const statusTypes = new Set(kinds.flatMap((kind) => [...kind.statusTypes.values()]));
  const statuses = new Map<string, readonly { readonly code: string; readonly title: string }[]>();
  for (const type of [...statusTypes].sort()) statuses.set(type, await statusesOf(portal, type, ways));
  return { kinds, statuses, lists: await listsOf(portal, ways, skipped), skipped };
}

async function smartKinds(
  portal: Portal,
  ways: Ways,
): Promise<readonly Pick<PortalKind, "entityTypeId" | "entity" | "title">[]> {
  const answer = await portal.call("crm.type.list", {}, { ...ways, effect: "read" });
  if (answer.kind !== "done") throw new PortalFailure("crm.type.list", answer);
  return rowsOf(mapOf(answer.result)["types"])
    .map((row) => ({ number: Number(row["entityTypeId"] ?? 0), title: String(row["title"] ?? "") }))
    .filter(({ number }) => number >= SMART_FROM)
    .map(({ number, title }) => ({ entityTypeId: number, entity: number, title }));
}

/** Only the fields that are worth a choice: stages are told apart. */
function statusTypesIn(result: unknown): ReadonlyMap<string, string> {
  const described = Object.entries(mapOf(mapOf(result)["fields"]));
  return new Map(
    described.flatMap(([name, of]): readonly (readonly [string, string])[] => {
      const field: Row = mapOf(of);
      const type = field["statusType"];
      return field["type"] === "crm_status" && name !== "stageId" && typeof type === "string" ? [[name, type]] : [];
    }),
  );
}

async function pipelinesOf(portal: Portal, entityTypeId: number, ways: Ways): Promise<PortalKind["pipelines"]> {
  const answer = await portal.call("crm.category.list", { entityTypeId }, { ...ways, effect: "read" });
  if (answer.kind === "refused") return [{ id: 0, title: "" }];
  if (answer.kind !== "done") throw new PortalFailure("crm.category.list", answer);
  const isDefault = (row: Row): boolean => row["isDefault"] === "Y" || row["isDefault"] === true;
  return rowsOf(mapOf(answer.result)["categories"])
    .toSorted((one, other) => Number(isDefault(other)) - Number(isDefault(one)))
    .map((row) => ({ id: Number(row["id"] ?? 0), title: String(row["name"] ?? "") }));
}

async function statusesOf(
  portal: Portal,
  type: string,
  ways: Ways,
): Promise<readonly { readonly code: string; readonly title: string }[]> {
  const found: { readonly code: string; readonly title: string }[] = [];
  const params = { filter: { ENTITY_ID: type }, order: { SORT: "ASC" } };
  for await (const rows of portal.rows("crm.status.list", params, { rows: rowsOf, id: "ID", by: "offset" }, ways))
    found.push(...rows.map((row) => ({ code: String(row["STATUS_ID"] ?? ""), title: String(row["NAME"] ?? "") })));
  return found;
}

async function listsOf(
  portal: Portal,
  ways: Ways,
  skipped: { readonly what: string; readonly code: string }[],
): Promise<readonly PortalListKind[]> {
  const answer = await portal.call("lists.get", { IBLOCK_TYPE_ID: "lists" }, { ...ways, effect: "read" });
  if (answer.kind === "refused") skipped.push({ what: "lists", code: answer.code || String(answer.status) });
  if (answer.kind === "unknown") throw new PortalFailure("lists.get", answer);
  if (answer.kind !== "done") return [];
  const lists: PortalListKind[] = [];
  for (const row of rowsOf(answer.result)) {
    const iblock = Number(row["ID"] ?? 0);
    const fields = await listFields(portal, iblock, ways);
    const rows = await elementsOf(portal, iblock, fields, ways);
    lists.push({ iblock, code: String(row["CODE"] ?? ""), title: String(row["NAME"] ?? ""), fields: fields.all, rows });
  }
  return lists;
}

/** A list with more elements is data, not vocabulary. */
const ELEMENTS_MAX = 200;

async function elementsOf(portal: Portal, iblock: number, fields: PortalFields, ways: Ways): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of rowsOfList(portal, { IBLOCK_TYPE_ID: "lists", IBLOCK_ID: iblock }, ways)) {
    rows.push(...page.map((element) => listRow(element, fields)));
    if (rows.length > ELEMENTS_MAX) return [];
  }
  return rows;
}
