import type { Row } from "../../bitrix24/portal.ts";

/** A field as the portal describes it. */
export interface PortalField {
  /** As items carry it: `ufCrm_1721244707107`, `PROPERTY_118`. */
  readonly name: string;
  /** As legacy methods and people know it: `UF_CRM_1721244707107`. */
  readonly upperName: string;
  /** `string`, `enumeration`, `crm_company`, … */
  readonly type: string;
  readonly isMultiple: boolean;
  readonly isReadOnly: boolean;
  readonly title: string;
  /** Options of an enumeration: id → text. */
  readonly options: ReadonlyMap<string, string>;
  /** Kinds of CRM records that a link may lead to. Empty: the field does not say. */
  readonly linked: readonly number[];
}

/** Fields of one entity, by every name that people may give them. */
export class PortalFields {
  readonly all: readonly PortalField[];
  readonly #named: ReadonlyMap<string, PortalField>;

  constructor(all: readonly PortalField[]) {
    this.all = all;
    this.#named = new Map([
      ...all.map((field) => [field.upperName, field] as const),
      ...all.map((field) => [field.name, field] as const),
    ]);
  }

  get(name: string): PortalField | null {
    return this.#named.get(name) ?? null;
  }
}

/** `crm.item.fields`, understood. */
export function itemFields(result: unknown): PortalFields {
  const fields = mapOf(mapOf(result)["fields"]);
  return new PortalFields(Object.entries(fields).map(([name, described]) => itemField(name, mapOf(described))));
}

function itemField(name: string, described: Row): PortalField {
  const settings = mapOf(described["settings"]);
  const parent = Number(settings["parentEntityTypeId"] ?? 0);
  const own = LINK_TYPES[String(described["type"])];
  const allowed = Object.entries(LINK_SETTINGS).flatMap(([word, number]) => (settings[word] === "Y" ? [number] : []));
  const dynamic = Object.entries(settings).flatMap(([word, on]) => {
    const [, number] = /^DYNAMIC_(\d+)$/.exec(word) ?? [];
    return number !== undefined && on === "Y" ? [Number(number)] : [];
  });
  return {
    name,
    upperName: String(described["upperName"] ?? name),
    type: String(described["type"] ?? "string"),
    isMultiple: described["isMultiple"] === true,
    isReadOnly: described["isReadOnly"] === true,
    title: String(described["title"] ?? name),
    options: new Map(rowsOf(described["items"]).map((item) => [String(item["ID"] ?? ""), String(item["VALUE"] ?? "")])),
    linked: parent > 0 ? [parent] : own === undefined ? [...allowed, ...dynamic] : [own],
  };
}

const LINK_TYPES: Readonly<Record<string, number>> = { crm_lead: 1, crm_deal: 2, crm_contact: 3, crm_company: 4 };
const LINK_SETTINGS: Readonly<Record<string, number>> = {
  LEAD: 1,
  DEAL: 2,
  CONTACT: 3,
  COMPANY: 4,
  QUOTE: 7,
  SMART_INVOICE: 31,
};

/** A map of the portal; an empty one comes as a list. */
export function mapOf(value: unknown): Row {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Row) : {};
}

/** A list of maps, whichever way PHP wrote it. */
export function rowsOf(value: unknown): readonly Row[] {
  const all = Array.isArray(value) ? value : Object.values(mapOf(value));
  return all.map(mapOf);
}

/** What stands in a field of several values, or of one: a list without what means nothing. */
export function valuesOf(value: unknown): readonly unknown[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((one) => one !== null && one !== undefined && one !== "" && one !== false);
}
