import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalBucket } from "../../../adapters/bitrix24/local-bucket.ts";
import { cautious, type Rate } from "../../../adapters/bitrix24/rate-bucket.ts";
import { RateLimiter } from "../../../adapters/bitrix24/rate-limiter.ts";
import { SharedBucket } from "../../../adapters/bitrix24/shared-bucket.ts";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import { Secret } from "../../../adapters/secret.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import { START } from "../../adapters/bitrix24/portal-bench.ts";
import { type OwnRedis, ownRedis, sharedRedis } from "../../support/servers/redis.ts";
import { TestClock } from "../../support/test-clock.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";
import { limiterContract } from "./limiter.ts";

const redis = await sharedRedis();
const without = redis.skip === undefined ? "" : ` (${redis.skip})`;
const quiet = (): void => {};
const said: string[] = [];
const say = (message: string): void => void said.push(message);
const logger = { debug: quiet, info: say, warn: say, error: quiet };

describe("a limiter of this process", () => {
  limiterContract({ perSecond: 2, burst: 50 }, async (rate) => {
    const clock = new VirtualClock(START);
    const limiter = new RateLimiter(clock, new LocalBucket(clock, rate), rate);
    return {
      workers: [limiter],
      now: () => clock.now(),
      run: async (work) => {
        let isDone = false;
        const noted = work.finally(() => {
          isDone = true;
        });
        while (!isDone) await clock.pass(1_000);
        return await noted;
      },
      close: () => limiter.close(),
    };
  });
});

function bucketOn(url: string, prefix: string, asker: string, rate: Rate, clock: Clock): SharedBucket {
  return new SharedBucket({ url: new Secret(url), prefix, of: "company.bitrix24.ru", rate, asker, clock, logger });
}

describe.skipIf(redis.skip !== undefined)(`limiters that share a Redis${without}`, () => {
  limiterContract({ perSecond: 60, burst: 30 }, async (rate) => {
    if (redis.skip !== undefined) throw new Error(redis.skip);
    const clock = systemClock();
    const prefix = redis.freshPrefix();
    const { url } = redis;
    const worker = (asker: string) => new RateLimiter(clock, bucketOn(url, prefix, asker, rate, clock), rate);
    const workers = [worker("a"), worker("b"), worker("c")] as const;
    return {
      workers,
      now: () => performance.now(),
      run: (work) => work,
      close: async () => {
        for (const one of workers) await one.close();
      },
    };
  });
});

describe.skipIf(redis.skip !== undefined)(`without the Redis they share${without}`, () => {
  let server: OwnRedis | null = null;
  beforeAll(async () => {
    const own = await ownRedis();
    if (own.skip !== undefined) throw new Error(own.skip);
    server = own;
  });
  afterAll(() => server?.end());

  test("one that accepts and never answers is left as well", async () => {
    if (server === null) throw new Error("no Redis");
    const clock = new TestClock(instant(START));
    const rate = cautious({ perSecond: 2, burst: 50 });
    const bucket = bucketOn(server.url, server.freshPrefix(), "a", rate, clock);
    try {
      await server.pause();
      // A share's first place is free when the bucket that may be full has drained.
      expect(await bucket.take(45)).toBeGreaterThan(1_000);
      await server.resume();
      clock.set(clock.now() + 6_000);
      await bucket.take(45);
      expect(said.at(-1)).toBe("portal limit is shared again");
    } finally {
      await server.resume();
      await bucket.close();
    }
  });

  test("each goes on with its share and no burst, and joins again when it is back", async () => {
    if (server === null) throw new Error("no Redis");
    const clock = new TestClock(instant(START));
    const rate = cautious({ perSecond: 2, burst: 50 });
    const before = said.length;
    const away = Array(2).fill("portal limit is not shared: Redis is away");
    const again = Array(2).fill("portal limit is shared again");
    const prefix = server.freshPrefix();
    const [one, other] = ["a", "b"].map((asker) => bucketOn(server?.url ?? "", prefix, asker, rate, clock));
    if (one === undefined || other === undefined) throw new Error("no buckets");
    try {
      expect([await one.take(45), await other.take(45), await one.take(45)]).toEqual([0, 0, 0]);
      await server.kill();
      let taken = 0;
      for (let tenth = 0; tenth < 600; tenth++) {
        for (const bucket of [one, other]) while ((await bucket.take(45)) === 0) taken += 1;
        clock.set(clock.now() + 100);
      }
      // Two workers counted, and one that may have come since: two thirds of the rate, never more than the rate.
      expect(taken).toBeGreaterThan(60 * 2 * 0.5);
      expect(taken).toBeLessThanOrEqual(60 * 2 * 0.67);
      await server.restart();
      clock.set(clock.now() + 6_000);
      // It forgot everything, and what was sent meanwhile it never knew: it begins full.
      expect(await one.take(45)).toBeGreaterThan(0);
      expect(await other.take(45)).toBeGreaterThan(0);
      expect(said.slice(before)).toEqual([...away, ...again]);
    } finally {
      await one.close();
      await other.close();
    }
  });
});
