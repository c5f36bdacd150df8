import { expect, test } from "vitest";
import type { ValueMap } from "../../../../engine/base/value.ts";
import { type SampleCrm, sampleCrm } from "./sample-crm.ts";

const RUB = (amount: string): ValueMap => ({ amount, currency: "RUB" });

/** Requests that a piece of work took. */
async function requests(crm: SampleCrm, work: () => Promise<unknown>): Promise<number> {
  const before = crm.fake.requests.length;
  await work();
  return crm.fake.requests.length - before;
}

test("the total of a company over 10,000 deals takes 5 requests, and is exact", async () => {
  const crm = await sampleCrm({ "company/7": { title: "Ромашка" }, "company/8": { title: "Лютик" } });
  for (let id = 1; id <= 10_050; id += 1) {
    const won = { stageId: id % 2 === 0 ? "WON" : "C1:WON", categoryId: id % 2 === 0 ? 0 : 1 };
    const stage = id > 10_000 ? { stageId: "LOSE", categoryId: 0 } : won;
    crm.fake.crm.put("deal", { id, title: `${id}`, companyId: 7, opportunity: 0.1, currencyId: "RUB", ...stage });
  }
  const filter = { company: "company/7", stageKind: "won" };
  await crm.perform("crm.get", { record: "deal/1" });
  const sum = () => crm.perform("crm.sum", { of: "deal", filter, field: "amount" });
  expect(
    await requests(crm, async () => {
      expect(await sum()).toEqual({ kind: "done", output: { totals: [RUB("1000.00")], count: 10_000 } });
    }),
  ).toBe(5);
  await crm.end();
});

test("deals that vanish while they are counted are not missed by the others: pages are read again behind the last id", async () => {
  const crm = await sampleCrm({ "company/7": { title: "Ромашка" } });
  for (let id = 1; id <= 400; id += 1)
    crm.fake.crm.put("deal", { id, title: `${id}`, companyId: 7, opportunity: 1, currencyId: "RUB", stageId: "WON" });
  await crm.perform("crm.get", { record: "deal/1" });
  let isGone = false;
  const fetch = crm.fake.fetch.bind(crm.fake);
  const spied = async (request: Request): Promise<Response> => {
    if (request.url.includes("batch") && !isGone) {
      isGone = true;
      crm.fake.person(1).delete("deal", 1);
    }
    return fetch(request);
  };
  Object.defineProperty(crm.fake, "fetch", { value: spied });
  const outcome = await crm.perform("crm.sum", { of: "deal", filter: { company: "company/7" }, field: "amount" });
  expect(isGone).toBe(true);
  expect(outcome).toMatchObject({ output: { totals: [RUB("399.00")], count: 399 } });
  await crm.end();
});

test("a holding of 500 companies is reached in 2 requests, level by level", async () => {
  const refs = Array.from({ length: 500 }, (_, at) => `company/${at + 100}`);
  const linked = (ref: string): ValueMap => ({ title: ref, linked: refs.filter((other) => other !== ref) });
  const crm = await sampleCrm(Object.fromEntries(refs.map((ref) => [ref, linked(ref)])));
  await crm.perform("crm.get", { record: "company/100" });
  const count = await requests(crm, async () => {
    const outcome = await crm.perform("crm.reach", { from: "company/100", by: "linked" });
    expect(outcome).toMatchObject({ kind: "done" });
    expect(outcome.kind === "done" && (outcome.output as { refs: string[] }).refs).toHaveLength(500);
  });
  expect(count).toBe(2);
  await crm.end();
});

test("a write that changes something takes two requests, one that changes nothing takes one", async () => {
  const crm = await sampleCrm({ "company/7": { title: "Ромашка", discounts: { Bravante: 5 } } });
  await crm.perform("crm.get", { record: "company/7" });
  await crm.port.lists();
  const update = (set: ValueMap) => requests(crm, () => crm.perform("crm.update", { record: "company/7", set }));
  expect(await update({ discounts: { Bravante: 7 } })).toBe(2);
  expect(await update({ discounts: { Bravante: 7 } })).toBe(1);
  await crm.end();
});
