import type { Stage } from "../../../../engine/definition/catalog.ts";
import type { RecordMapping } from "../mapping.ts";
import type { PortalField } from "../portal-field.ts";
import { bareStage, type PortalStage } from "../stage-book.ts";
import { type DeclaredType, declaredType } from "./declared-type.ts";
import type { PortalKind, PortalListKind, PortalVocabulary } from "./portal-vocabulary.ts";
import { camelName, freeName, kebabName, upperName } from "./proposed-name.ts";
import { MULTI_FIELDS, NAME_OF_PERSON, STANDARD_FIELDS, STANDARD_TITLES } from "./standard-fields.ts";

/** Where a drafted field stands in the portal, as the mapping writes it. */
export type DraftPlace = string | Readonly<Record<string, string | readonly string[]>>;

export interface DraftField {
  readonly name: string;
  readonly place: DraftPlace;
  /** As the portal calls it, for people: `UF_CRM_1721…`. */
  readonly portal: string;
  readonly title: string;
  readonly declared: DeclaredType;
}

export interface DraftStage {
  readonly name: string;
  /** The portal's code without the prefix of its pipeline. */
  readonly code: string;
  readonly title: string;
  readonly kind: Stage["kind"];
}

export interface DraftPipeline {
  readonly name: string;
  readonly id: number;
  readonly title: string;
  readonly stages: readonly DraftStage[];
}

export interface DraftRecord {
  readonly type: string;
  readonly entity: string | { readonly spa: number };
  readonly title: string;
  readonly fields: readonly DraftField[];
  /** Where there is one pipeline only. */
  readonly stages: readonly DraftStage[];
  /** Where there are several. */
  readonly pipelines: readonly DraftPipeline[];
}

export interface DraftList {
  readonly name: string;
  readonly iblock: number;
  readonly title: string;
  readonly columns: readonly {
    readonly name: string;
    readonly field: string;
    readonly title: string;
    readonly declared: DeclaredType;
  }[];
  /** Rows as the catalogue writes them; empty where they are too many. */
  readonly values: readonly Readonly<Record<string, string | number>>[];
}

/** What catalogue and mapping could be. Names that the mapping has already are kept. */
export interface Draft {
  readonly records: readonly DraftRecord[];
  readonly lists: readonly DraftList[];
}

/** The mapping that there is, if any. */
export interface Known {
  readonly records: Readonly<Record<string, RecordMapping>>;
  readonly lists: Readonly<
    Record<string, { readonly iblock: number; readonly columns: Readonly<Record<string, string>> }>
  >;
}

/** A draft of everything the portal has: the same portal gives the same draft. */
export function draftOf(vocabulary: PortalVocabulary, known: Known, locale: "ru" | "en"): Draft {
  const typeOf = new Map<number, string>();
  const taken = new Set(Object.keys(known.records));
  for (const kind of vocabulary.kinds) {
    const mapped = Object.values(known.records).find(
      ({ entity }) => entity.kind === "item" && entity.entityTypeId === kind.entityTypeId,
    );
    const proposed = typeof kind.entity === "string" ? kind.entity : camelName(kind.title, `smart${kind.entity}`);
    typeOf.set(kind.entityTypeId, mapped?.type ?? freeName(proposed, taken));
  }
  const listNames = new Set(Object.keys(known.lists));
  return {
    records: vocabulary.kinds.map((kind) => {
      const type = typeOf.get(kind.entityTypeId) ?? "";
      return recordOf(kind, { vocabulary, type, typeOf, known: known.records[type] ?? null, locale });
    }),
    lists: vocabulary.lists.map((list) => listDraft(list, known, listNames, typeOf)),
  };
}

interface Around {
  readonly vocabulary: PortalVocabulary;
  readonly type: string;
  readonly typeOf: ReadonlyMap<number, string>;
  readonly known: RecordMapping | null;
  readonly locale: "ru" | "en";
}

function recordOf(kind: PortalKind, around: Around): DraftRecord {
  const { type, known } = around;
  const isSplit = kind.pipelines.length > 1 || Object.keys(known?.pipelines ?? {}).length > 0;
  const pipelineNames = new Set(Object.keys(known?.pipelines ?? {}));
  const pipelines = kind.pipelines.map(({ id, title }) => {
    const mapped = Object.entries(known?.pipelines ?? {}).find(([, pipeline]) => pipeline.id === id)?.[0];
    const own = kind.stages.filter(({ pipeline }) => pipeline === id);
    const names = { ...known?.stages, ...(mapped === undefined ? {} : known?.pipelines[mapped]?.stages) };
    return {
      name: mapped ?? freeName(camelName(title, `pipeline${id}`), pipelineNames),
      ...{ id, title, stages: stagesOf(own, names) },
    };
  });
  return {
    ...{ type, title: kind.title, fields: fieldsOf(kind, around) },
    entity: typeof kind.entity === "string" ? kind.entity : { spa: kind.entity },
    stages: isSplit ? [] : (pipelines[0]?.stages ?? []),
    pipelines: isSplit ? pipelines : [],
  };
}

function stagesOf(stages: readonly PortalStage[], known: Readonly<Record<string, string>>): readonly DraftStage[] {
  const names = new Map(Object.entries(known).map(([name, code]) => [code, name]));
  const taken = new Set(Object.keys(known));
  return stages.map(({ id, title, order, semantics }) => {
    const code = bareStage(id);
    // What the portal numbers by itself (`UC_KN8KFI`) says nothing to people.
    const proposed = /^(?!UC_)[A-Z][A-Z_]*$/.test(code)
      ? code
      : upperName(title, `STAGE_${code.replaceAll(/\W/g, "_")}`);
    const kind = semantics === "S" ? "won" : semantics === "F" ? "lost" : order === 0 ? "first" : "open";
    return { name: names.get(code) ?? freeName(proposed, taken, "_"), code, title, kind };
  });
}

function fieldsOf(kind: PortalKind, around: Around): readonly DraftField[] {
  const { known, locale } = around;
  const names = knownNames(kind, known);
  const taken = new Set([...EVERY_RECORD_HAS, ...Object.keys(known?.fields ?? {})]);
  const place = (field: PortalField): DraftPlace =>
    field.name === "opportunity"
      ? { field: field.name, currency: "currencyId" }
      : isOwn(field)
        ? field.upperName
        : field.name;
  const drafted = (field: PortalField, proposed: string): DraftField => ({
    name: names.get(field.name) ?? freeName(proposed, taken),
    ...{ place: place(field), portal: isOwn(field) ? field.upperName : field.name },
    title: isUntitled(field) ? (STANDARD_TITLES[field.name]?.[locale] ?? field.title) : field.title,
    declared: declaredType(field, { ...around, statusType: kind.statusTypes.get(field.name) ?? null }),
  });
  const standard = Object.entries(STANDARD_FIELDS).flatMap(([portal, name]) => {
    const field = kind.fields.get(portal);
    return field === null ? [] : [drafted(field, name)];
  });
  const multi = MULTI_FIELDS.filter(() => kind.fields.get("fm") !== null).map(({ name, title }) => ({
    name: names.get(name) ?? freeName(name, taken),
    ...{
      place: { field: name, multi: "WORK" },
      portal: name,
      title: title[locale],
      declared: { type: "text" } as const,
    },
  }));
  const isPerson = kind.fields.get("title") === null && kind.fields.get("lastName") !== null;
  const name = isPerson ? [personName(names, taken, locale)] : [];
  const inMaps = new Set(
    Object.values(known?.fields ?? {}).flatMap((mapping) =>
      mapping.kind === "keys" ? Object.values(mapping.keys) : [],
    ),
  );
  const isInMap = ({ name: camel, upperName: upper }: PortalField): boolean => inMaps.has(camel) || inMaps.has(upper);
  const own = kind.fields.all
    .filter((field) => isOwn(field) && !isInMap(field))
    .sort((a, b) => (a.upperName < b.upperName ? -1 : 1));
  return [
    ...name,
    ...standard,
    ...multi,
    ...own.map((field) =>
      drafted(field, camelName(isUntitled(field) ? "" : field.title, nameOfCode(field.upperName, kind.entityTypeId))),
    ),
  ];
}

/** The portal gives a field without a label its code for a title. */
function isUntitled({ title, name, upperName }: PortalField): boolean {
  return title === upperName || title === name || /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(title);
}

/** `UF_CRM_SMART_INVOICE_BANK_DETAILS` → `bankDetails`, `UF_CRM_7_1721…` → `field1721…`: what tells fields apart ends the code. */
function nameOfCode(upperName: string, entityTypeId: number): string {
  const end = upperName
    .replace(/^UF_/, "")
    .replace(/^(CRM|TASK)_?/, "")
    .replace(/^SMART_(INVOICE|DOCUMENT)_/, "")
    .replace(new RegExp(`^(${entityTypeId}|\\d{1,5})_(?=.)`), "");
  const digits = end.replaceAll(/\W|_/g, "").toLowerCase();
  return camelName(end, /^\d/.test(digits) ? `field${digits}` : "field");
}

/** Names that every record has for something else. */
const EVERY_RECORD_HAS = ["id", "ref", "type", "url", "stage", "stageKind", "pipeline"];

function personName(names: ReadonlyMap<string, string>, taken: Set<string>, locale: "ru" | "en"): DraftField {
  return {
    name: names.get("name") ?? freeName("title", taken),
    place: { words: NAME_OF_PERSON.fields },
    ...{ portal: NAME_OF_PERSON.fields.join(" "), title: locale === "ru" ? "Имя" : "Name", declared: { type: "text" } },
  };
}

/** Is it the name of a field that people of the company made? */
export function isOwnName(portal: string): boolean {
  return /^UF_/.test(portal);
}

function isOwn({ upperName: name }: PortalField): boolean {
  return isOwnName(name);
}

/** Field of the portal (as items carry it) → what the mapping calls it; of several fields in one, each. */
function knownNames(kind: PortalKind, known: RecordMapping | null): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, mapping] of Object.entries(known?.fields ?? {})) {
    const portal = mapping.kind === "field" ? [mapping.field] : mapping.kind === "words" ? mapping.fields : [];
    for (const one of portal) names.set(kind.fields.get(one)?.name ?? one, name);
  }
  return names;
}

function listDraft(
  { iblock, code, title, fields, rows }: PortalListKind,
  known: Known,
  taken: Set<string>,
  typeOf: ReadonlyMap<number, string>,
): DraftList {
  const mapped = Object.entries(known.lists).find(([, list]) => list.iblock === iblock)?.[0];
  const names = new Map(
    Object.entries(mapped === undefined ? {} : (known.lists[mapped]?.columns ?? {})).map(([name, field]) => [
      field,
      name,
    ]),
  );
  const columns = new Set(names.values());
  const shown = fields.filter(({ name }) => name === "NAME" || name.startsWith("PROPERTY_"));
  const name =
    mapped ?? freeName(/^[a-z][a-z0-9-]*$/.test(code) ? code : kebabName(title, `list-${iblock}`), taken, "-");
  const drafted = shown.map((field) => ({
    name:
      names.get(field.name) ??
      names.get(field.upperName) ??
      freeName(field.name === "NAME" ? "value" : camelName(field.title, "column"), columns),
    ...{ field: field.name, title: field.title },
    declared: declaredType(field, { typeOf, statusType: null, vocabulary: null }),
  }));
  const values = rows.map((row) =>
    Object.fromEntries(
      drafted.flatMap(({ name: column, field, declared }): readonly (readonly [string, string | number])[] => {
        const cell = cellOf(row[field], declared.type);
        return cell === null ? [] : [[column, cell]];
      }),
    ),
  );
  return { name, iblock, title, columns: drafted, values };
}

/** What a row of the catalogue can hold; null: nothing, or something else. */
function cellOf(value: unknown, type: DeclaredType["type"]): string | number | null {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  const text = typeof one === "string" || typeof one === "number" ? String(one) : "";
  if (text === "") return null;
  if (type === "number") return Number.isFinite(Number(text)) ? Number(text) : null;
  return type === "text" || type === "choice" ? text : null;
}
