import type { Field } from "../../../../engine/base/field.ts";
import type { Catalog, RecordType } from "../../../../engine/definition/catalog.ts";
import type { FieldMapping, RecordMapping } from "../mapping.ts";
import type { DeclaredType } from "./declared-type.ts";
import type { Draft, DraftField, DraftRecord, DraftStage, Known } from "./draft.ts";
import { isOwnName } from "./draft.ts";
import type { PortalKind, PortalVocabulary } from "./portal-vocabulary.ts";
import { titleInComment } from "./write-draft.ts";

/** Something in which the portal and what is written of it differ. */
export interface Drift {
  readonly kind:
    | "type-added"
    | "type-removed"
    | "field-added"
    | "field-removed"
    | "field-renamed"
    | "field-type"
    | "option-added"
    | "option-removed"
    | "pipeline-added"
    | "pipeline-removed"
    | "stage-added"
    | "stage-removed"
    | "stage-kind"
    | "list-added"
    | "list-removed";
  /** In our words: `deal.discount`, `deal.service.REPAIR`. */
  readonly name: string;
  /** In the portal's: `UF_CRM_1721…`; null where it has none. */
  readonly portal: string | null;
  readonly was: string | null;
  readonly now: string | null;
}

/** What there is to compare with. */
export interface Written {
  readonly catalog: Catalog | null;
  readonly known: Known;
  /** `type.field` → the portal's title when it was drafted, as its comment says. */
  readonly titles: ReadonlyMap<string, string>;
  /** Is it left out on purpose? Names that stand in comments of the mapping. */
  readonly isLeftOut: (name: string) => boolean;
}

/**
 * Where the portal is no longer what catalogue and mapping say: types, fields, options, pipelines, stages and lists.
 * Fields of the portal's own that nobody maps are no drift; those that people of the company made are, unless a comment
 * names them.
 */
export function driftOf(draft: Draft, vocabulary: PortalVocabulary, written: Written): readonly Drift[] {
  const { known, isLeftOut } = written;
  const kinds = new Map(vocabulary.kinds.map((kind) => [kind.entityTypeId, kind]));
  const drift: Drift[] = [];
  for (const record of draft.records) {
    const mapping = known.records[record.type];
    if (mapping !== undefined) continue;
    const portal = typeof record.entity === "string" ? record.entity : String(record.entity.spa);
    if (!isLeftOut(record.type) && !isLeftOut(portal))
      drift.push({ kind: "type-added", name: record.type, portal, was: null, now: record.title });
  }
  for (const mapping of Object.values(known.records)) {
    if (mapping.entity.kind !== "item") continue;
    const kind = kinds.get(mapping.entity.entityTypeId);
    const record = draft.records.find(({ type }) => type === mapping.type);
    if (kind === undefined || record === undefined) {
      const portal = String(mapping.entity.entityTypeId);
      drift.push({ kind: "type-removed", name: mapping.type, portal, was: mapping.type, now: null });
      continue;
    }
    const declared = written.catalog?.records[mapping.type] ?? null;
    drift.push(...fieldDrift({ kind, record, mapping, declared }, written));
    drift.push(...stageDrift(record, mapping, declared, isLeftOut));
  }
  return [...drift, ...listDrift(draft, vocabulary, written)];
}

interface Compared {
  readonly kind: PortalKind;
  readonly record: DraftRecord;
  readonly mapping: RecordMapping;
  readonly declared: RecordType | null;
}

function* fieldDrift({ kind, record, mapping, declared }: Compared, written: Written): Iterable<Drift> {
  const { type } = mapping;
  for (const field of record.fields) {
    const isMapped = Object.hasOwn(mapping.fields, field.name);
    const now = `${field.title} (${wordOf(field.declared)})`;
    if (!isMapped && isOwnName(field.portal) && !written.isLeftOut(field.portal))
      yield { kind: "field-added", name: `${type}.${field.name}`, portal: field.portal, was: null, now };
  }
  for (const [name, place] of Object.entries(mapping.fields)) {
    const missing = portalNames(place).filter((portal) => kind.fields.get(portal) === null && !isMulti(portal));
    for (const portal of missing)
      yield { kind: "field-removed", name: `${type}.${name}`, portal, was: portal, now: null };
    const drafted = record.fields.find((field) => field.name === name);
    if (missing.length > 0 || drafted === undefined) continue;
    const was = written.titles.get(`${type}.${name}`);
    if (was !== undefined && was !== titleInComment(drafted.title))
      yield { kind: "field-renamed", name: `${type}.${name}`, portal: drafted.portal, was, now: drafted.title };
    const own = declared?.fields[name];
    if (place.kind === "field" && own !== undefined) yield* typeDrift(`${type}.${name}`, own, drafted, place);
  }
}

function* typeDrift(
  name: string,
  declared: Field,
  drafted: DraftField,
  place: FieldMapping & { readonly kind: "field" },
): Iterable<Drift> {
  const { portal } = drafted;
  if (!fits(declared, drafted.declared)) {
    yield { kind: "field-type", name, portal, was: declared.type, now: wordOf(drafted.declared) };
    return;
  }
  const options = drafted.declared.values;
  // Options of a list of the catalogue are the list's matter.
  if (declared.type !== "choice" || declared.values === null || options === undefined) return;
  const ours = new Set(Object.keys(declared.values).map((value) => place.values[value] ?? value));
  for (const option of Object.keys(options))
    if (!ours.has(option)) yield { kind: "option-added", name, portal, was: null, now: option };
  for (const option of ours)
    if (!Object.hasOwn(options, option)) yield { kind: "option-removed", name, portal, was: option, now: null };
}

/** Types that a value of the portal's can be declared as. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  text: ["choice", "dateTime", "date"],
  number: ["money", "text"],
  choice: ["text"],
  boolean: ["text", "choice"],
  dateTime: ["date", "text"],
  date: ["dateTime", "text"],
  money: ["number"],
  record: ["records", "text"],
  user: ["users"],
  records: ["list"],
  users: ["list"],
};

function fits(declared: Field, portal: DeclaredType): boolean {
  if (declared.type === portal.type) return true;
  return ALSO[portal.type]?.includes(declared.type) ?? false;
}

function wordOf({ type, of }: DeclaredType): string {
  return of === undefined ? type : `${type} of ${typeof of === "string" ? of : of.join(", ")}`;
}

function portalNames(place: FieldMapping): readonly string[] {
  switch (place.kind) {
    case "field":
      return place.currency === null ? [place.field] : [place.field, place.currency];
    case "keys":
      return Object.values(place.keys);
    case "words":
      return place.fields;
  }
}

/** Rows of the field of telephones and addresses: items carry them under names of their own. */
function isMulti(name: string): boolean {
  return /^(?:phone|email|web|im)$/i.test(name);
}

function* stageDrift(
  record: DraftRecord,
  mapping: RecordMapping,
  declared: RecordType | null,
  isLeftOut: (name: string) => boolean,
): Iterable<Drift> {
  const { type } = mapping;
  if (record.pipelines.length === 0) {
    if (declared !== null) yield* stagesDrift(type, record.stages, declared.stages);
    return;
  }
  for (const { name, id, title, stages } of record.pipelines) {
    const isMapped = Object.hasOwn(mapping.pipelines, name);
    const own = declared?.pipelines[name]?.stages ?? declared?.stages;
    if (isMapped && own !== undefined) yield* stagesDrift(`${type}.${name}`, stages, own);
    // Where no pipeline is mapped, all of them are meant, and their stages are those of the type.
    if (!isMapped && Object.keys(mapping.pipelines).length > 0 && !isLeftOut(name))
      yield { kind: "pipeline-added", name: `${type}.${name}`, portal: String(id), was: null, now: title };
  }
  for (const [name, { id }] of Object.entries(mapping.pipelines))
    if (!record.pipelines.some((pipeline) => pipeline.id === id))
      yield { kind: "pipeline-removed", name: `${type}.${name}`, portal: String(id), was: name, now: null };
}

function* stagesDrift(of: string, portal: readonly DraftStage[], declared: RecordType["stages"]): Iterable<Drift> {
  if (Object.keys(declared).length === 0 && portal.length === 0) return;
  for (const { name, code, title, kind } of portal) {
    const own = declared[name];
    if (own === undefined)
      yield { kind: "stage-added", name: `${of}.${name}`, portal: code, was: null, now: `${title} (${kind})` };
    else if (isEnd(own.kind) !== isEnd(kind) || (isEnd(kind) && own.kind !== kind))
      yield { kind: "stage-kind", name: `${of}.${name}`, portal: code, was: own.kind, now: kind };
  }
  for (const name of Object.keys(declared))
    if (!portal.some((stage) => stage.name === name))
      yield {
        kind: "stage-removed",
        name: `${of}.${name}`,
        portal: null,
        was: declared[name]?.title ?? name,
        now: null,
      };
}

/** Won and lost are the portal's to say; which stage is first is ours. */
function isEnd(kind: string): boolean {
  return kind === "won" || kind === "lost";
}

function* listDrift(draft: Draft, vocabulary: PortalVocabulary, written: Written): Iterable<Drift> {
  const { known, isLeftOut, catalog } = written;
  for (const { name, iblock, title } of draft.lists)
    if (!Object.hasOwn(known.lists, name) && !isLeftOut(name) && !isLeftOut(String(iblock)))
      yield { kind: "list-added", name, portal: String(iblock), was: null, now: title };
  for (const { name, iblock, values } of draft.lists) {
    const own = Object.hasOwn(known.lists, name) ? (catalog?.lists[name]?.values ?? []) : [];
    // Rows that the catalogue does not write down are read when they are needed.
    if (own.length === 0 || values.length === 0) continue;
    const [ours, theirs] = [own, values].map((rows) => new Set(rows.map((row) => String(row["value"] ?? ""))));
    const portal = String(iblock);
    for (const one of theirs ?? [])
      if (ours?.has(one) === false) yield { kind: "option-added", name, portal, was: null, now: one };
    for (const one of ours ?? [])
      if (theirs?.has(one) === false) yield { kind: "option-removed", name, portal, was: one, now: null };
  }
  if (vocabulary.skipped.some(({ what }) => what === "lists")) return;
  for (const [name, { iblock }] of Object.entries(known.lists))
    if (!vocabulary.lists.some((list) => list.iblock === iblock))
      yield { kind: "list-removed", name, portal: String(iblock), was: name, now: null };
}
