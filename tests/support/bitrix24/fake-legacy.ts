import { type Fields, isFields, listOf, numberOf, Refusal, type Reply, textOf } from "./fake-answer.ts";
import type { Item } from "./fake-crm.ts";
import type { FakeField } from "./fake-crm-fields.ts";
import { meets, ordered } from "./fake-crm-filter.ts";
import {
  type FakeCall,
  type FakeMethod,
  type FakeMethods,
  fieldsParam,
  mapParam,
  paged,
  param,
} from "./fake-method.ts";
import { type EntityName, entityTypeOf } from "./fake-stages.ts";
import type { FakeWorld } from "./fake-world.ts";

const ADDRESS = [
  "",
  "_2",
  "_CITY",
  "_POSTAL_CODE",
  "_REGION",
  "_PROVINCE",
  "_COUNTRY",
  "_COUNTRY_CODE",
  "_LOC_ADDR_ID",
];
const ADDRESSES = ADDRESS.map((part) => `ADDRESS${part}`);
/** What stands in records and is never set here. */
const NEVER_SET: Readonly<Record<string, readonly string[]>> = {
  lead: ADDRESSES,
  contact: ADDRESSES,
  company: [
    ...ADDRESSES,
    ...ADDRESS.map((part) => `REG_ADDRESS${part}`),
    "ADDRESS_LEGAL",
    "LOGO",
    "LAST_COMMUNICATION_TIME",
  ],
};

/** The names under which multi-fields stand in legacy records. */
const MULTI = ["PHONE", "EMAIL", "WEB", "IM"] as const;

/** `crm.lead|deal|contact|company.*`: every scalar is a text, codes of refusals are empty. */
export const LEGACY_METHODS: FakeMethods = Object.fromEntries(
  (["lead", "deal", "contact", "company"] as const).flatMap((entity) => [
    [`crm.${entity}.add`, method((call, world) => add(entity, call, world))],
    [`crm.${entity}.update`, method((call, world) => update(entity, call, world))],
    [
      `crm.${entity}.get`,
      method((call, world) => ({ result: shown(found(entity, call, world), null, entity, world) })),
    ],
    [`crm.${entity}.list`, method((call, world) => list(entity, call, world))],
    [`crm.${entity}.delete`, method((call, world) => remove(entity, call, world))],
    [`crm.${entity}.fields`, method((_, world) => ({ result: described(entity, world) }))],
  ]),
);

/** Who is bound to whom: contacts of companies and deals, companies of contacts. */
export const CONTACT_METHODS: FakeMethods = {
  ...linkMethods("company", "contact", "contactIds", "CONTACT_ID"),
  ...linkMethods("contact", "company", "companyIds", "COMPANY_ID"),
  ...linkMethods("deal", "contact", "contactIds", "CONTACT_ID"),
};

/** `crm.company.contact.*` and the like. `items.set` replaces the whole set. */
function linkMethods(
  owner: "company" | "contact" | "deal",
  other: string,
  field: "contactIds" | "companyIds",
  key: string,
): FakeMethods {
  const linked = (call: FakeCall, world: FakeWorld): Item => {
    const item = world.crm.records(owner).get(numberOf(param(call, "id")));
    if (item === undefined) throw new Refusal("", "The parameter ownerEntityID is invalid or not defined.");
    return item;
  };
  const link = (world: FakeWorld, item: Item, id: number, isBound: boolean): void => {
    if (owner === "company") world.crm.bindContact(item.id, id, isBound);
    else if (owner === "contact") world.crm.bindContact(id, item.id, isBound);
    else item[field] = [...listOf(item[field]).filter((one) => one !== id), ...(isBound ? [id] : [])];
  };
  return {
    [`crm.${owner}.${other}.add`]: method((call, world) => {
      link(world, linked(call, world), numberOf(fieldsParam(call)[key]), true);
      return { result: true };
    }),
    [`crm.${owner}.${other}.delete`]: method((call, world) => {
      link(world, linked(call, world), numberOf(fieldsParam(call)[key]), false);
      return { result: true };
    }),
    [`crm.${owner}.${other}.items.get`]: method((call, world) => ({
      result: listOf(linked(call, world)[field]).map((id, at) => ({
        ...{ [key]: id, SORT: (at + 1) * 10, ROLE_ID: 0, IS_PRIMARY: at === 0 ? "Y" : "N" },
      })),
    })),
    [`crm.${owner}.${other}.items.set`]: method((call, world) => {
      const item = linked(call, world);
      for (const before of listOf(item[field])) link(world, item, numberOf(before), false);
      for (const row of listOf(param(call, "items")).filter(isFields)) link(world, item, numberOf(row[key]), true);
      return { result: true };
    }),
  };
}

function method(run: FakeMethod["run"]): FakeMethod {
  return { scope: "crm", run };
}

function add(entity: EntityName, call: FakeCall, world: FakeWorld): Reply {
  const item = world.crm.add(writable(entity, call, world), sent(entity, fieldsParam(call), null, world), call.actor);
  return { result: item.id };
}

function update(entity: EntityName, call: FakeCall, world: FakeWorld): Reply {
  const item = found(
    entity,
    call,
    world,
    entity === "company" ? "Company is not found" : "ID is not defined or invalid.",
  );
  world.crm.change(
    writable(entity, call, world),
    item.id,
    sent(entity, fieldsParam(call), item, world),
    call.actor,
    "legacy",
  );
  return { result: true };
}

function remove(entity: EntityName, call: FakeCall, world: FakeWorld): Reply {
  world.crm.remove(writable(entity, call, world), found(entity, call, world).id, call.actor);
  return { result: true };
}

function writable(entity: EntityName, call: FakeCall, world: FakeWorld): number {
  const entityTypeId = entityTypeOf(entity);
  if (!world.mayWrite(call.caller.userId, entityTypeId)) throw new Refusal("", "Access denied.");
  return entityTypeId;
}

function found(entity: EntityName, call: FakeCall, world: FakeWorld, words = "Not found"): Item {
  const item = world.crm.records(entity).get(numberOf(param(call, "id")));
  if (item === undefined) throw new Refusal("", words);
  if (!world.mayRead(call.caller.userId, entityTypeOf(entity), item)) throw new Refusal("", "Access denied.");
  return item;
}

function list(entity: EntityName, call: FakeCall, world: FakeWorld): Reply {
  const fields = world.crm.fieldsOf(entityTypeOf(entity));
  const fieldOf = (name: string): FakeField | null => fields.find(({ legacy }) => legacy === name) ?? null;
  const { zone, switches } = world;
  const filter = mapParam(call, "filter");
  const found = [...world.crm.records(entity).values()].filter(
    (item) =>
      world.mayRead(call.caller.userId, entityTypeOf(entity), item) &&
      meets(item, filter, { fieldOf, zone, switches, unknown: "ignore" }),
  );
  const select = listOf(param(call, "select")).map(textOf);
  return paged(ordered(found, mapParam(call, "order"), fieldOf), call, (items) =>
    items.map((item) => shown(item, select.length === 0 ? ["*"] : select, entity, world)),
  );
}

/** What was sent, by the names of records. Multi-fields with an `ID` change, without one are appended. */
function sent(entity: EntityName, values: Fields, before: Item | null, world: FakeWorld): Fields {
  const fields = world.crm.fieldsOf(entityTypeOf(entity));
  const named = Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const field = fields.find(({ legacy }) => legacy === key);
      return field === undefined ? [] : [[field.name, value]];
    }),
  );
  const contactIds = values.CONTACT_IDS === undefined ? {} : { contactIds: listOf(values.CONTACT_IDS) };
  const rows = MULTI.flatMap((typeId) =>
    listOf(values[typeId])
      .filter(isFields)
      .map((row) => ({ ...row, typeId }) as Fields),
  );
  const fm =
    before === null
      ? rows.map((row) => ({ typeId: row.typeId, valueType: row.VALUE_TYPE, value: row.VALUE }))
      : Object.fromEntries(
          rows.map((row, at) => [
            row.ID === undefined ? `n${at}` : textOf(row.ID),
            {
              typeId: row.typeId,
              ...(row.VALUE_TYPE === undefined ? {} : { valueType: row.VALUE_TYPE }),
              value: textOf(row.VALUE),
            },
          ]),
        );
  return { ...named, ...contactIds, ...(rows.length === 0 ? {} : { fm }) };
}

/** A record as it is answered. `*` holds neither multi-fields nor user fields; those are named, or `UF_*`. */
function shown(item: Item, select: readonly string[] | null, entity: EntityName, world: FakeWorld): Fields {
  const isWanted = (field: FakeField): boolean =>
    select === null ||
    field.name === "id" ||
    select.includes(field.legacy ?? "") ||
    (field.user ? select.includes("UF_*") : select.includes("*"));
  const entries = world.crm
    .fieldsOf(entityTypeOf(entity))
    .filter((field) => field.legacy !== null && isWanted(field))
    .map((field) => [field.legacy, legacyValue(item[field.name], field, select !== null)]);
  const extras =
    select === null || select.includes("*")
      ? Object.fromEntries((NEVER_SET[entity] ?? []).map((name) => [name, null]))
      : {};
  const rows = listOf(item.fm).filter(isFields);
  const multi = MULTI.filter((typeId) => select === null || select.includes(typeId)).flatMap((typeId) => {
    const of = rows.filter((row) => row.typeId === typeId);
    const values = of.map((row) => ({
      ID: String(row.id),
      VALUE_TYPE: row.valueType,
      VALUE: row.value,
      TYPE_ID: typeId,
    }));
    return of.length === 0 ? [] : [[typeId, values]];
  });
  return { ...extras, ...Object.fromEntries([...entries, ...multi]) };
}

function legacyValue(value: unknown, field: FakeField, isList: boolean): unknown {
  if (field.user && field.type === "boolean") return value === "Y";
  if (field.multiple || field.type === "file") return Array.isArray(value) ? value.map((one) => one) : value;
  if (value === null || value === undefined) return ["date", "datetime"].includes(field.type) || field.user ? "" : null;
  if (field.empty === 0 && value === 0 && LINKS.has(field.type)) return isList ? "0" : null;
  if (field.type === "double" && !field.user)
    return field.name === "revenue" ? String(value) : numberOf(value).toFixed(2);
  return String(value);
}

const LINKS: ReadonlySet<string> = new Set(["crm_company", "crm_contact"]);

function described(entity: EntityName, world: FakeWorld): Fields {
  const entries = world.crm
    .fieldsOf(entityTypeOf(entity))
    .filter(({ legacy }) => legacy !== null)
    .map((field) => [
      field.legacy,
      {
        ...{ type: field.type, isRequired: field.required, isReadOnly: field.readOnly, isImmutable: false },
        ...{ isMultiple: field.multiple, isDynamic: field.user, title: field.title },
        ...(field.settings === undefined ? {} : { settings: field.settings }),
        ...(field.items === undefined ? {} : { items: field.items }),
      },
    ]);
  const multi = MULTI.map((typeId) => [
    typeId,
    {
      type: "crm_multifield",
      isRequired: false,
      isReadOnly: false,
      isImmutable: false,
      isMultiple: true,
      isDynamic: false,
    },
  ]);
  return Object.fromEntries([...entries, ...multi]);
}
