import { describe, expect, test } from "vitest";
import { answerRefused } from "../../../adapters/crm/bitrix24/portal-outcome.ts";
import { Secret } from "../../../adapters/secret.ts";
import { benchOf, how, json, networkError, WEBHOOK } from "./portal-bench.ts";

const write = how({ effect: "write" });
const TOO_MANY = { error: "QUERY_LIMIT_EXCEEDED", error_description: "Too many requests" };

test("a call is one POST of JSON to the webhook's method, and its answer comes as it is", async () => {
  const { portal, seen } = await benchOf(() => json({ result: { item: { id: 250 } }, total: 1, next: 50, time: {} }));
  const answer = await portal.call("crm.item.get", { entityTypeId: 1, id: 250 }, how());
  expect(answer).toEqual({ kind: "done", result: { item: { id: 250 } }, total: 1, next: 50 });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    url: `${WEBHOOK}crm.item.get`,
    method: "POST",
    params: { entityTypeId: 1, id: 250 },
  });
  expect(seen[0]?.headers.get("content-type")).toBe("application/json");
  expect(seen[0]?.headers.get("user-agent")).toMatch(/^ordo\/\S+$/);
});

test("REST 3 has its own path and carries an idempotency key", async () => {
  const { portal, seen } = await benchOf(() => json({ result: { item: { id: 1 } } }));
  await portal.call("tasks.task.add", { fields: {} }, { ...write, version: 3, idempotencyKey: "k-1" });
  expect(seen[0]?.url).toBe("https://company.bitrix24.ru/rest/api/7/s3cr3tc0de/tasks.task.add");
  expect(seen[0]?.headers.get("idempotency-key")).toBe("k-1");
});

describe("errors keep their code, whatever its shape", () => {
  test.each([
    [400, { error: "NOT_FOUND", error_description: "Элемент не найден" }, "NOT_FOUND"],
    [400, { error: "", error_description: "Access denied." }, ""],
    [400, { error: 0, error_description: "wrong" }, "0"],
    [400, { error: "100", error_description: "wrong" }, "100"],
    [200, { error: "Invalid parameters.", error_description: "" }, "Invalid parameters."],
    [400, { error: { code: "BITRIX_REST_V3_EXCEPTION", message: "no such field" } }, "BITRIX_REST_V3_EXCEPTION"],
    [500, { error: "PORTAL_DELETED", error_description: "Portal was deleted" }, "PORTAL_DELETED"],
    [403, { error: "insufficient_scope", error_description: "" }, "insufficient_scope"],
  ])("%i %j", async (status, body, code) => {
    const { portal, seen } = await benchOf(() => json(body, status));
    expect(await portal.call("crm.item.get", {}, write)).toMatchObject({ kind: "refused", code, status });
    expect(seen).toHaveLength(1);
  });

  test("a proxy's page below 500 is a refusal with the status", async () => {
    const { portal } = await benchOf(() => new Response("<html>", { status: 404 }));
    expect(await portal.call("crm.item.get", {}, how())).toMatchObject({ kind: "refused", code: "HTTP_404" });
  });
});

describe("a write goes out once where the portal may have done it", () => {
  test.each<readonly [string, () => Response | Error, string]>([
    ["504 of a proxy", () => new Response("<html>gateway</html>", { status: 504 }), "PORTAL_FAILED"],
    ["200 with a page of HTML", () => new Response("<html>", { status: 200 }), "PORTAL_FAILED"],
    ["its own error", () => json({ error: "INTERNAL_SERVER_ERROR" }, 500), "PORTAL_FAILED"],
    ["connection reset", () => networkError("ECONNRESET"), "PORTAL_BROKE_OFF"],
    ["other side closed", () => networkError("UND_ERR_SOCKET"), "PORTAL_BROKE_OFF"],
    ["an error without a code", () => new TypeError("terminated"), "PORTAL_BROKE_OFF"],
  ])("%s", async (_, answer, code) => {
    const { portal, seen } = await benchOf(answer);
    expect(await portal.call("crm.item.add", {}, write)).toMatchObject({ kind: "unknown", sent: true, code });
    expect(seen).toHaveLength(1);
  });

  test("a read is tried again", async () => {
    const { portal, seen } = await benchOf((_, count) =>
      count < 3 ? networkError("ECONNRESET") : json({ result: true }),
    );
    expect(await portal.call("user.admin", {}, how())).toMatchObject({ kind: "done", result: true });
    expect(seen).toHaveLength(3);
  });

  test("an answer that takes too long", async () => {
    const late = new AbortController();
    const { portal, seen } = await benchOf(
      () => {
        late.abort();
        return new DOMException("This operation was aborted", "AbortError");
      },
      { options: { late: () => late.signal } },
    );
    expect(await portal.call("crm.item.add", {}, write)).toMatchObject({ sent: true, code: "PORTAL_TIMEOUT" });
    expect(seen).toHaveLength(1);
  });
});

describe("what never left is known not to have been done", () => {
  test.each([
    ["ECONNREFUSED", "PORTAL_UNREACHABLE"],
    ["ENOTFOUND", "PORTAL_UNREACHABLE"],
    ["UND_ERR_CONNECT_TIMEOUT", "PORTAL_UNREACHABLE"],
    ["CERT_HAS_EXPIRED", "PORTAL_CERTIFICATE"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "PORTAL_CERTIFICATE"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "PORTAL_CERTIFICATE"],
  ])("%s", async (network, code) => {
    const { portal, seen, logged } = await benchOf(() => networkError(network));
    const answer = await portal.call("crm.item.add", {}, write);
    expect(answer).toMatchObject({ kind: "unknown", sent: false, code });
    expect(JSON.stringify([answer, logged])).toContain(network);
    expect(JSON.stringify([answer, logged])).not.toContain("s3cr3tc0de");
    expect(seen).toHaveLength(1);
  });

  test("one address refused and one unreachable is still not sent", async () => {
    const several = new AggregateError([
      Object.assign(new Error("a"), { code: "ECONNREFUSED" }),
      Object.assign(new Error("b"), { code: "ENETUNREACH" }),
    ]);
    const { portal } = await benchOf(() => new TypeError("fetch failed", { cause: several }));
    expect(await portal.call("crm.item.add", {}, write)).toMatchObject({ sent: false, code: "PORTAL_UNREACHABLE" });
  });
});

describe("limits", () => {
  test("too many requests: the same write again, since it was not executed", async () => {
    const { portal, seen, clock } = await benchOf((_, count) =>
      count < 3 ? json(TOO_MANY, 503) : json({ result: 1 }),
    );
    const before = clock.now();
    expect(await portal.call("crm.item.add", {}, write)).toMatchObject({ kind: "done" });
    expect(seen).toHaveLength(3);
    expect(clock.now() - before).toBeGreaterThanOrEqual(3_000);
  });

  test("again and again too many: given back, with a time to come again", async () => {
    const { portal, seen } = await benchOf(() => json(TOO_MANY, 503));
    const answer = await portal.call("crm.item.add", {}, write);
    expect(answer).toMatchObject({ kind: "unknown", sent: false, code: "PORTAL_BUSY", retryAfterMs: 30_000 });
    expect(seen).toHaveLength(6);
  });

  test("a method out of time is closed until the portal counts anew; others work", async () => {
    const { portal, seen, clock } = await benchOf(({ url }, count) => {
      if (url.endsWith("user.current")) return json({ result: {} });
      const resetAt = Math.floor(clock.now() / 1000) + 120;
      return count === 1
        ? json({ result: [], time: { operating: 470, operating_reset_at: resetAt } })
        : json({ error: "OPERATION_TIME_LIMIT" }, 429);
    });
    await portal.call("crm.item.list", {}, how());
    const blocked = { kind: "unknown", sent: false, code: "PORTAL_METHOD_BLOCKED" };
    expect(await portal.call("crm.item.list", {}, how())).toMatchObject({ ...blocked, retryAfterMs: 120_000 });
    expect(await portal.call("crm.item.list", {}, how())).toMatchObject(blocked);
    expect(seen).toHaveLength(2);
    expect(await portal.call("user.current", {}, how())).toMatchObject({ kind: "done" });
    await clock.sleep(120_000);
    await portal.call("crm.item.list", {}, how());
    expect(seen).toHaveLength(4);
  });

  test("a block by hand is not tried again, and people are told", async () => {
    const { portal, seen, troubles } = await benchOf(() => json({ error: "OVERLOAD_LIMIT" }, 503));
    expect(await portal.call("crm.item.list", {}, how())).toMatchObject({ sent: false, code: "PORTAL_OVERLOADED" });
    expect(await portal.call("user.current", {}, how())).toMatchObject({ sent: false, code: "PORTAL_OVERLOADED" });
    expect(seen).toHaveLength(1);
    expect(troubles).toMatchObject([{ code: "PORTAL_OVERLOADED", adapter: "bitrix24" }]);
  });
});

describe("a renamed portal", () => {
  const moved = (to: string) => new Response(null, { status: 302, headers: { location: to } });

  test("is asked again at its new address, with the body, and remembered", async () => {
    const { portal, seen, logged } = await benchOf(({ url }) =>
      url.startsWith(WEBHOOK) ? moved(url.replace("company.", "firm.")) : json({ result: 7 }),
    );
    expect(await portal.call("crm.item.add", { fields: { title: "A" } }, write)).toMatchObject({ result: 7 });
    await portal.call("crm.item.add", { fields: { title: "B" } }, write);
    expect(seen.map(({ url, method, params }) => [new URL(url).host, method, params])).toEqual([
      ["company.bitrix24.ru", "POST", { fields: { title: "A" } }],
      ["firm.bitrix24.ru", "POST", { fields: { title: "A" } }],
      ["firm.bitrix24.ru", "POST", { fields: { title: "B" } }],
    ]);
    expect(portal.host()).toBe("firm.bitrix24.ru");
    expect(logged).toEqual([expect.stringContaining("portal renamed")]);
    expect(logged.join()).not.toContain("s3cr3tc0de");
  });

  test.each([
    ["unencrypted", "http://firm.bitrix24.ru/rest/7/s3cr3tc0de/crm.item.add"],
    ["this machine", "https://localhost/rest/7/s3cr3tc0de/crm.item.add"],
    ["a private address", "https://10.0.0.7/rest/7/s3cr3tc0de/crm.item.add"],
    ["a name inside", "https://inside.example/rest/7/s3cr3tc0de/crm.item.add"],
    ["a page to sign in", "https://firm.bitrix24.ru/auth/"],
    ["itself", `${WEBHOOK}crm.item.add`],
  ])("is not followed to %s", async (_, to) => {
    const resolve = async (host: string) => (host === "inside.example" ? ["192.168.1.4"] : ["8.8.8.8"]);
    const { portal, seen } = await benchOf(() => moved(to), { options: { resolve } });
    const answer = await portal.call("crm.item.add", {}, write);
    expect(answer).toMatchObject({ kind: "unknown", sent: false, code: "PORTAL_MOVED_STRANGELY" });
    expect(JSON.stringify(answer)).not.toContain("s3cr3tc0de");
    expect(seen).toHaveLength(1);
  });
});

test("who gives up while waiting is told that nothing was sent", async () => {
  const giveUp = new AbortController();
  giveUp.abort();
  const { portal, seen } = await benchOf(() => json({ result: 1 }));
  const answer = await portal.call("crm.item.add", {}, { ...write, signal: giveUp.signal });
  expect(answer).toMatchObject({ kind: "unknown", sent: false, code: "CANCELED" });
  expect(seen).toHaveLength(0);
});

test.each(["", "company.bitrix24.ru", "https://company.bitrix24.ru/", "http://company.bitrix24.ru/rest/7/abc/"])(
  "%j is no webhook, and is not shown",
  async (address) => {
    const opening = benchOf(() => json({}), { config: { webhook: new Secret(address) } });
    await expect(opening).rejects.toMatchObject({ name: "Complaint" });
    if (address !== "") await expect(opening).rejects.not.toThrow(address);
  },
);

describe("a credential that the portal refuses", () => {
  test("is one incident with what to do, however many calls are refused, and over when one succeeds", async () => {
    let isRevoked = true;
    const bench = await benchOf(() =>
      isRevoked ? json({ error: "INVALID_CREDENTIALS", error_description: "no" }, 401) : json({ result: [] }),
    );
    for (const method of ["crm.item.list", "crm.item.get", "batch"])
      expect(await bench.portal.call(method, {}, how())).toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect(bench.troubles).toMatchObject([
      {
        id: "bitrix24:company.bitrix24.ru:access",
        code: "PORTAL_ACCESS_REFUSED",
        message: { en: expect.stringContaining("INVALID_CREDENTIALS") },
        remedy: { en: expect.stringContaining("make a new one") },
      },
    ]);
    expect(bench.settled).toEqual([]);
    isRevoked = false;
    for (const method of ["scope", "profile"]) await bench.portal.call(method, {}, how());
    expect(bench.settled).toEqual(["bitrix24:company.bitrix24.ru:access"]);
    isRevoked = true;
    await bench.portal.call("scope", {}, how());
    expect(bench.troubles).toHaveLength(2);
  });

  test("is none where only one thing may not be done, or the token was an event's", async () => {
    const bench = await benchOf((_seen, count) =>
      count === 1 ? json({ error: "ACCESS_DENIED" }, 403) : json({ error: "NO_AUTH_FOUND" }, 401),
    );
    await bench.portal.call("crm.item.get", {}, how());
    await bench.portal.call("profile", {}, how({ token: "somebody's" }));
    expect(bench.troubles).toEqual([]);
  });

  test("refuses an operation in words of its own", () => {
    const refused = { kind: "refused", code: "INVALID_CREDENTIALS", status: 401, says: "" } as const;
    expect(answerRefused(refused, "crm.item.get")).toMatchObject({
      code: "PORTAL_ACCESS_REFUSED",
      says: { en: expect.stringMatching(/does not let Ordo in.*make a new one/) },
    });
  });
});
