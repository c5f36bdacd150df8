import { afterEach, beforeEach, expect, test } from "vitest";
import { PortalAddress } from "../../../adapters/bitrix24/portal-address.ts";
import { TokenKeeper } from "../../../adapters/bitrix24/token-keeper.ts";
import { TokenSeal } from "../../../adapters/bitrix24/token-seal.ts";
import { TokenStore, type Tokens } from "../../../adapters/bitrix24/token-store.ts";
import type { TokenTables } from "../../../adapters/bitrix24/token-tables.ts";
import { Secret } from "../../../adapters/secret.ts";
import type { SqlDatabase } from "../../../adapters/sql-database.ts";
import { instant } from "../../../engine/base/instant.ts";
import { FakeAuthorization } from "../../adapters/bitrix24/fake-authorization.ts";
import { START } from "../../adapters/bitrix24/portal-bench.ts";
import { TestClock } from "../../support/test-clock.ts";

/** A migrated database as two workers have it: on PostgreSQL over connections of their own. */
export interface TokenDatabases {
  readonly one: SqlDatabase<TokenTables>;
  readonly other: SqlDatabase<TokenTables>;
  close(): Promise<void>;
}

const CLIENT = "local.5f";
const signal = new AbortController().signal;

/** What is promised of an app's tokens, on every database. */
export function tokenContract(open: () => Promise<TokenDatabases>): void {
  let databases: TokenDatabases;
  let server: FakeAuthorization;
  let clock: TestClock;
  let raised: string[];

  beforeEach(async () => {
    databases = await open();
    server = new FakeAuthorization();
    clock = new TestClock(instant(START));
    raised = [];
  });
  afterEach(() => databases.close());

  function worker(name: string, database: SqlDatabase<TokenTables> = databases.one, secret = "app-secret") {
    const clientSecret = new Secret(secret);
    const store = new TokenStore(database, new TokenSeal(CLIENT, clientSecret), CLIENT);
    const quiet = (): void => {};
    const keeper = new TokenKeeper({
      store,
      exchange: {
        ...{ fetch: server.fetch, agent: "ordo/test", clientId: CLIENT, clientSecret },
        late: () => signal,
        now: () => clock.now(),
      },
      address: new PortalAddress(""),
      fallback: null,
      clock,
      ids: { next: () => name },
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      raise: async ({ id, code }) => void raised.push(`${code} ${id}`),
    });
    return { keeper, store, token: async () => tokenOf(await keeper.access(signal)) };
  }

  function tokenOf(access: Awaited<ReturnType<TokenKeeper["access"]>>): string | null {
    return "trouble" in access ? access.trouble : access.token;
  }

  const installed = (): Tokens => ({
    ...{ access: "access-0", refresh: "refresh-0", expiresAt: START + 3_600_000, memberId: "member-1" },
    ...{ portal: "https://company.bitrix24.ru", authServer: "https://oauth.bitrix.info", scope: "crm" },
    ...{ userNumber: 67, application: "app-token" },
  });

  test("a token is used as it is until it is nearly too old", async () => {
    const { keeper, token } = worker("a");
    await keeper.install(installed());
    expect(await token()).toBe("access-0");
    clock.set(START + 3_500_000);
    expect(await token()).toBe("access-0");
    clock.set(START + 3_550_000);
    expect(await token()).toBe("access-1");
    expect(server.exchanges).toHaveLength(1);
  });

  test("secrets go in the body of the exchange, to the server that the tokens name", async () => {
    const { keeper, token } = worker("a");
    await keeper.install(installed());
    clock.set(START + 3_600_000);
    await token();
    clock.set(START + 7_300_000);
    await token();
    expect(server.exchanges.map(({ url }) => url)).toEqual([
      "https://oauth.bitrix.info/oauth/token/",
      "https://oauth.bitrix24.tech/oauth/token/",
    ]);
    expect(Object.fromEntries(server.exchanges[0]?.form ?? [])).toEqual({
      ...{ grant_type: "refresh_token", client_id: CLIENT, client_secret: "app-secret", refresh_token: "refresh-0" },
    });
  });

  test("two workers at once: one renews, the other reads the new pair", async () => {
    const [one, other] = [worker("a"), worker("b", databases.other)];
    await one.keeper.install(installed());
    await other.token();
    clock.set(START + 3_600_000);
    let asked = 0;
    server.before = async () => {
      asked += 1;
      // The other has every chance to come in between.
      for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
    };
    const tokens = await Promise.all([one.token(), other.token(), one.token(), other.token()]);
    expect(tokens).toEqual(Array(4).fill("access-1"));
    expect(asked).toBe(1);
  });

  test("many rounds of two workers use up no refresh token twice", async () => {
    const [one, other] = [worker("a"), worker("b", databases.other)];
    await one.keeper.install(installed());
    for (let hour = 1; hour <= 20; hour++) {
      clock.set(clock.now() + 3_600_000);
      const [first, second] = await Promise.all([one.token(), other.token()]);
      expect(first).toBe(`access-${hour}`);
      expect(second).toBe(first);
    }
    expect(server.exchanges).toHaveLength(20);
    expect(raised).toEqual([]);
  });

  test("a new pair is written before anybody uses it", async () => {
    const { keeper, store, token } = worker("a");
    await keeper.install(installed());
    clock.set(START + 3_600_000);
    const replace = store.replace.bind(store);
    store.replace = async () => {
      throw new Error("the database is away");
    };
    expect(await token()).toBe("PORTAL_TOKEN_UNKNOWN");
    expect(await store.read()).toMatchObject({ access: "access-0", revision: 1 });
    // It is still in memory, and no second one is asked for.
    store.replace = replace;
    expect(await token()).toBe("access-1");
    expect(await store.read()).toMatchObject({ access: "access-1", refresh: "refresh-1", revision: 2 });
    expect(server.exchanges).toHaveLength(1);
  });

  test("a worker that died while it renewed holds the others up for the time of its lease", async () => {
    const [one, other] = [worker("a"), worker("b", databases.other)];
    await one.keeper.install(installed());
    clock.set(START + 3_600_000);
    expect(await one.store.lease(1, "dead", clock.now(), clock.now() + 90_000)).toBe(true);
    const before = clock.now();
    expect(await other.token()).toBe("access-1");
    expect(clock.now() - before).toBeGreaterThanOrEqual(90_000);
    expect(clock.now() - before).toBeLessThan(92_000);
  });

  test("a refresh token that is not taken is told once, and asked with again much later", async () => {
    const { keeper, token } = worker("a");
    await keeper.install(installed());
    server.forget();
    clock.set(START + 3_600_000);
    expect(await token()).toBe("PORTAL_TOKEN_REFUSED");
    expect(await token()).toBe("PORTAL_TOKEN_REFUSED");
    expect(server.exchanges).toHaveLength(1);
    expect(raised).toEqual([`PORTAL_TOKEN_REFUSED bitrix24:${CLIENT}:token:1`]);
    // A new installation, which another worker heard of.
    const { access_token: access, refresh_token: refresh } = server.installed();
    const fresh = { ...installed(), access, refresh, expiresAt: clock.now() + 3_600_000 };
    await worker("b", databases.other).keeper.install(fresh);
    expect(await token()).toBe(access);
  });

  test("a server that does not answer leaves the pair as it was", async () => {
    const { keeper, token } = worker("a");
    await keeper.install(installed());
    clock.set(START + 3_600_000);
    server.before = async () => {
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) });
    };
    expect(await token()).toBe("PORTAL_TOKEN_UNKNOWN");
    server.before = async () => {};
    expect(await token()).toBe("access-1");
  });

  test("a renamed portal is known from the next pair on", async () => {
    const { keeper, store, token } = worker("a");
    await keeper.install(installed());
    server.host = "firm.bitrix24.ru";
    clock.set(START + 3_600_000);
    await token();
    expect(await store.read()).toMatchObject({ portal: "https://firm.bitrix24.ru" });
  });

  test("tokens of another portal are not taken", async () => {
    const { keeper, store, token } = worker("a");
    await keeper.install(installed());
    server.member = "member-2";
    clock.set(START + 3_600_000);
    expect(await token()).toBe("PORTAL_TOKEN_REFUSED");
    expect(await store.read()).toMatchObject({ access: "access-0", memberId: "member-1" });
  });

  test("the database holds no token that could be used, and another secret opens none", async () => {
    const { keeper } = worker("a");
    await keeper.install(installed());
    const rows = await databases.one.db.selectFrom("bitrix24_token").selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/access-0|refresh-0|app-token|app-secret/);
    const { keeper: stranger } = worker("c", databases.other, "another-secret");
    expect(await stranger.access(signal)).toMatchObject({ trouble: "PORTAL_NOT_INSTALLED" });
  });

  test("without an installation there are none", async () => {
    expect(await worker("a").token()).toBe("PORTAL_NOT_INSTALLED");
    expect(server.exchanges).toHaveLength(0);
  });
}
