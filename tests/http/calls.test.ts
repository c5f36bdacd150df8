import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "../../adapters/http/request-keys.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
let manager: Caller;
beforeAll(async () => {
  company = await servedCompany();
  manager = await company.person("manager-1");
});
afterAll(() => company.close());

const discount = (brand: string, percent = 5) => ({
  process: "discount-approval",
  input: { company: "company/7", brand, discount: percent, justification: "Постоянный клиент" },
});
const start = (who: Caller, body: unknown, key: string) =>
  who.call("POST", "/api/instances", body, { "idempotency-key": key });

describe("an Idempotency-Key", () => {
  test("with the same request answers with the same; with another body or address it is refused and nothing is done", async () => {
    const first = await start(manager, discount("Cremolux"), "k-2");
    expect(first.statusCode).toBe(201);
    const again = await start(manager, discount("Cremolux"), "k-2");
    expect(again.json()).toMatchObject({ instance: first.json().instance });
    const other = await start(manager, discount("Delmoka"), "k-2");
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    const elsewhere = await manager.call(
      "POST",
      `/api/instances/${first.json().instance}/withdraw`,
      { reason: "Ошибся" },
      { "idempotency-key": "k-2" },
    );
    expect(elsewhere.json()).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    const { rows } = (await manager.call("GET", "/api/instances?mine=true")).json();
    expect(rows).toHaveLength(1);
    // Kept where the commands are, not in this process.
    const kept = await company.assembled.context.database.transaction((tx) =>
      tx.query<{ digest: string }>("select digest from request_key", []),
    );
    const request = { method: "POST", url: "/api/instances", body: discount("Cremolux") };
    expect(kept.rows).toEqual([{ digest: digestOf(request) }]);
  });

  test("is its caller's own: another's same key is another command", async () => {
    const other = await company.person("manager-2");
    const started = await start(other, discount("Delmoka"), "k-2");
    expect(started.statusCode).toBe(201);
  });

  test("of a request that was refused may come with the corrected one", async () => {
    const wrong = await start(manager, { ...discount("Bravante"), input: {} }, "k-3");
    expect(wrong.json()).toMatchObject({ code: "FORM_INVALID" });
    const right = await start(manager, discount("Bravante", 6), "k-3");
    expect(right.statusCode).toBe(201);
    expect((await start(manager, discount("Vaporetta"), "k-3")).json()).toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
    });
  });

  test("is forgotten with the commands, not before", async () => {
    const { requestKeys } = company.service;
    const order = { user: "manager-5", key: "old", digest: "1" };
    await requestKeys.take(order);
    expect(await requestKeys.forget(company.clock.now(), 10)).toBe(0);
    expect(await requestKeys.take(order)).toBeNull();
    expect(await requestKeys.forget(company.clock.now() + 1, 100)).toBeGreaterThan(0);
    expect(await requestKeys.take({ ...order, digest: "2" })).not.toBeNull();
  });
});

describe("what is asked of a list", () => {
  test("a parameter that is none is refused with those that there are", async () => {
    for (const url of ["/api/tasks?cursor=x", "/api/tasks?sort=nosuch", "/api/tasks?list=mine&List=all"]) {
      const answer = await manager.call("GET", url);
      expect([url, answer.statusCode]).toEqual([url, 400]);
      expect(answer.json()).toMatchObject({
        code: "INPUT_INVALID",
        remedy: expect.stringMatching(/There are: list, .*limit, after/),
      });
    }
    const none = await manager.call("GET", "/api/session?x=1");
    expect(none.json()).toMatchObject({ code: "INPUT_INVALID", fields: { x: expect.any(String) } });
  });

  test("a cursor that is none is refused, whatever the list", async () => {
    const operator = await company.person("admin-1", "operator", "administrator", "analyst");
    const lists = [
      ["/api/tasks", "list=all"],
      ["/api/decisions", "limit=5"],
      ["/api/instances", "limit=5"],
      ["/api/operations/instances", "limit=5"],
      ["/api/operations/timers", "limit=5"],
      ["/api/incidents", "limit=5"],
      ["/api/incidents", "limit=5&unseen=true"],
      ["/api/outgoing", "limit=5"],
      ["/api/people", "limit=5"],
      ["/api/records/company", "limit=5"],
      ["/api/records/company", "limit=5&find=кафе"],
      ["/api/records/company", "limit=5&sort=title"],
      ["/api/records/company/7/history", "limit=5"],
      ["/api/registries/invoice-approvals", "limit=5"],
    ] as const;
    const garbage = [
      "garbage",
      Buffer.from("[]").toString("base64url"),
      Buffer.from('["x","y"]').toString("base64url"),
      Buffer.from("[1,2,3,4]").toString("base64url"),
      "[]",
    ];
    for (const [path, query] of lists)
      for (const after of garbage) {
        const url = `${path}?${query}&after=${encodeURIComponent(after)}`;
        const answer = await operator.call("GET", url);
        expect([url, answer.statusCode, answer.json().code]).toEqual([url, 400, "CURSOR_UNKNOWN"]);
      }
  });

  test("a cursor of the answer leads to the next page", async () => {
    const first = (await manager.call("GET", "/api/records/company?limit=2")).json();
    const second = (await manager.call("GET", `/api/records/company?limit=2&after=${first.next}`)).json();
    expect(second.records ?? second.rows).not.toEqual(first.records ?? first.rows);
  });
});

describe("an ETag", () => {
  test("that the caller has already is answered with 304 and no body", async () => {
    const { rows } = (await manager.call("GET", "/api/instances?mine=true")).json();
    const head = await company.person("head-2");
    await company.settle();
    const [task] = (await head.call("GET", "/api/tasks")).json().rows;
    for (const [who, url] of [
      [manager, `/api/instances/${rows[0].id}`],
      [manager, "/api/records/company/7"],
      [head, `/api/tasks/${task.id}`],
    ] as const) {
      const answer = await who.call("GET", url);
      const tag = String(answer.headers["etag"]);
      expect([url, answer.statusCode, tag]).toEqual([url, 200, expect.stringMatching(/^"[^"]+"$/)]);
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
        const same = await who.call("GET", url, undefined, { "if-none-match": known });
        expect([url, known, same.statusCode, same.body]).toEqual([url, known, 304, ""]);
      }
      const changed = await who.call("GET", url, undefined, { "if-none-match": '"other"' });
      expect(changed.statusCode).toBe(200);
    }
  });
});
