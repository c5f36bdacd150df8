import type { DocumentedCase } from "./documented-case.ts";
import { type Fields, isFields, listOf, numberOf, textOf } from "./fake-answer.ts";
import type { FakePortalOptions } from "./fake-options.ts";
import type { FakePortal } from "./fake-portal.ts";
import { type EntityName, entityTypeOf } from "./fake-stages.ts";
import { instantOf } from "./fake-time.ts";

/** How a case of the documentation is played with the fake portal. */
export interface Play {
  readonly portal?: Partial<FakePortalOptions>;
  /** Makes the state of which the case speaks. */
  readonly arrange?: (portal: FakePortal, one: DocumentedCase) => void;
  /** What is sent instead, where the documentation pairs an answer with a request that cannot have it. */
  readonly sent?: {
    readonly params: (request: Fields, portal: FakePortal) => unknown;
    readonly method?: string;
    readonly because: string;
  };
  /** Who calls. Default: user 1, an administrator, with every scope. */
  readonly caller?: { readonly userId?: number; readonly scopes?: readonly string[] };
  /** The values must be those of the case too. */
  readonly values?: true;
  /** The documentation shows less than is answered: keys too many are no difference. */
  readonly shortened?: true;
  /** Differences that are allowed (how they begin; `*` is anything), and why. */
  readonly differs?: Readonly<Record<string, string>>;
}

const PAGE_ERROR = "the documentation pairs the error with the page, not with this request";
const OTHER_STATE = "the example was made in another state";

/** Case → how it is played. Those that are not named are played as they stand. */
export const PLAYS: Readonly<Record<string, Play>> = {
  "batch.error-halt0": { caller: { scopes: ["crm"] } },
  "batch.error-halt1": {
    caller: { scopes: ["crm"] },
    sent: {
      params: (request) => ({ ...request, halt: 1 }),
      because: "the answer is that of halt 1, the request shown has 0",
    },
  },
  "batch.linked": {
    arrange: ({ world }) => world.addDepartment({ id: 1, name: "DEMO" }),
    differs: {
      ".result.result.get_user.TIMESTAMP_X": "other pages show the user without it, or with {}",
      ".result.result.get_user.WORK_POSITION": "other pages show it",
      ".result.result_time": "the documentation's commands carry no operating",
    },
  },
  "bizproc.activity.add.error": emptied("CODE"),
  "bizproc.robot.add.error": emptied("CODE"),
  "bizproc.event.send": { arrange: ({ world }, one) => void world.eventTokens.add(textOf(one.request?.event_token)) },
  "bizproc.task.complete.error": { sent: { params: (request) => ({ ...request, STATUS: 9 }), because: PAGE_ERROR } },
  "bizproc.task.list": { arrange: ({ world }, one) => void world.bizprocTasks.push(...rowsOf(one)), values: true },
  "bizproc.task.list.error": { caller: { userId: 5 } },
  "bizproc.workflow.instances": {
    arrange: ({ world }) =>
      void world.workflows.push({
        id: "a.1",
        templateId: 1,
        document: ["crm", "CCrmDocumentLead", "LEAD_1"],
        parameters: {},
      }),
    differs: { ".result[0].MODIFIED": "selected, yet not in the documentation's answer" },
  },
  "bizproc.workflow.instances.error": { caller: { userId: 5 } },
  "bizproc.workflow.start": { arrange: ({ world }) => void world.templates.add(1) },
  "bizproc.workflow.start.error": emptied("TEMPLATE_ID"),
  "crm.activity.add.call": { arrange: ({ crm }) => void crm.put("deal", { id: 102 }) },
  "crm.activity.add.send-email": { arrange: ({ crm }) => void crm.put("contact", { id: 1 }) },
  "crm.activity.list.verify-email": {
    arrange: ({ world }, one) => {
      const [row = {}] = rowsOf(one);
      world.activities.push({ id: numberOf(row.ID), values: row, mailed: true });
    },
    sent: {
      params: () => ({ filter: { ID: 3165 }, select: ["*", "COMMUNICATIONS"] }),
      because: "the documentation shows the answer only",
    },
    values: true,
  },
  "crm.activity.todo.add": { arrange: ({ crm }) => void crm.put("deal", { id: 1 }) },
  "crm.category.list.deals": {
    arrange: ({ crm }) => {
      const names = { 9: "Funnel with Original Name", 10: "Lead Route", 11: "Path to Success" };
      for (const [id, name] of Object.entries(names)) crm.addPipeline("deal", { id: Number(id), name, stages: [] });
    },
    values: true,
  },
  "crm.company.contact.add": { arrange: ({ crm }, one) => void crm.put("company", { id: numberOf(one.request?.id) }) },
  "crm.company.contact.items.set": { arrange: ({ crm }) => void crm.put("company", { id: 32 }) },
  "crm.company.get": {
    arrange: (portal, one) => {
      portal.crm.addField("company", { name: "UF_CRM_1687188367", type: "string" });
      portal.crm.addParent("company", 156);
      putLegacy(portal, "company", { ...resultOf(one), ID: 12 });
    },
    values: true,
    differs: { ".result.ID": "asked for 12, answered 2909" },
  },
  "crm.company.list": {
    arrange: (portal, one) =>
      rowsOf(one).forEach((row) =>
        putLegacy(portal, "company", { ...row, COMPANY_TYPE: "CUSTOMER", DATE_CREATE: "2025-02-01T00:00:00+02:00" }),
      ),
    values: true,
  },
  "crm.company.update": { arrange: ({ crm }) => void crm.put("company", { id: 43 }) },
  "crm.contact.get.email-tutorial": {
    arrange: (portal, one) => putLegacy(portal, "contact", resultOf(one)),
    values: true,
    shortened: true,
  },
  "crm.deal.add": { arrange: (portal) => arrangeDeals(portal) },
  "crm.deal.get": {
    arrange: (portal, one) => {
      arrangeDeals(portal);
      putLegacy(portal, "deal", resultOf(one));
    },
    values: true,
  },
  "crm.deal.get.error": {
    sent: { method: "crm.deal.add", params: () => ({ fields: "text" }), because: "the text is that of another method" },
  },
  "crm.deal.list": {
    arrange: (portal, one) => {
      arrangeDeals(portal);
      rowsOf(one).forEach((row) => putLegacy(portal, "deal", row));
    },
    values: true,
    sent: {
      params: ({ FILTER, ...request }) => ({
        ...{ ...request, FILTER: { ...(FILTER as Fields), "=%TITLE": "%a%" }, ORDER: { ID: "ASC" } },
      }),
      because: "the titles were translated: none ends with the letter asked for, and their order is another",
    },
  },
  "crm.deal.update": {
    arrange: (portal) => {
      arrangeDeals(portal);
      portal.crm.put("deal", { id: 123 });
    },
  },
  "crm.duplicate.findbycomm": {
    arrange: ({ crm }) => {
      crm.put("contact", { id: 275, fm: [{ typeId: "PHONE", value: "8976543" }] });
      crm.put("contact", { id: 2297, fm: [{ typeId: "PHONE", value: "11-22-33-55" }] });
    },
    values: true,
  },
  "crm.duplicate.findbycomm.error": emptied("type"),
  "crm.item.add.deal": {
    arrange: (portal) => arrangeDeals(portal, "double"),
    differs: { ".result.item.webformId": "null on the page of adding, 0 on the others" },
  },
  "crm.item.add.error-not-found": wrongType(),
  "crm.item.update.error-not-found": wrongType(),
  "crm.item.add.spa-userfields.request-only": {
    arrange: ({ crm }, one) => {
      crm.addType(1302, "Smart process");
      const kinds = ["string", "integer", "date", "url", "file", "money", "boolean", "double"] as const;
      Object.keys(one.request?.fields as Fields).forEach((name, at) => {
        const type = kinds[at] ?? "string";
        crm.addField(1302, {
          name: name.toUpperCase().replace("UFCRM44", "UF_CRM_44"),
          type,
          multiple: type === "url",
        });
      });
    },
  },
  "crm.item.delete.error-not-found": { arrange: ({ crm }) => crm.addType(1268, "Smart process") },
  "crm.item.delete.spa": {
    arrange: ({ crm }) => {
      crm.addType(1268, "Smart process");
      crm.put(1268, { id: 1 });
    },
    values: true,
  },
  "crm.item.fields.spa-1268": {
    arrange: ({ crm }) => {
      crm.addType(1268, "Smart process", { id: 52, stages: [{ id: "DT1268_52:NEW", name: "Start" }] });
      for (const parent of [1, 2, 1248]) crm.addParent(1268, parent);
    },
    values: true,
    differs: { ".result.fields.*.title:": "the words of the documentation's portal" },
  },
  "crm.item.get.error-not-found": { differs: { ".error_description": "two texts for one code on the pages" } },
  "crm.item.get.lead-250": {
    arrange: ({ crm }, one) => {
      crm.addField("lead", { name: "UF_CRM_1720019876534", type: "string" });
      for (const parent of [1222, 1226, 1228, 1236, 1238, 1240, 1244, 1246, 1254, 1256]) crm.addParent("lead", parent);
      crm.put("lead", resultOf(one).item as Fields);
    },
    values: true,
  },
  "crm.item.list.date-or-filter.request-only": {
    arrange: ({ crm }) => {
      crm.put("deal", { id: 1, createdTime: "2025-10-31T12:00:00+02:00" });
      crm.put("deal", { id: 2, createdTime: "2025-11-01T00:00:00+02:00" });
    },
  },
  "crm.item.list.error-invalid-filter": {
    sent: {
      params: (request) => ({ ...request, filter: { ...(request.filter as Fields), FIELD: 1 } }),
      because: PAGE_ERROR,
    },
  },
  "crm.item.update.deal-351": {
    arrange: (portal, one) => {
      arrangeDeals(portal, "double");
      portal.crm.put("deal", { ...(resultOf(one).item as Fields), title: "Old", stageId: "C9:NEW", opportunity: 1 });
    },
    values: true,
    differs: {
      ".result.item.updatedTime": OTHER_STATE,
      ".result.item.movedTime": OTHER_STATE,
    },
  },
  "crm.item.update.file-clear-all": fileOf177(),
  "crm.item.update.file-multi": fileOf177(),
  "crm.item.update.file-keep.request-only": fileFragment(false),
  "crm.item.update.file-replace.request-only": fileFragment(false),
  "crm.item.update.file-multi-partial.request-only": fileFragment(true),
  "crm.item.update.fm-change.request-only": multiFieldFragment(),
  "crm.item.update.fm-delete.request-only": multiFieldFragment(),
  "crm.lead.add.error-access": { portal: { mayWrite: () => false } },
  "crm.lead.get": { arrange: (portal, one) => putLegacy(portal, "lead", resultOf(one)), values: true },
  "crm.lead.update": { arrange: ({ crm }) => void crm.put("lead", { id: 1608 }) },
  "crm.status.list.deal-stages": {
    values: true,
    differs: Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`.result[${at}].ID`, "numbers of the portal's own"]),
    ),
  },
  "department.get": {
    arrange: ({ world }, one) =>
      rowsOf(one).forEach((row) => world.addDepartment({ id: numberOf(row.ID), name: textOf(row.NAME), parent: 1 })),
  },
  "disk.folder.uploadFile": {
    arrange: ({ world }) => void world.folders.set(8930, { storageId: 1357, name: "Folder" }),
  },
  "disk.folder.uploadFile.url-step": {
    arrange: ({ world }) => void world.folders.set(8930, { storageId: 1357, name: "Folder" }),
  },
  "event.bind.error": { sent: { params: (request) => ({ ...request, event: "ONNOTHING" }), because: PAGE_ERROR } },
  "event.get": {
    arrange: (portal) => {
      arrangeBinding(portal);
      arrangeBinding(portal, 15);
    },
    values: true,
  },
  "event.unbind": { arrange: (portal) => arrangeBinding(portal), values: true },
  "event.offline.error-access": { caller: { userId: 5 } },
  "im.message.add": {},
  "im.notify.personal.add.error": emptied("USER_ID"),
  "im.notify.system.add.error": emptied("USER_ID"),
  "lists.element.add": { arrange: arrangeLists },
  "lists.element.add.error": {
    arrange: arrangeLists,
    sent: {
      params: (request) => ({ ...request, FIELDS: { ...(request.FIELDS as Fields), PROPERTY_77: "31219" } }),
      because: PAGE_ERROR,
    },
  },
  "lists.element.get": {
    arrange: (portal) => {
      arrangeLists(portal);
      putElement(portal, 47, 6999, "test_element", "Test Element", {
        PROPERTY_951: { 3743: "1269", 3745: "1271" },
        PROPERTY_1003: { 3747: "12/31/2024 11:59:59 pm" },
      });
    },
    values: true,
    differs: {
      ".result[0].CREATED_BY": "answered, yet not selected",
      ".result[0].DATE_CREATE": "selected, yet not answered",
    },
  },
  "lists.element.get.files": {
    arrange: arrangeFiles,
    sent: {
      params: () => ({
        IBLOCK_TYPE_ID: "lists",
        IBLOCK_ID: 37,
        ELEMENT_ID: 6783,
        SELECT: ["ID", "NAME", "PROPERTY_1075"],
      }),
      because: "the documentation shows the answer only",
    },
    values: true,
  },
  "lists.element.update": {
    arrange: (portal) => {
      arrangeLists(portal);
      putElement(portal, 47, 6999, "test_element", "Test Element", {});
    },
  },
  "lists.element.update.file-del": { arrange: arrangeFiles },
  "lists.field.get": { arrange: arrangeLists, values: true, differs: { ".result.L.DEFAULT_VALUE": OTHER_STATE } },
  "messageservice.message.status.update": { arrange: ({ world }) => void world.senders.push({ CODE: "provider1" }) },
  "messageservice.message.status.update.error": {
    sent: { params: (request) => ({ ...request, STATUS: "read" }), because: PAGE_ERROR },
  },
  "messageservice.sender.add.error": emptied("CODE"),
  "messageservice.sender.list": {
    arrange: ({ world }) => void world.senders.push({ CODE: "provider1" }, { CODE: "provider2" }),
    values: true,
  },
  profile: {
    arrange: ({ world }) => void world.addUser({ id: 1, name: "Vadim", lastName: "Valeev", admin: true }),
    values: true,
  },
  "tasks.task.add.error-no-title": {
    sent: { params: ({ fields }) => ({ fields: { ...(fields as Fields), TITLE: "" } }), because: PAGE_ERROR },
  },
  "tasks.task.complete": {
    arrange: (portal) =>
      putTask(portal, 1, {
        ...{
          PARENT_ID: 7817,
          DEADLINE: "2025-09-19T17:00:00+02:00",
          GROUP_ID: 125,
          ACCOMPLICES: [3, 11],
          AUDITORS: [61, 103, 547],
        },
      }),
    differs: {
      ".result.task.checklist": "tasks of the fake have no checklists",
      ".result.task.checkListTree": "tasks of the fake have no checklists",
      ".result.task.subStatus": "only on the page of lists",
      ...Object.fromEntries(
        ["backlogId", "dateStart", "forumTopicId", "forumId", "timeSpentInLogs", "viewedDate", "durationFact"].map(
          (name) => [`.result.task.${name}: null`, OTHER_STATE],
        ),
      ),
    },
  },
  "tasks.task.get.error-select": {
    sent: { params: (request) => ({ ...request, select: "ID" }), because: PAGE_ERROR },
  },
  "tasks.task.history.list": {
    arrange: (portal) => {
      putTask(portal, 8137, {});
      portal.world.tasks.get(8137)?.history.push({
        id: 16359,
        at: portal.world.now(),
        field: "NEW",
        value: { from: null, to: null },
        userId: 503,
      });
    },
    sent: {
      params: (request) => ({ ...request, filter: {} }),
      because: "the answer is not filtered, though the request is",
    },
  },
  "tasks.task.list": {
    arrange: (portal) =>
      putTask(portal, 8017, {
        DEADLINE: "2025-10-24T19:00:00+02:00",
        RESPONSIBLE_ID: 547,
        AUDITORS: [13, 103],
        TAGS: [],
      }),
    differs: { ".result.tasks[0].tags": "tasks of the fake have no tags" },
  },
  "tasks.task.list.error": {
    sent: { params: (request) => ({ ...request, order: { NOTHING: "asc" } }), because: PAGE_ERROR },
  },
  "v3.batch": {
    arrange: (portal) => {
      putTask(portal, 289, { TITLE: "Test time 1" });
      putTask(portal, 429, { TITLE: "Deadline automation" });
    },
    sent: {
      method: "batch",
      params: () => [289, 429].map((id) => ({ method: "tasks.task.get", query: { id, select: ["id", "title"] } })),
      because: "the request shown is that of another example of the page",
    },
    values: true,
  },
  "v3.mail.message.list": {
    arrange: ({ world }) => {
      arrangeMailbox(world);
      world.receive({
        id: 15,
        mailboxId: 1,
        subject: "Contract",
        body: "Letter text",
        hasAttachments: true,
        seen: true,
        at: Date.UTC(2026, 4, 25, 7),
      });
    },
    values: true,
    portal: { offsetMinutes: 180 },
    differs: { ".result.items[0].url": "another host" },
  },
  "v3.mail.message.list.error": {
    sent: { params: (request) => ({ ...request, pagination: { limit: "abc" } }), because: PAGE_ERROR },
  },
  "v3.mail.message.send": { arrange: ({ world }) => arrangeMailbox(world), values: true },
};

function emptied(name: string): Play {
  return { sent: { params: (request) => ({ ...request, [name]: "" }), because: PAGE_ERROR } };
}

function wrongType(): Play {
  return { sent: { params: (request) => ({ ...request, entityTypeId: 9_999 }), because: PAGE_ERROR } };
}

function fileOf177(): Play {
  return {
    arrange: ({ crm }) => {
      crm.addType(177, "Smart process");
      crm.addField(177, { name: "UF_CRM_7_1739432938", type: "file", multiple: true, camel: "ufCrm_7_1739432938" });
      crm.put(177, {
        id: 29,
        ufCrm_7_1739432938: [
          { id: 30_577, url: "u", urlMachine: "m" },
          { id: 30_579, url: "u", urlMachine: "m" },
        ],
      });
    },
    shortened: true,
  };
}

function fileFragment(multiple: boolean): Play {
  return {
    arrange: ({ crm }) => {
      crm.addField("deal", { name: "UF_CRM_1617027453943", type: "file", multiple, camel: "ufCrm1617027453943" });
      const file = { id: 433, url: "u", urlMachine: "m" };
      crm.put("deal", {
        id: 1,
        ufCrm1617027453943: multiple
          ? [
              { ...file, id: 12 },
              { ...file, id: 44 },
            ]
          : file,
      });
    },
    sent: {
      params: (request) => ({ entityTypeId: 2, id: 1, ...request }),
      because: "a fragment: the record is not named",
    },
  };
}

function multiFieldFragment(): Play {
  const fm = [
    { id: 15, typeId: "PHONE", valueType: "WORK", value: "+4900" },
    { id: 16, typeId: "EMAIL", valueType: "WORK", value: "a@example.com" },
  ];
  return {
    arrange: ({ crm }) => void crm.put("lead", { id: 1, fm }),
    sent: {
      params: (request) => ({ entityTypeId: 1, id: 1, ...request }),
      because: "a fragment: the record is not named",
    },
  };
}

function arrangeDeals({ crm }: FakePortal, field: "double" | "string" = "string"): void {
  crm.addPipeline("deal", {
    ...{ id: 9, name: "Nine" },
    stages: [
      { id: "C9:NEW", name: "New" },
      { id: "C9:UC_KN8KFI", name: "A" },
      { id: "C9:UC_NYL06U", name: "B" },
    ],
  });
  crm.addPipeline("deal", { id: 1, name: "One", stages: [{ id: "C1:NEW", name: "New" }] });
  crm.addField(
    "deal",
    field === "double" ? { name: "UF_CRM_1721244707107", type: field } : { name: "UF_CRM_1721244482250", type: field },
  );
  crm.addParent("deal", 1220);
}

function arrangeBinding(portal: FakePortal, authType: unknown = 0): void {
  const [app = null] = portal.world.access.apps;
  const handler = "https://www.my-domain.com/handler/";
  portal.events.bind({
    event: "ONCRMLEADADD",
    handler,
    authType: numberOf(authType),
    offline: false,
    connector: null,
    app,
  });
}

function arrangeLists({ world }: FakePortal): void {
  const options = {
    1669: "Planning",
    1671: "In Active Work",
    1673: "Testing",
    1675: "Completed",
    1677: "Deferred",
    1679: "Archive",
  };
  world.addList({
    ...{ id: 47, code: "list", name: "List" },
    fields: [
      { id: "PROPERTY_951", name: "People", type: "S:employee", multiple: true },
      { id: "PROPERTY_1003", name: "Date", type: "S:DateTime" },
      { id: "PROPERTY_77", name: "File", type: "F" },
    ],
  });
  world.addList({
    id: 37,
    code: "files",
    name: "Files",
    fields: [{ id: "PROPERTY_1075", name: "Files", type: "F", multiple: true }],
  });
  world.addList({
    ...{ id: 123, code: "statuses", name: "Statuses" },
    fields: [{ id: "PROPERTY_1151", name: "Task Status", type: "L", code: "PROJECT", options }],
  });
}

function arrangeFiles(portal: FakePortal): void {
  arrangeLists(portal);
  putElement(portal, 37, 6783, "files", "rest files", {
    PROPERTY_1075: { 3693: "31219", 3697: "31221", 3699: "31223" },
  });
}

function arrangeMailbox(world: FakePortal["world"]): void {
  world.addMailbox({ id: 1, name: "Work", email: "user@example.com", userIds: [1] });
}

function putElement(
  { world }: FakePortal,
  listId: number,
  id: number,
  code: string,
  name: string,
  values: Record<string, Record<string, string>>,
): void {
  world.listElements.set(id, { id, listId, code, name, values, createdBy: 1269, createdAt: Date.UTC(2025, 3, 1) });
}

function putTask({ world }: FakePortal, id: number, values: Fields): void {
  const at = world.now();
  const own = { TITLE: "Task Example", CREATED_BY: 503, RESPONSIBLE_ID: 503, ...values };
  world.tasks.set(id, {
    id,
    values: own,
    status: 2,
    createdAt: at,
    changedAt: at,
    changedBy: 503,
    closedAt: null,
    history: [],
  });
}

/** Puts a record there that the documentation shows as a legacy method answers it. */
function putLegacy({ crm, world }: FakePortal, entity: EntityName, record: Fields): void {
  const values: Fields = { id: numberOf(record.ID) };
  for (const { name, legacy, type, user } of crm.fieldsOf(entityTypeOf(entity))) {
    const value = legacy === null ? undefined : record[legacy];
    if (value === undefined || name === "id") continue;
    const isNumber = ["integer", "double", "user", "crm_company", "crm_contact", "crm_category", "crm_entity"].includes(
      type,
    );
    const isEmpty = value === null || value === "";
    values[name] =
      isNumber && !isEmpty
        ? numberOf(value)
        : isEmpty && ["date", "datetime"].includes(type)
          ? null
          : user && isEmpty
            ? null
            : value;
    if (value === null && ["crm_company", "crm_contact"].includes(type)) values[name] = 0;
  }
  const rows = ["PHONE", "EMAIL", "IM"].flatMap((typeId) =>
    listOf(record[typeId])
      .filter(isFields)
      .map((row) => ({ id: numberOf(row.ID), typeId, valueType: row.VALUE_TYPE, value: row.VALUE })),
  );
  const item = crm.put(entity, { ...values, ...(rows.length === 0 ? {} : { fm: rows }) });
  // Flags stand as the documentation has them, whatever its multi-fields say.
  for (const flag of ["PHONE", "EMAIL", "IMOL"]) {
    const name = `has${flag.charAt(0)}${flag.slice(1).toLowerCase()}`;
    if (record[`HAS_${flag}`] !== undefined) item[name] = record[`HAS_${flag}`];
  }
  if (instantOf(textOf(item.createdTime), world.zone) === null) throw new Error("a record without a date of creation");
}

function resultOf(one: DocumentedCase): Fields {
  const { result } = one.response ?? {};
  return isFields(result) ? result : {};
}

function rowsOf(one: DocumentedCase): readonly Fields[] {
  const { result } = one.response ?? {};
  return (Array.isArray(result) ? result : []).filter(isFields);
}
