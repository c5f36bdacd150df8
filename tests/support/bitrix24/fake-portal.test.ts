import { afterEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../virtual-clock.ts";
import type { Fields } from "./fake-answer.ts";
import type { FakePortalOptions } from "./fake-options.ts";
import { createFakePortal, type FakePortal } from "./fake-portal.ts";

const NOON = Date.UTC(2026, 2, 5, 9, 0, 0);

function opened(options: Partial<FakePortalOptions> = {}): { portal: FakePortal; clock: VirtualClock; call: Call } {
  const clock = new VirtualClock(NOON);
  const portal = createFakePortal({ clock, ...options });
  return { portal, clock, call: (method, params) => ask(portal, `${portal.webhook}${method}`, params) };
}

type Call = (method: string, params?: Fields) => Promise<{ status: number; body: Fields }>;

async function ask(
  portal: FakePortal,
  url: string,
  params: unknown = {},
  init: RequestInit = {},
): Promise<{ status: number; body: Fields }> {
  const headers = { "content-type": "application/json" };
  const response = await portal.fetch(
    new Request(url, { method: "POST", body: JSON.stringify(params), headers, ...init }),
  );
  return { status: response.status, body: (await response.json()) as Fields };
}

function itemOf({ body }: { body: Fields }): Fields {
  return (body.result as { item: Fields }).item;
}

describe("records of the fake portal", () => {
  test("unknown names are passed over in silence, numbers are numbers, nothing set has many faces", async () => {
    const { call } = opened();
    const item = itemOf(
      await call("crm.item.add", { entityTypeId: 2, fields: { title: "A", isReccurring: "Y", opportunity: "10.5" } }),
    );
    expect(item).toMatchObject({
      id: 1,
      title: "A",
      isRecurring: "N",
      opportunity: 10.5,
      companyId: 0,
      leadId: null,
      sourceId: "",
      observers: [],
    });
    expect(item).not.toHaveProperty("isReccurring");
  });

  test("nothing is saved where nothing changes: no event, and the time of the last change stands", async () => {
    const { portal, clock, call } = opened();
    portal.events.addOutboundWebhook(["ONCRMDEALUPDATE"], async () => new Response());
    portal.crm.put("deal", { id: 5, title: "A" });
    const before = portal.record("deal", 5)?.updatedTime;
    await clock.pass(60_000);
    await call("crm.item.update", { entityTypeId: 2, id: 5, fields: { title: "A" } });
    expect([portal.record("deal", 5)?.updatedTime, portal.events.waiting.length]).toEqual([before, 0]);
    await call("crm.item.update", { entityTypeId: 2, id: 5, fields: { title: "B" } });
    expect(portal.record("deal", 5)?.updatedTime).not.toBe(before);
    expect(portal.events.waiting).toHaveLength(1);
  });

  test("a list of options is not cleared by crm.item.update, and is by the legacy method", async () => {
    const { portal, call } = opened();
    const items = [
      { ID: "44", VALUE: "A" },
      { ID: "45", VALUE: "B" },
    ];
    portal.crm.addField("company", { name: "UF_CRM_CATEGORIES", type: "enumeration", multiple: true, items });
    portal.crm.put("company", { id: 7, ufCrmCategories: [44] });
    const answer = await call("crm.item.update", { entityTypeId: 4, id: 7, fields: { ufCrmCategories: [] } });
    expect([answer.status, itemOf(answer).ufCrmCategories]).toEqual([200, [44]]);
    await call("crm.company.update", { ID: 7, FIELDS: { UF_CRM_CATEGORIES: [] } });
    expect(portal.record("company", 7)?.ufCrmCategories).toEqual([]);
  });

  test("multi-fields are a list when read and a map when changed", async () => {
    const { portal, call } = opened();
    const fm = [
      { typeId: "PHONE", valueType: "WORK", value: "+7 495 111" },
      { typeId: "EMAIL", valueType: "WORK", value: "a@example.com" },
    ];
    const added = itemOf(await call("crm.item.add", { entityTypeId: 1, fields: { fm } }));
    expect(added).toMatchObject({ phone: "+7 495 111", emailWork: "a@example.com", hasPhone: "Y" });
    const [phone, mail] = added.fm as { id: number }[];
    const change = {
      [String(phone?.id)]: { typeId: "PHONE", value: "+7 495 222" },
      [String(mail?.id)]: { typeId: "EMAIL", value: "" },
    };
    const changed = itemOf(
      await call("crm.item.update", {
        entityTypeId: 1,
        id: added.id,
        fields: { fm: { ...change, n0: { typeId: "EMAIL", value: "b@example.com" } } },
      }),
    );
    expect((changed.fm as Fields[]).map(({ value }) => value)).toEqual(["+7 495 222", "b@example.com"]);
    const legacy = await call("crm.lead.get", { id: added.id });
    expect(legacy.body.result).toMatchObject({
      ID: String(added.id),
      OPPORTUNITY: "0.00",
      COMPANY_ID: null,
      PHONE: [{ VALUE: "+7 495 222" }],
    });
    expect(portal.record("lead", Number(added.id))?.hasEmail).toBe("Y");
  });

  test("pages have fifty rows; without counting there is no total; rows one may not see are left out in silence", async () => {
    const { portal, call } = opened({ mayRead: (_, __, item) => item.id !== 3 });
    for (let id = 1; id <= 60; id++) portal.crm.put("deal", { id });
    const first = await call("crm.item.list", { entityTypeId: 2, select: ["id"] });
    expect(first.body).toMatchObject({ total: 59, next: 50 });
    const uncounted = await call("crm.item.list", {
      entityTypeId: 2,
      select: ["id"],
      filter: { ">id": 50 },
      order: { id: "ASC" },
      start: -1,
    });
    expect(uncounted.body).toMatchObject({
      total: 0,
      result: { items: Array.from({ length: 10 }, (_, at) => ({ id: at + 51 })) },
    });
    expect(uncounted.body).not.toHaveProperty("next");
  });

  test("a wrong name in a filter is refused; by semantics only where the portal can", async () => {
    const { call } = opened();
    const refused = await call("crm.item.list", { entityTypeId: 2, filter: { nonsense: 1 } });
    expect([refused.status, refused.body.error]).toEqual([400, "INVALID_ARG_VALUE"]);
    expect((await call("crm.item.list", { entityTypeId: 2, filter: { stageSemanticId: "S" } })).status).toBe(400);
    const able = opened({ switches: { filterBySemantics: true } });
    expect((await able.call("crm.item.list", { entityTypeId: 2, filter: { stageSemanticId: "S" } })).status).toBe(200);
  });

  test("files that are not listed vanish, a wrong id too", async () => {
    const { portal, call } = opened();
    portal.crm.addField("deal", { name: "UF_CRM_FILES", type: "file", multiple: true });
    const added = itemOf(
      await call("crm.item.add", {
        entityTypeId: 2,
        fields: {
          ufCrmFiles: [
            ["a.txt", "YQ=="],
            ["b.txt", "Yg=="],
          ],
        },
      }),
    );
    const [first] = added.ufCrmFiles as { id: number }[];
    const kept = itemOf(
      await call("crm.item.update", {
        entityTypeId: 2,
        id: added.id,
        fields: { ufCrmFiles: [{ id: first?.id }, ["c.txt", "Yw=="]] },
      }),
    );
    expect((kept.ufCrmFiles as { id: number }[]).map(({ id }) => portal.crm.files.get(id)?.name)).toEqual([
      "a.txt",
      "c.txt",
    ]);
    const wrong = itemOf(
      await call("crm.item.update", { entityTypeId: 2, id: added.id, fields: { ufCrmFiles: [{ id: 1 }] } }),
    );
    expect(wrong.ufCrmFiles).toEqual([]);
    const [stored] = kept.ufCrmFiles as { urlMachine: string }[];
    const download = await portal.fetch(new Request(stored?.urlMachine ?? ""));
    expect(await download.text()).toBe("a");
  });

  test("money gets a currency, its code is believed, without an amount nothing is left", async () => {
    const { portal, call } = opened();
    portal.crm.addField("company", { name: "UF_CRM_TOTAL", type: "money" });
    const total = async (value: string): Promise<unknown> => {
      portal.crm.put("company", { id: 1, ufCrmTotal: "1|RUB" });
      return itemOf(await call("crm.item.update", { entityTypeId: 4, id: 1, fields: { ufCrmTotal: value } }))
        .ufCrmTotal;
    };
    expect(await Promise.all(["5.5", "5|ZZZ", "|EUR", "EUR", ""].map(total))).toEqual([
      "5.5|RUB",
      "5|ZZZ",
      null,
      null,
      null,
    ]);
  });
});

describe("events of the fake portal", () => {
  test("an action on the screen yields two to four updates; a token says who acted, a robot has none", async () => {
    const { portal } = opened({ seed: 3 });
    const app = portal.world.access.addApp();
    app.installed = true;
    const bodies: URLSearchParams[] = [];
    const handler = async (request: Request): Promise<Response> => {
      bodies.push(new URLSearchParams(await request.text()));
      return new Response();
    };
    portal.events.bind({ event: "ONCRMDEALUPDATE", handler, authType: 0, offline: false, connector: null, app });
    portal.world.addUser({ id: 17 });
    portal.crm.put("deal", { id: 5 });
    portal.person(17).move("deal", 5, "WON");
    const count = await portal.deliver();
    expect(count).toBeGreaterThanOrEqual(2);
    expect(count).toBeLessThanOrEqual(4);
    const token = bodies[0]?.get("auth[access_token]") ?? "";
    expect([bodies[0]?.get("data[FIELDS][ID]"), bodies[0]?.get("auth[application_token]")]).toEqual([
      "5",
      app.applicationToken,
    ]);
    const { body } = await ask(portal, "https://portal.example/rest/profile", { auth: token });
    expect(body.result).toMatchObject({ ID: "17", ADMIN: false });
    portal.robot().update("deal", 5, { title: "By a robot" });
    await portal.deliver();
    expect(bodies.at(-1)?.has("auth[access_token]")).toBe(false);
    expect(portal.crm.moves.map(({ STAGE_ID, TYPE_ID }) => [STAGE_ID, TYPE_ID])).toEqual([["WON", 3]]);
  });

  test("the offline queue keeps the last state, reserves what it gives, and passes over the connector's own writes", async () => {
    const { portal } = opened();
    const app = portal.world.access.addApp();
    app.installed = true;
    const auth = portal.world.access.accessToken(app, 1);
    const call: Call = (method, params = {}) =>
      ask(portal, `https://portal.example/rest/${method}`, { ...params, auth });
    await call("event.bind", { event: "ONCRMCOMPANYUPDATE", event_type: "offline", auth_connector: "ordo" });
    portal.crm.put("company", { id: 4 });
    const woken: string[] = [];
    portal.events.route("https://wake.example/", async (request) => {
      woken.push(await request.text());
      return new Response();
    });
    await call("event.bind", { event: "ONOFFLINEEVENT", handler: "https://wake.example/" });
    portal.person(1).update("company", 4, { title: "A" });
    portal.person(1).update("company", 4, { title: "B" });
    await portal.deliver();
    expect(woken.map((body) => new URLSearchParams(body).get("event"))).toEqual(["ONOFFLINEEVENT"]);
    await call("crm.item.update", { entityTypeId: 4, id: 4, fields: { title: "C" }, auth_connector: "ordo" });
    const got = (await call("event.offline.get", { clear: 0 })).body.result as { process_id: string; events: Fields[] };
    expect(got.events).toMatchObject([{ EVENT_NAME: "ONCRMCOMPANYUPDATE", EVENT_DATA: { FIELDS: { ID: "4" } } }]);
    expect((await call("event.offline.get", { clear: 0 })).body.result).toMatchObject({ events: [] });
    expect(portal.events.offline.rows).toHaveLength(1);
    await call("event.offline.clear", { process_id: got.process_id, id: [got.events[0]?.ID] });
    expect(portal.events.offline.rows).toEqual([]);
  });
});

describe("limits and failures of the fake portal", () => {
  test("a full bucket answers 503 until time passes", async () => {
    const { portal, clock, call } = opened({ rate: { perSecond: 2, burst: 3 } });
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await call("profile")).status));
    expect(statuses).toEqual([200, 200, 200, 503]);
    await clock.pass(1_000);
    expect((await call("profile")).status).toBe(200);
    expect(portal.requests.map(({ status }) => status)).toEqual([200, 200, 200, 503, 200]);
  });

  test("a method that worked too long is blocked, the others are not", async () => {
    const { clock, call } = opened({ operating: { limitSeconds: 10, costSeconds: { "crm.item.list": 6 } } });
    for (let time = 0; time < 2; time++) expect((await call("crm.item.list", { entityTypeId: 2 })).status).toBe(200);
    const blocked = await call("crm.item.list", { entityTypeId: 2 });
    expect([blocked.status, blocked.body.error]).toEqual([429, "OPERATION_TIME_LIMIT"]);
    expect((await call("profile")).status).toBe(200);
    await clock.pass(600_000);
    expect((await call("crm.item.list", { entityTypeId: 2 })).status).toBe(200);
  });

  test("an answer can be lost after the work was done, or before", async () => {
    const { portal, call } = opened();
    portal.faults.next("dropped-after", { method: "crm.item.add" });
    await expect(call("crm.item.add", { entityTypeId: 1, fields: {} })).rejects.toThrow("fetch failed");
    expect(portal.crm.records("lead").size).toBe(1);
    portal.faults.next("dropped-before");
    await expect(call("crm.item.add", { entityTypeId: 1, fields: {} })).rejects.toMatchObject({
      cause: { code: "ECONNRESET" },
    });
    expect(portal.crm.records("lead").size).toBe(1);
  });

  test("a slow answer comes too late for who waits no longer", async () => {
    const { portal, clock } = opened();
    portal.faults.next("slow", { ms: 90_000 });
    const aborting = new AbortController();
    const answer = ask(portal, `${portal.webhook}profile`, {}, { signal: aborting.signal });
    const outcome = expect(answer).rejects.toThrow();
    await clock.pass(70_000);
    aborting.abort();
    await outcome;
  });

  test("after a rename the old address answers 302; whoever follows by himself loses his body", async () => {
    const { portal } = opened();
    const old = portal.webhook;
    portal.rename("new.example");
    const manual = await portal.fetch(
      new Request(`${old}crm.item.add`, { method: "POST", redirect: "manual", body: "{}" }),
    );
    expect([manual.status, manual.headers.get("location")?.startsWith("https://new.example/rest/1/")]).toEqual([
      302,
      true,
    ]);
    const followed = await ask(portal, `${old}crm.item.get`, { entityTypeId: 2, id: 1 });
    expect([followed.status, portal.requests.at(-1)?.params]).toEqual([400, {}]);
  });

  test("refresh tokens work once, access tokens for an hour", async () => {
    const { portal, clock } = opened();
    const app = portal.world.access.addApp();
    const issued = portal.world.access.issue(app, 1);
    await clock.pass(3_600_000);
    const late = await ask(portal, "https://portal.example/rest/profile", { auth: issued.accessToken });
    expect([late.status, late.body.error]).toEqual([401, "expired_token"]);
    const query = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: app.clientId,
      client_secret: app.clientSecret,
      refresh_token: issued.refreshToken,
    });
    const refresh = (): Promise<{ status: number; body: Fields }> =>
      ask(portal, `https://oauth.bitrix.info/oauth/token/?${query}`);
    const fresh = await refresh();
    expect(fresh.body).toMatchObject({ expires_in: 3600, user_id: 1, client_endpoint: "https://portal.example/rest/" });
    expect((await refresh()).body.error).toBe("invalid_grant");
    portal.world.access.refusal = "PAYMENT_REQUIRED";
    expect((await refresh()).body.error).toBe("PAYMENT_REQUIRED");
    portal.world.access.refusal = null;
    query.set("grant_type", "authorization_code");
    query.set("code", portal.world.access.authorizationCode(app, 1));
    expect((await refresh()).body).toMatchObject({ user_id: 1 });
    expect((await refresh()).body.error).toBe("invalid_grant");
    expect((await ask(portal, "https://portal.example/rest/profile", { auth: fresh.body.access_token })).status).toBe(
      200,
    );
  });

  test("a batch answers 200 with its errors inside; empty maps are lists, numbered names too", async () => {
    const { call } = opened();
    const linked = await call("batch", {
      halt: 0,
      cmd: { me: "user.current", mine: "department.get?ID=$result[me][UF_DEPARTMENT][0]", bad: "crm.lead.get?id=9" },
    });
    expect(linked.body.result).toMatchObject({
      ...{
        result: { me: { ID: "1" }, mine: [{ ID: "1", NAME: "Company" }] },
        result_error: { bad: { error: "", error_description: "Not found" } },
      },
      ...{ result_total: { mine: 1 }, result_next: [] },
    });
    const numbered = await call("batch", { cmd: ["profile", "user.admin"] });
    expect(numbered.body.result).toMatchObject({ result: [{ ID: "1" }, true], result_error: [] });
    const halted = await call("batch", { halt: 1, cmd: { a: "crm.lead.get?id=9", b: "profile" } });
    expect(halted.body.result).toMatchObject({ result: [], result_error: { a: { error: "" } } });
  });
});

describe("the fake portal on a port", () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  test("answers a real fetch, and cuts the connection where it fails", async () => {
    const { portal } = opened();
    const listening = await portal.listen();
    closing.push(() => listening.close());
    const address = portal.webhookUrl();
    expect(address.startsWith(listening.origin)).toBe(true);
    const body = new URLSearchParams({ "fields[TITLE]": "By form" });
    const answer = await fetch(`${address}crm.lead.add`, { method: "POST", body });
    expect(await answer.json()).toMatchObject({ result: 1 });
    expect(portal.record("lead", 1)?.title).toBe("By form");
    portal.faults.next("dropped-after");
    await expect(fetch(`${address}profile`)).rejects.toThrow();
  });
});
