import { type Fields, isFields, listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeCall, type FakeMethods, fieldsParam, mapParam, paged, param } from "./fake-method.ts";
import { isoOf } from "./fake-time.ts";
import type { Activity, FakeWorld } from "./fake-world.ts";

const MAIL = 4;

/** Comments, records of the timeline, and activities: a mail activity sends a letter only with all three of its flags. */
export const TIMELINE_METHODS: FakeMethods = {
  "crm.timeline.comment.add": {
    scope: "crm",
    run: (call, world) => {
      // The one method whose `fields` must be written in lower case.
      const { fields } = call.params;
      if (!isFields(fields)) throw new Refusal("", "Parameter 'fields' must be array.");
      return { result: entry("comment", fields, textOf(fields.COMMENT), textOf(fields.ENTITY_TYPE), call, world) };
    },
  },
  "crm.timeline.comment.list": {
    scope: "crm",
    run: (call, world) => {
      const filter = mapParam(call, "filter");
      const rows = world.timeline.filter(
        (one) =>
          one.kind === "comment" &&
          textOf(filter.ENTITY_TYPE).toLowerCase() === one.entityType &&
          numberOf(filter.ENTITY_ID) === one.entityId,
      );
      const isDescending = textOf(mapParam(call, "order").ID).toUpperCase() === "DESC";
      return paged(isDescending ? rows.toReversed() : rows, call, (shown) =>
        shown.map((one) => ({
          ...{ ID: String(one.id), ENTITY_ID: one.entityId, ENTITY_TYPE: one.entityType },
          ...{ CREATED: isoOf(one.at, world.zone), COMMENT: one.text, AUTHOR_ID: String(one.authorId), FILES: {} },
        })),
      );
    },
  },
  "crm.timeline.logmessage.add": {
    scope: "crm",
    run: (call, world) => {
      const fields = fieldsParam(call);
      const type = TYPE_NAMES[numberOf(fields.entityTypeId)] ?? `dynamic_${numberOf(fields.entityTypeId)}`;
      const owner = { ENTITY_ID: fields.entityId };
      const id = entry("log", owner, `${textOf(fields.title)}\n${textOf(fields.text)}`, type, call, world);
      return { result: { logMessage: { id, title: textOf(fields.title), text: textOf(fields.text) } } };
    },
  },
  "crm.activity.add": { scope: "crm", run: (call, world) => ({ result: addActivity(fieldsParam(call), call, world) }) },
  "crm.activity.todo.add": {
    scope: "crm",
    run: (call, world) => {
      const deadline = textOf(param(call, "deadline"));
      if (deadline === "") throw new Refusal("100", "Could not find value for parameter {deadline}");
      const id = keep(
        {
          ...{
            OWNER_TYPE_ID: param(call, "ownerTypeId"),
            OWNER_ID: param(call, "ownerId"),
            TYPE_ID: 6,
            COMPLETED: "N",
          },
          ...{ PROVIDER_ID: "CRM_TODO", SUBJECT: param(call, "title"), DESCRIPTION: param(call, "description") },
          ...{ DEADLINE: deadline, RESPONSIBLE_ID: param(call, "responsibleId") ?? call.caller.userId },
        },
        false,
        call,
        world,
      );
      return { result: { id } };
    },
  },
  "crm.activity.list": {
    scope: "crm",
    run: (call, world) => {
      const filter = mapParam(call, "filter");
      const select = listOf(param(call, "select")).map(textOf);
      const rows = world.activities.filter((one) => fits(one, filter));
      const isDescending = textOf(mapParam(call, "order").ID).toUpperCase() === "DESC";
      return paged(isDescending ? rows.toReversed() : rows, call, (shown) =>
        shown.map((one) => activityRow(one, select)),
      );
    },
  },
  "crm.activity.get": {
    scope: "crm",
    run: (call, world) => {
      const activity = world.activities.find(({ id }) => id === numberOf(param(call, "id")));
      if (activity === undefined) throw new Refusal("", "Not found");
      return { result: activityRow(activity, ["*", "COMMUNICATIONS"]) };
    },
  },
};

const TYPE_NAMES: Readonly<Record<number, string>> = { 1: "lead", 2: "deal", 3: "contact", 4: "company" };
const TYPE_NUMBERS: Readonly<Record<string, number>> = { lead: 1, deal: 2, contact: 3, company: 4, quote: 7 };

function entry(
  kind: "comment" | "log",
  fields: Fields,
  text: string,
  type: string,
  call: FakeCall,
  world: FakeWorld,
): number {
  const entityType = type.toLowerCase();
  const entityId = numberOf(fields.ENTITY_ID);
  const entityTypeId = TYPE_NUMBERS[entityType] ?? numberOf(/^dynamic_(\d+)$/.exec(entityType)?.[1]);
  if (entityId === 0 || entityTypeId === 0) throw new Refusal("", "ENTITY_ID is not defined or invalid.");
  if (!world.crm.records(entityTypeId).has(entityId)) throw new Refusal("", "Access denied.");
  if (text.trim() === "") throw new Refusal("", "Empty comment message");
  const id = world.nextId("timeline");
  world.timeline.push({
    ...{
      id,
      kind,
      entityType,
      entityId,
      authorId: call.caller.userId,
      text,
      files: listOf(fields.FILES).length,
      at: world.now(),
    },
  });
  if (kind === "comment")
    world.raise("ONCRMTIMELINECOMMENTADD", `comment:${id}`, call.actor, { FIELDS: { ID: String(id) } });
  return id;
}

/** @throws {Refusal} `Email send error`: the activity is there, its letter was not sent */
function addActivity(fields: Fields, call: FakeCall, world: FakeWorld): number {
  const owner = world.crm.records(numberOf(fields.OWNER_TYPE_ID)).get(numberOf(fields.OWNER_ID));
  if (owner === undefined) throw new Refusal("", "Access denied.");
  if (listOf(fields.COMMUNICATIONS).length === 0 && numberOf(fields.TYPE_ID) !== 6)
    throw new Refusal("", "The field COMMUNICATIONS is not defined or invalid.");
  const isSent = numberOf(fields.TYPE_ID) === MAIL && numberOf(fields.DIRECTION) === 2 && fields.COMPLETED === "Y";
  const fails = isSent && world.mailFails;
  const id = keep(fields, isSent && !fails, call, world);
  if (fails) throw new Refusal("", "Email send error. Failed to send the message.");
  return id;
}

function keep(fields: Fields, mailed: boolean, call: FakeCall, world: FakeWorld): number {
  const id = world.nextId("activity", 900);
  const now = isoOf(world.now(), world.zone);
  const communications = listOf(fields.COMMUNICATIONS)
    .filter(isFields)
    .map((one) => ({
      ...{
        ID: String(world.nextId("communication", 4_000)),
        TYPE: textOf(one.VALUE).includes("@") ? "EMAIL" : "PHONE",
      },
      ...{ VALUE: textOf(one.VALUE), ENTITY_ID: textOf(one.ENTITY_ID), ENTITY_TYPE_ID: textOf(one.ENTITY_TYPE_ID) },
    }));
  const values = {
    CREATED: now,
    LAST_UPDATED: now,
    AUTHOR_ID: call.caller.userId,
    ...fields,
    COMMUNICATIONS: communications,
  };
  const provider = numberOf(fields.TYPE_ID) === MAIL ? { PROVIDER_ID: "CRM_EMAIL" } : {};
  world.activities.push({ id, values: { ...provider, ...values }, mailed });
  world.raise("ONCRMACTIVITYADD", `activity:${id}`, call.actor, { FIELDS: { ID: String(id) } });
  return id;
}

function fits(activity: Activity, filter: Fields): boolean {
  return Object.entries(filter).every(([key, expected]) => {
    const [, operator = "", name = ""] = /^(>=|<=|>|<|=|@|!)?(.*)$/.exec(key) ?? [];
    if (name === "BINDINGS")
      return listOf(expected)
        .filter(isFields)
        .some(
          (one) =>
            textOf(one.OWNER_ID) === textOf(activity.values.OWNER_ID) &&
            textOf(one.OWNER_TYPE_ID) === textOf(activity.values.OWNER_TYPE_ID),
        );
    const actual = name === "ID" ? activity.id : activity.values[name];
    if (operator === ">") return numberOf(actual) > numberOf(expected);
    return listOf(expected).some((one) => textOf(one) === textOf(actual)) !== (operator === "!");
  });
}

/** Numbers come back as texts; communications only where they are selected. */
function activityRow({ id, values }: Activity, select: readonly string[]): Fields {
  const isAll = select.length === 0 || select.includes("*");
  const scalars = Object.entries(values)
    .filter(([name, value]) => (isAll || select.includes(name)) && typeof value !== "object")
    .map(([name, value]) => [name, textOf(value)]);
  const settings =
    isFields(values.SETTINGS) && (isAll || select.includes("SETTINGS")) ? { SETTINGS: values.SETTINGS } : {};
  const communications = select.includes("COMMUNICATIONS") ? { COMMUNICATIONS: values.COMMUNICATIONS } : {};
  return { ID: String(id), ...Object.fromEntries(scalars), ...settings, ...communications };
}
