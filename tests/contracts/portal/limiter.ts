import { afterEach, expect, test } from "vitest";
import type { Urgency } from "../../../adapters/bitrix24/portal.ts";
import { cautious, type Rate } from "../../../adapters/bitrix24/rate-bucket.ts";
import type { RateLimiter } from "../../../adapters/bitrix24/rate-limiter.ts";

/** Limiters in front of one portal. */
export interface Limited {
  /** Of one worker each. */
  readonly workers: readonly [RateLimiter, ...RateLimiter[]];
  /** Milliseconds. */
  readonly now: () => number;
  /** Lets time pass until it is done. */
  run<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const signal = new AbortController().signal;

/**
 * What every limiter keeps, whoever shares it.
 *
 * @param rate of the portal: so high that the test is short where time is real
 */
export function limiterContract(rate: Rate, open: (rate: Rate) => Promise<Limited>): void {
  let limited: Limited | null = null;
  afterEach(async () => {
    await limited?.close();
    limited = null;
  });
  const opened = async (): Promise<Limited> => {
    limited = await open(cautious(rate));
    return limited;
  };

  /** Queues so many and notes when, and whose, turn came. */
  function queue(limiter: RateLimiter, urgency: Urgency, count: number, turns: Urgency[]): Promise<unknown> {
    return Promise.all(
      Array.from({ length: count }, () => limiter.enter(urgency, signal).then(() => turns.push(urgency))),
    );
  }

  test("never more than the portal bears, and nearly as much", async () => {
    const { workers, run, now } = await opened();
    const count = rate.burst + rate.perSecond * 2;
    const began = now();
    const grants: number[] = [];
    await run(
      Promise.all(
        Array.from({ length: count }, async (_, place) => {
          await workers[place % workers.length]?.enter("process", signal);
          grants.push(now() - began);
        }),
      ),
    );
    grants.forEach((at, place) => {
      expect(place + 1).toBeLessThanOrEqual(rate.burst + (at / 1000) * rate.perSecond + 1);
    });
    // On the machine's own time other programs may hold us up; the exact figure stands with the virtual clock.
    const seconds = (now() - began) / 1000;
    expect(count / (rate.burst + seconds * rate.perSecond)).toBeGreaterThan(0.6);
  });

  test("a person overtakes bulk that waits, in whichever worker", async () => {
    const { workers, run } = await opened();
    const [first] = workers;
    const last = workers.at(-1) ?? first;
    const turns: Urgency[] = [];
    const bulk = Promise.all(workers.map((worker) => queue(worker, "bulk", rate.burst + rate.perSecond, turns)));
    const total = workers.length * (rate.burst + rate.perSecond);
    const asked = (async () => {
      while (turns.length < rate.burst) await first.enter("bulk", signal).then(() => turns.push("bulk"));
      const before = turns.length;
      await queue(last, "person", 3, turns);
      return turns.slice(before).filter((urgency) => urgency === "bulk").length;
    })();
    const passed = await run(asked);
    expect(passed).toBeLessThan(rate.burst / 4);
    await run(bulk);
    expect(turns.length).toBeGreaterThanOrEqual(total);
  });

  test("bulk has its share of a portal that persons keep busy", async () => {
    const { workers, run } = await opened();
    const [first] = workers;
    const last = workers.at(-1) ?? first;
    const turns: Urgency[] = [];
    const persons = queue(first, "person", rate.burst + rate.perSecond * 2, turns);
    await run(Promise.all([queue(last, "bulk", 2, turns), persons]));
    expect(turns.lastIndexOf("bulk")).toBeLessThan(turns.lastIndexOf("person"));
  });

  test("a portal that says it is full is left alone for a while", async () => {
    const { workers, run, now } = await opened();
    const [first] = workers;
    const last = workers.at(-1) ?? first;
    await first.full();
    const before = now();
    await run(queue(last, "person", 3, []));
    // The next place is free when the first has drained.
    expect(now() - before).toBeGreaterThanOrEqual((2.9 / rate.perSecond) * 1000);
  });

  test("who gives up leaves the line", async () => {
    const { workers, run } = await opened();
    const [first] = workers;
    await first.full();
    const giveUp = new AbortController();
    const waiting = first.enter("process", giveUp.signal);
    expect(first.waiting("process")).toBe(1);
    giveUp.abort();
    expect(await run(waiting)).toBe(false);
    expect(first.waiting("process")).toBe(0);
    expect(await run(first.enter("bulk", signal))).toBe(true);
  });
}
