import { describe, expect, test } from "vitest";
import { checkPortal, type PortalLook } from "../../../adapters/bitrix24/check-portal.ts";
import type { Bitrix24Config } from "../../../adapters/bitrix24/config.ts";
import { scopesNeeded } from "../../../adapters/bitrix24/portal-scopes.ts";
import type { StoredTokens } from "../../../adapters/bitrix24/token-store.ts";
import { Secret } from "../../../adapters/secret.ts";
import { Section } from "../../../adapters/section.ts";
import { instant } from "../../../engine/base/instant.ts";
import { createFakePortal, type FakePortal } from "../../support/bitrix24/fake-portal.ts";
import { TestClock } from "../../support/test-clock.ts";
import { START } from "./portal-bench.ts";

const USUAL = { perSecond: 2, burst: 50 };

function world(given: { readonly root?: object; readonly rate?: Bitrix24Config["rate"] } = {}) {
  const clock = new TestClock(instant(START));
  const fake = createFakePortal({ clock });
  const root = new Section(
    given.root ?? {
      crm: {
        bitrix24: { records: { deal: { entity: "deal" }, entry: { entity: { list: 17 } }, job: { entity: "task" } } },
      },
      directory: { bitrix24: {} },
      channels: { portal: "bitrix24" },
    },
    { environment: {}, folder: "." },
  );
  const used = { operations: ["crm.update"], records: ["deal", "entry", "job"] };
  const look = (config: Partial<Bitrix24Config> = {}, more: Partial<PortalLook> = {}): PortalLook => ({
    config: {
      ...{ webhook: new Secret(fake.webhook), app: null, outboundToken: null, users: {} },
      rate: given.rate ?? USUAL,
      ...config,
    },
    needs: { clock, locale: "en" },
    scopes: scopesNeeded(root, used),
    isWatched: true,
    tokens: async () => null,
    fetch: fake.fetch,
    ...more,
  });
  const check = async (config: Partial<Bitrix24Config> = {}, more: Partial<PortalLook> = {}) => {
    const findings = await checkPortal(look(config, more));
    expect(findings.filter(({ status, remedy }) => status !== "ok" && status !== "skipped" && remedy === null)).toEqual(
      [],
    );
    return findings.map(({ check: name, status, says }) => `${name} ${status}: ${says.en}`);
  };
  return { fake, clock, check };
}

const app = { clientId: "local.5f", clientSecret: new Secret("app-secret"), applicationToken: null };

function tokensOf(fake: FakePortal, scopes?: readonly string[]): StoredTokens {
  const made = fake.world.access.addApp({ clientId: "local.5f", ...(scopes === undefined ? {} : { scopes }) });
  const { accessToken, refreshToken } = fake.world.access.issue(made, 1);
  return {
    ...{ access: accessToken, refresh: refreshToken, expiresAt: START + 3_600_000, memberId: "m", scope: "crm" },
    ...{ portal: "https://portal.example", authServer: "https://oauth.bitrix.info", userNumber: 1 },
    ...{ application: null, revision: 1 },
  };
}

test("a portal that has everything, by webhook", async () => {
  const { check } = world();
  expect(await check()).toEqual([
    "portal ok: The portal portal.example answers",
    "portal-scopes ok: The rights are sufficient: crm, lists, task, user, department, im",
    "portal-user ok: The calls are made in an administrator's name",
    expect.stringContaining("portal-events warning: An inbound webhook cannot subscribe to events"),
    "portal-rate ok: The limit: 2 a second, 50 at once",
  ]);
});

test("missing rights are named with what needs them", async () => {
  const { fake, check } = world();
  const findings = await check({ webhook: new Secret(fake.webhookUrl(1, ["crm", "user_basic", "department"])) });
  expect(findings.filter((finding) => finding.startsWith("portal-scopes"))).toEqual([
    "portal-scopes problem: The right lists is missing (lists: entry)",
    "portal-scopes problem: The right task is missing (tasks: job)",
    "portal-scopes problem: The right im is missing (notifications of the portal)",
  ]);
});

test("what is not chosen needs no rights", async () => {
  const { fake, check } = world({ root: { crm: "local" } });
  const findings = await check({ webhook: new Secret(fake.webhookUrl(1, [])) }, { isWatched: false });
  expect(findings).toEqual([
    "portal ok: The portal portal.example answers",
    expect.stringContaining("portal-user"),
    expect.stringContaining("portal-rate"),
  ]);
});

describe("what is wrong has a name and a remedy", () => {
  test("a webhook that the portal does not know", async () => {
    const { fake, check } = world();
    const webhook = new Secret(fake.webhook.replace(/[\w-]+\/$/, "wrong/"));
    expect(await check({ webhook })).toEqual([
      "portal problem: The portal portal.example refuses: INVALID_CREDENTIALS",
    ]);
  });

  test.each([
    ["certificate", "The certificate of the portal portal.example is not to be believed (CERT_HAS_EXPIRED)"],
    ["dns", "The portal portal.example cannot be reached (ENOTFOUND)"],
    ["refused", "The portal portal.example cannot be reached (ECONNREFUSED)"],
  ] as const)("%s", async (kind, says) => {
    const { fake, check } = world();
    fake.faults.next(kind, { times: 9 });
    expect(await check()).toEqual([expect.stringContaining(`portal problem: ${says}`)]);
  });

  test("a renamed portal", async () => {
    const { fake, check } = world();
    fake.rename("firm.example");
    expect(await check()).toContain("portal-renamed warning: The portal was renamed: portal.example → firm.example");
  });

  test("a deleted portal, and one without a plan", async () => {
    const { fake, check } = world();
    fake.state = "deleted";
    expect(await check()).toEqual(["portal problem: The portal portal.example refuses: PORTAL_DELETED"]);
    fake.state = "unpaid";
    expect(await check()).toEqual(["portal problem: The portal portal.example refuses: ACCESS_DENIED"]);
  });

  test("an employee who is no administrator", async () => {
    const { fake, check } = world();
    fake.world.addUser({ id: 2, name: "Petr", lastName: "Petrov" });
    const findings = await check({ webhook: new Secret(fake.webhookUrl(2)) });
    expect(findings).toContainEqual(expect.stringContaining("portal-user warning"));
  });

  test("a rate that a usual portal does not bear", async () => {
    const { check } = world({ rate: { perSecond: 5, burst: 250 } });
    expect(await check()).toContainEqual(expect.stringContaining("portal-rate warning: bitrix24.rate is 5 a second"));
  });
});

describe("a local app", () => {
  test("installed: its token is tried, not renewed", async () => {
    const { fake, check } = world();
    const tokens = tokensOf(fake);
    const findings = await check({ webhook: null, app }, { tokens: async () => tokens });
    expect(findings).toEqual([
      "portal-app ok: The app is installed on portal.example",
      "portal ok: The portal portal.example answers",
      expect.stringContaining("portal-scopes ok"),
      expect.stringContaining("portal-user ok"),
      "portal-events ok: Events come through the app",
      expect.stringContaining("portal-rate ok"),
    ]);
    expect(fake.world.access.refreshes).toBe(0);
  });

  test("an old token is left to whoever works", async () => {
    const { fake, clock, check } = world();
    const tokens = tokensOf(fake);
    clock.set(START + 3_600_000);
    const findings = await check({ webhook: null, app }, { tokens: async () => tokens });
    expect(findings.at(-1)).toContain("portal skipped: The app's token is older than an hour");
    expect(fake.requests).toEqual([]);
  });

  test("not installed, or with another secret", async () => {
    const { check } = world();
    expect(await check({ webhook: null, app })).toEqual([
      "portal-app problem: The local app has no tokens of the portal",
    ]);
    expect(await check({ webhook: null, app }, { tokens: async () => "unreadable" })).toEqual([
      "portal-app problem: The local app has no tokens of the portal (bitrix24.app.clientSecret)",
    ]);
    // With a webhook the rest works meanwhile.
    expect((await check({ app }))[0]).toContain("portal-app warning");
  });
});

test("reference lists of the mapping need the scope lists, whether processes name them or not", () => {
  const root = new Section(
    { crm: { bitrix24: { records: {}, lists: { brands: { list: 42, columns: { value: "NAME" } } } } } },
    { environment: {}, folder: "." },
  );
  const needed = scopesNeeded(root, { operations: [], records: [] });
  expect(needed.map(({ anyOf: [scope], why }) => [scope, why.en])).toEqual([["lists", "lists: brands"]]);
});
