import { describe, expect, test } from "vitest";
import { ordo } from "../support/command-line.ts";
import { companyFolder, eventually, ordoJson, removeFolder, serving } from "../support/operated-company.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { sharedRedis } from "../support/servers/redis.ts";

const SETTINGS = `store: { kind: postgres, url: "\${DATABASE_URL}" }
scheduler: { kind: bullmq, url: "\${REDIS_URL}", prefix: "\${PREFIX}" }
registry: { key: "\${REGISTRY_KEY}" }
`;

const postgres = await sharedPostgres();
const redis = await sharedRedis();
const skip = postgres.skip ?? redis.skip;

describe.skipIf(skip !== undefined)(
  `two workers on PostgreSQL and Redis${skip === undefined ? "" : ` (${skip})`}`,
  () => {
    test("work side by side; when one is killed the other goes on; each step happens once", async () => {
      if (postgres.skip !== undefined || redis.skip !== undefined) return;
      const database = await postgres.freshDatabase();
      const folder = companyFolder(SETTINGS.replace("${PREFIX}", redis.freshPrefix()));
      const environment = {
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        REGISTRY_KEY: "0123456789abcdef0123456789abcdef",
      };
      const options = { in: folder, environment };
      try {
        expect(ordo(["deploy"], options)).toMatchObject({ code: 0 });
        const [one, other] = [serving(["worker"], options), serving(["worker"], options)];
        await Promise.all([one.until('"msg":"working"'), other.until('"msg":"working"')]);
        const workers = ordoJson<{ readonly workers: readonly { readonly endedAt: null }[] }>(["workers"], options);
        expect(workers.workers.filter(({ endedAt }) => endedAt === null)).toHaveLength(2);

        const start = ["start", "discount-approval", "--set", "company=company/7", "--set", "brand=Bravante"];
        const asked = [...start, "--set", "discount=12", "--set", "justification=Loyal", "--as", "manager-1"];
        expect(ordo(asked, options)).toMatchObject({ code: 0 });
        await eventually("the task", () =>
          ordo(["tasks", "--user", "head-2"], options).out.includes("discount-approval/1"),
        );
        expect(await one.end("SIGKILL")).toBe("SIGKILL");
        expect(
          ordo(["complete", "discount-approval/1", "--outcome", "approve", "--as", "head-2"], options),
        ).toMatchObject({
          code: 0,
        });
        await eventually("the end", () =>
          ordo(["instances", "--status", "completed"], options).out.includes("approval/1"),
        );
        await eventually("the seal", () => ordo(["registry", "verify"], options).out.includes("(1 sealed, 0 unsealed"));
        expect(await other.end("SIGTERM")).toBe(0);
        expect(other.said()).toContain('"msg":"stopped"');
      } finally {
        removeFolder(folder);
        await database.drop();
      }
    }, 120_000);
  },
);
