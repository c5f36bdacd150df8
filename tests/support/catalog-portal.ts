import type { FieldMapping, RecordMapping } from "../../adapters/crm/bitrix24/mapping.ts";
import { ENTITY_TYPES } from "../../adapters/crm/bitrix24/mapping.ts";
import type { Field } from "../../engine/base/field.ts";
import type { Catalog, RecordType } from "../../engine/definition/catalog.ts";
import type { FakeFieldType, UserFieldOptions } from "./bitrix24/fake-crm-fields.ts";
import type { FakePortal } from "./bitrix24/fake-portal.ts";
import type { EntityName, Stage } from "./bitrix24/fake-stages.ts";

type Named = Extract<EntityName, string>;

/**
 * Gives a portal the fields and stages of a vocabulary, and says where each stands: a mapping that an analyst would have
 * written, made by rule. Maps get a field for each of the keys.
 */
export function portalOfCatalog(
  portal: FakePortal,
  catalog: Catalog,
  keys: readonly string[],
): Readonly<Record<string, RecordMapping>> {
  portal.crm.statuses.length = 0;
  portal.crm.pipelines.length = 0;
  const mapped = Object.entries(catalog.records).map(([type, record]) => {
    const entity = type as Named;
    putStages(portal, entity, record);
    const fields = Object.values(record.fields).map((field) => [field.name, placeOf(portal, entity, field, keys)]);
    const pipelines = Object.fromEntries(Object.keys(record.pipelines).map((name, id) => [name, { id, stages: {} }]));
    return [
      type,
      {
        ...{ type, entity: { kind: "item", entityTypeId: ENTITY_TYPES[type] ?? 0 }, stages: {}, pipelines },
        fields: Object.fromEntries(fields.filter(([name]) => name !== "pipeline" && name !== "stage")),
      } satisfies RecordMapping,
    ] as const;
  });
  return Object.fromEntries(mapped);
}

function putStages(portal: FakePortal, entity: Named, record: RecordType): void {
  const several = Object.values(record.pipelines);
  const lines = several.length > 0 ? several.map(({ stages }) => stages) : [record.stages];
  for (const [id, own] of lines.entries()) {
    const stages = Object.entries(own).map(
      ([code, { kind }]): Stage => ({
        id: id === 0 ? code : `C${id}:${code}`,
        name: code,
        semantics: kind === "won" ? "S" : kind === "lost" ? "F" : null,
      }),
    );
    if (entity === "lead") portal.crm.addStatuses("STATUS", stages);
    else if (entity === "deal" || entity === "invoice")
      portal.crm.addPipeline(entity, { id, name: `${id}`, isDefault: id === 0, stages });
  }
}

const TYPES: Readonly<Partial<Record<Field["type"], FakeFieldType>>> = {
  number: "double",
  money: "money",
  boolean: "boolean",
  date: "date",
  dateTime: "datetime",
  user: "employee",
  users: "employee",
  record: "crm",
  records: "crm",
  files: "file",
};

function placeOf(portal: FakePortal, entity: Named, field: Field, keys: readonly string[]): FieldMapping {
  const plain = (name: string): FieldMapping => ({
    kind: "field",
    field: name,
    multi: null,
    currency: null,
    values: {},
  });
  if (field.name === "title" && entity !== "contact") return plain("title");
  if (field.name === "amount" && field.type === "money") return plain("opportunity");
  const upper = `UF_CRM_${field.name.toUpperCase()}`;
  if (field.type === "map") {
    const own = keys.map((key) => [key, `${upper}_${key.toUpperCase()}`] as const);
    for (const [, name] of own) portal.crm.addField(entity, { name, type: "double" });
    return { kind: "keys", keys: Object.fromEntries(own) };
  }
  portal.crm.addField(entity, { name: upper, ...optionsOf(field) });
  return plain(upper);
}

function optionsOf(field: Field): Omit<UserFieldOptions, "name"> {
  const of = Array.isArray(field.of) ? (field.of as readonly string[]) : [];
  const multiple = ["records", "users", "files", "list"].includes(field.type);
  if (field.type === "choice" && field.values !== null) {
    const items = Object.keys(field.values).map((VALUE, at) => ({ ID: String(40 + at), VALUE }));
    return { type: "enumeration", items };
  }
  const type = field.type === "list" ? TYPES[(of[0] ?? "text") as Field["type"]] : TYPES[field.type];
  const settings = type === "crm" ? { settings: Object.fromEntries(of.map((one) => [one.toUpperCase(), "Y"])) } : {};
  return { type: type ?? "string", multiple, ...settings };
}
