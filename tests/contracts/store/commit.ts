import { describe, expect } from "vitest";
import { type InstanceId, id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { CommitResult, Move } from "../../../engine/ports/store.ts";
import { ENDED, entryOf, MORNING, moveOf, PROCESS, startOf } from "../../support/store-moves.ts";
import type { OpenedStore, OpenStore } from "./opened-store.ts";
import { lawOf } from "./with-store.ts";

/** One move: what must hold for it to stand, and what is there when it does. */
export function commitContract(open: OpenStore): void {
  const law = lawOf(open);
  const one = async ({ store }: OpenedStore, move: Move): Promise<CommitResult> =>
    (await store.instances.commit([move]))[0] as CommitResult;

  describe("a move", () => {
    law(
      "a committed move is there as it was given: snapshot with its order of keys, events in order",
      async (opened) => {
        const move = moveOf("i-1", 0, { length: 3 });
        expect(await one(opened, move)).toMatchObject({ kind: "committed" });
        const loaded = await opened.store.instances.load([move.instance, id("nobody")]);
        expect([...loaded.keys()]).toEqual([move.instance]);
        expect(JSON.stringify(loaded.get(move.instance))).toBe(JSON.stringify(move.after));
        expect(await opened.store.instances.history(move.instance)).toEqual(move.events);
        expect(await opened.store.instances.history(move.instance, 3)).toEqual(move.events.slice(2));
      },
    );

    law("a history counts its bytes, move by move", async (opened) => {
      const [first, second] = [moveOf("i-1", 0), moveOf("i-1", 2)];
      const full = [first, second].map((move) => Buffer.byteLength(JSON.stringify(move.events)));
      const little = bytesOf(await one(opened, first));
      const more = bytesOf(await one(opened, second));
      expect(little).toBeGreaterThan(0);
      expect(little).toBeLessThanOrEqual(full[0] ?? 0);
      expect(more).toBeGreaterThan(little);
      expect(more).toBeLessThanOrEqual((full[0] ?? 0) + (full[1] ?? 0));
    });

    law("a stale revision commits nothing, not even history", async (opened) => {
      await one(opened, moveOf("i-1", 0));
      await one(opened, moveOf("i-1", 2));
      const stale = moveOf("i-1", 2, {
        command: id("another"),
        inbox: ["other"],
        rows: { outbox: { put: [entryOf("e-1")], drop: [] } },
      });
      expect(await one(opened, stale)).toEqual({ kind: "conflict" });
      expect(await opened.store.instances.history(stale.instance)).toHaveLength(4);
      expect(await opened.store.starts.handled("other")).toBeNull();
      expect(await opened.store.outbox.nextDue()).toBeNull();
    });

    law("an instance starts once, and moves only if it is there", async (opened) => {
      await one(opened, moveOf("i-1", 0));
      expect(await one(opened, moveOf("i-1", 0, { command: id("again") }))).toEqual({ kind: "conflict" });
      expect(await one(opened, moveOf("i-2", 4))).toEqual({ kind: "conflict" });
    });

    law("the very same move again is answered as committed and written once", async (opened) => {
      const move = moveOf("i-1", 0, { inbox: ["a"] });
      const first = await one(opened, move);
      expect(await one(opened, move)).toEqual(first);
      await one(opened, moveOf("i-1", 2));
      expect(await one(opened, move)).toMatchObject({ kind: "committed" });
      expect(await opened.store.instances.history(move.instance)).toHaveLength(4);
    });

    law("an inbox id is handled once, and the second is told by which move", async (opened) => {
      await one(opened, moveOf("i-1", 0, { inbox: ["event-7"] }));
      const again = moveOf("i-2", 0, { inbox: ["event-8", "event-7"] });
      expect(await one(opened, again)).toEqual({ kind: "handledBefore", instance: "i-1", sequence: 2 });
      expect(await opened.store.starts.handled("event-8")).toBeNull();
      expect(await opened.store.instances.load([again.instance])).toEqual(new Map());
      expect(await opened.store.starts.handled("event-7")).toEqual({ instance: "i-1", sequence: 2 });
    });

    law("an inbox id kept without an instance is handled too", async (opened) => {
      await opened.store.starts.keep(["refused"], MORNING);
      const move = moveOf("i-1", 0, { inbox: ["refused"] });
      expect(await one(opened, move)).toEqual({ kind: "handledBefore", instance: null, sequence: 0 });
    });

    law("a worker whose lease was taken away writes nothing", async (opened) => {
      const { workers } = opened.store;
      const times = { now: MORNING, expiresAt: instant(MORNING + 1000) };
      const fence = await workers.enter({ id: "w-1", name: "one", version: "1", ...times });
      expect(await one(opened, moveOf("i-1", 0, { fence }))).toMatchObject({ kind: "committed" });
      await workers.expire(instant(MORNING + 1000));
      expect(await one(opened, moveOf("i-1", 2, { fence }))).toEqual({ kind: "fenced" });
      const unknown = { worker: "nobody", epoch: 1 };
      expect(await one(opened, moveOf("i-1", 2, { fence: unknown }))).toEqual({ kind: "fenced" });
      expect(await opened.store.instances.history(id("i-1"))).toHaveLength(2);
    });

    law("a business key has one live instance, until that one ends", async (opened) => {
      const keyed = { reserves: { key: "lead/1" }, after: { key: "lead/1" } };
      await one(opened, moveOf("i-1", 0, keyed));
      expect(await one(opened, moveOf("i-2", 0, keyed))).toEqual({ kind: "keyTaken", instance: "i-1" });
      const elsewhere = { ...keyed, after: { key: "lead/1", process: id("other-process") } } as const;
      expect(await one(opened, moveOf("i-3", 0, elsewhere as never))).toMatchObject({ kind: "committed" });
      await one(opened, moveOf("i-1", 2, { after: { key: "lead/1", ...ENDED } }));
      expect(await one(opened, moveOf("i-2", 0, keyed))).toMatchObject({ kind: "committed" });
      const { standing } = await opened.store.starts.standing(PROCESS, { key: "lead/1", once: null });
      expect(standing.live).toBe("i-2");
    });

    law("an instance that ends in its first move leaves its key free", async (opened) => {
      const short = { reserves: { key: "k" }, after: { key: "k", ...ENDED } };
      expect(await one(opened, moveOf("i-1", 0, short))).toMatchObject({ kind: "committed" });
      expect(await one(opened, moveOf("i-2", 0, short))).toMatchObject({ kind: "committed" });
    });

    law("a once value starts one instance ever", async (opened) => {
      const reserves = { once: "lead/1 2026-03" };
      await one(opened, moveOf("i-1", 0, { reserves, after: ENDED }));
      expect(await one(opened, moveOf("i-2", 0, { reserves }))).toEqual({ kind: "onceTaken" });
      const { standing } = await opened.store.starts.standing(PROCESS, { key: null, once: reserves.once });
      expect(standing.startedOnce).toBe(true);
    });

    law("a turn is taken from whom it was read", async (opened) => {
      const take = (from: string | null, to: string) => ({
        reserves: { turns: [{ group: "sales", from: from === null ? null : id(from), to: id(to) }] },
      });
      expect(await one(opened, moveOf("i-1", 0, take(null, "ann") as never))).toMatchObject({ kind: "committed" });
      expect(await one(opened, moveOf("i-2", 0, take(null, "bob") as never))).toEqual({ kind: "conflict" });
      expect(await one(opened, moveOf("i-2", 0, take("ann", "bob") as never))).toMatchObject({ kind: "committed" });
      expect(await opened.store.instances.turns()).toEqual({ sales: "bob" });
    });

    law("starts that wait are taken from the queue as it was read", async (opened) => {
      const { starts } = opened.store;
      const key = "k-1";
      await one(opened, moveOf("i-1", 0, { reserves: { key }, after: { key } }));
      const order = { process: PROCESS, key, once: null, inbox: [], waiting: [startOf("a"), startOf("b")] };
      await starts.queue({ ...order, revision: 0 });
      await one(opened, moveOf("i-1", 2, { after: { key, ...ENDED } }));
      const taking = (revision: number) =>
        moveOf("i-2", 0, { reserves: { key, waiting: { revision, left: [startOf("b")] } }, after: { key } });
      expect(await one(opened, taking(0))).toEqual({ kind: "conflict" });
      expect(await one(opened, taking(1))).toMatchObject({ kind: "committed" });
      const { standing, revision } = await starts.standing(PROCESS, { key, once: null });
      expect([standing.waiting, revision]).toEqual([[startOf("b")], 2]);
    });

    law("text that a database cannot hold is kept in the snapshot and made fit in lists", async (opened) => {
      const move = moveOf("i-1", 0, {
        after: { subject: "a\0b\ud800c", key: "k\0" },
        reserves: { key: "k\0" },
      });
      expect(await one(opened, move)).toMatchObject({ kind: "committed" });
      const loaded = await opened.store.instances.load([move.instance]);
      expect(loaded.get(move.instance)?.subject).toBe("a\0b\ud800c");
      expect((await opened.store.starts.standing(PROCESS, { key: "k\0", once: null })).standing.live).toBe("i-1");
    });

    law("an empty group is answered with nothing", async ({ store }) => {
      expect(await store.instances.commit([])).toEqual([]);
      expect(await store.instances.load([])).toEqual(new Map<InstanceId, never>());
    });
  });
}

function bytesOf(result: CommitResult): number {
  return result.kind === "committed" ? result.historyBytes : Number.NaN;
}
