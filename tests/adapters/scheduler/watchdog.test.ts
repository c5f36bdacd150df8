import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import type { JobData } from "../../../adapters/scheduler/bullmq/job.ts";
import { QueueWorker } from "../../../adapters/scheduler/bullmq/queue-worker.ts";
import { Watchdog, type Watched } from "../../../adapters/scheduler/bullmq/watchdog.ts";
import { Ear } from "../../support/ear.ts";
import { sharedRedis } from "../../support/servers/redis.ts";

const redis = await sharedRedis();
const without = redis.skip === undefined ? "" : ` (skipped: ${redis.skip})`;

describe("the watchdog", () => {
  function worker(state: { waiting: number; taken: number; busy: number }): Watched & { recreated: number } {
    return {
      recreated: 0,
      waiting: async () => state.waiting,
      taken: () => state.taken,
      busy: () => state.busy,
      recreate() {
        this.recreated += 1;
      },
    };
  }

  test("replaces a worker that takes nothing although jobs wait, at the third look", async () => {
    const state = { waiting: 3, taken: 10, busy: 0 };
    const stuck = worker(state);
    const watchdog = new Watchdog([stuck]);
    expect([await watchdog.look(), await watchdog.look(), await watchdog.look()]).toEqual([0, 0, 1]);
    expect(stuck.recreated).toBe(1);
  });

  test("gives the new worker as many looks as the old one had", async () => {
    const stuck = worker({ waiting: 3, taken: 10, busy: 0 });
    const watchdog = new Watchdog([stuck]);
    for (let look = 0; look < 5; look++) await watchdog.look();
    expect(stuck.recreated).toBe(2);
  });

  test.each([
    ["has nothing to take", { waiting: 0, taken: 10, busy: 0 }],
    ["is at work", { waiting: 3, taken: 10, busy: 1 }],
  ])("leaves a worker alone that %s", async (_, state) => {
    const well = worker(state);
    const watchdog = new Watchdog([well]);
    for (let look = 0; look < 5; look++) await watchdog.look();
    expect(well.recreated).toBe(0);
  });

  test("leaves a worker alone that takes some between two looks", async () => {
    const state = { waiting: 3, taken: 0, busy: 0 };
    const well = worker(state);
    const watchdog = new Watchdog([well]);
    for (; state.taken < 5; state.taken++) await watchdog.look();
    expect(well.recreated).toBe(0);
  });

  test.skipIf(redis.skip !== undefined)(`a replaced worker goes on with what waits${without}`, async () => {
    if (redis.skip !== undefined) return;
    const ear = new Ear(systemClock());
    const prefix = redis.freshPrefix();
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
    const queue = new Queue<JobData>("timers", { connection, prefix });
    const handle = ({ ids = [] }: JobData): Promise<void> => ear.entries(ids);
    const onError = (): void => {};
    const made = new QueueWorker({
      name: "timers",
      prefix,
      redis: connection,
      concurrency: 5,
      idsMax: 5,
      idsPerJob: 1,
      limiter: undefined,
      handle,
      onError,
    });
    await queue.add("entries", { ids: ["one"] });
    await ear.heard("one");
    made.recreate();
    await queue.add("entries", { ids: ["two"] });
    await ear.heard("two");
    expect(made.taken).toBe(2);
    await made.close();
    await queue.close();
    connection.disconnect();
  });
});
