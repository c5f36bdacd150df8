import type { Field } from "../../../engine/base/field.ts";
import type { RecordSnapshot, ValueMap } from "../../../engine/base/value.ts";
import type { Catalog, RecordType } from "../../../engine/definition/catalog.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import { type KeptRecord, RecordRules } from "../../../engine/record/record-rules.ts";
import type { PortalValue, Row } from "../../bitrix24/portal.ts";
import { type FieldCodec, fieldCodec, MappingError, type PortalChange } from "./field-codec.ts";
import { narrowed } from "./filter-narrowing.ts";
import type { FieldMapping, RecordMapping } from "./mapping.ts";
import {
  entityMissing,
  fieldMissing,
  fieldUnmapped,
  type MappingProblem,
  optionMissing,
  stageProblems,
} from "./mapping-problem.ts";
import { type PortalField, PortalFields, valuesOf } from "./portal-field.ts";
import { fileNumber, type KnownFiles } from "./portal-file.ts";
import type { Meanings } from "./portal-value.ts";
import { type PortalStage, StageBook } from "./stage-book.ts";

/** What the portal says of an entity. */
export interface EntityDescription {
  readonly fields: PortalFields;
  readonly stages: readonly PortalStage[];
}

/** A record type, as the mapping and the portal describe it together: turns items into records and changes into writes. */
export class RecordSchema {
  readonly type: string;
  readonly mapping: RecordMapping;
  readonly fields: PortalFields;
  readonly stages: StageBook;
  /** What of the mapping the portal does not bear out. With a problem among them nothing of the type is read or written. */
  readonly problems: readonly MappingProblem[];
  readonly #codecs = new Map<string, FieldCodec>();
  readonly #rules: RecordRules;
  readonly #names: ReadonlySet<string>;

  constructor(
    mapping: RecordMapping,
    of: {
      /** Null: the portal knows no such entity. */
      readonly entity: EntityDescription | null;
      readonly catalog: Catalog | null;
      readonly meanings: Meanings;
    },
  ) {
    const declared = of.catalog?.records[mapping.type] ?? null;
    this.type = mapping.type;
    this.mapping = mapping;
    this.fields = of.entity?.fields ?? EMPTY.fields;
    this.#rules = new RecordRules(of.catalog);
    this.stages = new StageBook(mapping, of.entity?.stages ?? [], (stage, pipeline) =>
      declaredKind(declared, stage, pipeline),
    );
    this.problems = of.entity === null ? [entityMissing(mapping)] : [...this.#build(of, declared)];
    const own = this.stages.isEmpty ? [] : ["stage"];
    const pipeline = Object.keys(mapping.pipelines).length > 0 ? ["pipeline"] : [];
    this.#names = new Set([...this.#codecs.keys(), ...own, ...pipeline]);
  }

  get isUsable(): boolean {
    return !this.problems.some(({ severity }) => severity === "problem");
  }

  /** Names of the fields that the mapping knows. */
  get names(): ReadonlySet<string> {
    return this.#names;
  }

  get codecs(): ReadonlyMap<string, FieldCodec> {
    return this.#codecs;
  }

  /** What lists of items select. Phones and addresses come only where everything is selected. */
  get select(): readonly string[] {
    const wanted = [...this.#codecs.values()].flatMap(({ select }) => select);
    const always = ["id", "stageId", "categoryId", "updatedTime", "updatedBy", "createdBy", ...MARKS];
    return [...new Set([...always.filter((name) => this.fields.get(name) !== null), ...wanted])];
  }

  /** Numbers of files that the item names. */
  filesIn(item: Row): readonly number[] {
    return this.fields.all
      .filter(({ type }) => type === "file")
      .flatMap(({ name }) => valuesOf(item[name]).flatMap((one) => fileNumber(one) ?? []));
  }

  /** The item as a record is kept. */
  kept(item: Row, files: KnownFiles): KeptRecord {
    const entries = [...this.#codecs].map(([name, codec]) => [name, codec.decode(item, files)] as const);
    const pipeline = Number(item["categoryId"] ?? 0);
    const stage = String(item["stageId"] ?? "");
    const given = {
      ...Object.fromEntries(entries),
      ...(this.#names.has("stage") ? { stage: stage === "" ? null : this.stages.nameOf(stage, pipeline) } : {}),
      ...(this.#names.has("pipeline") ? { pipeline: this.stages.pipelineName(pipeline) } : {}),
    };
    return { ref: `${this.type}/${Number(item["id"])}`, fields: this.#rules.filled(this.type, given) };
  }

  /** A kept record as everybody sees it; what its stage means is the portal's to say. */
  dressed(kept: KeptRecord): RecordSnapshot {
    const snapshot = this.#rules.dressed(kept, this.#names);
    if (this.stages.isEmpty) return snapshot;
    const { stage } = kept.fields;
    const id = typeof stage === "string" ? this.stages.idOf(stage, this.pipelineOf(kept.fields)) : null;
    return { ...snapshot, stageKind: id === null ? snapshot.stageKind : this.stages.kindOf(id) };
  }

  /** Before it was there. */
  blank(record: RecordSnapshot): RecordSnapshot {
    return this.#rules.blank(record);
  }

  /** Number of the pipeline that a record stands in; the first one where it does not say. */
  pipelineOf(fields: ValueMap): number {
    const { pipeline } = fields;
    const named = typeof pipeline === "string" ? this.stages.pipelineNumber(pipeline) : null;
    return named ?? this.stages.all[0]?.pipeline ?? 0;
  }

  /**
   * What to write so that these fields hold these values.
   *
   * @param was the record as it is; null: a new one
   * @throws {RecordRefusal} `FIELD_UNKNOWN` (the mapping has no place for it), `FIELD_READ_ONLY`, `STAGE_UNKNOWN`, …
   */
  changes(set: ValueMap, was: { readonly item: Row; readonly fields: ValueMap } | null): readonly PortalChange[] {
    const changes = Object.entries(set).flatMap(([name, value]) => {
      if (name === "stage" || name === "pipeline") return [];
      const codec = this.#codecs.get(name);
      if (codec === undefined) throw unmapped(this.type, name);
      return codec.encode(value, { item: was?.item ?? null, value: was?.fields[name] ?? null });
    });
    const fixed = changes.find((change) => change.kind !== "multi" && change.field.isReadOnly);
    if (fixed !== undefined && fixed.kind !== "multi") throw readOnly(this.type, fixed.field);
    return [...changes, ...this.#moves(set, was?.fields ?? {})];
  }

  #moves(set: ValueMap, before: ValueMap): readonly PortalChange[] {
    if (!("stage" in set) && !("pipeline" in set)) return [];
    const after = { ...before, ...set };
    const { stage, pipeline } = after;
    if (typeof pipeline === "string" && this.stages.pipelineNumber(pipeline) === null)
      throw stageUnknown(this.type, pipeline, "PIPELINE_UNKNOWN");
    const number = this.pipelineOf(after);
    const moves: PortalChange[] = [];
    if ("pipeline" in set) moves.push({ kind: "value", field: this.#own("categoryId"), value: number });
    if (typeof stage === "string") {
      const id = this.stages.idOf(stage, number);
      if (id === null) throw stageUnknown(this.type, stage, "STAGE_UNKNOWN");
      moves.push({ kind: "value", field: this.#own("stageId"), value: id });
    }
    return moves;
  }

  #own(name: string): PortalField {
    const field = this.fields.get(name);
    if (field === null) throw unmapped(this.type, name);
    return field;
  }

  /** The filter's conditions that the portal can look for: a superset of what it meets. */
  narrowed(filter: ValueMap): Readonly<Record<string, PortalValue>> {
    return narrowed(this, filter);
  }

  *#build(
    of: { readonly entity: EntityDescription | null; readonly catalog: Catalog | null; readonly meanings: Meanings },
    declared: RecordType | null,
  ): Iterable<MappingProblem> {
    const { mapping, fields } = this;
    for (const [name, place] of Object.entries(mapping.fields)) {
      const order = { name: `${mapping.type}.${name}`, declared: declared?.fields[name] ?? null, fields };
      try {
        this.#codecs.set(name, fieldCodec(place, { ...order, meanings: of.meanings }));
        yield* this.#missingOptions(order.name, place, choicesOf(order.declared, of.catalog));
      } catch (error) {
        if (!(error instanceof MappingError)) throw error;
        yield fieldMissing(mapping, name, error.missing, fields);
      }
    }
    for (const name of Object.keys(declared?.fields ?? {}))
      if (!Object.hasOwn(mapping.fields, name) && name !== "pipeline" && name !== "stage")
        yield fieldUnmapped(mapping, name);
    yield* stageProblems(this, declared);
  }

  *#missingOptions(name: string, place: FieldMapping, choices: readonly string[]): Iterable<MappingProblem> {
    const field = place.kind === "field" ? this.fields.get(place.field) : null;
    if (place.kind !== "field" || field?.type !== "enumeration") return;
    const options = new Set(field.options.values());
    for (const value of choices)
      if (!options.has(place.values[value] ?? value))
        yield optionMissing(name, place.values[value] ?? value, field.upperName);
  }
}

/** By what a record that we made is known again. */
const MARKS = ["originatorId", "originId", "xmlId"];

/** Values that a choice of the vocabulary may hold. */
function choicesOf(declared: Field | null, catalog: Catalog | null): readonly string[] {
  if (declared?.type !== "choice") return [];
  if (declared.values !== null) return Object.keys(declared.values);
  if (declared.from === "mailboxes") return Object.keys(catalog?.mailboxes ?? {});
  const [, list] = /^list:(.+)$/.exec(declared.from ?? "") ?? [];
  const rows = list === undefined ? [] : (catalog?.lists[list]?.values ?? []);
  return rows.map((row) => String(row["value"]));
}

const EMPTY = { fields: new PortalFields([]) };

function declaredKind(declared: RecordType | null, stage: string, pipeline: string) {
  return (declared?.pipelines[pipeline]?.stages[stage] ?? declared?.stages[stage])?.kind ?? null;
}

function unmapped(type: string, name: string): RecordRefusal {
  return new RecordRefusal("FIELD_UNKNOWN", {
    ru: `У ${type}.${name} нет поля портала: впишите его в crm.bitrix24.records.${type}.fields`,
    en: `${type}.${name} has no field of the portal: put it into crm.bitrix24.records.${type}.fields`,
  });
}

function readOnly(type: string, { upperName }: PortalField): RecordRefusal {
  return new RecordRefusal("FIELD_READ_ONLY", {
    ru: `Поле ${upperName} (${type}) портал заполняет сам: писать в него нельзя`,
    en: `The field ${upperName} (${type}) is filled by the portal itself: it cannot be written`,
  });
}

function stageUnknown(type: string, name: string, code: string): RecordRefusal {
  return new RecordRefusal(code, {
    ru: `В портале у ${type} нет «${name}»: проверьте stages и pipelines соответствия`,
    en: `The portal has no "${name}" of ${type}: look at the mapping's stages and pipelines`,
  });
}
