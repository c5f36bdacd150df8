import { type Portal, PortalFailure, type PortalParams, type Row } from "../../bitrix24/portal.ts";
import type { Ways } from "./entity-store.ts";
import { mapOf, type PortalField, PortalFields, rowsOf } from "./portal-field.ts";

/** Types of list fields in the words of CRM fields. */
const TYPES: Readonly<Record<string, string>> = {
  N: "double",
  "N:Sequence": "integer",
  L: "enumeration",
  F: "file",
  "S:Date": "date",
  "S:DateTime": "datetime",
  "S:employee": "employee",
  "S:ECrm": "crm",
  "E:ECrm": "crm",
  "S:Money": "money",
  ACTIVE_FROM: "datetime",
  ACTIVE_TO: "datetime",
  CREATED_BY: "user",
  MODIFIED_BY: "user",
  DATE_CREATE: "datetime",
  TIMESTAMP_X: "datetime",
  SORT: "integer",
};

/** Fields of every element, which the list itself does not describe. */
const OWN: readonly PortalField[] = ["ID", "NAME", "CODE"].map((name) => ({
  ...{ name, upperName: name, type: name === "ID" ? "integer" : "string", isMultiple: false },
  ...{ isReadOnly: name !== "NAME", title: name, options: new Map(), linked: [] },
}));

/** Fields of a universal list. @throws {PortalFailure} */
export async function listFields(portal: Portal, iblock: number, ways: Ways): Promise<PortalFields> {
  const method = "lists.field.get";
  const answer = await portal.call(method, { IBLOCK_TYPE_ID: "lists", IBLOCK_ID: iblock }, { ...ways, effect: "read" });
  if (answer.kind !== "done") throw new PortalFailure(method, answer);
  const described = rowsOf(answer.result).map(fieldOf);
  const known = new Set(described.map(({ name }) => name));
  return new PortalFields([...OWN.filter(({ name }) => !known.has(name)), ...described]);
}

function fieldOf(row: Row): PortalField {
  const name = String(row["FIELD_ID"] ?? "");
  const code = String(row["CODE"] ?? "");
  const type = String(row["TYPE"] ?? "");
  const crm = mapOf(row["USER_TYPE_SETTINGS"]);
  return {
    name,
    upperName: code === "" ? name : code,
    type: TYPES[type] ?? "string",
    isMultiple: row["MULTIPLE"] === "Y",
    isReadOnly: READ_ONLY.has(name),
    title: String(row["NAME"] ?? name),
    options: new Map(Object.entries(mapOf(row["DISPLAY_VALUES_FORM"])).map(([id, text]) => [id, String(text)])),
    linked: Object.entries(LINKED).flatMap(([word, number]) => (crm[word] === "Y" ? [number] : [])),
  };
}

const READ_ONLY = new Set(["CREATED_BY", "MODIFIED_BY", "DATE_CREATE", "TIMESTAMP_X"]);
const LINKED: Readonly<Record<string, number>> = { LEAD: 1, DEAL: 2, CONTACT: 3, COMPANY: 4 };

/** All elements of a list, page by page: not every list can be filtered by what is above an id. */
export function rowsOfList(portal: Portal, params: PortalParams, ways: Ways): AsyncIterable<readonly Row[]> {
  const order = { ELEMENT_ORDER: { ID: "ASC" } };
  return portal.rows("lists.element.get", { ...params, ...order }, { rows: rowsOf, id: "ID", by: "offset" }, ways);
}

/** An element with plain values: properties come as `{ valueId: value }`, dates as the portal shows them. */
export function listRow(element: Row, fields: PortalFields): Row {
  const entries = Object.entries(element).map(([name, value]) => {
    const field = fields.get(name);
    const isProperty = name.startsWith("PROPERTY_");
    const values = isProperty ? (Array.isArray(value) ? value : Object.values(mapOf(value))) : [value];
    const plain = values.map((one) => (field === null ? one : plainOf(one, field)));
    return [name, isProperty && field?.isMultiple === true ? plain : (plain[0] ?? null)] as const;
  });
  return Object.fromEntries(entries);
}

function plainOf(value: unknown, { type }: PortalField): unknown {
  if (type === "file") return { id: Number(value) };
  return (type === "date" || type === "datetime") && typeof value === "string" ? isoOf(value, type) : value;
}

/** `12/31/2024 11:59:59 pm` and `31.12.2024 23:59:59` as ISO, without a zone: the portal does not say which. */
export function isoOf(text: string, type: "date" | "datetime"): string {
  const american = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{1,2}):(\d{2}):(\d{2}) ([ap])m)?/i.exec(text);
  const european = /^(\d{2})\.(\d{2})\.(\d{4})(?: (\d{1,2}):(\d{2}):(\d{2}))?/.exec(text);
  const [year, month, day] = american
    ? [american[3], american[1], american[2]]
    : european
      ? [european[3], european[2], european[1]]
      : [];
  if (year === undefined) return text;
  const date = `${year}-${month}-${day}`;
  const [hour, minute, second] = (american ?? european)?.slice(4, 7) ?? [];
  if (type === "date" || hour === undefined) return date;
  const half = american?.[7]?.toLowerCase();
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "p" ? 12 : 0);
  return `${date}T${String(hours).padStart(2, "0")}:${minute}:${second}`;
}
