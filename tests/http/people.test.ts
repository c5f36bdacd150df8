import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServedCompany, servedCompany } from "../support/served-company.ts";

// A Monday, 23 November 2026; head-1 is away from 1 to 14 December by the directory, manager-1 stands in.
let company: ServedCompany;
beforeAll(async () => {
  company = await servedCompany();
});
afterAll(() => company.close());

describe("the directory", () => {
  test("everybody who works here, by name; every word typed has to fit", async () => {
    const manager = await company.person("manager-1");
    const all = (await manager.call("GET", "/api/people?limit=200")).json();
    expect(all.rows.length).toBeGreaterThan(10);
    expect(all.next).toBeNull();
    const { rows } = (await manager.call("GET", `/api/people?text=${encodeURIComponent("севе РУКОВОД")}`)).json();
    expect(rows).toEqual([expect.objectContaining({ id: "head-1", department: "Клиентский отдел", isAway: false })]);
  });

  test("pages follow each other without loss or repetition", async () => {
    const manager = await company.person("manager-1");
    const all = (await manager.call("GET", "/api/people?limit=200")).json().rows.map((row: { id: string }) => row.id);
    const seen: string[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const page: { rows: { id: string }[]; next: string | null } = (
        await manager.call("GET", `/api/people?limit=4${after === "" ? "" : `&after=${after}`}`)
      ).json();
      seen.push(...page.rows.map((row) => row.id));
      after = page.next;
    }
    expect(seen).toEqual(all);
  });
});

describe("absences", () => {
  test("one enters one's own; the same request twice is one absence; it is seen at once and taken back", async () => {
    const manager = await company.person("manager-2");
    const body = { from: "2026-11-23", to: "2026-11-25", substitute: "manager-1" };
    const enter = () => manager.call("POST", "/api/people/manager-2/absences", body, { "idempotency-key": "leave" });
    const [one, other] = [await enter(), await enter()];
    expect(one.statusCode).toBe(201);
    expect(other.json().id).toBe(one.json().id);
    expect((await manager.call("GET", "/api/people/manager-2/absences")).json()).toHaveLength(1);

    const substitute = await company.person("manager-1");
    const today = (await substitute.call("GET", "/api/people/today")).json();
    expect(today.mine).toEqual([{ id: "manager-2", name: "Мария Чижова" }]);
    expect(today.away).toEqual([
      expect.objectContaining({
        person: { id: "manager-2", name: "Мария Чижова" },
        deputies: [{ person: { id: "manager-1", name: "Игорь Ладов" }, isPresent: true }],
      }),
    ]);
    const gone = await manager.call("DELETE", `/api/people/manager-2/absences/${one.json().id}`);
    expect(gone.statusCode).toBe(204);
    expect((await substitute.call("GET", "/api/people/today")).json()).toEqual({ away: [], mine: [] });
  });

  test("what is wrong stands at its field, in words", async () => {
    const manager = await company.person("manager-2");
    const enter = (body: object) => manager.call("POST", "/api/people/manager-2/absences", body);
    const past = await enter({ from: "2026-11-20", to: "2026-11-21", substitute: null });
    expect(past.statusCode).toBe(422);
    expect(past.json()).toMatchObject({
      code: "ABSENCE_PAST",
      fields: { from: "An absence cannot begin in the past." },
    });
    const own = await enter({ from: "2026-12-20", to: "2026-12-21", substitute: "manager-2" });
    expect(own.json()).toMatchObject({ code: "SUBSTITUTE_SELF", status: 422 });
    const away = await enter({ from: "2026-12-01", to: "2026-12-02", substitute: "head-1" });
    expect(away.json()).toMatchObject({ code: "SUBSTITUTE_ABSENT", fields: { substitute: expect.any(String) } });
  });

  test("a head enters those of his people, and is told whose they are", async () => {
    const head = await company.person("head-1");
    const lists = (await head.call("GET", "/api/absences")).json();
    expect(lists[0].person.id).toBe("head-1");
    // The directory's own absence has no id: it is changed where it is kept.
    expect(lists[0].absences).toEqual([expect.objectContaining({ id: null, from: "2026-12-01" })]);
    expect(lists.map(({ person }: { person: { id: string } }) => person.id)).toContain("manager-3");
    const body = { from: "2026-12-20", to: "2026-12-22", substitute: null };
    const entered = await head.call("POST", "/api/people/manager-3/absences", body);
    expect(entered.json()).toMatchObject({ enteredBy: { id: "head-1" }, substitute: null });
  });

  test("a stranger learns nothing about another's absences and changes none: there is no such thing", async () => {
    const owner = await company.person("manager-4");
    const body = { from: "2026-12-20", to: "2026-12-22", substitute: null };
    const { id } = (await owner.call("POST", "/api/people/manager-4/absences", body)).json();
    const stranger = await company.person("manager-1");
    const tries = [
      await stranger.call("GET", "/api/people/manager-4/absences"),
      await stranger.call("POST", "/api/people/manager-4/absences", body),
      await stranger.call("DELETE", `/api/people/manager-4/absences/${id}`),
      // Under his own name he cannot reach it either.
      await stranger.call("DELETE", `/api/people/manager-1/absences/${id}`),
      await stranger.call("GET", "/api/people/nobody-at-all/absences"),
    ];
    for (const answer of tries) expect(answer.json()).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect((await owner.call("GET", "/api/people/manager-4/absences")).json()).toHaveLength(1);
  });
});
