import { describe, expect, test } from "vitest";
import { VirtualClock } from "../virtual-clock.ts";
import type { Fields } from "./fake-answer.ts";
import type { FaultKind } from "./fake-faults.ts";
import type { FakePortalOptions } from "./fake-options.ts";
import { createFakePortal, type FakePortal } from "./fake-portal.ts";
import { FakeRandom } from "./fake-random.ts";

const NOON = Date.UTC(2026, 2, 5, 9);

interface Answered {
  readonly status: number;
  readonly body: Fields;
  readonly headers: Headers;
}

function opened(options: Partial<FakePortalOptions> = {}) {
  const clock = new VirtualClock(NOON);
  const portal = createFakePortal({ clock, rate: null, ...options });
  const call = (method: string, params: Fields = {}): Promise<Answered> =>
    ask(portal, `${portal.webhook}${method}`, params);
  const callV3 = (method: string, params: unknown = {}, headers: Record<string, string> = {}): Promise<Answered> =>
    ask(portal, `${portal.webhook.replace("/rest/", "/rest/api/")}${method}`, params, headers);
  return { portal, clock, call, callV3 };
}

async function ask(
  portal: FakePortal,
  url: string,
  params: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const request = new Request(url, {
    ...{ method: "POST", body: JSON.stringify(params) },
    headers: { "content-type": "application/json", ...headers },
  });
  const response = await portal.fetch(request);
  return { status: response.status, body: (await response.json()) as Fields, headers: response.headers };
}

describe("REST 3.0", () => {
  const fields = { title: "Pay", creatorId: 1, responsibleId: 1, crmItemIds: ["SI_7"] };

  test("a key adds a task once, for a day, and is not taken with another body", async () => {
    const { portal, clock, callV3 } = opened();
    const first = await callV3("tasks.task.add", { fields }, { "idempotency-key": "k-1" });
    const again = await callV3("tasks.task.add", { fields }, { "idempotency-key": "k-1" });
    expect([first.headers.get("idempotent-replayed"), again.headers.get("idempotent-replayed")]).toEqual([
      null,
      "true",
    ]);
    expect(again.body.result).toEqual(first.body.result);
    const other = await callV3("tasks.task.add", { fields: { ...fields, title: "B" } }, { "idempotency-key": "k-1" });
    expect([other.status, (other.body.error as Fields).code]).toEqual([
      422,
      "BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION",
    ]);
    expect(portal.tasks.size).toBe(1);
    await clock.pass(86_400_000);
    await callV3("tasks.task.add", { fields }, { "idempotency-key": "k-1" });
    expect(portal.tasks.size).toBe(2);
  });

  test("an answer that was lost is given again for its key; a refusal is not kept", async () => {
    const { portal, callV3 } = opened();
    portal.faults.next("dropped-after");
    await expect(callV3("tasks.task.add", { fields }, { "idempotency-key": "k" })).rejects.toThrow("fetch failed");
    const again = await callV3("tasks.task.add", { fields }, { "idempotency-key": "k" });
    expect([again.status, portal.tasks.size]).toEqual([200, 1]);
    const refused = await callV3("tasks.task.add", { fields: { title: "No one" } }, { "idempotency-key": "k2" });
    expect(refused.body.error).toMatchObject({ validation: [{ field: "creatorId" }] });
    expect((await callV3("tasks.task.add", { fields }, { "idempotency-key": "k2" })).status).toBe(200);
  });

  test("the old address passes a key over", async () => {
    const { portal } = opened();
    const params = { fields: { TITLE: "A", RESPONSIBLE_ID: 1 } };
    for (let time = 0; time < 2; time++)
      await ask(portal, `${portal.webhook}tasks.task.add`, params, { "idempotency-key": "k" });
    expect(portal.tasks.size).toBe(2);
  });

  test("a method of the new version is unknown to the old address, CRM to the new one", async () => {
    const { call, callV3 } = opened();
    expect((await call("mail.mailbox.list")).body.error).toBe("ERROR_METHOD_NOT_FOUND");
    expect((await callV3("crm.item.get")).status).toBe(404);
  });

  test("one sees one's own mailboxes, moves letters to spam, and sends without learning an id", async () => {
    const { portal, callV3 } = opened();
    portal.world.addMailbox({ id: 1, name: "Sales", email: "sales@example.com", userIds: [1] });
    portal.world.addMailbox({ id: 2, name: "Other", email: "other@example.com", userIds: [2] });
    const { id } = portal.world.receive({ mailboxId: 1, subject: "Win" });
    portal.world.receive({ mailboxId: 2 });
    expect((await callV3("mail.message.list", { isSeen: false })).body.result).toMatchObject({
      items: [{ id, isSeen: false }],
    });
    expect((await callV3("mail.message.movetofolder", { messageIds: [id], action: "spam" })).body.result).toMatchObject(
      { movedCount: 1 },
    );
    expect(portal.world.mail[0]?.folder).toBe("Spam");
    const sent = await callV3("mail.message.send", { from: "other@example.com", to: ["a@example.com"], subject: "S" });
    expect(sent.status).toBe(403);
  });
});

describe("activities and notifications", () => {
  test("a letter leaves only with all three flags", async () => {
    const { portal, call } = opened();
    portal.crm.put("lead", { id: 7 });
    const fields = {
      ...{ OWNER_TYPE_ID: 1, OWNER_ID: 7, TYPE_ID: 4, DIRECTION: 2, COMPLETED: "Y", SUBJECT: "S" },
      COMMUNICATIONS: [{ VALUE: "a@example.com", ENTITY_ID: 7, ENTITY_TYPE_ID: 1 }],
    };
    for (const missing of [{}, { COMPLETED: "N" }, { DIRECTION: 1 }])
      await call("crm.activity.add", { fields: { ...fields, ...missing } });
    expect(portal.activities.map(({ mailed }) => mailed)).toEqual([true, false, false]);
    portal.world.mailFails = true;
    const failed = await call("crm.activity.add", { fields });
    expect([failed.status, failed.body.error, String(failed.body.error_description).slice(0, 16)]).toEqual([
      400,
      "",
      "Email send error",
    ]);
    expect(portal.activities).toHaveLength(4);
  });

  test("the same tag replaces the older notification; a webhook needs a client id for it", async () => {
    const { portal, call } = opened();
    const notify = (given: Fields): Promise<Answered> =>
      call("im.notify.personal.add", { USER_ID: 1, MESSAGE: "M", ...given });
    expect((await notify({ TAG: "t" })).body.error).toBe("CLIENT_ID_EMPTY");
    await notify({ TAG: "t", CLIENT_ID: "c" });
    await notify({ TAG: "t", CLIENT_ID: "c", MESSAGE: "Later" });
    await notify({});
    expect(portal.notifications.map(({ message, tag }) => [message, tag])).toEqual([
      ["Later", "t"],
      ["M", null],
    ]);
  });
});

describe("lists", () => {
  test("a code is taken once; an update clears what it does not send; values have ids of their own", async () => {
    const { portal, call } = opened();
    const fields = [
      { id: "PROPERTY_1", name: "Sum", type: "N" },
      { id: "PROPERTY_2", name: "Day", type: "S:DateTime" },
    ] as const;
    portal.world.addList({ id: 47, code: "registry", name: "Registry", fields });
    const of = { IBLOCK_TYPE_ID: "lists", IBLOCK_CODE: "registry", ELEMENT_CODE: "k-1" };
    const values = { NAME: "A", PROPERTY_1: "5", PROPERTY_2: "2026-03-05 12:00:00" };
    const added = await call("lists.element.add", { ...of, FIELDS: values });
    expect((await call("lists.element.add", { ...of, FIELDS: values })).body.error).toBe(
      "ERROR_ELEMENT_ALREADY_EXISTS",
    );
    const [row] = (await call("lists.element.get", of)).body.result as Fields[];
    expect(row).toMatchObject({ ID: String(added.body.result), CODE: "k-1", NAME: "A" });
    expect(Object.values(row?.PROPERTY_2 as Fields)).toEqual(["03/05/2026 12:00:00 pm"]);
    await call("lists.element.update", { ...of, FIELDS: { NAME: "B", PROPERTY_1: "6" } });
    const [updated] = (await call("lists.element.get", of)).body.result as Fields[];
    expect(updated).toMatchObject({ NAME: "B" });
    expect(updated).not.toHaveProperty("PROPERTY_2");
    expect(portal.listElements.size).toBe(1);
  });
});

describe("tasks of the old version", () => {
  test("a task under control waits for its creator's word; one code for everything that cannot be", async () => {
    const { portal, call } = opened();
    const added = await call("tasks.task.add", {
      fields: { TITLE: "A", RESPONSIBLE_ID: 1, TASK_CONTROL: "Y", UF_CRM_TASK: ["D_10"] },
    });
    const taskId = (added.body.result as { task: { id: string } }).task.id;
    const status = async (method: string): Promise<unknown> =>
      ((await call(method, { taskId })).body.result as { task?: Fields })?.task?.status;
    expect(await status("tasks.task.complete")).toBe("4");
    expect((await call("tasks.task.complete", { taskId })).body.error).toBe("0");
    expect(await status("tasks.task.approve")).toBe("5");
    const got = await call("tasks.task.get", { taskId, select: ["UF_CRM_TASK"] });
    expect(got.body.result).toMatchObject({ task: { ufCrmTask: ["D_10"] } });
    expect(portal.tasks.get(Number(taskId))?.history.map(({ field }) => field)).toEqual(["NEW", "STATUS", "STATUS"]);
  });
});

describe("records", () => {
  test("product rows decide the amount, unless it is manual", async () => {
    const { portal, call } = opened();
    const { id } = portal.crm.put("deal", { id: 1 });
    portal.crm.products.set("2:1", [{ price: 10, quantity: 3 }]);
    const amount = async (fields: Fields): Promise<unknown> =>
      ((await call("crm.item.update", { entityTypeId: 2, id, fields })).body.result as { item: Fields }).item
        .opportunity;
    expect(await amount({ opportunity: 7 })).toBe(30);
    expect(await amount({ opportunity: 7, isManualOpportunity: "Y" })).toBe(7);
  });

  test("required fields are asked for when the stage changes, and at no other time", async () => {
    const { portal, call } = opened();
    portal.crm.addField("deal", { name: "UF_CRM_REASON", type: "string", required: true });
    portal.crm.put("deal", { id: 1 });
    const change = (fields: Fields): Promise<Answered> => call("crm.item.update", { entityTypeId: 2, id: 1, fields });
    expect((await change({ title: "B" })).status).toBe(200);
    expect((await change({ stageId: "WON" })).body.error).toBe("CRM_FIELD_ERROR_REQUIRED");
    expect((await change({ stageId: "WON", ufCrmReason: "R" })).status).toBe(200);
    expect((await change({ stageId: "C9:NEW" })).body.error).toBe("CRM_FIELD_ERROR_VALUE_NOT_VALID");
    const history = await call("crm.stagehistory.list", { entityTypeId: 2, filter: { OWNER_ID: 1 } });
    expect(history.body.result).toMatchObject({ items: [{ TYPE_ID: 3, STAGE_ID: "WON", STAGE_SEMANTIC_ID: "S" }] });
  });

  test("contacts of a company, seen from both sides", async () => {
    const { portal, call } = opened();
    portal.crm.put("company", { id: 3 });
    for (const id of [8, 9]) portal.crm.put("contact", { id });
    await call("crm.company.contact.items.set", { id: 3, items: [{ CONTACT_ID: 8 }, { CONTACT_ID: 9 }] });
    await call("crm.contact.company.delete", { id: 9, fields: { COMPANY_ID: 3 } });
    const [first, ...others] = (await call("crm.company.contact.items.get", { id: 3 })).body.result as Fields[];
    expect([first, others]).toEqual([{ CONTACT_ID: 8, SORT: 10, ROLE_ID: 0, IS_PRIMARY: "Y" }, []]);
  });

  test("user fields under their original names, a flag filtered by 1 and 0", async () => {
    const { portal, call } = opened();
    portal.crm.addField("company", { name: "UF_CRM_VIP", type: "boolean" });
    portal.crm.put("company", { id: 1, ufCrmVip: "Y" });
    portal.crm.put("company", { id: 2, ufCrmVip: "N" });
    const ask = { entityTypeId: 4, select: ["id", "UF_CRM_VIP"], useOriginalUfNames: "Y" };
    const found = await call("crm.item.list", { ...ask, filter: { UF_CRM_VIP: "1" } });
    expect(found.body.result).toEqual({ items: [{ id: 1, UF_CRM_VIP: "Y" }] });
    expect((await call("crm.item.list", { ...ask, filter: { UF_CRM_VIP: "Y" } })).body.total).toBe(0);
  });

  test("what is open is switched: bindings that do not clear, dates whose offset is passed over", async () => {
    const { portal, call } = opened({ switches: { clearsCrmBinding: false, filterDates: "plain" } });
    portal.crm.addField("company", { name: "UF_CRM_LINKS", type: "crm", multiple: true, settings: { COMPANY: "Y" } });
    portal.crm.put("company", { id: 1, ufCrmLinks: ["CO_2"], createdTime: "2026-03-05T00:30:00+03:00" });
    await call("crm.item.update", { entityTypeId: 4, id: 1, fields: { ufCrmLinks: [] } });
    expect(portal.record("company", 1)?.ufCrmLinks).toEqual(["CO_2"]);
    await call("crm.company.update", { id: 1, fields: { UF_CRM_LINKS: [] } });
    expect(portal.record("company", 1)?.ufCrmLinks).toEqual([]);
    const filter = { "<createdTime": "2026-03-05T00:00:00+00:00" };
    expect((await call("crm.item.list", { entityTypeId: 4, filter })).body.total).toBe(0);
  });
});

describe("what a portal says", () => {
  test("descriptions are in its language, codes are not", async () => {
    const { call } = opened({ switches: { language: "ru" } });
    expect((await call("crm.item.get", { entityTypeId: 2, id: 9 })).body).toMatchObject({
      error: "NOT_FOUND",
      error_description: "Элемент не найден",
    });
  });

  test("a webhook cannot bind events, and is told so", async () => {
    const { call } = opened();
    expect((await call("event.bind", { event: "ONCRMDEALADD", handler: "https://x.example" })).body.error).toBe(
      "ACCESS_DENIED",
    );
    expect((await call("method.get", { name: "event.bind" })).body.result).toEqual({
      isExisting: true,
      isAvailable: false,
    });
  });
});

describe("chance", () => {
  async function unlucky(seed: number): Promise<readonly FaultKind[]> {
    const { portal, call } = opened();
    portal.faults.plan({ "dropped-after": 0.1, "html-502": 0.1, dns: 0.05 }, new FakeRandom(seed));
    for (let time = 0; time < 60; time++) await call("user.admin").catch(() => {});
    return portal.faults.happened.map(({ kind }) => kind);
  }

  test("a plan of faults is the same for the same seed", async () => {
    const first = await unlucky(1);
    expect(first.length).toBeGreaterThan(5);
    expect(await unlucky(1)).toEqual(first);
    expect(await unlucky(2)).not.toEqual(first);
  });

  test("events are lost, doubled and change places as told, and come late where they leave by themselves", async () => {
    const lossy = opened({ delivery: { lost: 0.3, doubled: 0.3, reordered: 0.3, burst: [1, 1] } }).portal;
    const ids: string[] = [];
    const note = async (request: Request): Promise<Response> => {
      ids.push(new URLSearchParams(await request.text()).get("data[FIELDS][ID]") ?? "");
      return new Response();
    };
    lossy.events.addOutboundWebhook(["ONCRMLEADADD"], note);
    for (let time = 0; time < 40; time++) lossy.person(1).create("lead", {});
    await lossy.deliver();
    expect(lossy.events.lost).toBeGreaterThan(3);
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
    expect(ids).not.toEqual(ids.toSorted((a, b) => Number(a) - Number(b)));

    ids.length = 0;
    const late = opened({ delivery: { mode: "auto", delayMs: [1_000, 9_000], burst: [1, 1] } });
    late.portal.events.addOutboundWebhook(["ONCRMLEADADD"], note);
    for (let time = 0; time < 5; time++) late.portal.person(1).create("lead", {});
    await late.clock.pass(500);
    expect(ids).toEqual([]);
    await late.clock.pass(9_000);
    await late.portal.events.settled();
    expect(ids.toSorted()).toEqual(["1", "2", "3", "4", "5"]);
  });
});
