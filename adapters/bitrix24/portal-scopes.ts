import type { Text } from "../../engine/definition/problem.ts";
import type { CheckNeeds } from "../adapter.ts";
import type { Section } from "../section.ts";

/** A right that the configuration and the processes need. */
export interface ScopeNeed {
  /** Any of these will do; the first is the one to give. */
  readonly anyOf: readonly [string, ...string[]];
  readonly why: Text;
}

/**
 * Rights that a webhook or an app must have, from what `ordo.yaml` has chosen and what the processes use.
 *
 * @param root the whole of `ordo.yaml`
 */
export function scopesNeeded(root: Section, used: CheckNeeds["used"]): readonly ScopeNeed[] {
  return [...ofRecords(root, used), ...ofPeople(root), ...ofMessages(root)];
}

function ofRecords(root: Section, { operations, records }: CheckNeeds["used"]): readonly ScopeNeed[] {
  if (!root.section("crm").names().includes("bitrix24")) return [];
  const mapping = root.section("crm").section("bitrix24").section("records");
  const entities = new Map(mapping.names().map((type) => [type, mapping.section(type).raw("entity")]));
  const needs: ScopeNeed[] = [];
  const inCrm = records.filter((type) => isOfCrm(entities.get(type)));
  if (inCrm.length > 0 || operations.some((operation) => operation.startsWith("crm.")))
    needs.push({ anyOf: ["crm"], why: becauseOf("карточки", "records", inCrm) });
  const inLists: string[] = records.filter((type) => isListed(entities.get(type)));
  // Reference lists of the mapping are read whether a process names them or not.
  inLists.push(...root.section("crm").section("bitrix24").section("lists").names());
  if (inLists.length > 0) needs.push({ anyOf: ["lists"], why: becauseOf("списки", "lists", inLists) });
  const tasks = records.filter((type) => entities.get(type) === "task");
  if (tasks.length > 0) needs.push({ anyOf: ["task", "tasks"], why: becauseOf("карточки задач", "tasks", tasks) });
  return needs;
}

function ofPeople(root: Section): readonly ScopeNeed[] {
  if (!root.section("directory").names().includes("bitrix24")) return [];
  const why: Text = { ru: "справочник людей", en: "the directory of people" };
  return [
    { anyOf: ["user", "user_basic"], why },
    { anyOf: ["department"], why },
  ];
}

function ofMessages(root: Section): readonly ScopeNeed[] {
  const channels = root.section("channels");
  const portal: ScopeNeed = { anyOf: ["im"], why: { ru: "уведомления портала", en: "notifications of the portal" } };
  const mail: ScopeNeed = { anyOf: ["crm"], why: { ru: "письма из CRM", en: "letters from the CRM" } };
  return [
    ...(channels.text("portal") === "bitrix24" || channels.has("portal") ? [portal] : []),
    ...(channels.section("email").names().includes("bitrix24") ? [mail] : []),
  ];
}

function isListed(entity: unknown): boolean {
  return typeof entity === "object" && entity !== null && "list" in entity;
}

function isOfCrm(entity: unknown): boolean {
  return entity !== "task" && !isListed(entity);
}

function becauseOf(ru: string, en: string, types: readonly string[]): Text {
  const names = types.length === 0 ? "" : `: ${types.join(", ")}`;
  return { ru: `${ru}${names}`, en: `${en}${names}` };
}
