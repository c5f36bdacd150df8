import { describe, expect, test } from "vitest";
import type { CalendarData } from "../../../engine/calendar/calendar-data.ts";
import { createCalendar } from "../../../engine/calendar/create-calendar.ts";
import { evolve } from "../../../engine/instance/evolve.ts";
import { planReplan } from "../../../engine/instance/replan.ts";
import type { Instance } from "../../../engine/instance/state.ts";
import { definitionOf } from "../../support/definition-of.ts";
import { codeOf, Play } from "../../support/play.ts";

/** Monday to Friday, nine to six, in Moscow; with days off besides. */
function office(...days: readonly string[]) {
  const data = {
    zone: "Europe/Moscow",
    hours: { "mon-fri": ["09:00-18:00"] },
    daysOff: [...days],
  };
  return createCalendar(data as unknown as CalendarData, "ru-office");
}

const WAITING = `process: under-test
title: Под испытанием
calendar: ru-office
input: { count: { type: number, title: Дней, default: 3 } }
start:
  - form: {}
do:
  - id: work
    userTask: Сделайте
    assignee: user-1
    allow: [ask-for-info]
    timeout: { after: { days: 30 }, outcome: done }
    escalation:
      - { after: { businessDays: 2 }, action: remind }
      - { after: { businessDays: "\${ count }" }, action: notify, to: head-1 }
      - { after: P5D, action: notify, to: boss-1 }
      - { after: { businessDays: 4 }, action: remind, repeat: { businessDays: 1 } }
`;

function playing(...days: readonly string[]): Play {
  const play = new Play({ ...definitionOf(WAITING), calendar: office(...days) });
  play.start();
  return play;
}

function due(play: Play): readonly string[] {
  return play.timers.map(({ dueAt }) => new Date(dueAt + 3 * 3_600_000).toISOString().slice(5, 16).replace("T", " "));
}

function onCalendar(play: Play, ...days: readonly string[]): void {
  play.definition = { ...play.definition, calendar: office(...days) };
}

describe("a changed calendar", () => {
  test("moves business timers, each counted from its own origin, and leaves those on the wall clock", () => {
    const play = playing();
    expect(due(play)).toEqual(["11-24 10:00", "11-25 10:00", "11-25 10:00", "11-26 10:00", "12-20 10:00"]);
    onCalendar(play, "2026-11-24");
    expect(codeOf(play.tell({ kind: "replan" }))).toBe("accepted");
    expect(due(play)).toEqual(["11-25 10:00", "11-25 10:00", "11-26 10:00", "11-27 10:00", "12-20 10:00"]);
    const replayed = play.history.reduce<Instance | null>((state, event) => evolve(state, event), null);
    expect(replayed).toEqual(play.instance);
    onCalendar(play);
    play.tell({ kind: "replan" });
    expect(due(play)).toEqual(["11-24 10:00", "11-25 10:00", "11-25 10:00", "11-26 10:00", "12-20 10:00"]);
  });

  test("that moves nothing writes nothing", () => {
    const play = playing();
    const answer = play.tell({ kind: "replan" });
    expect([codeOf(answer), answer.events]).toEqual(["accepted", []]);
  });

  test("counts a repeating rung from its last firing, and one whose late sister fired from the return", () => {
    const play = playing();
    play.until("2026-11-26T10:00:00+03:00");
    expect(due(play)).toEqual(["11-27 10:00", "12-20 10:00"]);
    onCalendar(play, "2026-11-27");
    play.tell({ kind: "replan" });
    expect(due(play)).toEqual(["11-30 10:00", "12-20 10:00"]);

    const late = playing();
    late.now = Date.parse("2026-11-25T16:00:00+03:00") as never;
    late.ring();
    expect(due(late).slice(0, 3)).toEqual(["11-26 16:00", "11-26 16:00", "11-27 16:00"]);
    onCalendar(late, "2026-11-26");
    late.tell({ kind: "replan" });
    expect(due(late).slice(0, 3)).toEqual(["11-26 16:00", "11-27 16:00", "11-30 16:00"]);
  });

  test("makes none due in the past: what would have been due is due now, the later ones keep their distance", () => {
    const play = playing("2026-11-23", "2026-11-24", "2026-11-25");
    expect(due(play).slice(0, 3)).toEqual(["11-25 10:00", "11-27 10:00", "11-30 10:00"]);
    play.until("2026-11-26T12:00:00+03:00");
    onCalendar(play);
    play.tell({ kind: "replan" });
    expect(due(play)).toEqual(["11-26 12:00", "11-27 12:00", "11-30 12:00", "12-20 10:00"]);
  });

  test("leaves a clock that stands still, and a number that has changed since", () => {
    const play = playing();
    play.tell({ kind: "askForInfo", task: play.task("work").id, to: null, question: "Что?" }, "user-1");
    const before = due(play);
    expect(play.tell({ kind: "replan" }).events).toEqual([]);
    expect(due(play)).toEqual(before);
  });

  test("is told beforehand, and the telling changes nothing", () => {
    const play = playing();
    const definition = { ...play.definition, calendar: office("2026-11-24") };
    const { moved } = planReplan({ definition, instance: play.instance as Instance, facts: play.facts });
    expect(moved).toHaveLength(3);
    expect(moved[0]).toEqual({
      step: "work",
      from: Date.parse("2026-11-24T10:00:00+03:00"),
      to: Date.parse("2026-11-25T10:00:00+03:00"),
    });
    onCalendar(play, "2026-11-24");
    play.tell({ kind: "replan" });
    expect(due(play)[0]).toBe("11-25 10:00");
  });
});
