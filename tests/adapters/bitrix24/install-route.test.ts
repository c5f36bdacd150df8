import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PortalNeeds } from "../../../adapters/bitrix24/open-portal.ts";
import { Secret } from "../../../adapters/secret.ts";
import { openDatabase, storeOn } from "../../../adapters/store/open-store.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Store } from "../../../engine/ports/store.ts";
import { TestClock } from "../../support/test-clock.ts";
import { FakeAuthorization } from "./fake-authorization.ts";
import { benchOf, how, START } from "./portal-bench.ts";

let database: PortalNeeds["database"];
let store: Store;
let server: FakeAuthorization;
const clock = new TestClock(instant(START));

beforeEach(async () => {
  const context = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock });
  store = await storeOn(context);
  database = context.database;
  server = new FakeAuthorization();
  clock.set(START);
});
afterEach(() => store.close());

async function appOf(applicationToken: string | null) {
  const app = {
    ...{ clientId: "local.5f", clientSecret: new Secret("app-secret") },
    applicationToken: applicationToken === null ? null : new Secret(applicationToken),
  };
  const bench = await benchOf(() => new Error("unused"), {
    ...{ config: { webhook: null, app }, clock, needs: { database }, options: { fetch: server.fetch } },
  });
  const [route] = bench.portal.routes;
  const install = async (pair: Readonly<Record<string, unknown>>, event = "ONAPPINSTALL") => {
    const fields = Object.entries(pair).map(([name, value]) => `auth[${name}]=${encodeURIComponent(String(value))}`);
    const body = new TextEncoder().encode([`event=${event}`, "data[VERSION]=1", ...fields].join("&"));
    return (await route?.handle({ method: "POST", rest: "", query: {}, headers: {}, body }))?.status;
  };
  const call = () => bench.portal.call("profile", {}, how());
  return { ...bench, install, call };
}

describe("with an application token in the configuration", () => {
  test("the right one installs, and calls go with the token", async () => {
    const { install, call, portal, logged } = await appOf("app-token");
    expect(await call()).toMatchObject({ kind: "unknown", sent: false, code: "PORTAL_NOT_INSTALLED" });
    expect(await install({ ...server.installed(), application_token: "app-token" })).toBe(200);
    expect(await call()).toMatchObject({ kind: "done", result: { by: "access-1" } });
    expect([portal.host(), portal.credential]).toEqual(["company.bitrix24.ru", "app"]);
    expect(server.exchanges).toHaveLength(0);
    expect(logged.join()).toContain('portal app installed {"host":"company.bitrix24.ru","member":"member-1"');
    expect(logged.join()).not.toMatch(/access-1|refresh-1|app-token/);
  });

  test.each(["another", ""])("the wrong one (%j) does not, and nobody is asked", async (token) => {
    const { install, call } = await appOf("app-token");
    expect(await install({ ...server.installed(), application_token: token })).toBe(403);
    expect(await call()).toMatchObject({ code: "PORTAL_NOT_INSTALLED" });
    expect(server.exchanges).toHaveLength(0);
  });
});

describe("without one", () => {
  test("tokens are taken when the authorization server says that they are ours, and events are believed since", async () => {
    const { install, call, portal } = await appOf(null);
    const event = { body: new TextEncoder().encode("event=X&auth[application_token]=t-1&auth[member_id]=member-1") };
    expect(await portal.readEvent(event)).toBeNull();
    expect(await install({ ...server.installed(), application_token: "t-1" })).toBe(200);
    expect(server.exchanges).toHaveLength(1);
    expect(await call()).toMatchObject({ result: { by: "access-2" } });
    expect(await portal.readEvent(event)).not.toBeNull();
  });

  test("an installation that another worker heard of is believed at once; guesses look once a second at most", async () => {
    const [one, other] = [await appOf(null), await appOf(null)];
    const eventOf = (token: string) => ({
      body: new TextEncoder().encode(`event=X&auth[application_token]=${token}&auth[member_id]=member-1`),
    });
    await one.install({ ...server.installed(), application_token: "t-1" });
    expect(await other.portal.readEvent(eventOf("t-1"))).not.toBeNull();
    await one.install({ ...server.installed(), application_token: "t-2" });
    clock.set(clock.now() + 60_000);
    const begun = clock.now();
    expect(await other.portal.readEvent(eventOf("t-2"))).not.toBeNull();
    expect(clock.now()).toBe(begun);
    for (let guess = 0; guess < 5; guess += 1) expect(await other.portal.readEvent(eventOf("guess"))).toBeNull();
    expect(clock.now() - begun).toBe(5_000);
    await Promise.all(Array.from({ length: 50 }, () => other.portal.readEvent(eventOf("guess"))));
    expect(clock.now() - begun).toBeLessThanOrEqual(7_000);
  });

  test("made-up tokens are not taken", async () => {
    const { install } = await appOf(null);
    expect(await install({ ...server.installed(), refresh_token: "made-up", application_token: "t" })).toBe(403);
  });

  test.each([
    "https://evil.example/rest/",
    "https://oauth.bitrix.info.evil.example/rest/",
    "http://oauth.bitrix.info/rest/",
  ])("no server of the sender's own is asked: %s", async (server_endpoint) => {
    const { install } = await appOf(null);
    expect(await install({ ...server.installed(), server_endpoint, application_token: "t" })).toBe(403);
    expect(server.exchanges).toHaveLength(0);
  });

  test("installed again from the same portal, and from no other", async () => {
    const { install, call } = await appOf(null);
    await install({ ...server.installed(), application_token: "t" });
    expect(await install({ ...server.installed(), application_token: "t" })).toBe(200);
    const before = await call();
    server.member = "member-2";
    expect(await install({ ...server.installed(), application_token: "t" })).toBe(403);
    expect(await call()).toEqual(before);
  });
});

test("another event, and a body that is none, install nothing", async () => {
  const { install } = await appOf("app-token");
  expect(await install({ ...server.installed(), application_token: "app-token" }, "ONCRMDEALADD")).toBe(400);
  expect(await install({ application_token: "app-token" })).toBe(400);
});

test("a token that the portal calls too old is renewed once, and the call made again", async () => {
  const { install, call } = await appOf("app-token");
  await install({ ...server.installed(), application_token: "app-token" });
  server.living.delete("access-1");
  expect(await call()).toMatchObject({ result: { by: "access-2" } });
  expect(server.calls).toEqual(["access-1", "access-2"]);
  expect(server.exchanges).toHaveLength(1);
});

test("a call with somebody else's token is not renewed", async () => {
  const { install, portal } = await appOf("app-token");
  await install({ ...server.installed(), application_token: "app-token" });
  const answer = await portal.call("profile", {}, how({ token: "access-9" }));
  expect(answer).toMatchObject({ kind: "refused", code: "expired_token" });
  expect(server.exchanges).toHaveLength(0);
});
