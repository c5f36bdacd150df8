import { describe, expect } from "vitest";
import { id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { OutboxEntry } from "../../../engine/ports/outbox.ts";
import type { Fence, Store } from "../../../engine/ports/store.ts";
import type { Occurrence } from "../../../engine/runtime/occurrence.ts";
import { entryOf, MORNING, moveOf } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { lawOf } from "./with-store.ts";

const LATER = instant(MORNING + 60_000);

/** A worker with a lease of a minute. */
export function enter(store: Store, name: string): Promise<Fence> {
  return store.workers.enter({ id: name, name, version: "1", now: MORNING, expiresAt: LATER });
}

/** An instance `i-1` whose start puts these entries into the outbox. */
function put(store: Store, ...entries: readonly OutboxEntry[]) {
  return store.instances.commit([moveOf("i-1", 0, { rows: { outbox: { put: entries, drop: [] } } })]);
}

const ids = (leased: readonly { readonly entry: OutboxEntry }[]) => leased.map(({ entry }) => entry.id);
const everything = { now: LATER, limit: 100 };

/** Work that is committed and still to be done. */
export function outboxContract(open: OpenStore): void {
  const law = lawOf(open);

  describe("the outbox", () => {
    law("an entry is leased as it was put, by one worker only", async ({ store, other }) => {
      const entry = entryOf("e-1", { work: { kind: "untell", task: "i-1/approve#1/task:1" } });
      await put(store, entry);
      const [ann, bob] = [await enter(store, "ann"), await enter(store, "bob")];
      const both = await Promise.all([
        store.outbox.lease(ann, everything),
        (other ?? store).outbox.lease(bob, everything),
      ]);
      expect(both.flat()).toEqual([{ entry, uncertain: false }]);
      expect(await store.outbox.lease(bob, everything)).toEqual([]);
    });

    law("what is due goes before what is not, by priority, then by age, as many as wanted", async ({ store }) => {
      const due = (name: string, priority: number, ms: number) =>
        entryOf(name, { priority, dueAt: instant(MORNING + ms) });
      await put(store, due("c", 1, 1), due("b", 0, 5), due("a", 0, 3), due("d", 1, 0), due("late", 0, 90_000));
      const ann = await enter(store, "ann");
      const now = instant(MORNING + 10);
      expect(ids(await store.outbox.lease(ann, { now, limit: 3 }))).toEqual(["a", "b", "d"]);
      expect(ids(await store.outbox.lease(ann, { now, limit: 3 }))).toEqual(["c"]);
      expect(await store.outbox.nextDue()).toBe(MORNING + 90_000);
    });

    law("only the wanted lanes and ids are leased", async ({ store }) => {
      await put(store, entryOf("a", { lane: "crm" }), entryOf("b", { lane: "mail" }), entryOf("c", { lane: "crm" }));
      const ann = await enter(store, "ann");
      expect(ids(await store.outbox.lease(ann, { ...everything, lanes: ["mail", "http"] }))).toEqual(["b"]);
      expect(ids(await store.outbox.lease(ann, { ...everything, only: ["c", "gone"] }))).toEqual(["c"]);
      expect(await store.outbox.lease(ann, { ...everything, only: [] })).toEqual([]);
    });

    law("a move that keeps its entries has leased them; putting them again changes no lease", async ({ store }) => {
      const [ann, bob] = [await enter(store, "ann"), await enter(store, "bob")];
      const rows = { outbox: { put: [entryOf("e-1")], drop: [] } };
      await store.instances.commit([moveOf("i-1", 0, { rows, fence: ann, keeps: true })]);
      expect(await store.outbox.lease(bob, everything)).toEqual([]);
      await store.instances.commit([moveOf("i-1", 2, { rows, fence: bob })]);
      expect(await store.outbox.lease(bob, everything)).toEqual([]);
      expect(await store.outbox.begin(ann, ["e-1"])).toBe(true);
    });

    law("beginning is refused, all or nothing, to who does not hold the entry", async ({ store }) => {
      await put(store, entryOf("a"), entryOf("b"));
      const [ann, bob] = [await enter(store, "ann"), await enter(store, "bob")];
      await store.outbox.lease(ann, { ...everything, limit: 1 });
      expect(await store.outbox.begin(bob, ["a"])).toBe(false);
      expect(await store.outbox.begin(ann, ["a", "b"])).toBe(false);
      await store.workers.expire(LATER);
      expect(await store.outbox.lease(await enter(store, "eve"), everything)).toMatchObject([
        { entry: { id: "a" }, uncertain: false },
        { entry: { id: "b" }, uncertain: false },
      ]);
    });

    law("what a worker held is free when its lease ends; what it had begun is uncertain", async ({ store }) => {
      await put(store, entryOf("a"), entryOf("b"));
      const ann = await enter(store, "ann");
      await store.outbox.lease(ann, everything);
      expect(await store.outbox.begin(ann, ["b"])).toBe(true);
      expect(await store.workers.expire(LATER)).toEqual(["ann"]);
      expect(await store.outbox.begin(ann, ["a"])).toBe(false);
      expect(await store.outbox.lease(ann, everything)).toEqual([]);
      const leased = await store.outbox.lease(await enter(store, "bob"), everything);
      expect(leased.map(({ entry, uncertain }) => [entry.id, uncertain])).toEqual([
        ["a", false],
        ["b", true],
      ]);
    });

    law("what is given back is due when it was said, and only its holder can give it back", async ({ store }) => {
      await put(store, entryOf("a"));
      const [ann, bob] = [await enter(store, "ann"), await enter(store, "bob")];
      await store.outbox.lease(ann, everything);
      await store.outbox.release(bob, [{ id: "a", dueAt: MORNING }]);
      expect(await store.outbox.nextDue()).toBeNull();
      await store.outbox.release(ann, [{ id: "a", dueAt: instant(LATER + 5) }]);
      expect(await store.outbox.lease(bob, everything)).toEqual([]);
      expect(await store.outbox.nextDue()).toBe(LATER + 5);
      expect(await store.outbox.overdue(instant(LATER + 5), 10)).toEqual([]);
      expect(await store.outbox.overdue(instant(LATER + 6), 10)).toEqual([{ id: "a", lane: "engine" }]);
    });

    law("what is parked for a suspended instance waits for its resumption", async ({ store }) => {
      await put(store, entryOf("a"), entryOf("b"));
      await store.instances.commit([moveOf("i-1", 2, { after: { status: "suspended" } })]);
      const ann = await enter(store, "ann");
      await store.outbox.lease(ann, everything);
      await store.outbox.begin(ann, ["b"]);
      await store.outbox.release(ann, [{ id: "a", dueAt: MORNING, parked: true }]);
      const body = { kind: "reportCall", call: id("c"), attempt: 1, outcome: { kind: "done", output: 1 } } as const;
      await store.outbox.park(ann, "b", body as never);
      expect(await store.outbox.lease(ann, everything)).toEqual([]);
      expect(await store.outbox.overdue(LATER, 10)).toEqual([]);
      const at = instant(MORNING + 9000);
      await store.instances.commit([moveOf("i-1", 4, { at, rows: { unpark: true } })]);
      expect(await store.outbox.nextDue()).toBe(at);
      const leased = await store.outbox.lease(ann, everything);
      expect(leased).toMatchObject([
        { entry: { id: "a", work: { kind: "untell" } }, uncertain: false },
        { entry: { id: "b", work: { kind: "command", body } }, uncertain: false },
      ]);
    });

    law("parking for an instance that has resumed already leaves the entry due", async ({ store }) => {
      await put(store, entryOf("a"));
      const ann = await enter(store, "ann");
      await store.outbox.lease(ann, everything);
      await store.outbox.release(ann, [{ id: "a", dueAt: MORNING, parked: true }]);
      expect(ids(await store.outbox.lease(ann, everything))).toEqual(["a"]);
    });

    law("finished entries are gone and the next ones are there", async ({ store }) => {
      await put(store, entryOf("a"), entryOf("b"));
      const [ann, bob] = [await enter(store, "ann"), await enter(store, "bob")];
      await store.outbox.lease(ann, { ...everything, only: ["a"] });
      await store.outbox.finish(ann, ["a", "b"], [entryOf("next")]);
      expect(ids(await store.outbox.lease(bob, everything))).toEqual(["b", "next"]);
      await store.outbox.finish(null, ["b"]);
      await store.workers.expire(LATER);
      await store.outbox.finish(bob, ["next"], [entryOf("never")]);
      expect(ids(await store.outbox.lease(await enter(store, "eve"), everything))).toEqual(["next"]);
    });

    law("an occurrence is taken in once, however often and by whomever it is brought", async ({ store, other }) => {
      const bring = (...names: readonly string[]) => names.map((name) => ({ occurrence: eventOf(name), at: MORNING }));
      expect(await store.outbox.accept(bring("a", "b", "a"))).toEqual([true, true, false]);
      expect(await store.outbox.accept(bring("b", "c"))).toEqual([false, true]);
      expect(await store.outbox.accept([])).toEqual([]);
      const both = await Promise.all([
        store.outbox.accept(bring("d", "e")),
        (other ?? store).outbox.accept(bring("e", "d")),
      ]);
      expect(both.flat().filter(Boolean)).toHaveLength(2);
      const leased = await store.outbox.lease(await enter(store, "ann"), everything);
      expect(leased).toHaveLength(5);
      expect(leased[0]?.entry).toMatchObject({
        instance: null,
        lane: "engine",
        work: { kind: "arrival", occurrence: eventOf("a"), at: MORNING },
      });
    });

    law("inbox ids are forgotten when they are old", async ({ store }) => {
      await store.starts.keep(["old-1", "old-2", "old-3"], MORNING);
      await store.starts.keep(["new"], LATER);
      expect(await store.outbox.forget(LATER, 2)).toBe(2);
      expect(await store.outbox.forget(LATER, 2)).toBe(1);
      expect(await store.starts.handled("old-1")).toBeNull();
      expect(await store.starts.handled("new")).toEqual({ instance: null, sequence: 0 });
    });
  });
}

function eventOf(name: string): Occurrence {
  const event = { type: "crm.lead.updated", b: 1, a: "я" };
  return { kind: "event", id: name, name: "crm.lead.updated", record: "lead/1", event, actor: null };
}
