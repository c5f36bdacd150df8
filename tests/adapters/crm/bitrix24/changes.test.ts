import { describe, expect, test } from "vitest";
import { encodeForm } from "../../../support/bitrix24/fake-form.ts";
import { toldBy } from "../../../support/portal-crm.ts";
import { known, type SampleCrm, sampleCrm, WAYS } from "./sample-crm.ts";

const EVENTS = ["ONCRMCOMPANYADD", "ONCRMCOMPANYUPDATE", "ONCRMCOMPANYDELETE", "ONCRMDEALUPDATE", "ONCRMLEADADD"];

async function opened(): Promise<SampleCrm> {
  const crm = await sampleCrm(undefined, { delivery: { burst: [3, 3] } });
  crm.listen(EVENTS);
  await known(crm);
  return crm;
}

/** What came is delivered, waits for the rest of its burst, and is looked into. */
async function settle(crm: SampleCrm): Promise<void> {
  await crm.fake.deliver();
  crm.clock.set(crm.clock.now() + 2_500);
  await crm.watch.events(WAYS);
}

/** What is told of records, in short. */
async function told(crm: SampleCrm) {
  return (await toldBy(crm)).map(({ id, name, actor, event }) => ({
    ...{ id, name, actor, changed: event["changed"], cause: event["cause"] },
    record: event["record"] as Readonly<Record<string, unknown>>,
    previous: event["previous"] as Readonly<Record<string, unknown>>,
  }));
}

const step = { process: "lead-distribution", instance: "i-1", step: "assign" };

describe("what people change", () => {
  test("a burst of events is one change, with what was before and who did it", async () => {
    const crm = await opened();
    crm.fake.person(11).update("company", 7, { ufCrmDiscountBravante: 50 });
    expect(crm.fake.events.waiting.length).toBe(3);
    await settle(crm);
    const [change, ...more] = await told(crm);
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      id: "b24:company/7@2",
      name: "crm.company.updated",
      actor: "manager-1",
      cause: null,
      changed: ["discounts"],
    });
    expect(change?.previous["discounts"]).toMatchObject({ Bravante: 5, Cremolux: 7 });
    expect(change?.record["discounts"]).toMatchObject({ Bravante: 50, Cremolux: 7 });
    await crm.end();
  });

  test("whoever the portal says is an administrator is remembered, and forgotten when he is none any more", async () => {
    const crm = await opened();
    const administrators = async () =>
      crm.database.db
        .selectFrom("bitrix24_admin" as never)
        .selectAll()
        .execute();
    const chief = crm.fake.world.users.get(31);
    if (chief === undefined) throw new Error("There is a director");
    chief.admin = true;
    crm.fake.person(31).update("company", 7, { ufCrmDiscountBravante: 50 });
    await settle(crm);
    expect(await told(crm)).toMatchObject([{ actor: "director-1" }]);
    expect(await administrators()).toEqual([{ user_number: 31, seen_at: crm.clock.now() }]);
    chief.admin = false;
    crm.fake.person(31).update("company", 7, { ufCrmDiscountBravante: 51 });
    await settle(crm);
    expect(await administrators()).toEqual([]);
    await crm.end();
  });

  test("two people in one burst: nobody is named, because nobody is sure", async () => {
    const crm = await opened();
    crm.fake.person(11).update("company", 7, { ufCrmDiscountBravante: 50 });
    crm.fake.person(1).update("company", 7, { title: "Белый причал и сыновья" });
    await settle(crm);
    expect(await told(crm)).toMatchObject([{ actor: null, changed: ["title", "discounts"] }]);
    await crm.end();
  });

  test("an event from somebody who is not the portal is not believed", async () => {
    const crm = await opened();
    const auth = { application_token: "guessed", member_id: crm.fake.world.memberId };
    const body = encodeForm({ event: "ONCRMCOMPANYUPDATE", data: { FIELDS: { ID: "7" } }, auth });
    expect(await crm.receive(new TextEncoder().encode(body))).toEqual({ status: 403 });
    crm.clock.set(crm.clock.now() + 60_000);
    const requests = crm.fake.requests.length;
    await crm.watch.events(WAYS);
    expect(crm.fake.requests).toHaveLength(requests);
    await crm.end();
  });

  test("created, moved and deleted records are told", async () => {
    const crm = await opened();
    const id = crm.fake.person(12).create("company", { title: "Новая", ufCrmDiscountNordbrew: 30 });
    await settle(crm);
    expect(await told(crm)).toMatchObject([
      {
        name: "crm.company.created",
        actor: "manager-2",
        record: { title: "Новая" },
        previous: { title: null, discounts: null },
      },
    ]);
    crm.fake.person(12).move("deal", 208, "C1:EXECUTING");
    await settle(crm);
    expect(await told(crm)).toMatchObject([
      {
        name: "crm.deal.updated",
        record: { pipeline: "service", stage: "REPAIR", stageKind: "open" },
        previous: { pipeline: "equipment", stage: "NEW", stageKind: "first" },
      },
    ]);
    crm.fake.person(12).delete("company", id);
    await settle(crm);
    expect(await told(crm)).toMatchObject([{ name: "crm.company.deleted", record: { title: "Новая" }, changed: [] }]);
    const input = { inputs: { company: { ref: `company/${id}`, include: [] } } };
    expect(await crm.perform("records.load", input)).toMatchObject({ output: { company: null } });
    expect(await crm.perform("records.load", input, { ofDeleted: true })).toMatchObject({
      output: { company: { title: "Новая" } },
    });
    await crm.end();
  });
});

describe("without events", () => {
  test("the first look at a portal tells nothing; then the poll finds what events did not tell", async () => {
    const crm = await sampleCrm();
    await crm.watch.look();
    expect(await told(crm)).toEqual([]);
    crm.fake.person(11).update("company", 7, { ufCrmCity: "Псков" });
    const id = crm.fake.person(11).create("lead", { title: "Звонок" });
    crm.clock.set(crm.clock.now() + 61_000);
    await crm.watch.look();
    const found = await told(crm);
    expect(found.map(({ name, record }) => [name, record["ref"]]).sort()).toEqual([
      ["crm.company.updated", "company/7"],
      ["crm.lead.created", `lead/${id}`],
    ]);
    expect(found.map(({ actor }) => actor)).toEqual(["manager-1", "manager-1"]);
    crm.clock.set(crm.clock.now() + 61_000);
    await crm.watch.look();
    expect(await told(crm)).toEqual([]);
    await crm.end();
  });

  test("two changes of the same second, one of them after the poll, are both found", async () => {
    const crm = await sampleCrm();
    await known(crm);
    crm.clock.set(crm.clock.now() + 60_500);
    crm.fake.person(11).update("company", 7, { ufCrmCity: "Псков" });
    await crm.watch.look();
    crm.fake.crm.put("company", { ...crm.fake.record("company", 7), ufCrmCity: "Луга" });
    crm.clock.set(crm.clock.now() + 60_500);
    await crm.watch.look();
    expect((await told(crm)).map(({ record }) => record["city"])).toEqual(["Псков", "Луга"]);
    await crm.end();
  });

  test("portals that pass over offsets in filters miss nothing", async () => {
    const crm = await sampleCrm(undefined, { switches: { filterDates: "plain" }, offsetMinutes: -300 });
    await known(crm);
    for (const city of ["Псков", "Луга", "Тверь"]) {
      crm.fake.person(11).update("company", 7, { ufCrmCity: city });
      crm.clock.set(crm.clock.now() + 3_600_000);
      await crm.watch.look();
    }
    expect((await told(crm)).map(({ record }) => record["city"])).toEqual(["Псков", "Луга", "Тверь"]);
    await crm.end();
  });

  test("the sweep finds what is gone, and never takes a lost right for a deletion", async () => {
    const hidden = new Set<unknown>();
    const crm = await sampleCrm(undefined, { mayRead: (_user, type, item) => type !== 4 || !hidden.has(item["id"]) });
    await known(crm);
    crm.fake.person(11).delete("company", 50);
    hidden.add(51);
    crm.clock.set(crm.clock.now() + 86_401_000);
    await crm.watch.look();
    expect((await told(crm)).map(({ name, record }) => [name, record["ref"]])).toEqual([
      ["crm.company.deleted", "company/50"],
    ]);
    await crm.end();
  });
});

describe("what we write ourselves", () => {
  test("is told with its step, at once, and its own events tell nothing more", async () => {
    const crm = await opened();
    await crm.perform("crm.update", { record: "company/7", set: { discounts: { Bravante: 9 } } });
    expect(await told(crm)).toMatchObject([{ changed: ["discounts"], cause: step, actor: null }]);
    await settle(crm);
    expect(await told(crm)).toEqual([]);
    await crm.end();
  });

  test("a person's edit in the same burst is told apart, without a cause", async () => {
    const crm = await opened();
    crm.fake.faults.next("dropped-after", { method: "crm.item.update" });
    await crm.perform("crm.update", { record: "company/7", set: { discounts: { Bravante: 9 } } });
    crm.fake.person(11).update("company", 7, { ufCrmDiscountNordbrew: 40 });
    await settle(crm);
    const changes = await told(crm);
    expect(changes).toMatchObject([
      { changed: ["discounts"], cause: step, actor: null },
      { changed: ["discounts"], cause: null, actor: "manager-1" },
    ]);
    expect(changes[0]?.record["discounts"]).toMatchObject({ Bravante: 9, Nordbrew: 8 });
    expect(changes[1]?.previous["discounts"]).toMatchObject({ Bravante: 9, Nordbrew: 8 });
    expect(changes[1]?.record["discounts"]).toMatchObject({ Bravante: 9, Nordbrew: 40 });
    await crm.end();
  });

  test("a person's edit just before ours is seen by our own reading, and told without a cause", async () => {
    const crm = await opened();
    crm.fake.person(11).update("company", 7, { ufCrmDiscountBravante: 50 });
    await crm.perform("crm.update", { record: "company/7", set: { discounts: { Bravante: 5 } } });
    expect(await told(crm)).toMatchObject([
      { cause: null, actor: "manager-1", record: { discounts: { Bravante: 50 } } },
      { cause: step, actor: null, record: { discounts: { Bravante: 5 } }, previous: { discounts: { Bravante: 50 } } },
    ]);
    await settle(crm);
    expect(await told(crm)).toEqual([]);
    await crm.end();
  });

  test("a record that we made is told with its step, also where the answer was lost and the watch saw it first", async () => {
    const crm = await opened();
    crm.fake.faults.next("dropped-after", { method: "crm.item.add" });
    // The look that follows at once comes to nothing, too.
    crm.fake.faults.next("reset", { method: "crm.item.list", times: 3 });
    expect(
      await crm.perform("crm.create", { of: "lead", set: { title: "Письмо", source: "email" } }, { key: "k" }),
    ).toMatchObject({ kind: "unknown", keyed: true });
    await settle(crm);
    expect(await told(crm)).toMatchObject([{ name: "crm.lead.created", cause: step, record: { title: "Письмо" } }]);
    crm.clock.set(crm.clock.now() + 70_000);
    expect(
      await crm.perform("crm.create", { of: "lead", set: { title: "Письмо", source: "email" } }, { key: "k" }),
    ).toMatchObject({ kind: "done", output: { title: "Письмо", source: "email" } });
    expect(await told(crm)).toEqual([]);
    expect([...crm.fake.crm.records("lead").values()].filter(({ title }) => title === "Письмо")).toHaveLength(1);
    await crm.end();
  });
});

test("several workers that look at once tell each change once", async () => {
  const crm = await opened();
  for (let round = 0; round < 5; round += 1) {
    crm.fake.person(11).update("company", 7, { ufCrmDiscountBravante: 20 + round });
    await Promise.all(Array.from({ length: 4 }, () => crm.observer.observe(["company/7", "company/8"], WAYS)));
  }
  const changes = await told(crm);
  expect(changes.map(({ id }) => id)).toEqual([2, 3, 4, 5, 6].map((revision) => `b24:company/7@${revision}`));
  await crm.end();
});
