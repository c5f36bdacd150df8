import { ANY, NUMBER, TEXT, type Type, USER, withoutNull } from "../expression/type.ts";
import type { Catalog } from "./catalog.ts";
import type { Text } from "./problem.ts";
import {
  DATE_TIME,
  listOf,
  mapOf,
  OPEN_MAP,
  recordFields,
  recordType,
  referenceType,
  typeOfData,
} from "./types-of-fields.ts";

/** What a parameter of an operation takes; decides how its value in the file is checked. */
export type ParameterKind =
  | "record"
  | "recordType"
  | "registry"
  | "set"
  | "filter"
  | "select"
  | "order"
  | "field"
  | "references"
  | "text"
  | "number"
  | "files"
  | "letter"
  | "folder"
  | "map"
  | "method"
  | "any";

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly required: boolean;
}

/** What is known of a call's arguments before it runs. */
export interface OperationArguments {
  /** Static types of the arguments given. */
  readonly types: Readonly<Record<string, Type>>;
  /** The texts of arguments that are literal: `of`, `registry`, `field`. */
  readonly literals: Readonly<Record<string, string>>;
  /** `select`, where it is literal. */
  readonly select: readonly string[] | null;
}

/** One thing an adapter can do (language §4): its parameters and the type of what comes back. */
export interface Operation {
  readonly name: string;
  /** What it does, for a step without a title. */
  readonly title: Text;
  readonly parameters: readonly Parameter[];
  readonly result: (given: OperationArguments, catalog: Catalog | null) => Type;
}

/** The operator words of a filter. */
export const FILTER_OPERATORS: readonly string[] = [
  "not",
  "in",
  "above",
  "atLeast",
  "below",
  "atMost",
  "contains",
  "empty",
];

/** Fields that every record has besides those of the catalogue; filters may name them, writes may not. */
export const RECORD_FIELDS: readonly string[] = ["id", "type", "ref", "stageKind"];

/** Columns that every row of a registry has besides its own: when it was written, by which instance and step. */
export const REGISTRY_FIELDS: Readonly<Record<string, Type>> = {
  at: DATE_TIME,
  process: TEXT,
  instance: TEXT,
  step: TEXT,
  actor: USER,
};

/** Every operation a `call` may name, in the order of the language. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: "crm.get",
    title: { ru: "Прочитать карточку в CRM", en: "Read the record in the CRM" },
    parameters: [must("record", "record")],
    result: (given, catalog) => recordOf(given.types["record"], catalog),
  },
  {
    name: "crm.find",
    title: { ru: "Найти карточки в CRM", en: "Find records in the CRM" },
    parameters: [
      must("of", "recordType"),
      may("filter", "filter"),
      may("select", "select"),
      may("order", "order"),
      may("limit", "number"),
    ],
    result: (given, catalog) => mapOf({ items: listOf(found(given, catalog)), count: NUMBER }),
  },
  {
    name: "crm.sum",
    title: { ru: "Посчитать сумму по карточкам в CRM", en: "Sum up records in the CRM" },
    parameters: [must("of", "recordType"), may("filter", "filter"), must("field", "field")],
    result: () => mapOf({ totals: listOf({ kind: "money" }), count: NUMBER }),
  },
  {
    name: "crm.create",
    title: { ru: "Создать карточку в CRM", en: "Create a record in the CRM" },
    parameters: [must("of", "recordType"), must("set", "set")],
    result: (given, catalog) => ofType(given.literals["of"], catalog),
  },
  {
    name: "crm.update",
    title: { ru: "Изменить карточку в CRM", en: "Change the record in the CRM" },
    parameters: [must("record", "record"), must("set", "set")],
    result: (given, catalog) => recordOf(given.types["record"], catalog),
  },
  {
    name: "crm.note",
    title: { ru: "Добавить заметку к карточке в CRM", en: "Add a note to the record in the CRM" },
    parameters: [must("record", "record"), must("text", "text"), may("files", "files")],
    result: () => ANY,
  },
  {
    name: "crm.reach",
    title: { ru: "Найти все связанные карточки в CRM", en: "Find all linked records in the CRM" },
    parameters: [must("from", "references"), must("by", "field"), may("without", "references")],
    result: (given) => mapOf({ refs: listOf(referenceType(typesReached(given.types["from"]))) }),
  },
  {
    name: "registry.find",
    title: { ru: "Найти записи реестра", en: "Find rows of the registry" },
    parameters: [must("registry", "registry"), may("filter", "filter"), may("order", "order"), may("limit", "number")],
    result: (given, catalog) => mapOf({ items: listOf(rowOf(given.literals["registry"], catalog)), count: NUMBER }),
  },
  {
    name: "mail.move",
    title: { ru: "Переместить письмо", en: "Move the letter" },
    parameters: [must("letter", "letter"), must("folder", "folder")],
    result: () => ANY,
  },
  {
    name: "mail.link",
    title: { ru: "Связать письмо с карточкой", en: "Link the letter to the record" },
    parameters: [must("letter", "letter"), must("record", "record")],
    result: () => ANY,
  },
  {
    name: "http.request",
    title: { ru: "Обратиться к внешней системе", en: "Ask an outside system" },
    parameters: [may("method", "method"), must("url", "text"), may("headers", "map"), may("body", "any")],
    result: () => mapOf({ status: NUMBER, body: ANY }),
  },
];

/** The operation of that name, or undefined. */
export function operationNamed(name: string): Operation | undefined {
  return OPERATIONS.find((operation) => operation.name === name);
}

/** The columns of a registry with the ones every registry has; null where the catalogue does not tell. */
export function registryColumns(
  name: string | undefined,
  catalog: Catalog | null,
): Readonly<Record<string, Type>> | null {
  const registry = name === undefined ? undefined : catalog?.registries[name];
  if (!registry) return null;
  const own = Object.values(registry.columns).map((field) => [field.name, typeOfData(field, catalog)] as const);
  return { ...REGISTRY_FIELDS, ...Object.fromEntries(own) };
}

function must(name: string, kind: ParameterKind): Parameter {
  return { name, kind, required: true };
}

function may(name: string, kind: ParameterKind): Parameter {
  return { name, kind, required: false };
}

/** The record that an argument means, loaded. */
function recordOf(type: Type | undefined, catalog: Catalog | null): Type {
  const record = withoutNull(type ?? ANY);
  return record.kind === "record" ? recordType(record.of, catalog) : ANY;
}

function ofType(name: string | undefined, catalog: Catalog | null): Type {
  return name === undefined ? ANY : recordType([name], catalog);
}

function found(given: OperationArguments, catalog: Catalog | null): Type {
  const of = given.literals["of"];
  const fields = of === undefined ? null : recordFields([of], catalog);
  if (of === undefined || !fields || !given.select) return ofType(of, catalog);
  const kept = new Set([...given.select, ...RECORD_FIELDS]);
  return {
    kind: "record",
    of: [of],
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => kept.has(name))),
  };
}

function typesReached(type: Type | undefined): readonly string[] {
  const list = withoutNull(type ?? ANY);
  const element = list.kind === "list" ? withoutNull(list.of) : list;
  return element.kind === "record" ? element.of : [];
}

function rowOf(name: string | undefined, catalog: Catalog | null): Type {
  const columns = registryColumns(name, catalog);
  return columns ? mapOf(columns) : OPEN_MAP;
}
