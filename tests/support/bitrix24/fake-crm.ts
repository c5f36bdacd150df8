import { type Fields, isFields, listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeField, parentField, systemFields, type UserFieldOptions, userField } from "./fake-crm-fields.ts";
import { type Storing, stored } from "./fake-crm-values.ts";
import type { FakeEvents } from "./fake-events.ts";
import type { Actor, FakeSwitches } from "./fake-options.ts";
import { isoOf, type Zone } from "./fake-time.ts";

/** Entities by the names that tests use; smart processes by their number. */
export type EntityName = "lead" | "deal" | "contact" | "company" | "quote" | "invoice" | number;

const NUMBERS = { lead: 1, deal: 2, contact: 3, company: 4, quote: 7, invoice: 31 } as const;

export function entityTypeOf(name: EntityName): number {
  return typeof name === "number" ? name : NUMBERS[name];
}

/** A record: fields by their names in `crm.item.*`. */
export type Item = Record<string, unknown> & { id: number };

export interface Stage {
  readonly id: string;
  readonly name: string;
  /** null: in progress; S: success; F: failure. */
  readonly semantics?: "S" | "F" | null;
  readonly sort?: number;
}

export interface Pipeline {
  readonly id: number;
  readonly entityTypeId: number;
  readonly name: string;
  readonly sort: number;
  readonly isDefault: boolean;
}

/** A row of `crm.status.list`. */
export interface StatusRow {
  readonly ID: string;
  readonly ENTITY_ID: string;
  readonly STATUS_ID: string;
  readonly NAME: string;
  readonly SORT: string;
  readonly CATEGORY_ID: string | null;
  readonly SEMANTICS: "S" | "F" | null;
}

/** A move of a record, as `crm.stagehistory.list` remembers it. */
export interface StageMove {
  readonly ID: number;
  /** 1 created, 2 on the way, 3 final. */
  readonly TYPE_ID: 1 | 2 | 3;
  readonly entityTypeId: number;
  readonly OWNER_ID: number;
  readonly at: number;
  readonly CATEGORY_ID: number;
  readonly STAGE_SEMANTIC_ID: string;
  readonly STAGE_ID: string;
}

export interface SmartType {
  readonly entityTypeId: number;
  readonly title: string;
}

const DEAL_STAGES: readonly Stage[] = [
  { id: "NEW", name: "New" },
  { id: "PREPARATION", name: "Document preparation" },
  { id: "PREPAYMENT_INVOICE", name: "Prepayment invoice" },
  { id: "EXECUTING", name: "In progress" },
  { id: "FINAL_INVOICE", name: "Final invoice" },
  { id: "WON", name: "Deal won", semantics: "S" },
  { id: "LOSE", name: "Deal lost", semantics: "F" },
  { id: "APOLOGY", name: "Analyze failure", semantics: "F" },
];
const LEAD_STAGES: readonly Stage[] = [
  { id: "NEW", name: "Unassigned" },
  { id: "IN_PROCESS", name: "In progress" },
  { id: "PROCESSED", name: "Processed" },
  { id: "CONVERTED", name: "Good lead", semantics: "S" },
  { id: "JUNK", name: "Junk lead", semantics: "F" },
];
const INVOICE_STAGES: readonly Stage[] = [
  { id: "DT31_1:N", name: "New" },
  { id: "DT31_1:S", name: "Sent to client" },
  { id: "DT31_1:P", name: "Paid", semantics: "S" },
  { id: "DT31_1:D", name: "Unpaid", semantics: "F" },
];

/** Records, their fields, pipelines and stages; whoever changes something raises the portal's events. */
export class FakeCrm {
  readonly types = new Map<number, SmartType>();
  readonly pipelines: Pipeline[] = [];
  readonly statuses: StatusRow[] = [];
  readonly moves: StageMove[] = [];
  /** Rows of products: the amount of a record that is not manual. */
  readonly products = new Map<string, readonly { readonly price: number; readonly quantity: number }[]>();
  /** What was stored in file fields, by the id that the field gives; content as base64. */
  readonly files = new Map<number, { readonly name: string; readonly content: string }>();
  readonly #fields = new Map<number, FakeField[]>();
  readonly #records = new Map<number, Map<number, Item>>();
  readonly #lastIds = new Map<number, number>();
  readonly #now: () => number;
  readonly #zone: Zone;
  readonly #events: FakeEvents;
  readonly switches: FakeSwitches;
  #lastStatus = 100;
  #lastMultiField = 100;
  #lastFile = 500;

  constructor(needs: { now: () => number; zone: Zone; events: FakeEvents; switches: FakeSwitches }) {
    this.#now = needs.now;
    this.#zone = needs.zone;
    this.#events = needs.events;
    this.switches = needs.switches;
    for (const number of Object.values(NUMBERS)) this.#fields.set(number, [...systemFields(number)]);
    this.addStatuses("STATUS", LEAD_STAGES);
    this.addPipeline("deal", { id: 0, name: "General", isDefault: true, stages: DEAL_STAGES });
    this.addPipeline("invoice", { id: 1, name: "General", isDefault: true, stages: INVOICE_STAGES });
    this.addStatuses("SOURCE", [
      { id: "CALL", name: "Call" },
      { id: "WEB", name: "Website" },
      { id: "EMAIL", name: "E-mail" },
    ]);
    this.addStatuses("COMPANY_TYPE", [
      { id: "CUSTOMER", name: "Client" },
      { id: "SUPPLIER", name: "Supplier" },
    ]);
  }

  /** A smart process, with a pipeline of its own. Its id is 128 or more. */
  addType(
    entityTypeId: number,
    title: string,
    pipeline?: { readonly id: number; readonly stages: readonly Stage[] },
  ): void {
    this.types.set(entityTypeId, { entityTypeId, title });
    this.#fields.set(entityTypeId, [...systemFields(entityTypeId)]);
    const { id = 1, stages = [{ id: `DT${entityTypeId}_1:NEW`, name: "Start" }] } = pipeline ?? {};
    this.addPipeline(entityTypeId, { id, name: "General", isDefault: true, stages });
  }

  /** A pipeline with its stages. Stage ids are given in full: `C9:NEW`. */
  addPipeline(
    entity: EntityName,
    of: { id: number; name: string; isDefault?: boolean; sort?: number; stages: readonly Stage[] },
  ): void {
    const entityTypeId = entityTypeOf(entity);
    this.pipelines.push({
      ...{ id: of.id, entityTypeId, name: of.name, sort: of.sort ?? (of.isDefault === true ? 300 : 200) },
      isDefault: of.isDefault ?? false,
    });
    this.addStatuses(this.stageEntity(entityTypeId, of.id), of.stages, of.id);
  }

  /** Rows of a reference list of the portal. */
  addStatuses(entityId: string, stages: readonly Stage[], categoryId: number | null = null): void {
    stages.forEach((stage, at) => {
      this.#lastStatus += 2;
      this.statuses.push({
        ...{ ID: String(this.#lastStatus), ENTITY_ID: entityId, STATUS_ID: stage.id, NAME: stage.name },
        SORT: String(stage.sort ?? (at + 1) * 10),
        CATEGORY_ID: categoryId === null || categoryId === 0 ? null : String(categoryId),
        SEMANTICS: stage.semantics ?? null,
      });
    });
  }

  addField(entity: EntityName, options: UserFieldOptions): void {
    this.fieldsOf(entityTypeOf(entity)).push(userField(options));
  }

  addParent(entity: EntityName, parentEntityTypeId: number): void {
    this.fieldsOf(entityTypeOf(entity)).push(parentField(parentEntityTypeId));
  }

  /** @throws {Refusal} NOT_FOUND for a type that does not exist */
  fieldsOf(entityTypeId: number): FakeField[] {
    const fields = this.#fields.get(entityTypeId);
    if (fields === undefined) throw new Refusal("NOT_FOUND", "Smart process not found");
    return fields;
  }

  records(entity: EntityName): Map<number, Item> {
    const entityTypeId = entityTypeOf(entity);
    const records = this.#records.get(entityTypeId) ?? new Map<number, Item>();
    this.#records.set(entityTypeId, records);
    return records;
  }

  /** `DEAL_STAGE_9` and the like: under which name the stages of a pipeline stand among the statuses. */
  stageEntity(entityTypeId: number, categoryId: number): string {
    if (entityTypeId === 1) return "STATUS";
    if (entityTypeId === 2) return categoryId === 0 ? "DEAL_STAGE" : `DEAL_STAGE_${categoryId}`;
    if (entityTypeId === 31) return `SMART_INVOICE_STAGE_${categoryId}`;
    return `DYNAMIC_${entityTypeId}_STAGE_${categoryId}`;
  }

  stagesOf(entityTypeId: number, categoryId: number): readonly StatusRow[] {
    const entityId = this.stageEntity(entityTypeId, categoryId);
    return this.statuses.filter(({ ENTITY_ID }) => ENTITY_ID === entityId);
  }

  /** Puts a record there as if it had always been: no event, nothing checked. Names as in `crm.item.*`. */
  put(entity: EntityName, values: Fields): Item {
    const entityTypeId = entityTypeOf(entity);
    const id = values.id === undefined ? this.#nextId(entityTypeId) : numberOf(values.id);
    this.#lastIds.set(entityTypeId, Math.max(id, this.#lastIds.get(entityTypeId) ?? 0));
    const item: Item = { ...this.#blank(entityTypeId, id, 1), id };
    for (const [name, value] of Object.entries(values)) item[name] = value;
    if (Array.isArray(values.fm)) item.fm = this.#multiFields([], values.fm);
    this.#derive(entityTypeId, item);
    this.records(entity).set(id, item);
    return item;
  }

  /** Creates a record. Unknown names and read-only fields are passed over in silence, as the portal does. */
  add(entityTypeId: number, values: Fields, actor: Actor): Item {
    const fields = this.fieldsOf(entityTypeId);
    const id = this.#nextId(entityTypeId);
    const item: Item = { ...this.#blank(entityTypeId, id, actor.userId), id };
    if ("categoryId" in values) {
      item.categoryId = numberOf(values.categoryId);
      item.stageId = this.stagesOf(entityTypeId, item.categoryId as number)[0]?.STATUS_ID ?? item.stageId;
    }
    this.#write(entityTypeId, fields, item, values, "add");
    this.#derive(entityTypeId, item);
    this.records(entityTypeId).set(id, item);
    this.#remember(entityTypeId, item, 1);
    this.#events.crm("ADD", entityTypeId, id, actor);
    return item;
  }

  /**
   * Changes a record. Nothing is saved where nothing changes: no event, and `updatedTime` stands.
   *
   * @param how `item`: as `crm.item.update`, `legacy`: as `crm.company.update` and the like, which also clear lists of
   *   options, and save whatever they are given
   */
  change(
    entityTypeId: number,
    id: number,
    values: Fields,
    actor: Actor,
    how: "item" | "legacy" | "screen" = "item",
  ): Item {
    const fields = this.fieldsOf(entityTypeId);
    const item = this.get(entityTypeId, id);
    const before: Item = structuredClone(item);
    const after: Item = structuredClone(item);
    this.#write(entityTypeId, fields, after, values, how);
    this.#derive(entityTypeId, after);
    const moved = before.stageId !== after.stageId || before.categoryId !== after.categoryId;
    if (moved) this.#checkRequired(fields, after);
    if (how !== "legacy" && JSON.stringify(before) === JSON.stringify(after)) return item;
    const now = isoOf(this.#now(), this.#zone);
    Object.assign(after, { updatedTime: now, updatedBy: actor.userId });
    if (moved) Object.assign(after, { movedTime: now, movedBy: actor.userId });
    if (moved && "previousStageId" in after) after.previousStageId = before.stageId;
    Object.assign(item, after);
    if (moved) this.#remember(entityTypeId, item, this.#semanticsOf(entityTypeId, item) === "P" ? 2 : 3);
    this.#events.crm("UPDATE", entityTypeId, id, actor);
    if (entityTypeId === 2 && before.categoryId !== after.categoryId)
      this.#events.raise("ONCRMDEALMOVETOCATEGORY", `deal:${id}`, actor, {
        FIELDS: { ID: String(id), CATEGORY_ID: String(item.categoryId), STAGE_ID: textOf(item.stageId) },
      });
    return item;
  }

  remove(entityTypeId: number, id: number, actor: Actor): void {
    this.fieldsOf(entityTypeId);
    this.get(entityTypeId, id);
    this.records(entityTypeId).delete(id);
    this.#events.crm("DELETE", entityTypeId, id, actor);
  }

  /** @throws {Refusal} NOT_FOUND */
  get(entityTypeId: number, id: number): Item {
    const item = this.records(entityTypeId).get(id);
    if (item === undefined) throw new Refusal("NOT_FOUND", "Item not found");
    return item;
  }

  /** A contact bound to a company or taken away, on both sides. */
  bindContact(companyId: number, contactId: number, isBound: boolean): void {
    const sides = [
      [this.records("company").get(companyId), "contactIds", contactId],
      [this.records("contact").get(contactId), "companyIds", companyId],
    ] as const;
    for (const [item, name, id] of sides) {
      if (item === undefined) continue;
      const others = listOf(item[name]).filter((one) => one !== id);
      item[name] = isBound ? [...others, id] : others;
    }
  }

  #keepFile(name: string, content: string): number {
    this.#lastFile += 2;
    this.files.set(this.#lastFile, { name, content });
    return this.#lastFile;
  }

  #nextId(entityTypeId: number): number {
    const id = (this.#lastIds.get(entityTypeId) ?? 0) + 1;
    this.#lastIds.set(entityTypeId, id);
    return id;
  }

  #blank(entityTypeId: number, id: number, userId: number): Item {
    const now = isoOf(this.#now(), this.#zone);
    const values = Object.fromEntries(
      this.fieldsOf(entityTypeId).map(({ name, empty }) => [name, structuredClone(empty)]),
    );
    const categoryId = this.pipelines.find((one) => one.entityTypeId === entityTypeId && one.isDefault)?.id ?? 0;
    const title = { 1: "Lead", 2: "Deal", 3: "", 4: "Company", 31: "Invoice" }[entityTypeId] ?? "Item";
    Object.assign(values, { createdTime: now, updatedTime: now, createdBy: userId, updatedBy: userId });
    Object.assign(values, { assignedById: userId, opened: "Y", lastActivityBy: userId, lastActivityTime: now });
    if ("title" in values) values.title = `${title} #${id}`;
    if ("categoryId" in values) values.categoryId = categoryId;
    if ("movedBy" in values) Object.assign(values, { movedBy: userId, movedTime: now });
    if ("currencyId" in values) values.currencyId = this.switches.currency;
    if ("stageId" in values) values.stageId = this.stagesOf(entityTypeId, categoryId)[0]?.STATUS_ID ?? null;
    return { ...values, entityTypeId, id };
  }

  #write(entityTypeId: number, fields: readonly FakeField[], item: Item, values: Fields, how: Storing["how"]): void {
    for (const field of fields) {
      if (!(field.name in values) || field.readOnly) continue;
      if (field.name === "fm") {
        item.fm = this.#multiFields(listOf(item.fm), values.fm);
        continue;
      }
      if (field.name === "categoryId" && how !== "add") {
        this.#toPipeline(entityTypeId, item, numberOf(values.categoryId), "stageId" in values);
        continue;
      }
      const value = stored(field, values[field.name], item[field.name], {
        ...{
          how,
          zone: this.#zone,
          switches: this.switches,
          keepFile: (name, content) => this.#keepFile(name, content),
        },
      });
      if (field.name === "stageId") this.#checkStage(entityTypeId, item, textOf(value), values);
      item[field.name] = value;
    }
  }

  #toPipeline(entityTypeId: number, item: Item, categoryId: number, isStaged: boolean): void {
    if (item.categoryId === categoryId) return;
    const [first] = this.stagesOf(entityTypeId, categoryId);
    if (first === undefined) throw new Refusal("NOT_FOUND", "Category not found");
    item.categoryId = categoryId;
    if (!isStaged) item.stageId = first.STATUS_ID;
  }

  #checkStage(entityTypeId: number, item: Item, stageId: string, values: Fields): void {
    const categoryId = numberOf(values.categoryId ?? item.categoryId);
    if (this.stagesOf(entityTypeId, categoryId).some(({ STATUS_ID }) => STATUS_ID === stageId)) return;
    throw new Refusal("CRM_FIELD_ERROR_VALUE_NOT_VALID", 'Invalid value for field "Stage"');
  }

  #checkRequired(fields: readonly FakeField[], item: Item): void {
    const missing = fields.find(
      ({ required, name, empty }) => required && JSON.stringify(item[name]) === JSON.stringify(empty),
    );
    if (missing === undefined) return;
    throw new Refusal("CRM_FIELD_ERROR_REQUIRED", `Field "${missing.title}" is required`);
  }

  #semanticsOf(entityTypeId: number, item: Item): "P" | "S" | "F" {
    const stages = this.stagesOf(entityTypeId, numberOf(item.categoryId));
    return stages.find(({ STATUS_ID }) => STATUS_ID === item.stageId)?.SEMANTICS ?? "P";
  }

  /** What follows from other fields: semantics, amounts of products, aliases of multi-fields. */
  #derive(entityTypeId: number, item: Item): void {
    if ("stageId" in item && item.stageId !== null) {
      if ("stageSemanticId" in item) item.stageSemanticId = this.#semanticsOf(entityTypeId, item);
      if (entityTypeId === 2) item.closed = item.stageSemanticId === "P" ? "N" : "Y";
    }
    const products = this.products.get(`${entityTypeId}:${item.id}`);
    if (products !== undefined && item.isManualOpportunity !== "Y")
      item.opportunity = products.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
    if (!("fm" in item)) return;
    const rows = listOf(item.fm).filter(isFields);
    const first = (typeId: string, kind?: string): string =>
      textOf(rows.find((row) => row.typeId === typeId && (kind === undefined || row.valueType === kind))?.value);
    Object.assign(item, {
      ...{ phone: first("PHONE"), email: first("EMAIL"), imol: first("IM", "OPENLINE") },
      ...{
        phoneWork: first("PHONE", "WORK"),
        phoneMobile: first("PHONE", "MOBILE"),
        phoneMailing: first("PHONE", "MAILING"),
      },
      ...{
        emailWork: first("EMAIL", "WORK"),
        emailHome: first("EMAIL", "HOME"),
        emailMailing: first("EMAIL", "MAILING"),
      },
    });
    Object.assign(item, {
      hasPhone: item.phone === "" ? "N" : "Y",
      hasEmail: item.email === "" ? "N" : "Y",
      hasImol: item.imol === "" ? "N" : "Y",
    });
  }

  /** A list appends (that is how records are created); a map adds (`n0`), changes (`"15"`) and, with `""`, deletes. */
  #multiFields(before: readonly unknown[], sent: unknown): readonly Fields[] {
    const rows = before.filter(isFields).map((row) => ({ ...row }));
    const added = (row: Fields): Fields => ({
      ...{
        id: row.id === undefined ? ++this.#lastMultiField : numberOf(row.id),
        valueType: textOf(row.valueType) || "WORK",
      },
      ...{ value: textOf(row.value), typeId: textOf(row.typeId) },
    });
    if (Array.isArray(sent))
      return [
        ...rows,
        ...sent.filter(isFields).map((row) => added({ ...row, id: rows.length === 0 ? row.id : undefined })),
      ];
    if (!isFields(sent)) return rows;
    let kept = rows;
    for (const [key, row] of Object.entries(sent)) {
      if (!isFields(row)) continue;
      if (!/^\d+$/.test(key)) kept = textOf(row.value) === "" ? kept : [...kept, added({ ...row, id: undefined })];
      else if (textOf(row.value) === "") kept = kept.filter(({ id }) => id !== Number(key));
      else kept = kept.map((old) => (old.id === Number(key) ? { ...old, ...pick(row, ["valueType", "value"]) } : old));
    }
    return kept;
  }

  #remember(entityTypeId: number, item: Item, type: 1 | 2 | 3): void {
    if (!("stageId" in item) || (entityTypeId > 2 && entityTypeId < 31)) return;
    this.moves.push({
      ...{ ID: this.moves.length + 1, TYPE_ID: type, entityTypeId, OWNER_ID: item.id, at: this.#now() },
      CATEGORY_ID: numberOf(item.categoryId),
      STAGE_SEMANTIC_ID: this.#semanticsOf(entityTypeId, item),
      STAGE_ID: textOf(item.stageId),
    });
  }
}

function pick(row: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => name in row).map((name) => [name, textOf(row[name])]));
}
