import { describe, expect, test } from "vitest";
import type { Bitrix24Config } from "../../../adapters/bitrix24/config.ts";
import { type OpenedPortal, openPortal } from "../../../adapters/bitrix24/open-portal.ts";
import { Secret } from "../../../adapters/secret.ts";
import { openDatabase, storeOn } from "../../../adapters/store/open-store.ts";
import { instant } from "../../../engine/base/instant.ts";
import { benchOf, how, needsOf, START } from "../../adapters/bitrix24/portal-bench.ts";
import { ALL_SCOPES, type FakeApp } from "../../support/bitrix24/fake-access.ts";
import { createFakePortal, type FakePortal } from "../../support/bitrix24/fake-portal.ts";
import { TestClock } from "../../support/test-clock.ts";
import { type PortalBench, portalContract } from "./portal.ts";

/** Three updates use up the time of ten minutes; adding costs nothing. */
const OPERATING = { limitSeconds: 480, costSeconds: { "crm.item.add": 0, "crm.item.update": 200 } };

type Opening = Pick<PortalBench, "portal" | "secrets" | "limited" | "logged" | "troubles">;

/** A portal whose clock stands: a slow answer is too late by the clock of the test. */
function fakeAt(clock: TestClock): FakePortal {
  return createFakePortal({ clock, rate: null, operating: OPERATING });
}

/** Aborted at once where the fake sleeps for longer than anybody waits. */
function lateBy(clock: TestClock) {
  return (ms: number): AbortSignal => {
    const late = new AbortController();
    const until = clock.now() + ms;
    const look = async (): Promise<void> => {
      for (let turns = 0; turns < 200 && clock.now() < until; turns++) await new Promise((done) => setImmediate(done));
      if (clock.now() >= until) late.abort();
    };
    void look();
    return late.signal;
  };
}

async function byWebhook(fake: FakePortal, clock: TestClock): Promise<Opening> {
  const opened = async (webhook: string) =>
    await benchOf(() => new Error("unused"), {
      ...{ clock, config: { webhook: new Secret(webhook) } },
      options: { fetch: fake.fetch, late: lateBy(clock) },
    });
  const bench = await opened(fake.webhook);
  return {
    ...bench,
    secrets: [fake.webhook.split("/").at(-2) ?? fake.webhook],
    limited: async (scopes) => (await opened(fake.webhookUrl(1, scopes))).portal,
  };
}

describe("a portal over a webhook", () => {
  portalContract(async () => {
    const clock = new TestClock(instant(START));
    const fake = fakeAt(clock);
    return { ...(await byWebhook(fake, clock)), fake, clock, close: async () => {} };
  });
});

async function appBench() {
  const clock = new TestClock(instant(START));
  const fake = fakeAt(clock);
  const context = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock });
  const store = await storeOn(context);
  const opened = async (app: FakeApp) => {
    const config: Partial<Bitrix24Config> = {
      webhook: null,
      app: {
        ...{ clientId: app.clientId, clientSecret: new Secret(app.clientSecret) },
        applicationToken: new Secret(app.applicationToken),
      },
    };
    return await benchOf(() => new Error("unused"), {
      ...{ clock, config, needs: { database: context.database } },
      options: { fetch: fake.fetch, late: lateBy(clock) },
    });
  };
  const installed = async (scopes: readonly string[] = ALL_SCOPES) => {
    const app = fake.world.access.addApp({ scopes });
    const bench = await opened(app);
    const [route] = bench.portal.routes;
    const handler = fake.events.bind({
      ...{ event: "ONAPPTEST", authType: 0, offline: false, connector: null, app },
      handler: async (request) => {
        const body = new Uint8Array(await request.arrayBuffer());
        const answer = await route?.handle({ method: "POST", rest: "", query: {}, headers: {}, body });
        return new Response(null, { status: answer?.status ?? 404 });
      },
    });
    expect(await fake.outbound.install(app, handler.handler)).toBe(200);
    return { app, bench };
  };
  return { clock, fake, store, opened, installed };
}

describe("a portal over an app", () => {
  portalContract(async () => {
    const { clock, fake, store, installed } = await appBench();
    const { app, bench } = await installed();
    return {
      ...bench,
      ...{ fake, clock },
      secrets: [app.clientSecret, app.applicationToken],
      limited: async (scopes) => (await installed(scopes)).bench.portal,
      close: () => store.close(),
    };
  });

  test("an hour later two workers call with one new pair", async () => {
    const { clock, fake, store, opened, installed } = await appBench();
    const { app, bench } = await installed();
    const other = (await opened(app)).portal;
    const profile = (portal: OpenedPortal) => portal.call("profile", {}, how());
    expect(await profile(bench.portal)).toMatchObject({ kind: "done" });
    expect(await profile(other)).toMatchObject({ kind: "done" });
    clock.set(clock.now() + 3_600_000);
    const answers = await Promise.all([bench.portal, other, bench.portal, other].map(profile));
    expect(answers.every(({ kind }) => kind === "done")).toBe(true);
    expect(fake.world.access.refreshes).toBe(1);
    await store.close();
  });
});

test("a configuration with neither webhook nor app is told as such", async () => {
  const config = { webhook: null, app: null, outboundToken: null, users: {}, rate: { perSecond: 2, burst: 50 } };
  await expect(openPortal(config, needsOf({}))).rejects.toThrow("neither a webhook nor an app");
});
