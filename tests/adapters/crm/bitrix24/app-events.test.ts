import { expect, test } from "vitest";
import { type Portal, PortalFailure } from "../../../../adapters/bitrix24/portal.ts";
import { PortalUsers } from "../../../../adapters/bitrix24/portal-users.ts";
import { ChangeFinder } from "../../../../adapters/crm/bitrix24/change-finder.ts";
import { watchBitrix24Crm } from "../../../../adapters/crm/bitrix24/watch-bitrix24-crm.ts";
import { toldBy } from "../../../support/portal-crm.ts";
import { sampleMapping } from "../../../support/sample-portal.ts";
import { known, type SampleCrm, sampleCrm, WAYS } from "./sample-crm.ts";

const HANDLER = "https://ordo.example.org/bitrix24/events";

/** The sample company, and a portal that is called with the token of an app of an administrator. */
async function asApp(): Promise<{ readonly crm: SampleCrm; readonly app: Portal }> {
  const crm = await sampleCrm();
  const access = crm.fake.world.access;
  const [installed] = access.apps;
  if (installed === undefined) throw new Error("there is an app");
  const token = access.accessToken(installed, 1);
  const call: Portal["call"] = (method, params, options) => crm.client.call(method, params, { token, ...options });
  return { crm, app: { ...crm.client, call, credential: "app" } };
}

function finderOf(crm: SampleCrm, portal: Portal): ChangeFinder {
  const { book, reader, observer, shadow, marks, clock } = crm;
  return new ChangeFinder({
    portal,
    book,
    reader,
    observer,
    shadow,
    marks,
    clock,
    records: sampleMapping().crm.records,
  });
}

test("an app binds its events once, online and offline, for what is mapped and nothing else", async () => {
  const { crm, app } = await asApp();
  const config = { ...sampleMapping().crm, handler: HANDLER };
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  for (let life = 0; life < 2; life += 1) {
    const { watch } = watchBitrix24Crm(crm, {
      ...{ config, portal: app, database: crm.database, clock: crm.clock, ids: { next: () => "id" }, logger: silent },
      access: { config: null, users: new PortalUsers({}), readEvent: async () => null },
      raise: async () => {},
      settle: async () => {},
    });
    await watch.start();
    await expect.poll(() => crm.fake.events.bindings.length).toBe(30);
    await watch.stop();
  }
  const bound = crm.fake.events.bindings.map(
    ({ event, handler, offline }) => `${event} ${offline ? "offline" : handler}`,
  );
  expect(new Set(bound).size).toBe(30);
  expect(bound).toContain(`ONCRMDYNAMICITEMUPDATE ${HANDLER}`);
  expect(bound).toContain("ONCRMLEADDELETE offline");
  await crm.end();
});

test("the offline queue is worked off, and cleared only after what it tells stands in the database", async () => {
  const { crm, app } = await asApp();
  for (const event of ["ONCRMCOMPANYUPDATE", "ONCRMDYNAMICITEMUPDATE"])
    await app.call("event.bind", { event, event_type: "offline" }, { ...WAYS, effect: "write" });
  await known(crm);
  crm.fake.person(11).update("company", 7, { ufCrmCity: "Псков" });
  crm.fake.person(11).update("invoice", 501, { title: "Счёт № 441-а" });
  crm.fake.faults.next("html-502", { method: "crm.item.list", times: 10 });
  const finder = finderOf(crm, app);
  await expect(finder.offline(WAYS)).rejects.toBeInstanceOf(PortalFailure);
  expect(crm.fake.calls.get("event.offline.clear")).toBeUndefined();
  crm.fake.faults.clear();
  crm.fake.person(11).update("company", 8, { ufCrmCity: "Луга" });
  expect(await finder.offline(WAYS)).toBe(true);
  expect(crm.fake.calls.get("event.offline.clear")).toBe(1);
  // What was reserved and not cleared comes by the poll.
  crm.clock.set(crm.clock.now() + 61_000);
  await crm.watch.look();
  const told = (await toldBy(crm)).map(({ record, event }) => [record, event["changed"]]);
  expect(told).toEqual([
    ["company/8", ["city"]],
    ["company/7", ["city"]],
    ["invoice/501", ["title"]],
  ]);
  expect(await finder.offline(WAYS)).toBe(true);
  await crm.end();
});

test("a webhook has no offline queue: nothing is asked of it again", async () => {
  const crm = await sampleCrm();
  expect(await finderOf(crm, crm.client).offline(WAYS)).toBe(false);
  await crm.end();
});
