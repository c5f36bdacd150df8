import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqlite } from "../../../../adapters/store/sqlite/open-sqlite.ts";
import { NOW } from "../../../contracts/operations/bench.ts";
import { addTask } from "../../../support/bitrix24/fake-tasks.ts";
import { openPortalCrm, type PortalCrm, toldBy } from "../../../support/portal-crm.ts";
import { sampleMapping, samplePortal } from "../../../support/sample-portal.ts";
import { TestClock } from "../../../support/test-clock.ts";
import { known, sampleCrm, WAYS } from "./sample-crm.ts";

const plain = (field: string) => ({ kind: "field", field, multi: null, currency: null, values: {} }) as const;
const bare = { stages: {}, pipelines: {} };
const RECORDS = {
  task: {
    ...{ ...bare, type: "task", entity: { kind: "task" } as const },
    fields: { title: plain("TITLE"), responsible: plain("RESPONSIBLE_ID") },
  },
  row: {
    ...{ ...bare, type: "row", entity: { kind: "list", iblock: 42 } as const },
    fields: { title: plain("NAME"), discount: plain("PROPERTY_118") },
  },
};
const TASKS = 120;
const MINUTE = 60_000;

let clock: TestClock;
let crm: PortalCrm;
/** A second worker on the same database. */
let other: PortalCrm;
let tasks: readonly number[];
let end: () => Promise<void>;

beforeEach(async () => {
  clock = new TestClock(NOW);
  const fake = samplePortal(clock);
  const call = { actor: { userId: 11, token: null }, caller: { userId: 11 } } as never;
  tasks = Array.from(
    { length: TASKS },
    (_, at) => addTask({ TITLE: `task ${at}`, RESPONSIBLE_ID: 11 }, call, fake.world).id,
  );
  const database = openSqlite(":memory:", clock);
  const { users } = sampleMapping();
  clock.set(NOW + 40 * 3_600_000);
  const order = { fake, database, records: RECORDS, users, catalog: null, clock };
  crm = await openPortalCrm(order);
  other = await openPortalCrm(order);
  await crm.watch.look();
  await toldBy(crm);
  end = () => database.close();
});

afterEach(() => end());

/** Both workers look, so much later. Requests that it took, by method. */
async function later(ms: number): Promise<(method: string) => number> {
  clock.set(clock.now() + ms);
  const before = new Map(crm.fake.calls);
  await crm.watch.look();
  await other.watch.look();
  return (method) => (crm.fake.calls.get(method) ?? 0) - (before.get(method) ?? 0);
}

async function told() {
  return (await toldBy(crm)).map(({ name, event }) => [name, event["changed"]]);
}

describe("tasks", () => {
  test("are asked for what changed, by one worker at a time", async () => {
    await later(20 * MINUTE);
    expect((await later(MINUTE))("tasks.task.list")).toBe(1);
    const task = crm.fake.world.tasks.get(tasks[70] ?? 0);
    if (task === undefined) throw new Error("There are many tasks");
    task.values["TITLE"] = "another";
    task.changedAt = clock.now();
    const requests = await later(MINUTE);
    expect(requests("tasks.task.list")).toBe(2);
    expect(await told()).toEqual([["crm.task.updated", ["title"]]]);
  });

  test("are compared as a whole once a day: what changed without a date is found, each page is read once", async () => {
    const task = crm.fake.world.tasks.get(tasks[0] ?? 0);
    if (task === undefined) throw new Error("There are many tasks");
    task.values["TITLE"] = "another";
    const requests = await later(24 * 60 * MINUTE + 1);
    // The poll, three pages, the one that differs.
    expect(requests("tasks.task.list")).toBe(5);
    expect(await told()).toEqual([["crm.task.updated", ["title"]]]);
  });

  test("that may not be seen any more are not told as deleted", async () => {
    crm.fake.world.tasks.delete(tasks[0] ?? 0);
    await later(24 * 60 * MINUTE + 1);
    await crm.observer.observe([`task/${tasks[0]}`], WAYS);
    expect(await told()).toEqual([]);
  });
});

describe("list elements", () => {
  test("are read once in a quarter of an hour, however many workers there are; what differs is told", async () => {
    await later(16 * MINUTE);
    expect((await later(MINUTE))("lists.element.get")).toBe(0);
    expect((await later(15 * MINUTE))("lists.element.get")).toBe(1);
    const [element] = crm.fake.world.listElements.values();
    if (element === undefined) throw new Error("There are brands");
    element.name = "Another";
    expect((await later(15 * MINUTE))("lists.element.get")).toBe(2);
    expect(await told()).toEqual([["crm.row.updated", ["title"]]]);
  });

  test("that may not be seen any more are not told as deleted", async () => {
    const [id] = crm.fake.world.listElements.keys();
    crm.fake.world.listElements.delete(id ?? 0);
    await later(24 * 60 * MINUTE + 1);
    await crm.observer.observe([`row/${id}`], WAYS);
    expect(await told()).toEqual([]);
  });
});

test("a sweep goes on where it stopped: hundreds of records that we may not see hide none that is gone", async () => {
  const hidden = new Set<unknown>();
  const crm = await sampleCrm(undefined, { mayRead: (_user, type, item) => type !== 4 || !hidden.has(item["id"]) });
  for (let id = 1_001; id <= 1_510; id += 1) crm.fake.crm.put("company", { id, title: `company ${id}` });
  await known(crm);
  for (let id = 1_001; id < 1_510; id += 1) hidden.add(id);
  crm.fake.person(11).delete("company", 1_510);
  crm.clock.set(crm.clock.now() + 86_401_000);
  await crm.watch.look();
  crm.clock.set(crm.clock.now() + 16 * MINUTE);
  await crm.watch.look();
  expect((await toldBy(crm)).map(({ name, event }) => [name, event["record"]])).toMatchObject([
    ["crm.company.deleted", { ref: "company/1510" }],
  ]);
  await crm.end();
});
