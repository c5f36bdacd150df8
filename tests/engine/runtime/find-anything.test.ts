import { expect, test } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { RecordSnapshot } from "../../../engine/base/value.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import type { Viewer } from "../../../engine/people/viewer.ts";
import { type Finding, findAnything } from "../../../engine/runtime/find-anything.ts";
import { definitionOf } from "../../support/definition-of.ts";
import { FIRM, Play } from "../../support/play.ts";
import { shownOfPlay } from "../../support/shown.ts";

const LEAD: RecordSnapshot = {
  ...{ id: "101", type: "lead", ref: "lead/101", stageKind: "open" },
  ...{ title: "Кофемашина", stage: "WAITING", responsible: "user-2", phone: "+7 900 000-00-01" },
};

const CATALOG = {
  records: {
    lead: {
      title: "Заявка",
      fields: { title: {}, phone: {} },
      stages: { WAITING: { title: "Ждём ответа", kind: "open" } },
      pipelines: {},
    },
  },
} as unknown as Catalog;

function played() {
  const play = new Play(
    definitionOf(`process: under-test
title: Скидка
calendar: ru-office
input: { lead: { type: text } }
start:
  - form: { candidateGroups: [desk] }
do:
  - id: look
    userTask: Посмотрите
    assignee: head-1
    timeout: { after: { days: 9 }, then: end }
`),
  );
  const start = { kind: "start", input: { lead: "lead/101" }, key: null, start: null, cause: null } as const;
  play.tell({ ...start, requester: id<UserId>("user-1") }, "user-1");
  return shownOfPlay(play);
}

function finding(told: Partial<Finding> = {}): { readonly of: Finding; readonly asked: string[] } {
  const shown = played();
  const asked: string[] = [];
  const of: Finding = {
    engine: {
      seenInstances: async (viewer, filter) => {
        const fits = filter.about === "lead/101" || filter.text === "скидк";
        return { rows: viewer.user !== null && fits ? [shown.row] : [], next: null };
      },
      showTo: async (viewer, name) =>
        viewer.user !== null && (name === shown.row.id || name === "under-test/1") ? shown : null,
      people: async () => FIRM,
      now: () => instant(Date.parse("2026-11-20T12:00:00+03:00")),
    },
    operations: {
      look: async (ref) => (ref === "lead/101" ? LEAD : null),
      find: async (type, filter) => {
        asked.push(`${type} ${JSON.stringify(filter)}`);
        return type === "lead" && "phone" in filter ? ["lead/101"] : [];
      },
    },
    catalog: async () => CATALOG,
    openAbout: async () => 2,
    ...told,
  };
  return { of, asked };
}

const VIEWER: Viewer = { user: id<UserId>("user-1"), roles: ["person"] };

test("a record is found by its number or reference, with its stage, who answers, and what is under way", async () => {
  for (const text of ["101", "№ 101", " lead/101 "]) {
    const { records } = await findAnything(finding().of, text, VIEWER);
    expect(records).toMatchObject([
      {
        ...{ ref: "lead/101", typeTitle: "Заявка", title: "Кофемашина", stage: "Ждём ответа", responsible: "user-2" },
        open: 2,
        processes: [
          {
            ...{ title: "Скидка", number: 1, status: "running" },
            waiting: [{ step: "look", title: "Посмотрите", people: [{ user: "head-1", standsInFor: null }] }],
          },
        ],
      },
    ]);
    const [waiting] = records[0]?.processes[0]?.waiting ?? [];
    expect(waiting?.since).toBe(Date.parse("2026-11-20T10:00:00+03:00"));
    expect(waiting?.next?.at).toBe("2026-11-29T10:00:00+03:00");
    expect(waiting?.next?.text.ru).not.toBe("");
  }
});

test("where the CRM knows words it is asked by words, else by phone, address or title", async () => {
  const words = finding({ searchRecords: async (type, text) => (text === "кофе" && type === "lead" ? [LEAD] : []) });
  expect((await findAnything(words.of, "кофе", VIEWER)).records.map((one) => one.ref)).toEqual(["lead/101"]);
  const plain = finding();
  expect((await findAnything(plain.of, "8 (900) 000-00-01", VIEWER)).records).toHaveLength(1);
  await findAnything(plain.of, "машина", VIEWER);
  expect(plain.asked).toEqual(['lead {"phone":"8 (900) 000-00-01"}', 'lead {"title":{"contains":"машина"}}']);
});

test("processes are found by their number and by their subject, people by their names", async () => {
  const { of } = finding();
  expect((await findAnything(of, "under-test/1", VIEWER)).instances.map((one) => one.number)).toEqual([1]);
  expect((await findAnything(of, "скидк", VIEWER)).instances).toHaveLength(1);
  expect((await findAnything(of, "ВЕРА", VIEWER)).people).toEqual([
    { id: "head-1", name: "Вера", position: "руководитель", department: "Стол" },
  ]);
  expect(await findAnything(of, "  ", VIEWER)).toEqual({ records: [], instances: [], people: [] });
});

test("of processes that the viewer may not see nothing is told but how many there are", async () => {
  const { records, instances } = await findAnything(finding().of, "101", { user: null, roles: ["person"] });
  expect(records).toMatchObject([{ open: 2, processes: [] }]);
  expect(instances).toEqual([]);
});
