import { describe, expect, test } from "vitest";
import { instant } from "../../../engine/base/instant.ts";
import type { TaskRow } from "../../../engine/ports/store.ts";
import { displayWidth } from "../../../engine/view/display-width.ts";
import { relativeText, spanText } from "../../../engine/view/moment.ts";
import { printInstance } from "../../../engine/view/print-instance.ts";
import { showInstance } from "../../../engine/view/show-instance.ts";
import { printTasks } from "../../../engine/view/task-list.ts";
import { textTable } from "../../../engine/view/text-table.ts";
import { FIRM } from "../../support/play.ts";
import { shownOfPlay } from "../../support/shown.ts";
import { at, invoice, played } from "./stories.ts";

const LOOK = { locale: "ru", color: false, columns: 100, zone: "Europe/Moscow" } as const;
const NOW = at("2026-11-20T12:00:00+03:00");
const HOUR = 3_600_000;

describe("show", () => {
  test("one page: what it is, what it waits for, its data, what happened", async () => {
    const { world, shown } = invoice();
    world.advanceTo(at("2026-11-25T12:00:00+03:00"));
    for (const locale of ["ru", "en"] as const) {
      const text = printInstance(shown(), { ...LOOK, locale, people: world.people, now: world.now, all: false });
      await expect(`${text}\n`).toMatchFileSnapshot(`golden/show-invoice.${locale}.txt`);
    }
  });

  test("a long history is told from its end, unless all of it is wanted", () => {
    const play = played(`
  - id: daily
    for: { each: day, in: "[${Array.from({ length: 60 }, (_day, index) => index + 1).join(", ")}]" }
    do: [ { id: pause, wait: { days: 1 } } ]`);
    for (let day = 0; day < 50; day++) play.ring();
    const options = { ...LOOK, people: play.people, now: play.now };
    const short = printInstance(shownOfPlay(play), { ...options, all: false });
    expect(short).toMatch(/… раньше ещё \d+: --all/);
    const long = printInstance(shownOfPlay(play), { ...options, all: true });
    expect(long).not.toContain("раньше ещё");
    expect(long.length).toBeGreaterThan(short.length);
  });

  test("as JSON it is plain, with instants in the zone of the calendar", () => {
    const { shown } = invoice();
    const found = showInstance(shown());
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found).toMatchObject({ startedAt: "2026-11-24T10:00:00+03:00", requester: "manager-4", endedAt: null });
    expect(found.timeline[0]).toMatchObject({ kind: "instanceStarted", at: "2026-11-24T10:00:00+03:00" });
  });
});

describe("a list of tasks", () => {
  function row(name: string, more: Partial<TaskRow>): TaskRow {
    return {
      id: `i-1/${name}#1/work@3` as TaskRow["id"],
      instance: "i-1" as TaskRow["instance"],
      process: "p" as TaskRow["process"],
      step: name,
      purpose: "work",
      title: name,
      about: null,
      assignee: "user-1" as TaskRow["assignee"],
      actors: ["user-1"] as unknown as TaskRow["actors"],
      openedAt: instant(NOW - HOUR),
      dueAt: null,
      priority: 0,
      suspended: false,
      ...{ number: 1, subject: "", candidates: [], groups: [], excluded: [], outcomes: [] },
      ...more,
    };
  }

  test("what is overdue stands first, then what is due soonest, then by priority and age", () => {
    const rows = [
      row("старое", { openedAt: instant(NOW - 3 * HOUR) }),
      row("важное", { priority: 5 }),
      row("скоро", { dueAt: instant(NOW + HOUR) }),
      row("просрочено", { dueAt: instant(NOW - 50 * HOUR) }),
      row("общее", { assignee: null, actors: ["user-1", "user-2"] as never, dueAt: instant(NOW + 72 * HOUR) }),
    ];
    const text = printTasks(rows, { people: FIRM, now: NOW }, LOOK);
    expect(text.split("\n").filter((_line, index) => index % 2 === 1)).toEqual([
      "просрочено: 2 дня  просрочено  Анна                      1 час назад",
      "через 1 час        скоро       Анна                      1 час назад",
      "через 3 дня        общее       могут взять: Анна, Борис  1 час назад",
      "—                  важное      Анна                      1 час назад",
      "—                  старое      Анна                      3 часа назад",
    ]);
  });

  test("English says the same", () => {
    const rows = [row("late", { dueAt: instant(NOW - HOUR) }), row("held", { suspended: true })];
    expect(printTasks(rows, { people: FIRM, now: NOW }, { ...LOOK, locale: "en" })).toBe(
      [
        "DUE             TASK  WHOSE  OPENED",
        "overdue 1 hour  late  Анна   1 hour ago",
        "  i-1/late#1/work@3",
        "suspended       held  Анна   1 hour ago",
        "  i-1/held#1/work@3",
      ].join("\n"),
    );
  });
});

describe("tables and times", () => {
  test("a table never leaves the page: what may be cut is cut, wide characters counted as two", () => {
    const columns = [{ title: "A" }, { title: "B", shrinks: true }, { title: "C", shrinks: true }];
    const rows = [[{ text: "fixed" }, { text: "漢字".repeat(40) }, { text: "short" }]];
    const lines = textTable(columns, rows, { ...LOOK, columns: 60 }).split("\n");
    expect(lines[1]).toMatch(/^fixed {2}漢.*… +short$/);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  });

  test("what a terminal would take as a command is shown, not obeyed", () => {
    const text = textTable([{ title: "A" }], [[{ text: "x\u001b[2Jy" }]], LOOK);
    expect(text).not.toContain("\u001b");
  });

  test("times are said in the one unit that says enough", () => {
    expect([30_000, 60_000, 5 * HOUR, 47 * HOUR, 48 * HOUR].map((ms) => spanText(ms, "ru"))).toEqual([
      "меньше минуты",
      "1 минуту",
      "5 часов",
      "47 часов",
      "2 дня",
    ]);
    expect(relativeText(instant(NOW + 20_000), NOW, "en")).toBe("now");
    expect(relativeText(instant(NOW - 22 * HOUR), NOW, "en")).toBe("22 hours ago");
    expect(relativeText(instant(NOW + 22 * HOUR), NOW, "ru")).toBe("через 22 часа");
  });
});
