import { expect, test } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { Viewer } from "../../../engine/people/viewer.ts";
import type { Registries, SealedRow } from "../../../engine/ports/registries.ts";
import type { Library } from "../../../engine/runtime/library.ts";
import { RegistryDesk } from "../../../engine/runtime/registry-desk.ts";
import { DISCOUNT } from "../../contracts/store-life.ts";
import { FIRM } from "../../support/play.ts";

const DAY_MS = 86_400_000;
const START = Date.parse("2026-10-30T09:00:00Z");

function rub(amount: string): ValueMap {
  return { amount, currency: "RUB" };
}

function row(place: number, entry: ValueMap, more: Partial<SealedRow> = {}): SealedRow {
  return {
    ...{ registry: "discounts", instance: id(`i-${place}`), sequence: 1, process: id("p"), step: "write" },
    ...{ actor: id<UserId>(place % 2 === 0 ? "ann" : "ben"), at: instant(START + place * DAY_MS), entry },
    ...{ seal: null, salts: {}, erased: [], ...more },
  };
}

function deskWith(rows: readonly SealedRow[], readers: readonly string[] = []) {
  const newest = rows.toReversed();
  const scan: Registries["scan"] = async (_registry, { actor, from, to, ascending, after, limit }) => {
    const ordered = ascending ? rows : newest;
    const start = after === null ? 0 : ordered.findIndex((one) => one.instance === after.instance) + 1;
    return ordered
      .slice(start)
      .filter((one) => actor === undefined || one.actor === actor)
      .filter((one) => (from === undefined || one.at >= from) && (to === undefined || one.at <= to))
      .slice(0, limit);
  };
  const columns = {
    brand: { name: "brand", title: "Бренд", type: "text" },
    sum: { name: "sum", title: "Сумма", type: "money" },
  };
  const catalog = { registries: { discounts: { title: "Скидки", columns, readers } } };
  const library = {
    inForce: async () => ({ marker: 1, current: new Map([["p", { definition: DISCOUNT, catalog }]]) }),
  };
  const ports = {
    store: { registries: { scan, names: async () => ["discounts", "loose"] } },
    people: { snapshot: async () => FIRM },
    clock: { now: () => instant(START), sleep: async () => {} },
  };
  return new RegistryDesk(ports as never, library as unknown as Library);
}

const PERSON: Viewer = { user: id<UserId>("user-1"), roles: ["person"] };

const ROWS = [
  row(0, { brand: "Bosch", sum: rub("100.10") }),
  row(1, { brand: "Makita", sum: rub("200") }),
  row(2, { brand: "Bosch", sum: { amount: "5", currency: "EUR" } }),
  row(3, { brand: "BOSCH pro" }, { erased: ["sum"] }),
  row(4, { brand: "Bosch", sum: rub("0.2") }),
];

async function found(order: Partial<Parameters<RegistryDesk["registryPage"]>[0]>): Promise<readonly string[]> {
  const desk = deskWith(ROWS);
  const names: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 20; pages++) {
    const page: Awaited<ReturnType<RegistryDesk["registryPage"]>> = await desk.registryPage({
      ...{ viewer: PERSON, registry: "discounts", limit: 2, after },
      ...order,
    });
    names.push(...(page?.rows.map((one) => one.instance) ?? []));
    if (page === null || page.next === null) return names;
    after = page.next;
  }
  throw new Error("The list has no end");
}

test("rows come newest first, or sorted by any column, page by page, each once", async () => {
  expect(await found({})).toEqual(["i-4", "i-3", "i-2", "i-1", "i-0"]);
  expect(await found({ sort: { by: "at", descending: false } })).toEqual(["i-0", "i-1", "i-2", "i-3", "i-4"]);
  expect(await found({ sort: { by: "brand", descending: true } })).toEqual(["i-1", "i-4", "i-2", "i-0", "i-3"]);
});

test("filters are met by column, person, time, amount and text; an erased value meets none", async () => {
  expect(await found({ filter: { where: { brand: "Bosch" } } })).toEqual(["i-4", "i-2", "i-0"]);
  expect(await found({ filter: { by: id("ben") } })).toEqual(["i-3", "i-1"]);
  expect(await found({ filter: { from: instant(START + 3 * DAY_MS) } })).toEqual(["i-4", "i-3"]);
  expect(await found({ filter: { text: "bosch" } })).toEqual(["i-4", "i-3", "i-2", "i-0"]);
  const between = (amount: { from?: string; to?: string; currency?: string }) =>
    found({ filter: { amount: { column: "sum", ...amount } } });
  expect(await between({ from: "100.10", currency: "RUB" })).toEqual(["i-1", "i-0"]);
  expect(await between({ to: "5" })).toEqual(["i-4", "i-2"]);
  expect(await between({})).toEqual(["i-4", "i-2", "i-1", "i-0"]);
});

test("totals are exact sums per currency, by month of the calendar, by person or by column", async () => {
  const desk = deskWith(ROWS);
  const order = { viewer: PERSON, registry: "discounts" };
  const all = await desk.registryTotals(order);
  expect(all).toEqual({
    ...{ count: 5, sums: { sum: { RUB: "300.30", EUR: "5" } }, groups: [], scanned: 5, complete: true },
  });
  const months = await desk.registryTotals({ ...order, groupBy: "month" });
  expect(months?.groups.map(({ key, count }) => [key, count])).toEqual([
    ["2026-10", 2],
    ["2026-11", 3],
  ]);
  const people = await desk.registryTotals({ ...order, groupBy: "by", filter: { where: { brand: "Bosch" } } });
  expect(people?.groups).toEqual([{ key: "ann", count: 3, sums: { sum: { RUB: "100.30", EUR: "5" } } }]);
  const brands = await desk.registryTotals({ ...order, groupBy: "brand" });
  expect(brands?.groups.map(({ key, count }) => [key, count])).toEqual([
    ["Bosch", 3],
    ["BOSCH pro", 1],
    ["Makita", 1],
  ]);
});

test("totals and sorting are exact, however many rows a registry has", async () => {
  const rows = Array.from({ length: 50_500 }, (_, place) => row(place, { brand: place === 3 ? "a" : "x" }));
  const scan: Registries["scan"] = async (_registry, { after, limit }) => {
    const from = after === null ? rows.length : Number(after.instance.slice(2));
    return rows.slice(Math.max(0, from - limit), from).toReversed();
  };
  const desk = deskWith([]);
  const ports = {
    store: { registries: { scan, names: async () => ["discounts"] } },
    people: {},
    clock: { sleep: async () => {} },
  };
  const library = { inForce: async () => ({ marker: 1, current: new Map() }) };
  const large = new RegistryDesk(ports as never, library as unknown as Library);
  expect(await large.registryTotals({ viewer: PERSON, registry: "discounts" })).toMatchObject({
    count: 50_500,
    scanned: 50_500,
    complete: true,
  });
  const sort = { by: "brand", descending: false };
  const first = await large.registryPage({ viewer: PERSON, registry: "discounts", limit: 2, sort });
  expect(first?.rows.map(({ instance }) => instance)).toEqual(["i-3", "i-50499"]);
  const second = await large.registryPage({ viewer: PERSON, registry: "discounts", limit: 2, sort, after: "2" });
  expect(second?.rows.map(({ instance }) => instance)).toEqual(["i-50498", "i-50497"]);
  expect([first?.complete, first?.next, second?.next]).toEqual([true, "2", "4"]);
  expect(await desk.registryTotals({ viewer: PERSON, registry: "none" })).toBeNull();
});

test("only its readers see a registry, and who administers", async () => {
  const desk = deskWith(ROWS, ["desk"]);
  const reads = async (viewer: Viewer) =>
    (await desk.registryPage({ viewer, registry: "discounts", limit: 9 }))?.rows.length ?? null;
  expect(await reads(PERSON)).toBe(5);
  expect(await reads({ user: id<UserId>("boss-1"), roles: ["person"] })).toBeNull();
  expect(await reads({ user: id<UserId>("boss-1"), roles: ["analyst"] })).toBeNull();
  expect(await reads({ user: null, roles: ["person"] })).toBeNull();
  expect(await reads({ user: null, roles: ["administrator"] })).toBe(5);
});

test("columns are those of the vocabulary, with their titles", async () => {
  const page = await deskWith(ROWS).registryPage({ viewer: PERSON, registry: "discounts", limit: 1 });
  expect([page?.title, page?.columns.map(({ title, type }) => `${title}: ${type}`)]).toEqual([
    "Скидки",
    ["Бренд: text", "Сумма: money"],
  ]);
  expect(await deskWith(ROWS).registryPage({ viewer: PERSON, registry: "loose", limit: 1 })).toMatchObject({
    title: "loose",
    columns: [],
  });
});
