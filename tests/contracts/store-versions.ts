import { expect, test } from "vitest";
import { id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import type { Store } from "../../engine/ports/store.ts";
import type { Bundle } from "../../engine/ports/versions.ts";
import { DISCOUNT, Life, START, wholeLife } from "./store-life.ts";

function bundle(process: string, digest: string): Bundle {
  const main = { path: `processes/${process}/process.yaml`, text: `process: ${process}\n# ${digest}\n` };
  return { process: id(process), digest, main, files: [], catalog: null, calendar: "ru-office", neighbors: [] };
}

type Order = Parameters<Store["versions"]["deploy"]>[0];

function order(marker: number, bundles: readonly Bundle[], more: Partial<Order> = {}): Order {
  const titled = bundles.map((one) => ({ bundle: one, title: `Процесс ${one.process}` }));
  return { marker, at: START, by: id<UserId>("admin-1"), bundles: titled, calendars: [], retired: [], ...more };
}

/** What every store must do about versions and calendars. */
export function versionsContract(open: () => Promise<Store>): void {
  test("a deploy puts versions in force, counted per process, and the marker moves", async () => {
    const { versions } = await open();
    expect(await versions.marker()).toBe(0);
    expect(await versions.deploy(order(0, [bundle("a", "a1"), bundle("b", "b1")]))).toBe(true);
    expect(await versions.deploy(order(1, [bundle("a", "a2")]))).toBe(true);
    expect(await versions.marker()).toBe(2);
    expect(Object.fromEntries(await versions.current())).toEqual({ a: "a2", b: "b1" });
    const rows = (await versions.list()).map((row) => [row.process, row.number, row.digest, row.current, row.live]);
    expect(rows).toEqual([
      ["a", 2, "a2", true, 0],
      ["a", 1, "a1", false, 0],
      ["b", 1, "b1", true, 0],
    ]);
    expect(await versions.bundle("a1")).toEqual(bundle("a", "a1"));
    expect(await versions.bundle("nothing")).toBeNull();
  });

  test("a plan that another deploy has overtaken changes nothing", async () => {
    const { versions } = await open();
    expect(await versions.deploy(order(0, [bundle("a", "a1")]))).toBe(true);
    expect(await versions.deploy(order(0, [bundle("a", "a2")]))).toBe(false);
    expect(await versions.deploy(order(7, [bundle("a", "a2")]))).toBe(false);
    expect([await versions.marker(), await versions.bundle("a2")]).toEqual([1, null]);
  });

  test("of two deploys at once exactly one is done", async () => {
    const { versions } = await open();
    const both = await Promise.all(["a1", "a2"].map((digest) => versions.deploy(order(0, [bundle("a", digest)]))));
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await versions.list()).toHaveLength(1);
  });

  test("a digest that is known becomes current again with the number it had", async () => {
    const { versions } = await open();
    for (const [marker, digest] of ["a1", "a2", "a1"].entries())
      await versions.deploy(order(marker, [bundle("a", digest)]));
    const rows = (await versions.list()).map((row) => [row.number, row.digest, row.current]);
    expect(rows).toEqual([
      [2, "a2", false],
      [1, "a1", true],
    ]);
  });

  test("a retired process has no current version; what runs goes on", async () => {
    const { versions } = await open();
    await versions.deploy(order(0, [bundle("a", "a1"), bundle("b", "b1")]));
    await versions.deploy(order(1, [], { retired: [id<ProcessId>("a")] }));
    expect(Object.fromEntries(await versions.current())).toEqual({ b: "b1" });
    expect(await versions.bundle("a1")).not.toBeNull();
  });

  test("calendars are replaced by name", async () => {
    const { versions } = await open();
    const office = (text: string) => ({ name: "ru-office", digest: text, text, path: "calendars/ru-office.yaml" });
    await versions.deploy(order(0, [], { calendars: [office("one")] }));
    await versions.deploy(order(1, [], { calendars: [office("two")] }));
    expect(await versions.calendars()).toEqual([office("two")]);
  });

  test("live instances are counted by version, ended ones are not", async () => {
    const store = await open();
    await store.versions.deploy(order(0, [bundle("under-test", DISCOUNT.digest)]));
    await new Life(store, "i-1", 1).start();
    await new Life(store, "i-2", 2).start();
    await wholeLife(store, "i-3", 3);
    expect((await store.versions.list()).map((row) => row.live)).toEqual([2]);
  });
}
