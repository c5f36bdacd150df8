import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import { Complaint } from "../../../adapters/complaint.ts";
import { BullmqScheduler, type BullmqSchedulerOptions } from "../../../adapters/scheduler/bullmq/bullmq-scheduler.ts";
import { alarmIn, offerOf, schedulerContract } from "../../contracts/scheduler.ts";
import { Ear } from "../../support/ear.ts";
import { type OwnRedis, ownRedis, type RedisSetup, sharedRedis } from "../../support/servers/redis.ts";

const redis = await sharedRedis();
const without = redis.skip === undefined ? "" : ` (skipped: ${redis.skip})`;
const clock = systemClock();

const moduleAt = (path: string): string => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);

/** A program that starts a scheduler, loses its Redis and ends the scheduler; then nothing may keep it alive. */
const ENDS_WITHOUT_REDIS = `
  import { systemClock } from ${moduleAt("adapters/clock/system-clock.ts")};
  import { BullmqScheduler } from ${moduleAt("adapters/scheduler/bullmq/bullmq-scheduler.ts")};
  import { ownRedis } from ${moduleAt("tests/support/servers/redis.ts")};
  const quiet = () => {};
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const redis = await ownRedis();
  const scheduler = new BullmqScheduler({ url: redis.url, clock: systemClock(), logger });
  await scheduler.start({ timers: async () => {}, entries: async () => {} });
  await redis.kill();
  await scheduler.stop();
`;

/** In real time: what passes, passes. */
const pass = async (): Promise<void> => {};

describe.skipIf(redis.skip !== undefined)(`on a real Redis${without}`, () => {
  schedulerContract("the scheduler on BullMQ keeps the contract", async () => {
    if (redis.skip !== undefined) throw new Error(redis.skip);
    const prefix = redis.freshPrefix();
    return { scheduler: scheduler({ url: redis.url, prefix }), clock, pass };
  });

  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  function scheduler(options: Pick<BullmqSchedulerOptions, "url"> & Partial<BullmqSchedulerOptions>): BullmqScheduler {
    const quiet = (): void => {};
    const made = new BullmqScheduler({
      clock,
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      watchMs: 200,
      ...options,
    });
    ends.push(() => made.stop());
    return made;
  }

  async function started(options: Partial<BullmqSchedulerOptions> = {}, ear = new Ear(clock)) {
    if (redis.skip !== undefined) throw new Error(redis.skip);
    const made = scheduler({ url: redis.url, prefix: redis.freshPrefix(), ...options });
    await made.start(ear);
    return { scheduler: made, ear };
  }

  /** A Redis that may be hurt, its end after everything that uses it. */
  async function ownServer(setup: RedisSetup = {}): Promise<OwnRedis> {
    const server = await ownRedis(setup);
    if (server.skip !== undefined) throw new Error(server.skip);
    ends.push(() => server.end());
    return server;
  }

  async function ask<T>(server: OwnRedis, what: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(server.url);
    client.on("error", () => {});
    try {
      return await what(client);
    } finally {
      client.disconnect();
    }
  }

  /** Arms and offers until it rings, as recovery does. */
  async function recoverUntilHeard(made: BullmqScheduler, ear: Ear, id: string): Promise<void> {
    const stop = new AbortController();
    const repeat = (async () => {
      while (!stop.signal.aborted) {
        await made.wake([alarmIn({ clock }, 0, id)]);
        await clock.sleep(100, stop.signal);
      }
    })();
    await ear.heard(id).finally(() => stop.abort());
    await repeat;
  }

  test("after FLUSHALL what is armed again rings", async () => {
    const server = await ownServer();
    const { scheduler: made, ear } = await started({ url: server.url });
    const alarm = alarmIn({ clock }, 1_500, "forgotten");
    await made.wake([alarm]);
    await made.offer([offerOf("before:1")]);
    await ear.heard("before:1");
    await ask(server, (client) => client.flushall());
    await made.wake([alarm]);
    await made.offer([offerOf("after:1")]);
    await ear.heard("forgotten", "after:1");
    expect(ear.firstHeard("forgotten")).toBeGreaterThanOrEqual(alarm.dueAt);
  });

  test("Redis killed and started again: methods resolve meanwhile, and what is armed afterwards rings", async () => {
    const server = await ownServer({ appendOnly: true });
    const { scheduler: made, ear } = await started({ url: server.url });
    await recoverUntilHeard(made, ear, "first");
    await server.kill();
    await made.wake([alarmIn({ clock }, 0, "lost")]);
    await made.offer([offerOf("lost:1")]);
    await made.unwake([]);
    expect(await made.health()).toMatchObject({ ok: false });
    await server.restart();
    await recoverUntilHeard(made, ear, "second");
    await made.offer([offerOf("entry:2")]);
    await ear.heard("entry:2");
    expect(await made.health()).toEqual({ ok: true });
  });

  test("without Redis it starts, says so, and works when Redis comes", async () => {
    const server = await ownServer({ down: true });
    const { scheduler: made, ear } = await started({ url: server.url });
    await made.wake([alarmIn({ clock }, 0, "early bird")]);
    const health = await made.health();
    expect(health).toMatchObject({ ok: false, problem: expect.stringContaining("Redis does not answer") });
    await server.restart();
    await recoverUntilHeard(made, ear, "at last");
  });

  test("a Redis that has stopped answering holds up nobody", async () => {
    const server = await ownServer();
    const { scheduler: made, ear } = await started({ url: server.url });
    await recoverUntilHeard(made, ear, "first");
    await server.pause();
    const bounded = Promise.race([
      made.wake([alarmIn({ clock }, 1_000, "unheard")]).then(() => "resolved"),
      clock.sleep(10_000).then(() => "hangs"),
    ]);
    expect(await bounded).toBe("resolved");
    await server.resume();
    await recoverUntilHeard(made, ear, "second");
  });

  test("it ends while Redis is away", async () => {
    const server = await ownServer();
    const { scheduler: made, ear } = await started({ url: server.url });
    const release = ear.holdNext();
    await made.offer([offerOf("running:1")]);
    await ear.called();
    await server.kill();
    const end = made.stop();
    release();
    await end;
    expect(ear.times("running:1")).toBe(1);
  });

  test("a process that ends while Redis is away does not linger", async () => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", ENDS_WITHOUT_REDIS], { stdio: "inherit" });
    ends.push(async () => void child.kill("SIGKILL"));
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("a Redis that evicts is refused, with the remedy in both languages", async () => {
    const server = await ownServer({ maxmemoryPolicy: "allkeys-lru" });
    const refusal = await started({ url: server.url }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Complaint);
    expect(refusal).toMatchObject({
      exitCode: 3,
      says: { ru: expect.stringContaining("allkeys-lru"), en: expect.stringContaining("allkeys-lru") },
      remedy: { ru: expect.stringContaining("noeviction"), en: expect.stringContaining("noeviction") },
    });
  });

  test("a Redis that begins to evict later is told by health", async () => {
    const server = await ownServer();
    const { scheduler: made, ear } = await started({ url: server.url });
    const lanes = ["engine", "crm", "mail", "http", "message", "document"] as const;
    await made.offer(lanes.map((lane) => offerOf(lane, { lane })));
    await ear.heard(...lanes);
    await recoverUntilHeard(made, ear, "all work");
    await ask(server, (client) => client.config("SET", "maxmemory-policy", "allkeys-lru"));
    expect(await made.health()).toMatchObject({ ok: false, problem: expect.stringContaining("noeviction") });
  });

  test("nothing but ids and moments reaches Redis", async () => {
    const server = await ownServer({ appendOnly: true });
    const { scheduler: made, ear } = await started({ url: server.url });
    // Whoever passes more than the port asks for still tells Redis no more.
    const canary = "canary-Ivanova-4111";
    const alarm = { ...alarmIn({ clock }, 700, "t"), subject: canary, instance: canary };
    await made.wake([alarm as never, { ...alarm, dueAt: clock.now() } as never]);
    await made.offer([{ ...offerOf("e:1"), subject: canary } as never]);
    await made.offer([{ ...offerOf("e:2", { lane: "mail" }), input: { amount: canary } } as never]);
    const everything = await ask(server, dump);
    expect(everything).toContain("lane-mail");
    expect(everything).not.toContain(canary);
    await ear.heard("t", "e:1", "e:2");
    if (server.remembers) expect(appendOnlyFiles(server.folder)).not.toContain(canary);
  });

  test("several workers share what is offered, each entry rings once", async () => {
    if (redis.skip !== undefined) return;
    const prefix = redis.freshPrefix();
    const ear = new Ear(clock);
    const { scheduler: first } = await started({ prefix }, ear);
    const { scheduler: second } = await started({ prefix }, ear);
    const entries = Array.from({ length: 1_000 }, (_, n) => `call#${n}:1`);
    await Promise.all(entries.map((entry, n) => (n % 2 === 0 ? first : second).offer([offerOf(entry)])));
    await ear.heard(...entries);
    expect(ear.order.toSorted()).toEqual(entries.toSorted());
  });

  test("what the last handlers of a worker that ends bring about goes to the others", async () => {
    if (redis.skip !== undefined) return;
    const prefix = redis.freshPrefix();
    const leaving = scheduler({ url: redis.url, prefix });
    const ear = new Ear(clock);
    const release = Promise.withResolvers<void>();
    const handling = Promise.withResolvers<void>();
    await leaving.start({
      timers: async () => {},
      entries: async () => {
        handling.resolve();
        await release.promise;
        await leaving.offer([offerOf("next:1")]);
      },
    });
    await leaving.offer([offerOf("last:1")]);
    await handling.promise;
    const left = leaving.stop();
    release.resolve();
    await left;
    await started({ prefix }, ear);
    await ear.heard("next:1");
  });

  test("one process does not take more than it can hold, however much is offered", async () => {
    if (redis.skip !== undefined) return;
    let atOnce = 0;
    let most = 0;
    const ear = new Ear(clock);
    const made = scheduler({ url: redis.url, prefix: redis.freshPrefix() });
    await made.start({
      timers: async () => {},
      entries: async (entries) => {
        atOnce += entries.length;
        most = Math.max(most, atOnce);
        await clock.sleep(2);
        atOnce -= entries.length;
        await ear.entries(entries);
      },
    });
    const entries = Array.from({ length: 5_000 }, (_, n) => `call#${n}:1`);
    await made.offer(entries.map((entry) => offerOf(entry, { lane: "http" })));
    await ear.heard(...entries);
    expect(most).toBeLessThanOrEqual(400);
  });

  test("a lane with a limit handles no more at once, each by itself", async () => {
    if (redis.skip !== undefined) return;
    let atOnce = 0;
    let most = 0;
    const ear = new Ear(clock);
    const limits = { crm: { concurrency: 3 } };
    const limited = scheduler({ url: redis.url, prefix: redis.freshPrefix(), limits });
    await limited.start({
      timers: async () => {},
      entries: async (entries) => {
        atOnce += entries.length;
        most = Math.max(most, atOnce);
        await clock.sleep(5);
        atOnce -= entries.length;
        await ear.entries(entries);
      },
    });
    const entries = Array.from({ length: 30 }, (_, n) => `crm#${n}:1`);
    await limited.offer(entries.map((entry) => offerOf(entry, { lane: "crm" })));
    await ear.heard(...entries);
    expect(most).toBe(3);
    expect(ear.calls.every((ids) => ids === 1)).toBe(true);
  });

  test("a lane with a rate is not driven faster, and an entry offered again uses up nothing", async () => {
    const { scheduler: made, ear } = await started({ limits: { http: { rate: { count: 5, perMs: 300 } } } });
    const offers = Array.from({ length: 15 }, (_, n) => offerOf(`http#${n}:1`, { lane: "http" }));
    const begun = clock.now();
    await made.offer(offers);
    await made.offer(offers.slice(10));
    await ear.heard(...offers.map(({ entry }) => entry));
    // Two full windows must pass before the third five may begin.
    expect(clock.now() - begun).toBeGreaterThanOrEqual(550);
    expect(offers.filter(({ entry }) => ear.times(entry) !== 1)).toEqual([]);
  });

  test("what is urgent goes first where few may run", async () => {
    const { scheduler: made, ear } = await started({ limits: { message: { concurrency: 1 } } });
    const release = ear.holdNext();
    await made.offer([offerOf("first:1", { lane: "message" })]);
    await ear.called();
    await made.offer([offerOf("later:1", { lane: "message", priority: 9 })]);
    await made.offer([offerOf("urgent:1", { lane: "message", priority: 1 })]);
    release();
    await ear.heard("later:1", "urgent:1");
    expect(ear.firstHeard("urgent:1")).toBeLessThanOrEqual(ear.firstHeard("later:1"));
    expect([...ear.order].filter((id) => id !== "first:1")).toEqual(["urgent:1", "later:1"]);
  });

  test("two engines on one Redis do not hear each other", async () => {
    const one = await started();
    const other = await started();
    await one.scheduler.offer([offerOf("mine:1")]);
    await other.scheduler.offer([offerOf("theirs:1")]);
    await Promise.all([one.ear.heard("mine:1"), other.ear.heard("theirs:1")]);
    expect(one.ear.times("theirs:1") + other.ear.times("mine:1")).toBe(0);
  });

  test("a hundred thousand due at one moment are one job, and waiting they cost Redis little", async () => {
    const server = await ownServer();
    const { scheduler: made } = await started({ url: server.url, prefix: "p" });
    const before = await ask(server, memoryUsed);
    const morning = alarmIn({ clock }, 1_800_000, "");
    const timers = Array.from({ length: 20_000 }, (_, n) => ({ ...morning, timer: `lead/${n}/task:a/timer:remind:1` }));
    await made.wake(timers as never);
    expect(await ask(server, (client) => client.zcard("p:timers:delayed"))).toBe(1);
    // A delayed job of its own would be 750 bytes.
    expect((await ask(server, memoryUsed)) - before).toBeLessThan(20_000 * 200);
  });
});

async function memoryUsed(client: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await client.info("memory"))?.[1]);
}

/** Every key and everything in it, as text. */
async function dump(client: Redis): Promise<string> {
  const keys = await client.keys("*");
  const values = await Promise.all(keys.map((key) => contentOf(client, key)));
  return JSON.stringify([keys, values]);
}

async function contentOf(client: Redis, key: string): Promise<unknown> {
  switch (await client.type(key)) {
    case "hash":
      return client.hgetall(key);
    case "list":
      return client.lrange(key, 0, -1);
    case "set":
      return client.smembers(key);
    case "zset":
      return client.zrange(key, "0", "-1");
    case "stream":
      return client.xrange(key, "-", "+");
    default:
      return client.get(key);
  }
}

/** What Redis wrote to the disk: every command it was ever given. */
function appendOnlyFiles(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => readFileSync(join(file.parentPath, file.name), "latin1")).join("\n");
}
