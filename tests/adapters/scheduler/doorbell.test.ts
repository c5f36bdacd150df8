import { describe, expect, test } from "vitest";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import { bullmqDoorbell } from "../../../adapters/scheduler/bullmq/bullmq-doorbell.ts";
import { BullmqScheduler } from "../../../adapters/scheduler/bullmq/bullmq-scheduler.ts";
import { Ear } from "../../support/ear.ts";
import { sharedRedis } from "../../support/servers/redis.ts";

const redis = await sharedRedis();
const without = redis.skip === undefined ? "" : ` (skipped: ${redis.skip})`;
const clock = systemClock();
const quiet = (): void => {};
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const OFFER = { entry: "i-1/save#1/call@4:1", lane: "crm", priority: 0 } as const;

describe.skipIf(redis.skip !== undefined)(`the doorbell of a short command, on a real Redis${without}`, () => {
  test("what it offers just before its end rings at a worker", async () => {
    if (redis.skip !== undefined) return;
    const to = { url: redis.url, prefix: redis.freshPrefix(), clock };
    const ear = new Ear(clock);
    const worker = new BullmqScheduler({ ...to, logger });
    await worker.start(ear);
    const bell = bullmqDoorbell(to);
    void bell.offer([OFFER]);
    await bell.stop();
    await ear.heard(OFFER.entry);
    await worker.stop();
  });
});

describe("the doorbell of a short command", () => {
  test("without Redis it is given up after a moment, and nothing is thrown", async () => {
    const bell = bullmqDoorbell({ url: "redis://127.0.0.1:1", clock });
    void bell.offer([OFFER]);
    await expect(bell.stop()).resolves.toBeUndefined();
  });

  test("connects to nothing where nothing is offered", async () => {
    const bell = bullmqDoorbell({
      url: "redis://127.0.0.1:1",
      clock: { ...clock, sleep: () => new Promise(() => {}) },
    });
    await bell.offer([]);
    await expect(bell.stop()).resolves.toBeUndefined();
  });
});
