import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { id, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Store } from "../../engine/ports/store.ts";
import { sealRows } from "../../engine/registry/seal-rows.ts";
import { sealOnce } from "../../engine/runtime/sealer.ts";
import { verifyRegistries } from "../../engine/runtime/verify-registries.ts";
import { Life, START, wholeLife } from "./store-life.ts";

export const KEY = new Uint8Array(32).fill(9);

/** Bytes that look random and are the same in every run. */
export function chance(count: number): Uint8Array {
  return new Uint8Array(createHash("shake256", { outputLength: count }).update(`${count}`).digest());
}

const at = (now: Instant): Clock => ({ now: () => now, sleep: async () => {} });

/** Seals everything, as the worker that is the sealer. */
export async function sealAll(store: Store, now: Instant = instant(START + 100_000)): Promise<number> {
  const worker = { id: `w-${now}`, name: "w", version: "1", now, expiresAt: instant(now + 30_000) };
  const fence = await store.workers.enter(worker);
  const sealed = await sealOnce({ store, fence, clock: at(now), randomBytes: chance, key: KEY });
  await store.workers.leave(fence, now);
  return sealed.kind === "sealed" ? sealed.rows : -1;
}

const verify = (store: Store) => verifyRegistries(store, { key: KEY, kept: [], registries: null });

/** What every store must do about registries. */
export function registriesContract(open: () => Promise<Store>): void {
  test("rows are there with the commit, unsealed, and counted", async () => {
    const store = await open();
    await wholeLife(store, "i-1", 1);
    expect(await store.registries.names()).toEqual(["discounts"]);
    const [row] = await store.registries.rows("discounts", { limit: 10 });
    expect(row).toMatchObject({ instance: "i-1", actor: "head-1", seal: null, salts: {}, erased: [] });
    expect(row?.entry).toEqual({ company: "Ромашка", size: 10, result: "yes" });
    expect((await store.queries.counts(START)).unsealed).toBe(1);
  });

  test("the sealer numbers rows densely by time, chains them, and keeps the head of the day", async () => {
    const store = await open();
    for (const [place, name] of ["i-3", "i-1", "i-2"].entries()) await wholeLife(store, name, place + 1);
    expect(await sealAll(store)).toBe(3);
    await wholeLife(store, "i-4", 4);
    expect(await sealAll(store, instant(START + 200_000))).toBe(1);
    expect(await sealAll(store, instant(START + 300_000))).toBe(0);
    const rows = await store.registries.rows("discounts", { limit: 10 });
    expect(rows.map((row) => [row.seal?.number, row.instance])).toEqual([
      [1, "i-1"],
      [2, "i-2"],
      [3, "i-3"],
      [4, "i-4"],
    ]);
    const head = await store.registries.head("discounts");
    expect(head).toMatchObject({ count: 4, chain: rows.at(-1)?.seal?.chain });
    expect(await store.registries.heads("discounts")).toEqual([head]);
    expect((await store.queries.counts(START)).unsealed).toBe(0);
    expect((await verify(store)).map(({ registry, sealed, breaches }) => [registry, sealed, breaches])).toEqual([
      ["discounts", 4, 0],
    ]);
  });

  test("only one worker is the sealer", async () => {
    const store = await open();
    await wholeLife(store, "i-1");
    const now = instant(START + 100_000);
    const enter = (name: string) =>
      store.workers.enter({ id: name, name, version: "1", now, expiresAt: instant(now + 30_000) });
    const [one, other] = [await enter("one"), await enter("other")];
    expect(await store.workers.hold("sealer", one, now, instant(now + 10_000))).toBe(true);
    expect(await sealOnce({ store, fence: other, clock: at(now), randomBytes: chance, key: KEY })).toEqual({
      kind: "notOurs",
    });
  });

  test("a batch behind a head that moved, and a row that has a seal, write nothing", async () => {
    const store = await open();
    await wholeLife(store, "i-1", 1);
    const rows = await store.registries.unsealed("discounts", 10);
    const means = { key: KEY, randomBytes: chance, at: START };
    const { sealings, head } = sealRows(null, rows, means);
    if (head === null) throw new Error("no head");
    expect(await store.registries.seal("discounts", null, sealings, head)).toBe(true);
    expect(await store.registries.seal("discounts", null, sealings, head)).toBe(false);
    const again = sealRows(head, rows, means);
    expect(await store.registries.seal("discounts", head, again.sealings, again.head ?? head)).toBe(false);
    expect(await store.registries.head("discounts")).toEqual(head);
    expect((await verify(store))[0]?.breaches).toBe(0);
  });

  test("an erased person is gone, the erasure is recorded and sealed, and everything verifies", async () => {
    const store = await open();
    const life = await wholeLife(store, "i-1", 1);
    await wholeLife(store, "i-2", 2);
    const [row] = await store.registries.rowsOf([life.id]);
    const erasure = { registry: "discounts", instance: life.id, sequence: row?.sequence ?? 0 };
    const record = { id: "e-1", at: instant(START + 150_000), by: id<UserId>("admin-1"), reason: "по заявлению" };
    expect(await store.registries.erase([{ ...erasure, fields: ["company"] }], record)).toBe(0);
    await sealAll(store);
    const fields = ["company", "$actor", "$process", "no-such-field"];
    expect(await store.registries.erase([{ ...erasure, fields }], record)).toBe(1);
    const [erased] = await store.registries.rowsOf([life.id]);
    expect(erased).toMatchObject({ actor: null, entry: { size: 10, result: "yes" }, erased: ["company", "$actor"] });
    expect(Object.keys(erased?.salts ?? {}).sort()).toEqual(["$process", "$step", "result", "size"]);
    await sealAll(store, instant(START + 200_000));
    const [erasures] = await store.registries.rows("erasures", { limit: 10 });
    expect(erasures).toMatchObject({ actor: "admin-1", seal: { number: 1 } });
    expect(erasures?.entry).toEqual({ ...erasure, fields: ["company", "$actor"], reason: "по заявлению" });
    const verified = await verify(store);
    expect(verified.map(({ registry, breaches, erased: count }) => [registry, breaches, count])).toEqual([
      ["discounts", 0, 1],
      ["erasures", 0, 0],
    ]);
  });

  test("rows are found by instance, person and time, newest first", async () => {
    const store = await open();
    for (const place of [1, 2, 3]) {
      const life = new Life(store, `i-${place}`, place);
      life.now = instant(START + place * 1000);
      await (await life.start()).answer();
    }
    const found = async (wanted: Partial<Parameters<Store["registries"]["find"]>[1]>) =>
      (await store.registries.find("discounts", { limit: 10, ...wanted })).map((row) => row.instance);
    expect(await found({})).toEqual(["i-3", "i-2", "i-1"]);
    expect(await found({ limit: 1 })).toEqual(["i-3"]);
    expect(await found({ instance: id("i-2") })).toEqual(["i-2"]);
    expect(await found({ actor: id("nobody") })).toEqual([]);
    const from = instant(START + 62_000);
    expect(await found({ from })).toEqual(["i-3", "i-2"]);
    expect(await found({ to: from })).toEqual(["i-2", "i-1"]);
  });

  test("long registries are read page by page, those without a seal last", async () => {
    const store = await open();
    for (const place of [1, 2, 3, 4, 5]) await wholeLife(store, `i-${place}`, place);
    await sealAll(store);
    await wholeLife(store, "i-6", 6);
    const page = async (after: number) =>
      (await store.registries.rows("discounts", { after, limit: 3 })).map((row) => row.seal?.number ?? null);
    expect([await page(0), await page(3), await page(5)]).toEqual([[1, 2, 3], [4, 5, null], [null]]);
  });

  test("nothing is written twice and nothing is orphaned", async () => {
    const store = await open();
    const life = await wholeLife(store, "i-1");
    expect(await store.registries.orphans("discounts", 10)).toEqual([]);
    const [told] = await store.registries.appendedBy([life.id]);
    expect(told).toMatchObject({ registry: "discounts", instance: "i-1", process: "under-test" });
    expect(told?.events.map((event) => event.entry["company"])).toEqual(["Ромашка"]);
    expect(await store.registries.appendedBy([])).toEqual([]);
  });
}
