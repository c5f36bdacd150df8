import { describe, expect } from "vitest";
import { instant } from "../../../engine/base/instant.ts";
import { MORNING } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { enter } from "./outbox.ts";
import { lawOf } from "./with-store.ts";

const later = (ms: number) => instant(MORNING + ms);

/** Leases of workers and of duties. */
export function workersContract(open: OpenStore): void {
  const law = lawOf(open);

  describe("workers", () => {
    law("a lease that is extended in time is not taken away", async ({ store }) => {
      const [ann] = [await enter(store, "ann"), await enter(store, "bob")];
      expect(await store.workers.heartbeat(ann, later(50_000), later(110_000))).toBe(true);
      expect(await store.workers.expire(later(60_000))).toEqual(["bob"]);
      expect(await store.workers.expire(later(60_000))).toEqual([]);
      expect(await store.workers.list()).toMatchObject([
        { id: "ann", seenAt: later(50_000), expiresAt: later(110_000), endedAt: null, epoch: ann.epoch },
        { id: "bob", enteredAt: MORNING, endedAt: later(60_000) },
      ]);
    });

    law("a lease that was taken away cannot be extended", async ({ store }) => {
      const ann = await enter(store, "ann");
      await store.workers.expire(later(60_000));
      expect(await store.workers.heartbeat(ann, later(60_001), later(120_000))).toBe(false);
      const bob = await enter(store, "bob");
      await store.workers.leave(bob, later(1));
      await store.workers.leave(bob, later(2));
      expect(await store.workers.heartbeat(bob, later(3), later(120_000))).toBe(false);
      expect((await store.workers.list()).map((worker) => worker.endedAt)).toEqual([later(60_000), later(1)]);
    });

    law("two that look for expired workers at once take each lease once", async ({ store, other }) => {
      for (const name of ["a", "b", "c"]) await enter(store, name);
      const both = await Promise.all([
        store.workers.expire(later(60_000)),
        (other ?? store).workers.expire(later(60_000)),
      ]);
      expect(both.flat().sort()).toEqual(["a", "b", "c"]);
    });

    law("a duty is held by one worker until its time is over, it ends, or it gives up", async ({ store }) => {
      const [ann, bob] = [await enter(store, "ann"), await enter(store, "bob")];
      const hold = (fence: typeof ann, now: number, until: number) =>
        store.workers.hold("sealer", fence, later(now), later(until));
      expect(await hold(ann, 0, 10)).toBe(true);
      expect(await hold(bob, 9, 20)).toBe(false);
      expect(await hold(ann, 9, 30)).toBe(true);
      expect(await hold(bob, 10, 20)).toBe(false);
      expect(await hold(bob, 30, 40)).toBe(true);
      expect(await store.workers.hold("sentinel", ann, later(30), later(40))).toBe(true);
      await store.workers.leave(bob, later(31));
      expect(await hold(ann, 31, 40)).toBe(true);
      expect(await hold(bob, 50, 60)).toBe(false);
    });

    law("the database has a clock", async ({ store }) => {
      expect(await store.workers.now()).toBeGreaterThanOrEqual(MORNING);
    });
  });
}
