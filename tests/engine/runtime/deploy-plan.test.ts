import { describe, expect, test } from "vitest";
import { type InstanceId, id, type ProcessId } from "../../../engine/base/ids.ts";
import type { Definition } from "../../../engine/definition/model.ts";
import type { Instance } from "../../../engine/instance/state.ts";
import type { CalendarRow } from "../../../engine/ports/versions.ts";
import { compileCalendar } from "../../../engine/runtime/compile-bundle.ts";
import { type DeployOrder, planDeploy } from "../../../engine/runtime/deploy-plan.ts";
import { printPlan } from "../../../engine/runtime/print-plan.ts";
import { definitionOf } from "../../support/definition-of.ts";
import { Play } from "../../support/play.ts";

function calendar(digest: string, ...daysOff: readonly string[]): CalendarRow {
  const text = `zone: Europe/Moscow\nhours: { mon-fri: ["09:00-18:00"] }\ndaysOff: [${daysOff.join(", ")}]\n`;
  return { name: "ru-office", digest, path: "calendars/ru-office.yaml", text };
}

const OLD = `process: under-test
title: Заявка
calendar: ru-office
input: { amount: { type: number, title: Сумма, required: true } }
start:
  - form: {}
decisions:
  route:
    inputs:
      amount: { type: number, title: Сумма, domain: ">= 0" }
    outputs:
      who: { type: principals }
    table: |
      | amount | who         |
      | <= 100 | user head-1 |
      | > 100  | user boss-1 |
do:
  - id: check
    userTask: Проверьте
    candidateGroups: [desk]
    escalation: [ { after: { businessDays: 2 }, action: remind, repeat: { businessDays: 1 } } ]
  - id: rule
    decision: route
  - id: decide
    approval: Согласуйте
    approvers: ["\${ rule.who }"]
    facts: [amount]
    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
  - id: stop
    if: decide.outcome != "approve"
    set: { refused: true }
    then: end
  - id: pay
    userTask: Оплатите
    assignee: user-2
    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
`;

const NEXT = OLD.replaceAll("<= 100", "<= 10 ")
  .replaceAll("> 100 ", "> 10  ")
  .replace("userTask: Проверьте", "userTask: Проверьте заявку")
  .replace("after: { businessDays: 2 }", "after: { businessDays: 3 }")
  .replace("  - id: pay\n", "  - id: tell\n    notify: user-1\n    text: Согласовано\n  - id: pay\n")
  .replace("input: { amount", "input: { note: { type: text, title: Заметка }, amount")
  .replace("  - form: {}\n", "  - form: {}\n  - message: new-request\n");

const OFFICE = calendar("office-1");

function version(text: string): Definition {
  return { ...definitionOf(text), calendar: compileCalendar(OFFICE) };
}

function running(number: number, amount: number, play: (play: Play) => void): Instance {
  const made = new Play(version(OLD));
  made.start({ amount }, "user-1");
  play(made);
  return { ...(made.instance as Instance), id: id<InstanceId>(`i-${number}`), number };
}

const INSTANCES = [
  running(1, 50, () => {}),
  running(2, 50, (play) => play.complete("check", "user-1")),
  running(3, 50, (play) => {
    play.complete("check", "user-1");
    play.complete("decide", "head-1", { outcome: "approve" });
  }),
  running(4, 5, (play) => {
    play.complete("check", "user-1");
    play.complete("decide", "head-1", { outcome: "approve" });
  }),
];

function order(more: Partial<DeployOrder> = {}): DeployOrder {
  const current = version(OLD);
  const { number: _, departments: __, ...facts } = new Play(current).facts;
  return {
    marker: 7,
    current: new Map([[current.process, current]]),
    running: new Map(),
    next: [version(NEXT)],
    retired: [],
    calendars: { current: [OFFICE], next: [] },
    instances: INSTANCES,
    facts,
    ...more,
  };
}

describe("a plan", () => {
  const plan = planDeploy(order());
  const [process] = plan.processes;

  test("says what differs: steps and what of them, rules, inputs, starts", () => {
    expect(process).toMatchObject({ process: "under-test", change: "changed", live: 4 });
    expect(process?.difference?.steps).toEqual([
      { step: "check", title: "Проверьте заявку", change: "changed", what: ["title", "ladder"] },
      { step: "tell", title: expect.any(String), change: "added", what: [] },
    ]);
    expect(process?.difference?.tables).toEqual([
      {
        table: "route",
        change: "changed",
        added: ["<= 10 → user head-1", "> 10 → user boss-1"],
        removed: ["<= 100 → user head-1", "> 100 → user boss-1"],
        shape: false,
      },
    ]);
    expect(process?.difference?.inputs).toEqual([{ name: "note", change: "added" }]);
    expect(process?.difference?.starts).toEqual({ added: ["message new-request"], removed: [] });
  });

  test("says of each running instance where it stands and whether it could migrate, or why not", () => {
    expect(
      process?.instances.map(({ number, at, migration }) => [number, at.map(({ step }) => step), migration.kind]),
    ).toEqual([
      [1, ["check"], "goes"],
      [2, ["decide"], "goes"],
      [3, ["pay"], "refused"],
      [4, ["pay"], "goes"],
    ]);
    expect(process?.instances[0]).toMatchObject({
      at: [{ tasks: [{ title: "Проверьте", assignee: null, candidates: 2 }] }],
      migration: { timers: [{ step: "check" }] },
    });
    expect(process?.instances[2]?.migration).toMatchObject({
      reasons: [{ en: expect.stringContaining("others approve") }],
    });
  });

  test("is plain JSON, and its digest covers what would be written and nothing that moves on", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(planDeploy(order({ instances: [] })).digest).toBe(plan.digest);
    const others = [
      order({ marker: 8 }),
      order({ next: [version(OLD)] }),
      order({ retired: [id<ProcessId>("other")] }),
      order({ calendars: { current: [OFFICE], next: [calendar("office-2")] } }),
    ];
    expect(new Set([plan, ...others.map(planDeploy)].map(({ digest }) => digest)).size).toBe(5);
  });

  test("knows new, unchanged and retired processes", () => {
    const other = { ...version(OLD), process: id<ProcessId>("other") };
    const two = planDeploy(order({ next: [version(OLD), other] }));
    expect(two.processes.map(({ process: name, change }) => [name, change])).toEqual([
      ["other", "new"],
      ["under-test", "unchanged"],
    ]);
    const gone = planDeploy(order({ next: [], retired: [id<ProcessId>("under-test")] }));
    expect(gone.processes).toMatchObject([{ process: "under-test", change: "retired", live: 4, to: null }]);
  });

  test("lists the open business timers that a changed calendar moves, old time and new", () => {
    const holiday = planDeploy(
      order({ next: [], calendars: { current: [OFFICE], next: [calendar("office-2", "2026-11-23")] } }),
    );
    expect(holiday.processes).toEqual([]);
    const [office] = holiday.calendars;
    expect(office?.change).toBe("changed");
    expect(office?.timers.map(({ number, moved }) => [number, moved.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
    expect(office?.timers[0]?.moved).toEqual([
      {
        step: "check",
        from: Date.parse("2026-11-24T10:00:00+03:00"),
        to: Date.parse("2026-11-25T10:00:00+03:00"),
      },
    ]);
  });

  test("stops loudly where the version of a live instance is missing", () => {
    const stray = { ...(INSTANCES[0] as Instance), digest: "unknown" };
    expect(() => planDeploy(order({ instances: [stray] }))).toThrow("unknown");
  });
});

describe("a printed plan", () => {
  const both = planDeploy(order({ calendars: { current: [OFFICE], next: [calendar("office-2", "2026-11-23")] } }));

  test("is read by people, in their language", () => {
    expect(printPlan(both, { locale: "ru", color: false })).toMatchInlineSnapshot(`
      "~ under-test — Заявка (изменён)
        ~ шаг check «Проверьте заявку»: название, лестница эскалации
        + шаг tell «Отправить сообщение»
        ~ таблица route
          - <= 100 → user head-1
          - > 100 → user boss-1
          + <= 10 → user head-1
          + > 10 → user boss-1
        + поле запуска note
        + запуск message new-request
        4 процесса идут на своей версии и останутся на ней; перевести можно: 3, нельзя: 1
          2 — pay
            × 1 — Согласование «decide»: по новой версии согласуют другие: Глеб (было: Вера).
              № 3 Заявка — user-2
            → 1 — можно перевести
              № 4 Заявка — user-2
          1 — check
            → 1 — можно перевести; сдвинется 1 срок
              № 1 Заявка — может взять: 2
          1 — decide
            → 1 — можно перевести (Согласование «decide» уже идёт: согласуют те, кого спросили, а не те, кого назвала бы новая версия)
              № 2 Заявка — head-1

      ~ календарь ru-office (изменён)
        Сдвинутся открытые сроки: 4
          2 — under-test / pay
            № 3: 23.11.2026 10:00 → 24.11.2026 10:00
            № 4: 23.11.2026 10:00 → 24.11.2026 10:00
          1 — under-test / check
            № 1: 24.11.2026 10:00 → 25.11.2026 10:00
          1 — under-test / decide
            № 2: 23.11.2026 10:00 → 24.11.2026 10:00
      План 5a94b2eb4b0b
      "
    `);
    const english = printPlan(both, { locale: "en", color: false });
    expect(english).toContain("could migrate");
    expect(english.replaceAll(/«[^»]*»|"[^"]*"|№ \d+ \S+/g, "").replaceAll(/Заявка|Сумма|Глеб|Вера/g, "")).not.toMatch(
      /[а-я]/i,
    );
  });

  test("stays a page for thousands of instances", () => {
    const many = Array.from({ length: 5000 }, (_, index) => {
      const one = INSTANCES[index % INSTANCES.length] as Instance;
      return { ...one, id: id<InstanceId>(`m-${index}`), number: index };
    });
    const text = printPlan(planDeploy(order({ instances: many })), { locale: "ru", color: true });
    expect(text.split("\n").length).toBeLessThan(60);
    expect(text).toContain("1250");
  });

  test("says so where nothing would change", () => {
    expect(printPlan(planDeploy(order({ next: [version(OLD)] })), { locale: "en", color: false })).toMatch(
      /^Nothing would change\.\nPlan [0-9a-f]{12}\n$/,
    );
  });
});
