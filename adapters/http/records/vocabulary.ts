import type { Field } from "../../../engine/base/field.ts";
import type { RecordSnapshot, Value, ValueMap } from "../../../engine/base/value.ts";
import type { Catalog, RecordType, Stage } from "../../../engine/definition/catalog.ts";
import type { Viewer } from "../../accounts/viewer.ts";
import type { RecordEditing } from "../../crm/local/record-editing.ts";
import type { Service } from "../api-service.ts";
import { notFound, Problem } from "../problem.ts";

/** The part of the vocabulary that a viewer may see: fields that are `hidden: true` exist for administrators alone. */
export interface Vocabulary {
  readonly editing: RecordEditing;
  readonly catalog: Catalog | null;
  /** @throws {Problem} `NOT_FOUND` */
  type(name: string): SeenType;
  types(): readonly SeenType[];
  /** Reference lists as they stand now. */
  lists(): Promise<Readonly<Record<string, readonly ValueMap[]>>>;
}

/** A type as the viewer may see it. */
export interface SeenType {
  readonly name: string;
  readonly title: string;
  /** Without hidden ones. */
  readonly fields: Readonly<Record<string, Field>>;
  readonly unseen: readonly string[];
  readonly stages: RecordType["stages"];
  readonly pipelines: RecordType["pipelines"];
}

/** @throws {Problem} `RECORDS_ELSEWHERE`: they are kept in a portal */
export function vocabularyOf({ service, viewer }: { readonly service: Service; readonly viewer: Viewer }): Vocabulary {
  const { catalog, outside } = service.assembled;
  const { editing } = outside;
  if (editing === null) throw recordsElsewhere();
  const records = catalog?.records ?? {};
  const seesHidden = viewer.roles.includes("administrator");
  const seen = (name: string, type: RecordType): SeenType => {
    const all = Object.values(type.fields);
    const fields = seesHidden ? all : all.filter(({ hidden }) => !hidden);
    return {
      ...{ name, title: type.title, stages: type.stages, pipelines: type.pipelines },
      fields: Object.fromEntries(fields.map((field) => [field.name, field])),
      unseen: seesHidden ? [] : all.flatMap((field) => (field.hidden ? [field.name] : [])),
    };
  };
  return {
    ...{ editing, catalog },
    type(name) {
      const type = Object.hasOwn(records, name) ? records[name] : undefined;
      if (type === undefined) throw notFound({ ru: "Такого вида записей нет", en: "There is no such type of records" });
      return seen(name, type);
    },
    types: () => Object.entries(records).map(([name, type]) => seen(name, type)),
    lists: () => editing.allLists(),
  };
}

/** A record without what the viewer may not see of it, wherever it is kept. */
export function withoutHidden(
  record: RecordSnapshot,
  { service, viewer }: { readonly service: Service; readonly viewer: Viewer },
): ValueMap {
  if (viewer.roles.includes("administrator")) return record;
  const unseen = hiddenOf(record.type, service);
  return Object.fromEntries(Object.entries(record).filter(([name]) => !unseen.includes(name)));
}

/** Fields of a type that the catalog hides. */
export function hiddenOf(type: string, { assembled }: Service): readonly string[] {
  const records = assembled.catalog?.records ?? {};
  const fields = Object.hasOwn(records, type) ? records[type]?.fields : undefined;
  return Object.values(fields ?? {}).flatMap(({ name, hidden }) => (hidden ? [name] : []));
}

/** A type as the console draws it. */
export function typeShown(
  type: SeenType,
  { catalog, lists }: Pick<Vocabulary, "catalog"> & { readonly lists: Readonly<Record<string, readonly ValueMap[]>> },
) {
  const stagesShown = (stages: Readonly<Record<string, Stage>>) =>
    Object.entries(stages).map(([name, { title, kind }]) => ({ name, title, kind }));
  const pipelines = Object.entries(type.pipelines).map(([name, { title, stages }]) => ({
    ...{ name, title, stages: stagesShown(stages) },
  }));
  const fields = Object.values(type.fields).filter(({ name }) => name !== "stage");
  return {
    ...{ name: type.name, title: type.title, stages: stagesShown(type.stages), pipelines },
    fields: fields.map((field) => ({
      ...{ name: field.name, title: field.title, type: field.type, help: field.help },
      ...{ required: field.required, hidden: field.hidden, currency: field.currency, min: field.min, max: field.max },
      of: Array.isArray(field.of) ? (field.of as readonly string[]) : [],
      choices:
        field.name === "pipeline" && pipelines.length > 0
          ? pipelines.map(({ name, title }) => ({ value: name, title }))
          : choicesOf(field, { catalog, lists }),
    })),
  };
}

function choicesOf(
  { values, from }: Field,
  {
    catalog,
    lists,
  }: { readonly catalog: Catalog | null; readonly lists: Readonly<Record<string, readonly ValueMap[]>> },
) {
  if (values !== null) return Object.entries(values).map(([value, title]) => ({ value, title }));
  if (from === "mailboxes")
    return Object.entries(catalog?.mailboxes ?? {}).map(([value, { title }]) => ({ value, title }));
  const list = from?.startsWith("list:") ? from.slice("list:".length) : null;
  if (list === null || !Object.hasOwn(lists, list)) return null;
  return (lists[list] ?? []).map((row) => ({
    value: textOf(row["value"]) ?? "",
    title: textOf(row["title"]) ?? textOf(row["value"]) ?? "",
  }));
}

function textOf(value: Value | undefined): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

function recordsElsewhere(): Problem {
  return new Problem("RECORDS_ELSEWHERE", {
    says: {
      ru: "Записи ведутся не здесь, а в CRM портала.",
      en: "Records are not kept here but in the portal's CRM.",
    },
    remedy: { ru: "Ищите и меняйте их там.", en: "Search and change them there." },
  });
}
