import { describe, expect } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { RegistryPlace, RegistryRow } from "../../../engine/ports/registries.ts";
import { ENDED, entryOf, MORNING, moveOf, PROCESS, timerOf } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { lawOf } from "./with-store.ts";

const says = { ru: "сломалось", en: "broken" };

function registryRow(sequence: number, told: Partial<RegistryRow> = {}): RegistryRow {
  return {
    ...{ registry: "discounts", instance: id("i-1"), sequence, process: PROCESS, step: "write" },
    ...{ actor: id<UserId>("ann"), at: MORNING, entry: { size: sequence } },
    ...told,
  };
}

/** What operators watch, rows of registries by time, and saved views. */
export function listsContract(open: OpenStore): void {
  const law = lawOf(open);

  describe("lists of operators", () => {
    law("counts say how many instances wait at which step, and where incidents are", async ({ store }) => {
      const steps = (...put: { id: string; count: number }[]) => ({ rows: { steps: { put, drop: [] } } });
      const incident = { id: "n-1", instance: id("i-1"), process: PROCESS, step: "save", code: "E", message: says };
      const broken = { ...incident, remedy: says, resolution: "retry", at: MORNING } as const;
      await store.instances.commit([
        moveOf("i-1", 0, { rows: { incidents: { put: [broken as never], drop: [] } } }),
        moveOf("i-2", 0, steps({ id: "approve", count: 2 }, { id: "wait", count: 1 })),
        moveOf("i-3", 0, steps({ id: "approve", count: 1 })),
        moveOf("i-4", 0, { ...steps({ id: "approve", count: 1 }), after: { process: id("other") } }),
      ]);
      const row = (step: string, instances: number, tokens: number, incidents = 0) => {
        return { process: PROCESS, step, instances, tokens, incidents };
      };
      expect(await store.queries.stepCounts(PROCESS)).toEqual([
        row("approve", 2, 3),
        row("save", 0, 0, 1),
        row("wait", 1, 1),
      ]);
      expect(await store.queries.stepCounts(null)).toHaveLength(4);
      const gone = { steps: { put: [{ id: "wait", count: 3 }], drop: ["approve"] } };
      await store.instances.commit([moveOf("i-2", 2, { rows: gone })]);
      expect(await store.queries.stepCounts(PROCESS)).toEqual([
        row("approve", 1, 1),
        row("save", 0, 0, 1),
        row("wait", 1, 3),
      ]);
    });

    law("timers come as they will ring, with what their instance is called", async ({ store }) => {
      const timers = [3, 1, 2].map((n) => timerOf(`t-${n}`, { dueAt: instant(MORNING + n * 1000), paused: n === 2 }));
      await store.instances.commit([
        moveOf("i-1", 0, { rows: { timers: { put: timers, drop: [] } }, after: { number: 12 } }),
      ]);
      const first = await store.queries.timers({}, { limit: 2 });
      expect(first.rows.map((row) => [row.id, row.number, row.subject, row.paused])).toEqual([
        ["t-1", 12, "Скидка 25 %", false],
        ["t-2", 12, "Скидка 25 %", true],
      ]);
      expect((await store.queries.timers({}, { limit: 2, after: first.next })).rows.map((row) => row.id)).toEqual([
        "t-3",
      ]);
      const of = async (filter: Parameters<typeof store.queries.timers>[0]) =>
        (await store.queries.timers(filter, { limit: 9 })).rows.length;
      expect(await of({ until: instant(MORNING + 2000) })).toBe(2);
      expect([await of({ process: id("other") }), await of({ instance: id("i-1") })]).toEqual([0, 3]);
    });

    law("the outbox is counted by queue and state", async ({ store }) => {
      const put = [
        entryOf("e-1"),
        entryOf("e-2", { dueAt: instant(MORNING - 5000) }),
        entryOf("e-3", { dueAt: instant(MORNING + 5000) }),
        entryOf("e-4", { lane: "crm" }),
      ];
      await store.instances.commit([moveOf("i-1", 0, { rows: { outbox: { put, drop: [] } } })]);
      expect(await store.queries.outboxCounts(MORNING)).toEqual([
        { lane: "crm", state: "due", entries: 1, oldest: MORNING },
        { lane: "engine", state: "due", entries: 2, oldest: MORNING - 5000 },
        { lane: "engine", state: "later", entries: 1, oldest: MORNING + 5000 },
      ]);
    });

    law("live instances about a record are counted, ended ones not", async ({ store }) => {
      const about = { rows: { records: { put: ["lead/101"], drop: [] } } };
      await store.instances.commit([moveOf("i-1", 0, about), moveOf("i-2", 0, { ...about, after: ENDED })]);
      expect([await store.queries.openAbout("lead/101"), await store.queries.openAbout("lead/1")]).toEqual([1, 0]);
    });
  });

  describe("registries by time", () => {
    law("rows are scanned in both directions, each once, also where many are of one instant", async ({ store }) => {
      const rows = [1, 2, 3, 4, 5].map((n) => registryRow(n, { at: instant(MORNING + Math.floor(n / 3) * 1000) }));
      await store.instances.commit([moveOf("i-1", 0, { rows: { registry: rows } })]);
      const scanned = async (ascending: boolean) => {
        const found: number[] = [];
        let after: RegistryPlace | null = null;
        for (;;) {
          const window = await store.registries.scan("discounts", { ascending, after, limit: 2 });
          found.push(...window.map((row) => row.sequence));
          const last = window.at(-1);
          if (last === undefined) return found;
          after = { at: last.at, instance: last.instance, sequence: last.sequence };
        }
      };
      expect(await scanned(true)).toEqual([1, 2, 3, 4, 5]);
      expect(await scanned(false)).toEqual([5, 4, 3, 2, 1]);
      const order = { ascending: true, after: null, limit: 9 };
      const of = async (more: object) => (await store.registries.scan("discounts", { ...order, ...more })).length;
      expect([await of({ actor: "ann" }), await of({ actor: "ben" }), await of({ instance: "i-2" })]).toEqual([
        5, 0, 0,
      ]);
      expect([await of({ from: instant(MORNING + 1000) }), await of({ to: MORNING })]).toEqual([3, 2]);
    });
  });

  describe("saved views", () => {
    law("are their owner's; others see those that are shared, and change none", async ({ store }) => {
      const view = (owner: string, name: string, shared: boolean) => {
        return { owner: id<UserId>(owner), registry: "discounts", name, shared, filter: { where: { brand: name } } };
      };
      await store.views.save(view("ann", "Мои", false));
      await store.views.save(view("ann", "Общие", true));
      await store.views.save(view("ben", "Большие", true));
      const names = async (user: string) =>
        (await store.views.list("discounts", id<UserId>(user))).map((one) => `${one.owner} ${one.name}`);
      expect(await names("ann")).toEqual(["ann Мои", "ann Общие", "ben Большие"]);
      expect(await names("ben")).toEqual(["ben Большие", "ann Общие"]);
      expect(await store.views.list("other", id<UserId>("ann"))).toEqual([]);
      await store.views.save({ ...view("ann", "Общие", false), filter: [1] });
      expect(await names("ben")).toEqual(["ben Большие"]);
      expect((await store.views.list("discounts", id<UserId>("ann"))).map((one) => one.filter)).toEqual([
        { where: { brand: "Мои" } },
        [1],
        { where: { brand: "Большие" } },
      ]);
      expect(await store.views.remove(view("ann", "Большие", true))).toBe(false);
      expect(await store.views.remove(view("ann", "Мои", false))).toBe(true);
      expect(await names("ann")).toEqual(["ann Общие", "ben Большие"]);
    });
  });
}
