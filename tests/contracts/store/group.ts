import { describe, expect } from "vitest";
import { InvariantError } from "../../../engine/base/assert.ts";
import { id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import { entryOf, MORNING, moveOf, PROCESS, taskOf, timerOf } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { lawOf } from "./with-store.ts";

const COMMITTED = { kind: "committed" };

/** Many moves in one transaction, and many transactions at once. */
export function groupContract(open: OpenStore): void {
  const law = lawOf(open);

  describe("a group of moves", () => {
    law("one move that does not stand leaves the others, and answers come in the order given", async ({ store }) => {
      await store.instances.commit([moveOf("i-2", 0)]);
      const results = await store.instances.commit([
        moveOf("i-3", 0),
        moveOf("i-2", 0, { command: id("stale") }),
        moveOf("i-1", 0),
        moveOf("i-4", 0, { fence: { worker: "nobody", epoch: 1 } }),
      ]);
      expect(results).toMatchObject([COMMITTED, { kind: "conflict" }, COMMITTED, { kind: "fenced" }]);
      expect((await store.instances.load([id("i-1"), id("i-2"), id("i-3"), id("i-4")])).size).toBe(3);
    });

    law(
      "two moves of a group that want the same key, inbox id or turn: the first by instance has it",
      async ({ store }) => {
        const keyed = { reserves: { key: "k" }, after: { key: "k" }, inbox: ["x"] };
        const results = await store.instances.commit([
          moveOf("i-3", 0, { inbox: ["x"] }),
          moveOf("i-2", 0, { ...keyed, inbox: [] }),
          moveOf("i-1", 0, keyed),
        ]);
        expect(results).toMatchObject([
          { kind: "handledBefore", instance: "i-1" },
          { kind: "keyTaken", instance: "i-1" },
          COMMITTED,
        ]);
        const turn = (from: string | null, to: string) => ({
          reserves: { turns: [{ group: "sales", from: from as never, to: id(to) }] },
        });
        const turned = await store.instances.commit([
          moveOf("j-1", 0, turn(null, "ann") as never),
          moveOf("j-2", 0, turn("ann", "bob") as never),
          moveOf("j-3", 0, turn("ann", "eve") as never),
        ]);
        expect(turned).toMatchObject([COMMITTED, COMMITTED, { kind: "conflict" }]);
        expect(await store.instances.turns()).toEqual({ sales: "bob" });
      },
    );

    law("two moves of one instance in a group are a bug of ours", async ({ store }) => {
      await expect(store.instances.commit([moveOf("i-1", 0), moveOf("i-1", 2)])).rejects.toThrow(InvariantError);
    });

    law("rows beside the history are written and go with the moves", async ({ store }) => {
      const subscription = {
        id: "i-1/wait#1",
        instance: id("i-1"),
        kind: "event",
        names: ["crm.lead.updated", "crm.lead.deleted"],
        record: "lead/1",
        key: null,
        since: MORNING,
      } as const;
      const put = {
        tasks: { put: [taskOf("t-1"), taskOf("t-2")], drop: [] },
        timers: { put: [timerOf("m-1"), timerOf("m-2", { paused: true })], drop: [] },
        subscriptions: { put: [subscription], drop: [] },
        outbox: { put: [entryOf("e-1"), entryOf("e-2")], drop: [] },
      } as const;
      await store.instances.commit([moveOf("i-1", 0, { rows: put as never }), moveOf("i-2", 0)]);
      const all = { limit: 10 };
      expect((await store.queries.tasks({ actor: id("head-2") }, all)).rows.map((task) => task.id)).toEqual([
        "t-1",
        "t-2",
      ]);
      expect(await store.outbox.timersDue(MORNING, 10)).toEqual([timerOf("m-1")]);
      const about = { names: ["crm.lead.deleted"], record: "lead/1", key: null };
      expect(await store.starts.subscribers(about)).toEqual([subscription]);

      const rows = {
        tasks: { put: [taskOf("t-2", { actors: [id("head-3")], title: "Иначе", priority: 1.5 })], drop: ["t-1"] },
        timers: { put: [timerOf("m-2")], drop: ["m-1"] },
        subscriptions: { put: [], drop: [subscription.id] },
        outbox: { put: [], drop: ["e-2"] },
      } as const;
      await store.instances.commit([moveOf("i-1", 2, { rows: rows as never, done: ["e-1"] })]);
      expect((await store.queries.tasks({ actor: id("head-2") }, all)).rows).toEqual([]);
      expect((await store.queries.tasks({ actor: id("head-3") }, all)).rows).toMatchObject([
        { id: "t-2", title: "Иначе", priority: 1.5 },
      ]);
      expect(await store.outbox.timersDue(MORNING, 10)).toEqual([timerOf("m-2")]);
      expect(await store.starts.subscribers(about)).toEqual([]);
      expect(await store.outbox.nextDue()).toBeNull();
    });

    law("of two that decide at once about one instance exactly one wins", async ({ store, other }) => {
      const stores = [store, other ?? store];
      await store.instances.commit([moveOf("i-1", 0)]);
      for (let revision = 2; revision < 22; revision += 2) {
        const answers = await Promise.all(
          stores.map((one, who) =>
            one.instances.commit([moveOf("i-1", revision, { command: id(`${who}@${revision}`) })]),
          ),
        );
        expect(
          answers
            .flat()
            .map((answer) => answer.kind)
            .sort(),
        ).toEqual(["committed", "conflict"]);
      }
      expect(await store.instances.history(id("i-1"))).toHaveLength(22);
    });

    law("of many that start at once with one key, one inbox id or one once value exactly one wins", async (opened) => {
      const { store } = opened;
      const stores = [store, opened.other ?? store];
      for (const [sort, told] of [
        ["keyTaken", { reserves: { key: "k" }, after: { key: "k" } }],
        ["onceTaken", { reserves: { once: "o" } }],
        ["handledBefore", { inbox: ["x"] }],
      ] as const) {
        const starts = Array.from({ length: 8 }, (_, n) =>
          stores[n % 2]?.instances.commit([moveOf(`${sort}-${n}`, 0, told)]),
        );
        const answers = (await Promise.all(starts)).flatMap((answer) => answer ?? []);
        expect(answers.map((answer) => answer.kind).sort()).toEqual(["committed", ...Array(7).fill(sort)].sort());
      }
      expect((await store.starts.standing(PROCESS, { key: "k", once: null })).standing.live).toMatch(/^keyTaken-/);
    });

    law("groups that share instances in any order all end", async ({ store, other }) => {
      const stores = [store, other ?? store];
      const names = Array.from({ length: 12 }, (_, n) => `i-${String(n).padStart(2, "0")}`);
      await store.instances.commit(names.map((name) => moveOf(name, 0, { after: { startedAt: instant(MORNING) } })));
      const groups = Array.from({ length: 8 }, (_, n) => {
        const order = n % 2 === 0 ? names : names.toReversed();
        return stores[n % 2]?.instances.commit(order.map((name) => moveOf(name, 2, { command: id(`${n} ${name}`) })));
      });
      const kinds = (await Promise.all(groups)).flatMap((answer) => answer ?? []).map((answer) => answer.kind);
      expect(kinds.filter((kind) => kind === "committed")).toHaveLength(names.length);
      for (const name of names) expect(await store.instances.history(id(name))).toHaveLength(4);
    });
  });
}
