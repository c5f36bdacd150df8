import { describe, expect } from "vitest";
import { type InstanceId, id, type UserId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { InstanceFilter, Page } from "../../../engine/ports/queries.ts";
import type { Seer } from "../../../engine/ports/seer.ts";
import type { DecisionRow, ProjectionRows, Store } from "../../../engine/ports/store.ts";
import { ENDED, MORNING, moveOf, PROCESS, taskOf } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { lawOf } from "./with-store.ts";

function user(name: string): UserId {
  return id<UserId>(name);
}

function seer(name: string | null, of: { team?: readonly string[]; inPlaceOf?: readonly string[] } = {}): Seer {
  const { team = [], inPlaceOf = [] } = of;
  return { user: name === null ? null : user(name), team: team.map(user), inPlaceOf: inPlaceOf.map(user) };
}

interface Begun {
  readonly requester?: string;
  readonly viewers?: readonly string[];
  readonly records?: readonly string[];
  readonly rows?: Partial<ProjectionRows>;
  readonly told?: Parameters<typeof moveOf>[2];
}

/** Starts instances, each a second after the one before. */
async function begin(store: Store, all: Readonly<Record<string, Begun>>): Promise<void> {
  const moves = Object.entries(all).map(([name, { requester, viewers = [], records = [], rows, told }], place) =>
    moveOf(name, 0, {
      ...told,
      after: {
        number: place + 1,
        startedAt: instant(MORNING + place * 1000),
        requester: requester === undefined ? null : user(requester),
        ...told?.after,
      },
      rows: {
        viewers: [...(requester === undefined ? [] : [requester]), ...viewers].map(user),
        records: { put: records, drop: [] },
        ...rows,
      },
    }),
  );
  await store.instances.commit(moves);
}

function decision(name: string, told: Partial<DecisionRow> = {}): DecisionRow {
  return {
    ...{ id: id(name), instance: id("i-1"), process: PROCESS, number: 1, step: "approve", purpose: "seat", seat: 1 },
    ...{ by: user("head"), onBehalfOf: null, outcome: "approve", word: "Согласовано", title: "Согласовать" },
    ...{ about: "deal/9", comment: null, at: MORNING, counts: true },
    ...told,
  };
}

function made(...put: DecisionRow[]): Partial<ProjectionRows> {
  return { decisions: { put, recalled: [] } };
}

async function paged<Row extends { readonly id: string }>(
  read: (page: { limit: number; after: string | null }) => Promise<Page<Row>>,
): Promise<readonly string[]> {
  const names: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 50; pages++) {
    const page: Page<Row> = await read({ limit: 2, after });
    names.push(...page.rows.map((row) => row.id));
    if (page.next === null) return names;
    after = page.next;
  }
  throw new Error("The list has no end");
}

/** Who may see an instance, and what people decided. */
export function seenContract(open: OpenStore): void {
  const law = lawOf(open);

  const seen = (store: Store, by: Seer, filter: InstanceFilter = {}): Promise<readonly string[]> =>
    paged((page) => store.queries.seenInstances(by, filter, page));

  describe("what a viewer sees", () => {
    law("his requests, what he had a task of, what his people asked for; nothing else", async ({ store }) => {
      await begin(store, {
        "i-1": { requester: "ann" },
        "i-2": { requester: "ben", viewers: ["ann"] },
        "i-3": { requester: "ben" },
        "i-4": { viewers: ["cid"] },
        "i-5": {},
      });
      expect(await seen(store, seer("ann"))).toEqual(["i-2", "i-1"]);
      expect(await seen(store, seer("ben"))).toEqual(["i-3", "i-2"]);
      expect(await seen(store, seer("stranger"))).toEqual([]);
      expect(await seen(store, seer(null))).toEqual([]);
      expect(await seen(store, seer("head", { team: ["ann", "ben"] }))).toEqual(["i-3", "i-2", "i-1"]);
      const many = Array.from({ length: 50 }, (_, place) => `p-${place}`);
      expect(await seen(store, seer("cid", { team: ["ben", ...many] }))).toEqual(["i-4", "i-3", "i-2"]);
      for (const by of [seer("ann"), seer("head", { team: ["ben"] }), seer("stranger"), seer(null)]) {
        const all = await seen(store, by);
        const asked = ["i-1", "i-2", "i-3", "i-4", "i-5", "i-6"].map((one) => id<InstanceId>(one));
        expect([...(await store.queries.seenAmong(by, asked))].reverse()).toEqual(all);
      }
    });

    law("who stands in for somebody sees what waits for that person, as long as it waits", async ({ store }) => {
      const open = taskOf("t-1", { assignee: user("ben"), actors: [user("ben")] });
      await begin(store, {
        "i-1": { viewers: ["ben"], rows: { tasks: { put: [open], drop: [] } } },
        "i-2": { viewers: ["ben"] },
      });
      const deputy = seer("ann", { inPlaceOf: ["ben"] });
      expect(await seen(store, deputy)).toEqual(["i-1"]);
      expect(await store.queries.seenAmong(deputy, [id("i-1"), id("i-2")])).toEqual(["i-1"]);
      await store.instances.commit([moveOf("i-1", 2, { rows: { tasks: { put: [], drop: ["t-1"] } } })]);
      expect(await seen(store, deputy)).toEqual([]);
    });

    law("nobody stops seeing what he was part of, archived or not", async ({ store }) => {
      await begin(store, {
        "i-1": { requester: "ann", viewers: ["ben"], records: ["lead/1"], told: { after: ENDED } },
      });
      await store.instances.archive(instant(MORNING + 120_000), 10);
      for (const by of [seer("ann"), seer("ben"), seer("head", { team: ["ann"] })]) {
        expect(await seen(store, by)).toEqual(["i-1"]);
        expect(await seen(store, by, { archived: false })).toEqual([]);
        expect(await store.queries.seenAmong(by, [id("i-1")])).toEqual(["i-1"]);
      }
      expect(await store.queries.recordsOf(id("i-1"))).toEqual(["lead/1"]);
      expect(await seen(store, seer("ann"), { about: "lead/1" })).toEqual(["i-1"]);
    });

    law("filters hold inside of what he sees", async ({ store }) => {
      const says = { ru: "сломалось", en: "broken" };
      const incident = { id: "n-1", instance: id<InstanceId>("i-2"), process: PROCESS, step: null, code: "E" };
      const broken = { ...incident, message: says, remedy: says, resolution: "retry", at: MORNING } as const;
      await begin(store, {
        "i-1": { requester: "ann", records: ["lead/1", "company/5"] },
        "i-2": {
          requester: "ann",
          told: { after: { subject: "Ёлка 5 %" } },
          rows: { incidents: { put: [broken], drop: [] }, steps: { put: [{ id: "approve", count: 2 }], drop: [] } },
        },
        "i-3": { requester: "ben", records: ["company/5"], viewers: ["ann"], told: { after: ENDED } },
        "i-4": { requester: "cid", records: ["company/5"] },
      });
      const found = (filter: InstanceFilter) => seen(store, seer("ann"), filter);
      expect(await found({ about: "company/5" })).toEqual(["i-3", "i-1"]);
      expect(await found({ about: "company/5", requester: user("ann") })).toEqual(["i-1"]);
      expect(await found({ text: "ЕЛКА" })).toEqual(["i-2"]);
      expect(await found({ withIncident: true })).toEqual(["i-2"]);
      expect(await found({ waitingAt: "approve", process: PROCESS })).toEqual(["i-2"]);
      expect(await found({ waitingAt: "approve", process: id("other") })).toEqual([]);
      expect(await found({ status: ["running"] })).toEqual(["i-2", "i-1"]);
      expect(await found({ status: [] })).toEqual([]);
      const all = async (filter: InstanceFilter) => paged((page) => store.queries.instances(filter, page));
      expect(await all({ about: "company/5" })).toEqual(["i-4", "i-3", "i-1"]);
      expect(await all({ withIncident: true })).toEqual(["i-2"]);
      expect(await all({ waitingAt: "approve" })).toEqual(["i-2"]);
    });
  });

  describe("decisions", () => {
    law(
      "come newest first, stay when the instance is archived, and count no more once taken back",
      async ({ store }) => {
        const at = (seconds: number) => ({ at: instant(MORNING + seconds * 1000) });
        await begin(store, {
          "i-1": {
            told: { after: ENDED },
            rows: made(decision("t-1", at(1)), decision("t-2", { ...at(3), by: user("ben") })),
          },
          "i-2": {
            rows: made(
              decision("t-3", { ...at(2), instance: id("i-2"), about: null, onBehalfOf: user("cid"), comment: "да" }),
            ),
          },
        });
        const mine = () => store.queries.decisionsBy(user("head"), {}, { limit: 9 });
        expect((await mine()).rows).toEqual([
          {
            ...decision("t-3", { ...at(2), instance: id("i-2"), about: null, onBehalfOf: user("cid"), comment: "да" }),
            ...{ subject: "Скидка 25 %", isLive: true },
          },
          { ...decision("t-1", at(1)), subject: "Скидка 25 %", isLive: false },
        ]);
        await store.instances.archive(instant(MORNING + 120_000), 10);
        expect((await mine()).rows.map((row) => [row.id, row.subject, row.isLive])).toEqual([
          ["t-3", "Скидка 25 %", true],
          ["t-1", "Скидка 25 %", false],
        ]);
        const recall = { decisions: { put: [], recalled: ["t-3"] } };
        await store.instances.commit([moveOf("i-2", 2, { rows: recall })]);
        expect((await mine()).rows.map((row) => row.counts)).toEqual([false, true]);
        expect(await paged((page) => store.queries.decisionsBy(user("head"), {}, page))).toEqual(["t-3", "t-1"]);
        const of = async (filter: Parameters<Store["queries"]["decisionsBy"]>[1]) =>
          (await store.queries.decisionsBy(user("head"), filter, { limit: 9 })).rows.map((row) => row.id);
        expect(await of({ about: "deal/9" })).toEqual(["t-1"]);
        expect(await of({ text: "СКИДКА" })).toEqual(["t-3", "t-1"]);
        expect(await of({ text: "нет" })).toEqual([]);
        expect(await of({ from: instant(MORNING + 2000) })).toEqual(["t-3"]);
        expect(await of({ to: instant(MORNING + 1000), outcome: "approve", process: PROCESS })).toEqual(["t-1"]);
      },
    );

    law("about a record are found by the task and by the instance, where the reader may see it", async ({ store }) => {
      const on = (name: string, instance: string, told: Partial<DecisionRow> = {}) =>
        made(decision(name, { instance: id(instance), ...told }));
      await begin(store, {
        "i-1": { requester: "ann", rows: { ...on("t-1", "i-1"), viewers: [user("ann")] } },
        "i-2": { records: ["company/5"], rows: { ...on("t-2", "i-2", { about: null }), viewers: [user("ben")] } },
        "i-3": { rows: on("t-3", "i-3", { about: "company/5", purpose: "info" }) },
      });
      await store.instances.commit([
        moveOf("i-2", 2, { rows: { records: { put: ["company/5", "deal/9"], drop: [] } } }),
      ]);
      const about = async (by: Seer | null, records: readonly string[], except?: string) =>
        (
          await store.queries.decisionsAbout(
            by,
            { records, ...(except === undefined ? {} : { except: id<InstanceId>(except) }) },
            { limit: 9 },
          )
        ).rows.map((row) => row.id);
      expect(await about(null, ["deal/9"])).toEqual(["t-2", "t-1"]);
      expect(await about(null, ["company/5"])).toEqual(["t-2"]);
      expect(await about(null, ["deal/9", "company/5"], "i-1")).toEqual(["t-2"]);
      expect(await about(seer("ann"), ["deal/9"])).toEqual(["t-1"]);
      expect(await about(seer("boss", { team: ["ann"] }), ["deal/9"])).toEqual(["t-1"]);
      expect(await about(seer("ben"), ["deal/9"])).toEqual(["t-2"]);
      expect(await about(seer("cid"), ["deal/9"])).toEqual([]);
    });
  });
}
