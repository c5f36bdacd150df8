import { type Fields, isFields, listOf, mapOrList, numberOf, Refusal, textOf } from "./fake-answer.ts";
import type { Item } from "./fake-crm.ts";
import type { FakeField } from "./fake-crm-fields.ts";
import { meets, ordered } from "./fake-crm-filter.ts";
import { type FakeCall, type FakeMethods, mapParam, paged, param } from "./fake-method.ts";
import type { FakeWorld } from "./fake-world.ts";

/** `crm.item.*`: numbers are numbers, names are camelCase, unknown names are passed over in silence. */
export const CRM_ITEM_METHODS: FakeMethods = {
  "crm.item.get": {
    scope: "crm",
    run: (call, world) => ({ result: { item: shown(readable(call, world), null, call, world) } }),
  },
  "crm.item.list": { scope: "crm", run: list },
  "crm.item.add": {
    scope: "crm",
    run: (call, world) => {
      const entityTypeId = entityType(call, world);
      const item = world.crm.add(writable(entityTypeId, call, world), sent(call, world), call.actor);
      return { result: { item: shown(item, null, call, world) } };
    },
  },
  "crm.item.update": {
    scope: "crm",
    run: (call, world) => {
      const { id } = readable(call, world);
      const item = world.crm.change(writable(entityType(call, world), call, world), id, sent(call, world), call.actor);
      return { result: { item: shown(item, null, call, world) } };
    },
  },
  "crm.item.delete": {
    scope: "crm",
    run: (call, world) => {
      const { id } = readable(call, world);
      world.crm.remove(writable(entityType(call, world), call, world), id, call.actor);
      return { result: [] };
    },
  },
  "crm.item.fields": {
    scope: "crm",
    run: (call, world) => {
      const entityTypeId = entityType(call, world);
      const entries = world.crm
        .fieldsOf(entityTypeId)
        .map((field) => [nameOf(field, call), described(field, entityTypeId, world)]);
      return { result: { fields: mapOrList(Object.fromEntries(entries)) } };
    },
  },
};

function list(call: FakeCall, world: FakeWorld): ReturnType<FakeMethods[string]["run"]> {
  const entityTypeId = entityType(call, world);
  const fields = world.crm.fieldsOf(entityTypeId);
  // Asked for each record and condition: thousands of times for one call.
  const named = new Map(fields.map((one) => [nameOf(one, call), one] as const));
  const fieldOf = (name: string): FakeField | null => {
    const field = named.get(name) ?? null;
    return field?.name === "stageSemanticId" && !world.switches.filterBySemantics ? null : field;
  };
  const { zone, switches } = world;
  const filter = mapParam(call, "filter");
  // Judged once against nothing, so that a wrong name is refused even where there are no records.
  meets({ id: 0 }, filter, { fieldOf, zone, switches, unknown: "refuse" });
  const found = [...world.crm.records(entityTypeId).values()].filter(
    (item) =>
      world.mayRead(call.caller.userId, entityTypeId, item) &&
      meets(item, filter, { fieldOf, zone, switches, unknown: "refuse" }),
  );
  const select = listOf(param(call, "select")).map(textOf);
  return paged(ordered(found, mapParam(call, "order"), fieldOf), call, (items) => ({
    items: items.map((item) => shown(item, select.length === 0 ? ["*"] : select, call, world)),
  }));
}

/** @throws {Refusal} NOT_FOUND where there is no such type */
function entityType(call: FakeCall, world: FakeWorld): number {
  const entityTypeId = numberOf(param(call, "entityTypeId"));
  world.crm.fieldsOf(entityTypeId);
  return entityTypeId;
}

/** The record of the call. One that the caller may not see: ACCESS_DENIED, with 400. */
function readable(call: FakeCall, world: FakeWorld): Item {
  const entityTypeId = entityType(call, world);
  const item = world.crm.get(entityTypeId, numberOf(param(call, "id")));
  if (!world.mayRead(call.caller.userId, entityTypeId, item)) throw new Refusal("ACCESS_DENIED", "Access denied.");
  return item;
}

function writable(entityTypeId: number, call: FakeCall, world: FakeWorld): number {
  if (!world.mayWrite(call.caller.userId, entityTypeId)) throw new Refusal("ACCESS_DENIED", "Access denied.");
  return entityTypeId;
}

/** What was sent, by the names of records: original names of user fields are understood only where they were asked for. */
function sent(call: FakeCall, world: FakeWorld): Fields {
  const value = param(call, "fields");
  if (!isFields(value)) return {};
  const fields = world.crm.fieldsOf(entityType(call, world));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      fields.find((field) => nameOf(field, call) === key)?.name ?? `?${key}`,
      one,
    ]),
  );
}

function nameOf(field: FakeField, call: FakeCall): string {
  return field.user && textOf(param(call, "useOriginalUfNames")) === "Y" ? field.upper : field.name;
}

/** A record as it is answered; multi-fields only with everything. */
function shown(item: Item, select: readonly string[] | null, call: FakeCall, world: FakeWorld): Fields {
  const fields = world.crm.fieldsOf(numberOf(item.entityTypeId));
  const isAll = select === null || select.includes("*");
  const entries = fields
    .filter((field) => isAll || (field.name !== "fm" && (field.name === "id" || select.includes(nameOf(field, call)))))
    .map((field) => [nameOf(field, call), item[field.name] ?? field.empty]);
  return { ...Object.fromEntries(entries), ...(isAll ? { entityTypeId: item.entityTypeId } : {}) };
}

function described(field: FakeField, entityTypeId: number, world: FakeWorld): Fields {
  const categoryId = world.crm.pipelines.find((one) => one.entityTypeId === entityTypeId && one.isDefault)?.id ?? 0;
  const statusType =
    field.name === "stageId" || field.name === "previousStageId"
      ? world.crm.stageEntity(entityTypeId, categoryId)
      : STATUS_TYPES[field.name];
  return {
    type: field.type,
    isRequired: field.required,
    isReadOnly: field.readOnly,
    isImmutable: false,
    isMultiple: field.multiple,
    isDynamic: field.user,
    ...(statusType === undefined ? {} : { statusType }),
    ...(field.settings === undefined ? {} : { settings: field.settings }),
    ...(field.isDeprecated === true ? { isDeprecated: true } : {}),
    ...(field.items === undefined ? {} : { items: field.items }),
    title: field.title,
    upperName: field.upper,
  };
}

const STATUS_TYPES: Readonly<Record<string, string>> = { sourceId: "SOURCE" };
