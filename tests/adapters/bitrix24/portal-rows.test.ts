import { expect, test } from "vitest";
import type { Row } from "../../../adapters/bitrix24/portal.ts";
import { benchOf, how, json } from "./portal-bench.ts";

const items = (result: unknown) => (result as { readonly items: readonly Row[] }).items;
const rowsOf = (from: number, count: number, id: "id" | "ID" = "id") =>
  Array.from({ length: count }, (_, place) => ({ [id]: id === "id" ? from + place : String(from + place) }));

async function read(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

test("pages go behind the last id, without counting, in the order of ids", async () => {
  const all = rowsOf(1, 120);
  const { portal, seen } = await benchOf(({ params }) => {
    const { ">id": last } = params["filter"] as { readonly ">id": number };
    return json({ result: { items: all.filter((row) => Number(row["id"]) > last).slice(0, 50) }, total: 0 });
  });
  const params = { entityTypeId: 2, filter: { companyId: 7 }, order: { title: "DESC" } };
  expect(await read(portal.rows("crm.item.list", params, { rows: items, id: "id" }, how()))).toEqual(all);
  expect(seen.map((one) => one.params)).toEqual(
    [0, 50, 100].map((last) => ({
      entityTypeId: 2,
      filter: { companyId: 7, ">id": last },
      order: { id: "ASC" },
      start: -1,
    })),
  );
});

test("bare lists with ids as text, and rows twice on shifting pages, come once", async () => {
  const pages = [
    [...rowsOf(1, 49, "ID"), { ID: "49" }],
    [{ ID: "49" }, { ID: "51" }],
  ];
  const { portal } = await benchOf((_, count) => json({ result: pages[count - 1] ?? [] }));
  const list = (result: unknown) => result as readonly Row[];
  const rows = await read(portal.rows("crm.company.list", {}, { rows: list, id: "ID" }, how()));
  expect(rows).toEqual([...rowsOf(1, 49, "ID"), { ID: "51" }]);
});

test("a method that pages by offset", async () => {
  const { portal, seen } = await benchOf(({ params }) =>
    params["start"] === 0
      ? json({ result: rowsOf(1, 50, "ID"), next: 50, total: 60 })
      : json({ result: rowsOf(51, 10, "ID"), total: 60 }),
  );
  const list = (result: unknown) => result as readonly Row[];
  const rows = await read(portal.rows("department.get", {}, { rows: list, id: "ID", by: "offset" }, how()));
  expect(rows).toHaveLength(60);
  expect(seen).toHaveLength(2);
});

test("a method that does not page by id is not asked for ever", async () => {
  const { portal, seen } = await benchOf(() => json({ result: { items: rowsOf(1, 50) } }));
  const reading = read(portal.rows("crm.item.list", {}, { rows: items, id: "id" }, how()));
  await expect(reading).rejects.toMatchObject({ answer: { code: "PAGES_STAND_STILL" } });
  expect(seen).toHaveLength(2);
});

test("a refused page is thrown with its answer", async () => {
  const { portal } = await benchOf(() => json({ error: "ACCESS_DENIED", error_description: "нет прав" }, 400));
  const reading = read(portal.rows("crm.item.list", {}, { rows: items, id: "id" }, how()));
  await expect(reading).rejects.toMatchObject({
    name: "PortalFailure",
    answer: { kind: "refused", code: "ACCESS_DENIED" },
  });
});
