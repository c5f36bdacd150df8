import { describe, expect } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { InboxFilter, InboxScope } from "../../../engine/ports/inbox.ts";
import type { Store, TaskRow } from "../../../engine/ports/store.ts";
import { MORNING, moveOf, taskOf } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { lawOf } from "./with-store.ts";

const HOUR = 3_600_000;

function user(name: string): UserId {
  return id<UserId>(name);
}

/** Commits tasks, each of an instance of its own. */
async function put(store: Store, tasks: readonly TaskRow[]): Promise<void> {
  await store.instances.commit(
    tasks.map((task, place) => {
      const row = { ...task, instance: id<TaskRow["instance"]>(`i-${task.id}`) };
      return moveOf(row.instance, 0, {
        rows: { tasks: { put: [row], drop: [] } },
        after: { number: place + 1 },
      });
    }),
  );
}

/** A task that somebody has. */
function held(name: string, by: string, told: Partial<TaskRow> = {}): TaskRow {
  return taskOf(name, { assignee: user(by), actors: [user(by)], candidates: [], ...told });
}

/** A task that some may claim. */
function offered(name: string, to: readonly string[], told: Partial<TaskRow> = {}): TaskRow {
  return taskOf(name, { actors: to.map(user), candidates: to.map(user), ...told });
}

function due(hours: number): { readonly dueAt: TaskRow["dueAt"] } {
  return { dueAt: instant(MORNING + hours * HOUR) };
}

async function listed(store: Store, scope: InboxScope, filter: InboxFilter = {}): Promise<readonly string[]> {
  const names: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 50; pages++) {
    const page: Awaited<ReturnType<Store["queries"]["inbox"]>> = await store.queries.inbox(scope, filter, {
      limit: 2,
      after,
    });
    expect(page.rows.length).toBeLessThanOrEqual(2);
    names.push(...page.rows.map((task) => task.id));
    if (page.next === null) return names;
    after = page.next;
  }
  throw new Error("The list has no end");
}

function mine(name: string, ...inPlaceOf: string[]): InboxScope {
  return { kind: "held", user: user(name), inPlaceOf: inPlaceOf.map(user) };
}

function group(name: string, ...inPlaceOf: string[]): InboxScope {
  return { kind: "offered", user: user(name), inPlaceOf: inPlaceOf.map(user) };
}

function team(...people: string[]): InboxScope {
  return { kind: "people", people: people.map(user) };
}

/** Lists of the inbox: whose tasks they hold, and in which order. */
export function inboxContract(open: OpenStore): void {
  const law = lawOf(open);

  describe("the inbox", () => {
    law("what is due soonest stands first, what has no due time last, by age, each task once", async ({ store }) => {
      const late = { openedAt: instant(MORNING - HOUR) };
      await put(store, [
        held("t-1", "ann"),
        held("t-2", "ann", late),
        held("t-3", "ann", due(5)),
        held("t-4", "ann", due(-5)),
        held("t-5", "ann", { ...due(5), ...late }),
        held("t-6", "ann", due(5)),
        held("t-7", "ben", due(-9)),
      ]);
      const order = ["t-4", "t-5", "t-3", "t-6", "t-2", "t-1"];
      expect(await listed(store, mine("ann"))).toEqual(order);
      expect(await listed(store, team("ann", "nobody"))).toEqual(order);
      expect(await listed(store, { kind: "all" })).toEqual(["t-7", ...order]);
    });

    law("mine is what I have, or delegated; my group's is what I may claim", async ({ store }) => {
      await put(store, [
        held("t-mine", "ann"),
        held("t-lent", "ben", { actors: [user("ben"), user("ann")] }),
        offered("t-group", ["ann", "ben"]),
        // Assigned to one, offered to others too: an escalation did it.
        offered("t-both", ["ann"], { assignee: user("ben"), actors: [user("ben"), user("ann")] }),
        held("t-claimed", "ben"),
      ]);
      expect(await listed(store, mine("ann"))).toEqual(["t-lent", "t-mine"]);
      expect(await listed(store, group("ann"))).toEqual(["t-both", "t-group"]);
      expect(await listed(store, mine("ben"))).toEqual(["t-both", "t-claimed", "t-lent"]);
      expect(await listed(store, group("ben"))).toEqual(["t-group"]);
      expect(await listed(store, mine("cid"))).toEqual([]);
      expect(await listed(store, team())).toEqual([]);
    });

    law("who claims a task takes it out of the others' lists", async ({ store }) => {
      await put(store, [offered("t-1", ["ann", "ben"])]);
      const claimed = held("t-1", "ann", { instance: id("i-t-1") });
      await store.instances.commit([moveOf("i-t-1", 2, { rows: { tasks: { put: [claimed], drop: [] } } })]);
      expect([await listed(store, group("ben")), await listed(store, team("ben"))]).toEqual([[], []]);
      expect([await listed(store, mine("ann")), await listed(store, group("ann"))]).toEqual([["t-1"], []]);
      await store.instances.commit([moveOf("i-t-1", 4, { rows: { tasks: { put: [], drop: ["t-1"] } } })]);
      expect(await listed(store, { kind: "all" })).toEqual([]);
      expect(await listed(store, mine("ann"))).toEqual([]);
    });

    law("who stands in for somebody sees his tasks too, except where four eyes forbid it", async ({ store }) => {
      await put(store, [
        held("t-1", "ben", due(2)),
        held("t-2", "ann", due(3)),
        held("t-3", "ben", { ...due(1), excluded: [user("ann")] }),
        held("t-4", "cid", due(1)),
        offered("t-5", ["ann", "ben"]),
      ]);
      const scope = mine("ann", "ben");
      expect(await listed(store, scope)).toEqual(["t-1", "t-2"]);
      const { rows } = await store.queries.inbox(scope, {}, { limit: 9 });
      expect(rows.map((task) => task.onBehalfOf)).toEqual(["ben", null]);
      const both = await store.queries.inbox(group("ann", "ben"), {}, { limit: 9 });
      expect(both.rows.map((task) => [task.id, task.onBehalfOf])).toEqual([["t-5", null]]);
      const reader = { user: user("ann"), inPlaceOf: [user("ben")], team: [], seesAll: false };
      expect(await store.queries.inboxCounts(reader, MORNING)).toMatchObject({
        mine: { tasks: 2, overdue: 0 },
        group: { tasks: 1 },
      });
    });

    law("each filter does what it says, on every list", async ({ store }) => {
      await put(store, [
        held("t-1", "ann", { ...due(-1), title: "Согласовать ёлку", about: "lead/101" }),
        held("t-2", "ann", { ...due(1), process: id("invoice"), number: 77, subject: "Счет 5 %", about: "deal/9" }),
        held("t-3", "ann", { title: "Прочее", subject: "", about: null }),
      ]);
      const people = Array.from({ length: 60 }, (_, place) => `p-${place}`);
      for (const scope of [mine("ann"), team("ann"), team("ann", ...people), { kind: "all" } as const]) {
        expect(await listed(store, scope, { overdueAt: MORNING })).toEqual(["t-1"]);
        expect(await listed(store, scope, { process: id("invoice") })).toEqual(["t-2"]);
        expect(await listed(store, scope, { about: "lead/101" })).toEqual(["t-1"]);
        expect(await listed(store, scope, { text: "ЕЛКУ" })).toEqual(["t-1"]);
        expect(await listed(store, scope, { text: "ЧЕТ 5 %" })).toEqual(["t-2"]);
        expect(await listed(store, scope, { text: "invoice/77" })).toEqual(["t-2"]);
        expect(await listed(store, scope, { text: "LEAD/101" })).toEqual(["t-1"]);
        expect(await listed(store, scope, { text: "_" })).toEqual([]);
        expect(await listed(store, scope, { text: "deal", process: id("other") })).toEqual([]);
      }
    });

    law("many people's tasks come in the same order as few people's", async ({ store }) => {
      const names = Array.from({ length: 45 }, (_, place) => `p-${place}`);
      await put(
        store,
        names.map((name, place) => held(`t-${place}`, name, place % 3 === 0 ? {} : due((place * 7) % 11))),
      );
      const all = await listed(store, { kind: "all" });
      expect(all).toHaveLength(45);
      expect(await listed(store, team(...names))).toEqual(all);
      const few = names.slice(0, 40);
      const theirs = all.filter((task) => few.includes(`p-${task.slice(2)}`));
      expect(await listed(store, team(...few))).toEqual(theirs);
    });

    law("one call counts all lists of a reader, and what is overdue in each", async ({ store }) => {
      await put(store, [
        held("t-1", "ann", due(-1)),
        held("t-2", "ann"),
        offered("t-3", ["ann", "ben"], due(-2)),
        held("t-4", "ben", due(-1)),
        offered("t-5", ["ben", "cid"]),
        held("t-6", "dan", due(0)),
      ]);
      const reader = { user: user("ann"), inPlaceOf: [], team: [user("ben"), user("cid")], seesAll: true };
      expect(await store.queries.inboxCounts(reader, MORNING)).toEqual({
        mine: { tasks: 2, overdue: 1 },
        group: { tasks: 1, overdue: 1 },
        team: { tasks: 3, overdue: 2 },
        all: { tasks: 6, overdue: 4 },
      });
      expect(
        await store.queries.inboxCounts({ user: null, inPlaceOf: [], team: [], seesAll: false }, MORNING),
      ).toMatchObject({ mine: { tasks: 0 }, group: { tasks: 0 }, team: null, all: null });
    });

    law("a row holds what a list shows: number, subject, group and outcomes", async ({ store }) => {
      const row = offered("t-1", ["ann"], { groups: ["desk"], number: 12, subject: "Скидка", priority: 1.5 });
      await put(store, [row]);
      const { rows } = await store.queries.inbox(group("ann"), {}, { limit: 9 });
      expect(rows).toEqual([{ ...row, instance: "i-t-1", onBehalfOf: null }]);
    });
  });
}
