import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { personOrder } from "../../adapters/engine/person-orders.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";
import { sharedPostgres, type TestDatabase } from "../support/servers/postgres.ts";

/*
 * What other files try on SQLite and what PostgreSQL could read otherwise: order and pages, values in JSON, drafts over the
 * revision that was read, and everything that is known of a person.
 */
const server = await sharedPostgres();
const TITLE = "skip" in server ? `on PostgreSQL — skipped: ${server.skip}` : "on PostgreSQL";

describe.skipIf("skip" in server)(TITLE, () => {
  let database: TestDatabase;
  let company: ServedCompany;
  let admin: Caller;
  beforeAll(async () => {
    if ("skip" in server) return;
    database = await server.freshDatabase();
    const settings = `catalog: catalog.yaml\nsource: store\nstore: { kind: postgres, url: "\${DATABASE}" }`;
    company = await servedCompany(settings, undefined, undefined, { DATABASE: database.url });
    admin = await company.person("admin-1", "administrator", "analyst");
  });
  afterAll(async () => {
    await company?.close();
    await database?.drop();
  });

  const get = async (path: string) => (await admin.call("GET", path)).json();

  test("records come newest first and sorted, page by page, each once", async () => {
    for (const sort of ["", "&sort=title", "&sort=-title"]) {
      const seen: string[] = [];
      let after: string | null = "";
      while (after !== null) {
        const place: string = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
        const page = await get(`/api/records/company?limit=4${sort}${place}`);
        seen.push(...page.rows.map(({ ref }: { ref: string }) => ref));
        after = page.next;
      }
      expect([seen.length, new Set(seen).size], sort).toEqual([13, 13]);
      if (sort === "") expect([seen[0], seen.at(-1)]).toEqual(["company/51", "company/7"]);
    }
    const filter = encodeURIComponent(JSON.stringify({ city: "Москва", category: { in: ["A", "C"] } }));
    const found = await get(`/api/records/company?filter=${filter}&sort=title`);
    expect(found.rows.map(({ title }: { title: string }) => title)).toEqual(["Кофейня Утро тут", "Меридиан Групп"]);
    const phone = await get(`/api/records/contact?find=${encodeURIComponent("8 (911) 000-01-01")}`);
    expect(phone.rows[0].title).toBe("Елена Причалова");
  });

  test("registries are filtered by their columns, paged, summed and grouped", async () => {
    for (const after of [1, 2, 3, 4]) {
      const set = { title: `Проба ${after}`, discounts: { Bravante: after } };
      expect((await admin.call("POST", "/api/records/company", { set })).statusCode).toBe(200);
    }
    await company.settle();
    const path = "/api/registries/discount-changes";
    const where = (condition: unknown) => `where=${encodeURIComponent(JSON.stringify(condition))}`;
    const first = await get(`${path}?${where({ brand: "Bravante" })}&sort=-after&limit=3`);
    expect(first.rows.map(({ entry }: { entry: { after: number } }) => entry.after)).toEqual([4, 3, 2]);
    const rest = `${path}?${where({ brand: "Bravante" })}&sort=-after&limit=3&after=${encodeURIComponent(first.next)}`;
    expect((await get(rest)).rows.map(({ entry }: { entry: { after: number } }) => entry.after)).toEqual([1]);
    expect((await get(`${path}?${where({ after: { atLeast: 2, atMost: 3 } })}`)).rows).toHaveLength(2);
    const totals = await get(`${path}/totals?groupBy=brand`);
    expect(totals).toMatchObject({ count: 4, complete: true, groups: [{ key: "Bravante", count: 4 }] });
  });

  test("a draft is saved only over the one that was seen, and discarded", async () => {
    const draft = "/api/processes/invoice-approval/draft";
    const { files } = await get("/api/processes/invoice-approval/files");
    expect((await admin.call("PUT", draft, { seen: 0, files })).json()).toMatchObject({ revision: 1 });
    expect((await admin.call("PUT", draft, { seen: 0, files })).json()).toMatchObject({ code: "CHANGED_MEANWHILE" });
    expect((await get("/api/processes/invoice-approval/files")).revision).toBe(1);
    expect((await admin.call("DELETE", `${draft}?seen=1`)).statusCode).toBe(204);
    expect((await get("/api/processes/invoice-approval/files")).revision).toBe(0);
  });

  test("what is known of a person is exported, and erased everywhere", async () => {
    const find = `/api/records/contact?find=${encodeURIComponent("Причалова")}`;
    const { ref: who } = (await get(find)).rows[0];
    const folder = mkdtempSync(join(tmpdir(), "ordo-person-"));
    try {
      const order = { who, also: [], by: null, reason: "по заявлению", folder: join(folder, "his") };
      const exported = await personOrder(company.assembled, { kind: "export", ...order });
      expect(exported).toMatchObject({ kind: "exported", identity: { names: ["Елена Причалова"] } });
      expect(readdirSync(order.folder).length).toBeGreaterThan(0);
      const erased = await personOrder(company.assembled, { kind: "erase", ...order });
      expect(erased).toMatchObject({ kind: "erased" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect((await get(find)).rows).toEqual([]);
    // An erased record is none any more.
    expect(await get(`/api/records/${who}`)).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});
