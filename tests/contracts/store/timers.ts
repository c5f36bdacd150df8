import { describe, expect } from "vitest";
import { id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Store, TimerRow } from "../../../engine/ports/store.ts";
import { MORNING, moveOf, timerOf } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { enter } from "./outbox.ts";
import { lawOf } from "./with-store.ts";

const later = (ms: number) => instant(MORNING + ms);

function arm(store: Store, ...timers: readonly TimerRow[]) {
  return store.instances.commit([moveOf("i-1", 0, { rows: { timers: { put: timers, drop: [] } } })]);
}

/** Timers that are due, by time and by id, and who fires them. */
export function timersContract(open: OpenStore): void {
  const law = lawOf(open);

  describe("timers", () => {
    const [soon, now, far, held] = [
      timerOf("soon", { dueAt: later(5) }),
      timerOf("now"),
      timerOf("far", { dueAt: later(60_000) }),
      timerOf("held", { paused: true }),
    ];

    law("those that are due come soonest first; paused ones and later ones do not", async ({ store }) => {
      await arm(store, soon, now, far, held);
      expect(await store.outbox.timersDue(later(10), 10)).toEqual([now, soon]);
      expect(await store.outbox.timersDue(later(10), 1)).toEqual([now]);
      expect(await store.outbox.timersDue(later(-1), 10)).toEqual([]);
    });

    law("by id come those that are there and not paused, due or not", async ({ store }) => {
      await arm(store, soon, far, held);
      const found = await store.outbox.timersById([id("far"), id("held"), id("gone")]);
      expect(found).toEqual([far]);
    });

    law("a due timer is leased by one worker for a while", async ({ store, other, clock }) => {
      await arm(store, soon, now, far, held);
      const [ann, bob] = [await enter(store, "ann"), await enter(store, "bob")];
      const wanted = { now: later(10), until: later(1000), limit: 10 };
      const both = await Promise.all([
        store.outbox.leaseTimers(ann, wanted),
        (other ?? store).outbox.leaseTimers(bob, wanted),
      ]);
      expect(
        both
          .flat()
          .map((timer) => timer.id)
          .sort(),
      ).toEqual(["now", "soon"]);
      clock.set(later(10));
      expect(await store.outbox.timersDue(later(10), 10)).toEqual([]);
      expect(await store.outbox.leaseTimers(bob, { ...wanted, now: later(999) })).toEqual([]);
      expect(await store.outbox.leaseTimers(bob, { now: later(1000), until: later(2000), limit: 1 })).toEqual([now]);
    });

    law("a worker that ends frees its timers, and gets none", async ({ store }) => {
      await arm(store, now);
      const ann = await enter(store, "ann");
      const wanted = { now: later(10), until: later(100_000), limit: 10 };
      await store.outbox.leaseTimers(ann, wanted);
      await store.workers.leave(ann, later(20));
      expect(await store.outbox.timersDue(later(20), 10)).toEqual([now]);
      expect(await store.outbox.leaseTimers(ann, wanted)).toEqual([]);
    });

    law("a timer that is set anew is free again", async ({ store }) => {
      await arm(store, now);
      const ann = await enter(store, "ann");
      await store.outbox.leaseTimers(ann, { now: later(10), until: later(100_000), limit: 10 });
      const moved = timerOf("now", { dueAt: later(50) });
      await store.instances.commit([moveOf("i-1", 2, { rows: { timers: { put: [moved], drop: [] } } })]);
      expect(await store.outbox.timersDue(later(60), 10)).toEqual([moved]);
    });
  });
}
