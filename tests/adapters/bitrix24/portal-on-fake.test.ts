import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type OpenedPortal, openPortal } from "../../../adapters/bitrix24/open-portal.ts";
import { Secret } from "../../../adapters/secret.ts";
import { openDatabase, storeOn } from "../../../adapters/store/open-store.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Store } from "../../../engine/ports/store.ts";
import type { Fields } from "../../support/bitrix24/fake-answer.ts";
import { createFakePortal, type FakePortal } from "../../support/bitrix24/fake-portal.ts";
import { TestClock } from "../../support/test-clock.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";
import { how, needsOf, START } from "./portal-bench.ts";

/* The client on the fake portal: both were written from the same facts by different hands. */
const write = how({ effect: "write" });
const RATE = { perSecond: 2, burst: 50 };

async function byWebhook(
  fake: FakePortal,
  clock: TestClock | VirtualClock,
  late?: (ms: number) => AbortSignal,
): Promise<OpenedPortal> {
  const config = { webhook: new Secret(fake.webhook), app: null, outboundToken: null, users: {}, rate: RATE };
  return await openPortal(config, needsOf({ clock }), { fetch: fake.fetch, ...(late === undefined ? {} : { late }) });
}

describe("by webhook", () => {
  test("a write whose answer is lost was done once, and nobody claims to know", async () => {
    const clock = new TestClock(instant(START));
    const fake = createFakePortal({ clock });
    const portal = await byWebhook(fake, clock);
    for (const kind of ["dropped-after", "html-504-after", "error-after"] as const) fake.faults.next(kind);
    for (let time = 0; time < 3; time++)
      expect(await portal.call("crm.item.add", { entityTypeId: 1, fields: {} }, write)).toMatchObject({
        kind: "unknown",
        sent: true,
      });
    expect([fake.records("lead").size, fake.calls.get("crm.item.add")]).toEqual([3, 3]);
  });

  test("what never arrived is told from what may have", async () => {
    const clock = new TestClock(instant(START));
    const fake = createFakePortal({ clock });
    const portal = await byWebhook(fake, clock);
    for (const kind of ["dns", "refused", "certificate"] as const) fake.faults.next(kind);
    const codes: string[] = [];
    for (let time = 0; time < 3; time++) {
      const answer = await portal.call("crm.item.add", { entityTypeId: 1, fields: {} }, write);
      expect(answer).toMatchObject({ kind: "unknown", sent: false });
      if (answer.kind === "unknown") codes.push(answer.code);
    }
    expect(codes).toEqual(["PORTAL_UNREACHABLE", "PORTAL_UNREACHABLE", "PORTAL_CERTIFICATE"]);
    expect(fake.records("lead").size).toBe(0);
  });

  test("an answer that takes too long", async () => {
    const clock = new VirtualClock(START);
    const fake = createFakePortal({ clock });
    const late = (ms: number): AbortSignal => {
      const aborting = new AbortController();
      void clock.sleep(ms).then(() => aborting.abort());
      return aborting.signal;
    };
    const portal = await byWebhook(fake, clock, late);
    fake.faults.next("slow", { ms: 120_000 });
    const answer = portal.call("crm.item.add", { entityTypeId: 1, fields: {} }, write);
    await clock.pass(80_000);
    expect(await answer).toMatchObject({ kind: "unknown", sent: true, code: "PORTAL_TIMEOUT" });
  });

  test("a renamed portal is followed with the whole request", async () => {
    const clock = new TestClock(instant(START));
    const fake = createFakePortal({ clock });
    const portal = await byWebhook(fake, clock);
    fake.rename("renamed.example");
    const answer = await portal.call("crm.item.add", { entityTypeId: 1, fields: { title: "A" } }, write);
    expect(answer).toMatchObject({ kind: "done", result: { item: { title: "A" } } });
    expect([portal.host(), fake.records("lead").size]).toEqual(["renamed.example", 1]);
  });

  test("the bucket never runs over", async () => {
    const clock = new TestClock(instant(START));
    const fake = createFakePortal({ clock });
    const portal = await byWebhook(fake, clock);
    await Promise.all(Array.from({ length: 150 }, () => portal.call("user.admin", {}, how())));
    expect(fake.requests.map(({ status }) => status)).toEqual(Array.from({ length: 150 }, () => 200));
  });

  test("rows come once each, though records vanish and appear between pages", async () => {
    const clock = new TestClock(instant(START));
    const fake = createFakePortal({ clock });
    const portal = await byWebhook(fake, clock);
    for (let id = 1; id <= 130; id++) fake.crm.put("deal", { id });
    const found: unknown[] = [];
    const of = { rows: (result: unknown) => (result as { items: Fields[] }).items, id: "id" } as const;
    for await (const rows of portal.rows("crm.item.list", { entityTypeId: 2, select: ["id"] }, of, how())) {
      found.push(...rows.map(({ id }) => id));
      fake.person(1).delete("deal", found.length);
      fake.person(1).create("deal", {});
    }
    expect(new Set(found).size).toBe(found.length);
    expect(found.slice(0, 130)).toEqual(Array.from({ length: 130 }, (_, at) => at + 1));
  });

  test("more than fifty commands go in two batches, and the refused one is refused for itself", async () => {
    const clock = new TestClock(instant(START));
    const fake = createFakePortal({ clock });
    const portal = await byWebhook(fake, clock);
    for (let id = 1; id <= 59; id++) fake.crm.put("lead", { id });
    const calls = Array.from({ length: 60 }, (_, at) => ({ method: "crm.lead.get", params: { id: at + 1 } }));
    const answers = await portal.batch(calls, how());
    expect(answers.map(({ kind }) => kind)).toEqual([...Array.from({ length: 59 }, () => "done"), "refused"]);
    expect(answers[59]).toMatchObject({ code: "", says: "Not found" });
    expect(fake.requests.map(({ method }) => method)).toEqual(["batch", "batch"]);
  });
});

describe("as an app", () => {
  const clock = new TestClock(instant(START));
  let store: Store;
  let fake: FakePortal;
  let portal: OpenedPortal;
  let app: ReturnType<FakePortal["world"]["access"]["addApp"]>;

  beforeEach(async () => {
    clock.set(START);
    fake = createFakePortal({ clock });
    app = fake.world.access.addApp();
    const context = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock });
    store = await storeOn(context);
    const secret = (text: string): Secret => new Secret(text);
    const ours = {
      clientId: app.clientId,
      clientSecret: secret(app.clientSecret),
      applicationToken: secret(app.applicationToken),
    };
    const config = { webhook: null, app: ours, outboundToken: null, users: {}, rate: RATE };
    portal = await openPortal(config, needsOf({ clock, database: context.database }), { fetch: fake.fetch });
    const install = "https://ordo.example/bitrix24/install";
    fake.events.route(install, async (request) => {
      const body = new Uint8Array(await request.arrayBuffer());
      const answer = await portal.routes[0]?.handle({ method: "POST", rest: "", query: {}, headers: {}, body });
      return new Response(null, { status: answer?.status ?? 500 });
    });
    expect(await fake.outbound.install(app, install)).toBe(200);
  });
  afterEach(() => store.close());

  test("five calls after an hour renew the token once", async () => {
    expect(await portal.call("user.admin", {}, how())).toMatchObject({ kind: "done", result: true });
    clock.set(START + 3_600_000);
    const answers = await Promise.all(Array.from({ length: 5 }, () => portal.call("profile", {}, how())));
    expect(answers.map(({ kind }) => kind)).toEqual(["done", "done", "done", "done", "done"]);
    expect(fake.world.access.refreshes).toBe(1);
  });

  test("an event of the screen is believed, and its token says who acted", async () => {
    await portal.call("event.bind", { event: "ONCRMCOMPANYUPDATE", handler: "https://ordo.example/events" }, write);
    const actors: unknown[] = [];
    fake.events.route("https://ordo.example/events", async (request) => {
      const event = await portal.readEvent({ body: new Uint8Array(await request.arrayBuffer()) });
      const token = event?.token?.reveal();
      const who = token === undefined ? null : await portal.call("profile", {}, { ...how(), token });
      actors.push(who?.kind === "done" ? who.result : who);
      return new Response(null, { status: event === null ? 403 : 200 });
    });
    fake.world.addUser({ id: 17 });
    fake.crm.put("company", { id: 4 });
    fake.person(17).update("company", 4, { title: "A" });
    const count = await fake.deliver();
    expect(actors).toHaveLength(count);
    expect(actors[0]).toMatchObject({ ID: "17", ADMIN: false });
    fake.robot().update("company", 4, { title: "B" });
    await fake.deliver();
    expect(actors.at(-1)).toBeNull();
    expect(fake.events.delivered.every(({ status }) => status === 200)).toBe(true);
  });
});
