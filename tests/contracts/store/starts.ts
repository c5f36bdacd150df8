import { describe, expect } from "vitest";
import { type CallId, type InstanceId, id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { SubscriptionRow } from "../../../engine/ports/store.ts";
import { ENDED, MORNING, moveOf, PROCESS, startOf } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { lawOf } from "./with-store.ts";

const later = (ms: number) => instant(MORNING + ms);

/** Keys, queues, messages, schedules, and who waits for whom. */
export function startsContract(open: OpenStore): void {
  const law = lawOf(open);
  const key = "k-1";
  const living = moveOf("i-1", 0, { reserves: { key }, after: { key } });
  const order = { process: PROCESS, key, revision: 0, waiting: [startOf("a")], once: null, inbox: ["a"] };

  describe("starts that wait for a key", () => {
    law("nothing stands about what nobody asked for", async ({ store }) => {
      const standing = { live: null, startedOnce: false, waiting: [] };
      expect(await store.starts.standing(PROCESS, { key: null, once: null })).toEqual({ standing, revision: 0 });
      expect(await store.starts.standing(PROCESS, { key, once: "o" })).toEqual({ standing, revision: 0 });
    });

    law("a start is queued behind a live instance, with its inbox id and once value", async ({ store }) => {
      await store.instances.commit([living]);
      expect(await store.starts.queue({ ...order, once: "o" })).toBe(true);
      const standing = { live: "i-1", startedOnce: true, waiting: [startOf("a")] };
      expect(await store.starts.standing(PROCESS, { key, once: "o" })).toEqual({ standing, revision: 1 });
      expect(await store.starts.handled("a")).toEqual({ instance: null, sequence: 0 });
    });

    law("it is not where the key is free, the queue changed, or id or once value are used up", async ({ store }) => {
      expect(await store.starts.queue(order)).toBe(false);
      await store.instances.commit([living]);
      expect(await store.starts.queue({ ...order, revision: 3 })).toBe(false);
      expect(await store.starts.queue({ ...order, once: "o" })).toBe(true);
      const next = { ...order, revision: 1, waiting: [startOf("a"), startOf("b")], inbox: ["b"] };
      expect(await store.starts.queue({ ...next, revision: 0 })).toBe(false);
      expect(await store.starts.queue({ ...next, inbox: ["a"] })).toBe(false);
      expect(await store.starts.queue({ ...next, once: "o" })).toBe(false);
      expect(await store.starts.handled("b")).toBeNull();
      expect(await store.starts.queue(next)).toBe(true);
    });

    law("where starts wait already, one more may wait though the live one has ended", async ({ store }) => {
      await store.instances.commit([living]);
      await store.starts.queue(order);
      await store.instances.commit([moveOf("i-1", 2, { after: { key, ...ENDED } })]);
      expect(await store.starts.stranded(10)).toEqual([{ process: PROCESS, key }]);
      const next = { ...order, revision: 1, waiting: [startOf("a"), startOf("b")], inbox: ["b"] };
      expect(await store.starts.queue(next)).toBe(true);
    });

    law("of two that queue at once on one revision exactly one does", async ({ store, other }) => {
      await store.instances.commit([living]);
      const both = await Promise.all([
        store.starts.queue(order),
        (other ?? store).starts.queue({ ...order, waiting: [startOf("b")], inbox: ["b"] }),
      ]);
      expect(both.sort()).toEqual([false, true]);
    });

    law("a queue that was emptied does not begin its revisions anew", async ({ store }) => {
      await store.instances.commit([living]);
      await store.starts.queue(order);
      expect(await store.starts.dequeue(PROCESS, key, 2, [])).toBe(false);
      expect(await store.starts.dequeue(PROCESS, key, 1, [])).toBe(true);
      expect((await store.starts.standing(PROCESS, { key, once: null })).revision).toBe(2);
      expect(await store.starts.queue({ ...order, inbox: ["b"] })).toBe(false);
      expect(await store.starts.stranded(10)).toEqual([]);
    });
  });

  describe("who listens", () => {
    const subscription = (name: string, told: Partial<SubscriptionRow>): SubscriptionRow => ({
      id: name,
      instance: id<InstanceId>("i-1"),
      kind: "event",
      names: ["crm.lead.updated"],
      record: null,
      key: null,
      since: MORNING,
      ...told,
    });

    law("by name, and by record or key where the listener has one", async ({ store }) => {
      const rows = [
        subscription("any", {}),
        subscription("lead-1", { record: "lead/1", kind: "holds", names: ["crm.lead.updated", "crm.lead.deleted"] }),
        subscription("lead-2", { record: "lead/2" }),
        subscription("other", { names: ["mail.received"] }),
        subscription("keyed", { kind: "message", names: ["paid"], key: "42" }),
        subscription("unkeyed", { kind: "message", names: ["paid"] }),
      ];
      const subscriptions = { put: rows, drop: [] };
      await store.instances.commit([moveOf("i-1", 0, { rows: { subscriptions } })]);
      const who = async (names: readonly string[], record: string | null, key: string | null) =>
        (await store.starts.subscribers({ names, record, key })).map((row) => row.id);
      expect(await who(["crm.lead.updated", "crm.lead.deleted"], "lead/1", null)).toEqual(["any", "lead-1"]);
      expect(await who(["crm.lead.updated"], null, null)).toEqual(["any"]);
      expect(await who(["paid"], null, "42")).toEqual(["keyed", "unkeyed"]);
      expect(await who(["paid"], null, null)).toEqual(["unkeyed"]);
      expect(await who(["nothing"], null, null)).toEqual([]);
    });

    law("a message waits for a listener until its time is over, oldest first", async ({ store, clock }) => {
      const message = (name: string, key: string | null) =>
        ({ kind: "message", id: name, name: "paid", key, event: { sum: "10.00" }, actor: null }) as const;
      await store.starts.keepMessage(message("b", "42"), later(1000));
      clock.set(later(1));
      await store.starts.keepMessage(message("a", null), later(2000));
      await store.starts.keepMessage(message("b", "42"), later(9000));
      const kept = async (key: string | null, ms: number) =>
        (await store.starts.keptMessages("paid", key, later(ms))).map((one) => one.id);
      expect(await store.starts.keptMessages("paid", "42", MORNING)).toEqual([message("b", "42")]);
      expect(await kept(null, 999)).toEqual(["b", "a"]);
      expect(await kept(null, 1000)).toEqual(["a"]);
      await store.starts.dropMessage("a");
      expect(await kept(null, 0)).toEqual(["b"]);
    });

    law("who waits for the end of an instance is found by it and by the call", async ({ store }) => {
      const child = id<InstanceId>("child");
      const waiting = { instance: id<InstanceId>("i-1"), call: id<CallId>("i-1/run#1/call"), attempt: 1 };
      await store.starts.awaitEnd(child, waiting);
      await store.starts.awaitEnd(child, { ...waiting, attempt: 2 });
      expect(await store.starts.awaiting(child)).toEqual([{ ...waiting, attempt: 2 }]);
      expect(await store.starts.childOf(waiting.call)).toBe(child);
      await store.starts.forgetAwaiting(child);
      expect(await store.starts.awaiting(child)).toEqual([]);
      expect(await store.starts.childOf(waiting.call)).toBeNull();
    });
  });

  describe("scheduled starts", () => {
    const row = (start: number, ms: number) => ({ process: PROCESS, start, dueAt: later(ms) });

    law("those that are due come soonest first, and move on once", async ({ store, other }) => {
      await store.starts.putSchedules(PROCESS, [row(0, 10), row(1, 5), row(2, 99)]);
      expect(await store.starts.nextSchedule()).toBe(later(5));
      expect(await store.starts.schedulesDue(later(10), 10)).toEqual([row(1, 5), row(0, 10)]);
      const both = await Promise.all([
        store.starts.advanceSchedule(row(1, 5), later(105)),
        (other ?? store).starts.advanceSchedule(row(1, 5), later(105)),
      ]);
      expect(both.sort()).toEqual([false, true]);
      expect(await store.starts.advanceSchedule(row(0, 10), null)).toBe(true);
      expect(await store.starts.nextSchedule()).toBe(later(99));
      expect(await store.starts.advanceSchedule(row(0, 10), null)).toBe(false);
    });

    law("those of a process replace what was there", async ({ store }) => {
      await store.starts.putSchedules(PROCESS, [row(0, 10)]);
      await store.starts.putSchedules(PROCESS, [row(1, 20)]);
      expect(await store.starts.schedulesDue(later(99), 10)).toEqual([row(1, 20)]);
      await store.starts.putSchedules(PROCESS, []);
      expect(await store.starts.nextSchedule()).toBeNull();
    });
  });
}
