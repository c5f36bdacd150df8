import { describe, expect, test } from "vitest";
import { openPortal } from "../../../adapters/bitrix24/open-portal.ts";
import type { Portal, Urgency } from "../../../adapters/bitrix24/portal.ts";
import { Secret } from "../../../adapters/secret.ts";
import { createFakePortal, type FakePortal } from "../../support/bitrix24/fake-portal.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";
import { how, needsOf, START } from "./portal-bench.ts";

const RATE = { perSecond: 2, burst: 50 };

async function portalOver(fake: FakePortal, clock: VirtualClock, latencyMs: () => number): Promise<Portal> {
  const config = { webhook: new Secret(fake.webhook), app: null, outboundToken: null, users: {}, rate: RATE };
  return await openPortal(config, needsOf({ clock }), {
    fetch: async (request) => {
      const ms = latencyMs();
      if (ms > 0) await clock.sleep(ms);
      return await fake.fetch(request);
    },
    late: () => new AbortController().signal,
  });
}

/** Lets time pass in small steps until it is done. */
async function until(clock: VirtualClock, work: Promise<unknown>): Promise<void> {
  let isDone = false;
  void work.finally(() => {
    isDone = true;
  });
  while (!isDone) await clock.pass(10_000);
  await work;
}

/** A sequence of numbers below 1 that is the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe("updates queued at once", () => {
  test.each<readonly [string, number, () => () => number]>([
    ["10,000, answered at once", 10_000, () => () => 0],
    [
      "2,000, answered after up to two seconds and out of order",
      2_000,
      () => {
        const next = sequence(7);
        return () => Math.floor(next() * 2_000);
      },
    ],
  ])(
    "%s: never over the limit, at least 95 % of it, and persons do not wait",
    async (_, updates, latency) => {
      const clock = new VirtualClock(START);
      const fake = createFakePortal({ clock, rate: RATE, operating: { costSeconds: { "crm.item.update": 0.01 } } });
      fake.crm.put("deal", { id: 1, title: "A" });
      const portal = await portalOver(fake, clock, latency());
      const update = (urgency: Urgency, title: string) =>
        portal.call(
          "crm.item.update",
          { entityTypeId: 2, id: 1, fields: { title } },
          how({ effect: "write", urgency }),
        );
      const bulk = Array.from({ length: updates }, (_unused, place) => update("bulk", `B${place}`));
      const waits: number[] = [];
      const persons = (async () => {
        for (let hour = 0; hour < 8; hour++) {
          await clock.sleep(updates * 50);
          const asked = clock.now();
          await Promise.all(
            Array.from({ length: 5 }, async (_unused, place) => {
              await update("person", `P${hour}-${place}`);
              waits.push(clock.now() - asked);
            }),
          );
        }
      })();
      await until(clock, Promise.all([...bulk, persons]));
      const sent = fake.requests.length;
      const lastAt = Math.max(...fake.requests.map(({ at }) => at));
      const seconds = (lastAt - START) / 1000;
      expect(fake.requests.filter(({ status }) => status !== 200)).toEqual([]);
      expect(sent).toBe(updates + 40);
      expect(sent / (RATE.burst + RATE.perSecond * seconds)).toBeGreaterThanOrEqual(0.95);
      // Only the way there and back: the room that bulk leaves is theirs.
      expect(waits).toHaveLength(40);
      expect(Math.max(...waits)).toBeLessThanOrEqual(2_000);
    },
    60_000,
  );
});
