import { type Fields, listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeField, parentField, systemFields, type UserFieldOptions, userField } from "./fake-crm-fields.ts";
import { type Storing, stored } from "./fake-crm-values.ts";
import type { FakeEvents } from "./fake-events.ts";
import { aliasesOf, multiFields } from "./fake-multi-fields.ts";
import type { Actor, FakeSwitches } from "./fake-options.ts";
import { ENTITY_TYPES, type EntityName, entityTypeOf, FakeStages, type Stage } from "./fake-stages.ts";
import { isoOf, type Zone } from "./fake-time.ts";

/** A record: fields by their names in `crm.item.*`. */
export type Item = Record<string, unknown> & { id: number };

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

/** Records, their fields, pipelines and stages; whoever changes something raises the portal's events. */
export class FakeCrm extends FakeStages {
  readonly types = new Map<number, SmartType>();
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
  readonly #origin: () => string;
  readonly switches: FakeSwitches;
  #lastMultiField = 100;
  #lastFile = 500;
  readonly #newMultiField = (): number => ++this.#lastMultiField;

  constructor(needs: {
    now: () => number;
    zone: Zone;
    events: FakeEvents;
    switches: FakeSwitches;
    origin: () => string;
  }) {
    super();
    this.#now = needs.now;
    this.#zone = needs.zone;
    this.#events = needs.events;
    this.switches = needs.switches;
    this.#origin = needs.origin;
    for (const number of ENTITY_TYPES) this.#fields.set(number, [...systemFields(number)]);
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

  /** Puts a record there as if it had always been: no event, nothing checked. Names as in `crm.item.*`. */
  put(entity: EntityName, values: Fields): Item {
    const entityTypeId = entityTypeOf(entity);
    const id = values.id === undefined ? this.#nextId(entityTypeId) : numberOf(values.id);
    this.#lastIds.set(entityTypeId, Math.max(id, this.#lastIds.get(entityTypeId) ?? 0));
    const item: Item = { ...this.#blank(entityTypeId, id, 1), id };
    for (const [name, value] of Object.entries(values)) item[name] = value;
    if (Array.isArray(values.fm)) item.fm = multiFields([], values.fm, this.#newMultiField);
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
    if (moved) this.#remember(entityTypeId, item, this.semanticsOf(entityTypeId, item) === "P" ? 2 : 3);
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
        item.fm = multiFields(listOf(item.fm), values.fm, this.#newMultiField);
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
          origin: this.#origin(),
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

  /** What follows from other fields: semantics, amounts of products, aliases of multi-fields. */
  #derive(entityTypeId: number, item: Item): void {
    if ("stageId" in item && item.stageId !== null) {
      if ("stageSemanticId" in item) item.stageSemanticId = this.semanticsOf(entityTypeId, item);
      if (entityTypeId === 2) item.closed = item.stageSemanticId === "P" ? "N" : "Y";
    }
    const products = this.products.get(`${entityTypeId}:${item.id}`);
    if (products !== undefined && item.isManualOpportunity !== "Y")
      item.opportunity = products.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
    if ("fm" in item) Object.assign(item, aliasesOf(item.fm));
  }

  #remember(entityTypeId: number, item: Item, type: 1 | 2 | 3): void {
    if (!("stageId" in item) || (entityTypeId > 2 && entityTypeId < 31)) return;
    this.moves.push({
      ...{ ID: this.moves.length + 1, TYPE_ID: type, entityTypeId, OWNER_ID: item.id, at: this.#now() },
      CATEGORY_ID: numberOf(item.categoryId),
      STAGE_SEMANTIC_ID: this.semanticsOf(entityTypeId, item),
      STAGE_ID: textOf(item.stageId),
    });
  }
}
