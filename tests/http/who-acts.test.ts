import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
beforeAll(async () => {
  company = await servedCompany();
});
afterAll(() => company.close());

const RUSSIAN = { "accept-language": "ru" };
const SUBSTITUTE = "Олег Рудаков (за: Виктор Маслов, до 25 ноября)";

/** Whom each answer names as waited for. */
async function named(instance: string, of: { readonly requester: Caller; readonly operator: Caller }) {
  const read = async (who: Caller, url: string) => (await who.call("GET", url, undefined, RUSSIAN)).json();
  const page = await read(of.requester, `/api/instances/${instance}`);
  const task = page.places[0].tasks[0];
  const operated = await read(of.operator, `/api/operations/instances/${instance}`);
  const found = await read(of.requester, `/api/search?q=${encodeURIComponent("discount-approval/1")}`);
  const list = await read(of.requester, "/api/instances?mine=true");
  return {
    place: task.people[0].text,
    seat: page.places[0].seats[0].text,
    search: found.instances[0].waiting[0].people[0].text,
    list: list.rows[0].turns[0].people[0].text,
    why: operated.why.places[0].unblocks[0].text,
    task: task.task,
  };
}

test("an absence entered while a task is open: every answer names the substitute, who may decide it", async () => {
  const requester = await company.person("manager-4");
  const operator = await company.person("admin-1", "operator");
  const input = { company: "company/7", brand: "Bravante", discount: 12, justification: "Крупный заказ, просят 12 %" };
  const started = await requester.call("POST", "/api/instances", { process: "discount-approval", input });
  const { instance } = started.json();
  await company.settle();
  const before = await named(instance, { requester, operator });
  expect(before).toMatchObject({ place: "Виктор Маслов", search: "Виктор Маслов", list: "Виктор Маслов" });
  const seen = await requester.call("GET", `/api/instances/${instance}`, undefined, RUSSIAN);

  const head = await company.person("head-2");
  const absence = { from: "2026-11-23", to: "2026-11-25", substitute: "exec-1" };
  expect((await head.call("POST", "/api/people/head-2/absences", absence)).statusCode).toBe(201);

  // What the browser keeps of the page is out of date, though nothing happened to the instance.
  const again = { ...RUSSIAN, "if-none-match": String(seen.headers["etag"]) };
  expect((await requester.call("GET", `/api/instances/${instance}`, undefined, again)).statusCode).toBe(200);
  const after = await named(instance, { requester, operator });
  expect(after).toMatchObject({ place: SUBSTITUTE, search: SUBSTITUTE, list: SUBSTITUTE });
  expect(after.seat).toContain(`решает сейчас: ${SUBSTITUTE}`);
  expect(after.why).toContain(`Должен ответить: ${SUBSTITUTE} — `);

  const substitute = await company.person("exec-1");
  const task = (await substitute.call("GET", `/api/tasks/${after.task}`)).json();
  expect(task.can.complete).toBe(true);
  expect(task.seats[0].people).toEqual([
    {
      ...{ id: "exec-1", name: "Олег Рудаков", standsInFor: { id: "head-2", name: "Виктор Маслов" } },
      text: "Олег Рудаков (for Виктор Маслов, until 25 November)",
    },
  ]);
});
