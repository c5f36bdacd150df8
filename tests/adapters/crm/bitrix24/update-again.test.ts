import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqlite } from "../../../../adapters/store/sqlite/open-sqlite.ts";
import type { ValueMap } from "../../../../engine/base/value.ts";
import type { CallOutcome } from "../../../../engine/instance/call-outcome.ts";
import { callOf, NOW } from "../../../contracts/operations/bench.ts";
import { fetchFailure } from "../../../support/bitrix24/fake-faults.ts";
import { openPortalCrm, type PortalCrm, toldBy } from "../../../support/portal-crm.ts";
import { samplePortal } from "../../../support/sample-portal.ts";
import { TestClock } from "../../../support/test-clock.ts";
import { WAYS } from "./sample-crm.ts";

let clock: TestClock;
let crm: PortalCrm;
let end: () => Promise<void>;

beforeEach(async () => {
  clock = new TestClock(NOW);
  const fake = samplePortal(clock);
  const tags = {
    type: "enumeration",
    multiple: true,
    items: ["new", "old"].map((VALUE, at) => ({ ID: String(at + 1), VALUE })),
  } as const;
  fake.crm.addField("company", { name: "UF_CRM_TAGS", ...tags });
  fake.crm.addType(1_038, "Contracts");
  fake.crm.addField(1_038, { name: "UF_CRM_5_TAGS", ...tags });
  const place = (field: string) => ({ kind: "field", field, multi: null, currency: null, values: {} }) as const;
  const company = {
    ...{ type: "company", stages: {}, pipelines: {}, entity: { kind: "item", entityTypeId: 4 } as const },
    fields: { title: place("title"), city: place("UF_CRM_CITY"), tags: place("UF_CRM_TAGS") },
  };
  const contract = {
    ...{ type: "contract", stages: {}, pipelines: {}, entity: { kind: "item", entityTypeId: 1_038 } as const },
    fields: { title: place("title"), tags: place("UF_CRM_5_TAGS") },
  };
  const database = openSqlite(":memory:", clock);
  crm = await openPortalCrm({ fake, database, records: { company, contract }, catalog: null, clock });
  fake.crm.put("company", { id: 7, title: "old", ufCrmCity: "Тула", ufCrmTags: [1, 2] });
  fake.crm.put(1_038, { id: 1, title: "old", ufCrm5Tags: [1] });
  await crm.watch.look();
  await toldBy(crm);
  end = () => database.close();
});

afterEach(() => end());

/** One attempt under the key, as the engine makes it. */
const attempt = (set: ValueMap, record = "company/7"): Promise<CallOutcome> =>
  crm.port.perform(callOf("crm.update", { record, set }, { key: "one" }), WAYS.signal);

/** Whatever was at work in the portal is over. */
const later = (): void => clock.set(clock.now() + 70_000);

const kept = () => crm.fake.record("company", 7);

/** What each event tells of our own step, and of others. */
async function told() {
  await crm.observer.observe(["company/7"], WAYS);
  return (await toldBy(crm)).map(({ event }) => [event["changed"], event["cause"] === null ? "people" : "step"]);
}

describe("an update of several fields, of which the portal has done a part", () => {
  test("whose clearing never arrived is done only when it is cleared", async () => {
    const set = { tags: [], title: "new" };
    crm.fake.faults.next("dropped-before", { method: "crm.company.update" });
    expect(await attempt(set)).toMatchObject({ kind: "unknown" });
    expect(kept()).toMatchObject({ title: "new", ufCrmTags: [1, 2] });
    expect(await attempt(set)).toMatchObject({ kind: "unknown" });
    later();
    expect(await attempt(set)).toMatchObject({ kind: "done", output: { title: "new", tags: [] } });
    expect(kept()?.["ufCrmTags"]).not.toEqual([1, 2]);
    expect(await told()).toEqual([
      [["title"], "step"],
      [["tags"], "step"],
    ]);
  });

  test("what a person changed after it was kept stays his, also where he put back what stood before", async () => {
    const set = { tags: [], title: "new" };
    crm.fake.faults.next("dropped-before", { method: "crm.company.update" });
    await attempt(set);
    crm.fake.person(11).update("company", 7, { title: "old" });
    later();
    expect(await attempt(set)).toMatchObject({ kind: "done", output: { title: "old", tags: [] } });
    expect(kept()).toMatchObject({ title: "old" });
  });

  test("a refused clearing leaves the rest of the write: again it is refused, and done where the portal lets it", async () => {
    const set = { tags: [], title: "new" };
    for (let time = 0; time < 2; time += 1) {
      expect(await attempt(set, "contract/1")).toMatchObject({ kind: "refused", code: "VALUE_NOT_KEPT" });
      expect(crm.fake.record(1_038, 1)).toMatchObject({ title: "new", ufCrm5Tags: [1] });
    }
    crm.fake.crm.put(1_038, { ...crm.fake.record(1_038, 1), ufCrm5Tags: [] });
    expect(await attempt(set, "contract/1")).toMatchObject({ kind: "done", output: { title: "new", tags: [] } });
  });
});

describe("an update of several fields that never arrived", () => {
  const lost = async (set: ValueMap): Promise<void> => {
    crm.fake.faults.next("dropped-before", { method: "crm.item.update" });
    expect(await attempt(set)).toMatchObject({ kind: "unknown" });
  };

  test("is not done because a person set one of them to the same value", async () => {
    const set = { title: "new", city: "Псков" };
    await lost(set);
    crm.fake.person(11).update("company", 7, { ufCrmCity: "Псков" });
    expect(await attempt(set)).toMatchObject({ kind: "unknown" });
    later();
    expect(await attempt(set)).toMatchObject({ kind: "done", output: { title: "new", city: "Псков" } });
    expect(kept()).toMatchObject({ title: "new", ufCrmCity: "Псков" });
  });

  test("leaves a person's later word alone and writes the others", async () => {
    const set = { title: "new", city: "Псков" };
    await lost(set);
    crm.fake.person(11).update("company", 7, { ufCrmCity: "Луга" });
    later();
    expect(await attempt(set)).toMatchObject({ kind: "done", output: { title: "new", city: "Луга" } });
    expect(kept()).toMatchObject({ title: "new", ufCrmCity: "Луга" });
    expect(await told()).toEqual([
      [["city"], "people"],
      [["title"], "step"],
    ]);
  });
});

test("what the watch saw as written is not written again, whatever a person makes of it", async () => {
  const set = { title: "new", city: "Псков" };
  const { fetch } = crm.fake;
  let isAway = false;
  const written = (async (request: Request) => {
    const answer = isAway ? null : await fetch(request);
    isAway ||= request.url.includes("crm.item.update");
    if (isAway || answer === null) throw fetchFailure("ECONNRESET", "the answer is lost");
    return answer;
  }) satisfies typeof fetch;
  Object.defineProperty(crm.fake, "fetch", { value: written });
  expect(await attempt(set)).toMatchObject({ kind: "unknown" });
  Object.defineProperty(crm.fake, "fetch", { value: fetch });
  await crm.observer.observe(["company/7"], WAYS);
  crm.fake.person(11).update("company", 7, { title: "old" });
  later();
  expect(await attempt(set)).toMatchObject({ kind: "done", output: { title: "old", city: "Псков" } });
  expect(kept()).toMatchObject({ title: "old", ufCrmCity: "Псков" });
});

test("keys older than any repetition are forgotten, however many there are", async () => {
  const OLD = 1_100;
  const order = { kind: "note", ref: "company/7", cause: { process: "p", instance: "i", step: "s" } } as const;
  for (let at = 0; at < OLD; at += 1)
    await crm.journal.claim({ ...order, key: `old-${at}` } as never, { now: 1_000, until: 2_000 });
  await crm.journal.claim({ ...order, key: "new" } as never, { now: clock.now(), until: clock.now() });
  await crm.journal.forgetOld(clock.now());
  const left = await crm.database.db
    .selectFrom("bitrix24_write" as never)
    .select("key" as never)
    .execute();
  expect(left).toEqual([{ key: "new" }]);
});
