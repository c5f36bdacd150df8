import { expect, test } from "vitest";
import { type InstanceId, id, type TaskId, type UserId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { InstanceFilter, Page } from "../../engine/ports/queries.ts";
import type { IncidentRow, Store } from "../../engine/ports/store.ts";
import { archivedLife, Life, START, wholeLife } from "./store-life.ts";

/** Reads a list to its end in pages of two, and checks that no page is longer. */
async function paged<Row>(read: (page: { limit: number; after: string | null }) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 20; pages++) {
    const page: Page<Row> = await read({ limit: 2, after });
    expect(page.rows.length).toBeLessThanOrEqual(2);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    after = page.next;
  }
  throw new Error("The list has no end");
}

async function begun(store: Store, place: number, company = "Ромашка"): Promise<Life> {
  const life = new Life(store, `i-${place}`, place);
  life.now = instant(START + place * 1000);
  return await life.start({ company, size: place }, `key-${place}`);
}

function incident(name: string, at: number, instance: string | null = null): IncidentRow {
  const says = { ru: "сломалось", en: "broken" };
  const rest = { step: null, code: "E", message: says, remedy: says, resolution: "none", at: instant(at) } as const;
  return { id: name, instance: instance === null ? null : id(instance), process: id("under-test"), ...rest };
}

/** What every store must answer about what commits wrote. */
export function queriesContract(open: () => Promise<Store>): void {
  test("instances come newest first, page by page, each once, archived ones among them", async () => {
    const store = await open();
    for (const place of [1, 2, 3, 4, 5]) await begun(store, place);
    await archivedLife(store, "i-0", 9);
    const rows = await paged((page) => store.queries.instances({}, page));
    expect(rows.map((row) => [row.id, row.archived])).toEqual([
      ["i-5", false],
      ["i-4", false],
      ["i-3", false],
      ["i-2", false],
      ["i-1", false],
      ["i-0", true],
    ]);
    const archived = await store.queries.instances({ archived: true }, { limit: 10 });
    expect(archived.rows).toMatchObject([{ id: "i-0", status: "completed", revision: 16, number: 9 }]);
    expect(await store.queries.ids(null, 3)).toEqual(["i-0", "i-1", "i-2"]);
    expect(await store.queries.ids(id<InstanceId>("i-2"), 9)).toEqual(["i-3", "i-4", "i-5"]);
  });

  test("each filter of instances does what it says", async () => {
    const store = await open();
    const first = await begun(store, 1);
    await begun(store, 2);
    await wholeLife(store, "i-3", 3);
    const found = async (filter: InstanceFilter) =>
      (await store.queries.instances(filter, { limit: 10 })).rows.map((row) => row.id).sort();
    expect(await found({ status: ["running"] })).toEqual(["i-1", "i-2"]);
    expect(await found({ status: ["completed", "failed"] })).toEqual(["i-3"]);
    expect(await found({ process: id("other") })).toEqual([]);
    expect(await found({ digest: first.instance?.digest ?? "" })).toHaveLength(3);
    expect(await found({ requester: id<UserId>("user-1"), key: "key-2" })).toEqual(["i-2"]);
    expect(await found({ startedFrom: instant(START + 2000) })).toEqual(["i-2"]);
    expect(await found({ startedTo: START })).toEqual(["i-3"]);
    expect(await found({ archived: true })).toEqual([]);
  });

  test("a subject is found by any part of it, in any case and any script", async () => {
    const store = await open();
    for (const [place, company] of ["ООО «Ёлка»", "Ромашка 100%", "STRASSE"].entries())
      await begun(store, place + 1, company);
    const found = async (text: string) =>
      (await store.queries.instances({ text }, { limit: 10 })).rows.map((row) => row.id);
    expect(await found("ЕЛКА")).toEqual(["i-1"]);
    expect(await found("ёлк")).toEqual(["i-1"]);
    expect(await found("рОМАШ")).toEqual(["i-2"]);
    expect(await found("0%")).toEqual(["i-2"]);
    expect(await found("%")).toEqual(["i-2"]);
    expect(await found("_")).toEqual([]);
    expect(await found("'")).toEqual([]);
    expect(await found("strasse")).toEqual(["i-3"]);
    expect(await found("СКИДКА")).toHaveLength(3);
  });

  test("an instance is found by its id, and by its process and number", async () => {
    const store = await open();
    await begun(store, 7);
    await archivedLife(store, "i-8", 8);
    expect((await store.queries.instance("i-7"))?.number).toBe(7);
    expect((await store.queries.instance("under-test/7"))?.id).toBe("i-7");
    expect((await store.queries.instance("under-test/8"))?.archived).toBe(true);
    for (const wrong of ["under-test/9", "under-test/", "/7", "", "under-test/7x", "i-70"])
      expect(await store.queries.instance(wrong)).toBeNull();
  });

  test("numbers of instances are found by their ids, archived ones too", async () => {
    const store = await open();
    await begun(store, 7);
    await archivedLife(store, "i-8", 8);
    const numbers = await store.queries.numbers([id("i-7"), id("i-8"), id("i-7"), id("i-none")]);
    expect(numbers).toEqual({ "i-7": 7, "i-8": 8 });
    expect(await store.queries.numbers([])).toEqual({});
  });

  test("tasks come by age where none has a due time, for whom may act, page by page", async () => {
    const store = await open();
    for (const place of [3, 1, 2, 5, 4]) await begun(store, place);
    const tasks = await paged((page) => store.queries.tasks({ actor: id<UserId>("head-1") }, page));
    expect(tasks.map((task) => task.instance)).toEqual(["i-1", "i-2", "i-3", "i-4", "i-5"]);
    const of = async (filter: Parameters<Store["queries"]["tasks"]>[0]) =>
      (await store.queries.tasks(filter, { limit: 10 })).rows.map((task) => task.instance);
    expect(await of({ actor: id<UserId>("user-2") })).toEqual([]);
    expect(await of({ instance: id("i-2") })).toEqual(["i-2"]);
    expect(await of({ process: id("other") })).toEqual([]);
    expect(await of({ about: "lead/1" })).toEqual([]);
    expect(await store.queries.task(tasks[0]?.id ?? "")).toEqual(tasks[0]);
  });

  test("tasks with a due time come first, the soonest in front, then the others by age", async () => {
    const store = await open();
    for (const [place, due] of [null, 9000, 3000, null, 9000, 6000].entries()) {
      const life = new Life(store, `i-${place + 1}`, place + 1);
      life.now = instant(START + place * 1000);
      life.dueAt = due === null ? null : instant(START + due);
      await life.start();
    }
    const tasks = await paged((page) => store.queries.tasks({}, page));
    expect(tasks.map((task) => task.instance)).toEqual(["i-3", "i-6", "i-2", "i-5", "i-1", "i-4"]);
    expect((await store.queries.counts(instant(START + 6000))).overdueTasks).toBe(2);
  });

  test("the instance of a task is known as long as the history is", async () => {
    const store = await open();
    const life = await begun(store, 1);
    const task = life.task.id;
    expect(await store.queries.instanceOfTask(task)).toBe("i-1");
    await (await life.answer()).end();
    expect(await store.queries.task(task)).toBeNull();
    expect(await store.queries.instanceOfTask(task)).toBe("i-1");
    await life.settle();
    await store.instances.archive(instant(START + 10_000_000), 10);
    expect(await store.queries.instanceOfTask(task)).toBe("i-1");
    for (const wrong of [`${task}0`, "i-1/ask#1/work@99", "i-2/ask#1/work@4", "", "/", "%", "x".repeat(100_000)])
      expect(await store.queries.instanceOfTask(id<TaskId>(wrong))).toBeNull();
  });

  test("incidents of the engine are raised once, listed newest first and settled", async () => {
    const store = await open();
    for (const place of [1, 2, 3]) await store.queries.raise(incident(`n-${place}`, START + place));
    await store.queries.raise(incident("n-1", START + 99));
    const rows = await paged((page) => store.queries.incidents({}, page));
    expect(rows.map((row) => row.id)).toEqual(["n-3", "n-2", "n-1"]);
    expect(rows[2]).toEqual(incident("n-1", START + 1));
    expect((await store.queries.incidents({ code: "OTHER" }, { limit: 10 })).rows).toEqual([]);
    expect([await store.queries.settle("n-2"), await store.queries.settle("n-2")]).toEqual([true, false]);
    expect((await store.queries.counts(START)).incidents).toBe(2);
  });

  test("what nothing could wake is found, and nothing else", async () => {
    const store = await open();
    const life = await begun(store, 1);
    await wholeLife(store, "i-2", 2);
    await life.settle();
    expect(await store.queries.sleepless(10)).toEqual([]);
    await life.answer();
    await life.settle();
    expect((await store.queries.sleepless(10)).map((row) => row.id)).toEqual(["i-1"]);
    const [call] = Object.values(life.instance?.calls ?? {}).filter((one) => one.message === null);
    const waiting = { instance: life.id, call: call?.id ?? id("none"), attempt: 1 };
    await store.starts.awaitEnd(id<InstanceId>("child"), waiting);
    expect(await store.queries.sleepless(10)).toEqual([]);
  });

  test("what is stored beside a history is what the history gives", async () => {
    const store = await open();
    const life = await begun(store, 1);
    const stored = await store.queries.stored(life.id);
    expect(stored?.tasks.put.map((task) => task.id)).toEqual([life.task.id]);
    expect(stored?.timers.put.map((timer) => [timer.dueAt, timer.paused])).toEqual([
      [Object.values(life.instance?.timers ?? {})[0]?.dueAt, false],
    ]);
    expect(stored?.outbox.put.map((entry) => entry.work.kind)).toEqual(["effect"]);
    expect(await store.queries.stored(id<InstanceId>("i-9"))).toBeNull();
  });

  test("counts say what there is, what is late and since when", async () => {
    const store = await open();
    await begun(store, 1);
    await wholeLife(store, "i-2", 2);
    const life = await begun(store, 3);
    const due = Object.values(life.instance?.timers ?? {})[0]?.dueAt ?? 0;
    expect(await store.queries.counts(START)).toMatchObject({
      instances: { running: 2, completed: 1 },
      tasks: 2,
      timers: 2,
      lateTimers: 0,
      latestTimerMs: 0,
      outbox: { message: 3, engine: 1 },
      unsealed: 1,
    });
    const late = await store.queries.counts(instant(due + 5000));
    expect([late.lateTimers, late.latestTimerMs >= 5000]).toEqual([2, true]);
  });
}
