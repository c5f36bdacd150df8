import { describe, expect, test } from "vitest";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import { doctor } from "../../../adapters/command-line/doctor.ts";
import { openStore } from "../../../adapters/store/open-store.ts";
import { folderWith } from "../../support/command-line.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";
import { ownRedis } from "../../support/servers/redis.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

const postgres = await sharedPostgres();

async function findings(config: string, environment: Readonly<Record<string, string>>) {
  const terminal = recordedTerminal();
  const folder = folderWith({ "ordo.yaml": config });
  await doctor({ json: true, folder, environment }, terminal);
  const { checks } = JSON.parse(terminal.printed.join("\n")) as {
    checks: readonly { check: string; status: string; message: string; remedy: string | null }[];
  };
  return (check: string) => checks.find((one) => one.check === check);
}

describe.skipIf(postgres.skip !== undefined)("ordo doctor on PostgreSQL", () => {
  test("tells the server's version, the schema before and after the first start, and the clock", async () => {
    if (postgres.skip !== undefined) return;
    const database = await postgres.freshDatabase();
    const config = 'store: { kind: postgres, url: "${DATABASE_URL}" }\n';
    const before = await findings(config, { DATABASE_URL: database.url });
    expect(before("store")?.message).toMatch(/^PostgreSQL \d\d/);
    expect(before("migrations")?.status).toBe("skipped");
    const edge = { clock: systemClock() };
    await (await openStore({ kind: "postgres", url: database.url }, edge)).close();
    const after = await findings(config, { DATABASE_URL: database.url });
    expect(["migrations", "clock-skew", "workers"].map((check) => after(check)?.status)).toEqual([
      "ok",
      "ok",
      "warning",
    ]);
    await database.drop();
  });
});

describe("ordo doctor on Redis", () => {
  test("refuses one that evicts, and names the setting", async () => {
    const redis = await ownRedis({ maxmemoryPolicy: "allkeys-lru" });
    if (redis.skip !== undefined) return;
    const config = 'scheduler: { kind: bullmq, url: "${REDIS_URL}" }\n';
    const found = (await findings(config, { REDIS_URL: redis.url }))("redis");
    expect([found?.status, found?.remedy?.includes("maxmemory-policy noeviction")]).toEqual(["problem", true]);
    await redis.end();
  });
});
