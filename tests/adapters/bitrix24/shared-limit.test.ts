import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { openPortal } from "../../../adapters/bitrix24/open-portal.ts";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import { Secret } from "../../../adapters/secret.ts";
import { createFakePortal } from "../../support/bitrix24/fake-portal.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { how, needsOf } from "./portal-bench.ts";

const redis = await sharedRedis();
const RATE = { perSecond: 50, burst: 20 };

describe.skipIf(redis.skip !== undefined)(
  `two workers with one Redis${redis.skip === undefined ? "" : ` (${redis.skip})`}`,
  () => {
    test("together keep the portal's limit, in real time", async () => {
      if (redis.skip !== undefined) throw new Error(redis.skip);
      const clock = systemClock();
      const fake = createFakePortal({ clock, rate: RATE });
      const prefix = redis.freshPrefix();
      const config = { webhook: new Secret(fake.webhook), app: null, outboundToken: null, users: {}, rate: RATE };
      const needs = () => needsOf({ clock, redis: { url: new Secret(redis.url), prefix } });
      const workers = await Promise.all(
        [needs(), needs()].map((one) => openPortal(config, one, { fetch: fake.fetch })),
      );
      try {
        const calls = workers.flatMap((worker) =>
          Array.from({ length: 40 }, () => worker.call("scope", {}, how({ urgency: "bulk" }))),
        );
        const answers = await Promise.all(calls);
        expect(answers.every(({ kind }) => kind === "done")).toBe(true);
        expect(fake.requests).toHaveLength(80);
        expect(fake.requests.filter(({ status }) => status !== 200)).toEqual([]);
        const client = new Redis(redis.url);
        try {
          expect((await client.keys(`${prefix}:*`)).toSorted()).toEqual([
            `${prefix}:bitrix24:{portal.example}:askers`,
            `${prefix}:bitrix24:{portal.example}:bucket`,
          ]);
        } finally {
          client.disconnect();
        }
      } finally {
        for (const worker of workers) await worker.close();
      }
    });
  },
);
