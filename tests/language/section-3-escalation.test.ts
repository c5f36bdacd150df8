import { describe, expect, test } from "vitest";
import { codesOf, problemsOf, type Story, story } from "./story.ts";

/** Friday morning; the calendar works 9 to 18 on weekdays, less an hour from 13. */
const NOW = "given: { now: 2026-11-20T10:00:00+03:00 }";
const START = `${NOW}\nstart: { input: { amount: 5 }, by: clerk-1 }`;

function ladder(rungs: string, who = "assignee: clerk-2", more = ""): string {
  return `
  - id: work
    userTask: Сделайте
    ${who}
    escalation:
${rungs
  .split("\n")
  .map((rung) => `      - ${rung}`)
  .join("\n")}${more}`;
}

function told(steps: string, scenario: string): Story {
  const one = story({ steps }, `${START}\n${scenario}`);
  expect(one.failed).toEqual([]);
  return one;
}

/** Rungs as they fired: number, action, local time. */
function rungsOf({ result }: Story): readonly string[] {
  return result.timeline.flatMap((entry) => {
    const event = entry as { kind: string; rung: number; action: string; at: string };
    return event.kind === "rungFired" ? [`${event.rung} ${event.action} ${event.at.slice(5, 16)}`] : [];
  });
}

describe("a ladder", () => {
  test("is counted from the opening of the task; the actions do what they say", () => {
    const one = told(
      ladder(
        "{ after: PT1H, action: remind }\n{ after: PT2H, action: notify, to: head-1 }\n{ after: PT3H, action: offer, to: { group: board } }\n{ after: PT4H, action: reassign, to: { headOf: desk } }\n{ after: PT5H, action: outcome, outcome: done }",
      ),
      `when:
  - wait: { hours: 1 }
  - expect: { message: { to: clerk-2, kind: notice } }
  - wait: { hours: 1 }
  - expect: { message: { to: head-1, kind: notice }, task: work, for: clerk-2 }
  - wait: { hours: 1 }
  - expect: { task: work, for: clerk-2, message: { to: boss-1, kind: task } }
  - expect: { task: work, for: exec-1 }
  - wait: { hours: 1 }
  - expect: { task: work, for: head-1, message: { to: head-1, kind: task } }
  - complete: work
    by: clerk-2
    rejected: NOT_ALLOWED
  - wait: { hours: 1 }
then: { status: completed, variables: { work: { outcome: done, by: null } } }`,
    );
    expect(rungsOf(one)).toEqual([
      "0 remind 11-20T11:00",
      "1 notify 11-20T12:00",
      "2 offer 11-20T13:00",
      "3 reassign 11-20T14:00",
      "4 outcome 11-20T15:00",
    ]);
    expect(one.main?.instance.sheet[0]?.notes[0]?.ru).toContain("Решено по времени");
  });

  test("a clock's decision is shown as such on the sheet: nobody's name", () => {
    const { main } = told(
      ladder("{ after: PT1H, action: outcome, outcome: done }"),
      "when: [ { wait: { hours: 1 } } ]\nthen: { status: completed }",
    );
    expect(main?.instance.sheet[0]).toMatchObject({ by: null, outcome: "done" });
  });

  test("any rung may repeat", () => {
    const one = told(
      ladder("{ after: { businessDays: 1 }, action: remind, repeat: { businessHours: 4 } }"),
      "when: [ { until: 2026-11-24T12:00:00+03:00 } ]",
    );
    expect(rungsOf(one)).toEqual(["0 remind 11-23T10:00", "0 remind 11-23T15:00", "0 remind 11-24T10:00"]);
  });

  test("`reassign` with `until-top` climbs the chart by the rung's own `after`, skips those asked, and at the top reminds", () => {
    const one = told(
      ladder("{ after: { businessDays: 1 }, action: reassign, to: { managerOf: assignee }, repeat: until-top }"),
      `when:
  - until: 2026-11-23T10:00:00+03:00
  - expect: { task: work, for: head-1 }
  - until: 2026-11-24T10:00:00+03:00
  - expect: { task: work, for: exec-1 }
  - until: 2026-11-25T10:00:00+03:00
  - expect: { task: work, for: boss-1 }
  - until: 2026-11-26T10:00:00+03:00
  - expect: { task: work, for: boss-1, message: { to: boss-1, kind: notice } }`,
    );
    expect(one.result.incidents).toEqual([]);
  });

  test("`until-top` goes first to whom it names, and climbs from there", () => {
    told(
      ladder("{ after: P1D, action: reassign, to: exec-1, repeat: until-top }"),
      `when:
  - wait: { days: 1 }
  - expect: { task: work, for: exec-1 }
  - wait: { days: 1 }
  - expect: { task: work, for: boss-1 }`,
    );
  });

  test("`message` are the words, evaluated when it fires; `assignee` is who has the task then", () => {
    told(
      ladder(
        "{ after: PT1H, action: reassign, to: head-1 }\n{ after: PT2H, action: notify, to: { managerOf: assignee }, message: 'Молчит ${ assignee }, сумма ${ amount }', repeat: P9D }",
      ),
      `when:
  - wait: { hours: 2 }
  - expect: { message: { to: exec-1, kind: notice, text: "/Молчит Вера, сумма 5/" } }`,
    );
  });

  test("one message per person and rung, also where a block's ladder finds several tasks of one person", () => {
    const { result } = told(
      `
  - id: block
    escalation: [ { after: PT1H, action: remind, repeat: P9D } ]
    do:
      - id: split
        fork:
          a: [ { id: one, userTask: Первое, assignee: clerk-2 } ]
          b: [ { id: two, userTask: Второе, assignee: clerk-2 } ]
          c: [ { id: three, userTask: Третье, assignee: clerk-3 } ]`,
      "when: [ { wait: { hours: 1 } } ]",
    );
    const notices = result.messages.filter((message) => message.kind === "notice");
    expect(notices.map((message) => message.to).sort()).toEqual(["clerk-2", "clerk-3"]);
    expect(notices.find((message) => message.to === "clerk-2")?.text).toMatch(/Первое[\s\S]*Второе/);
  });

  test("a decision taken before a rung fires cancels the rung in the same commit", () => {
    const one = told(
      ladder("{ after: PT1H, action: remind, repeat: PT1H }"),
      "when:\n  - complete: work\n    by: clerk-2\n  - wait: { days: 9 }\nthen: { status: completed }",
    );
    expect(rungsOf(one)).toEqual([]);
    expect(one.main?.instance.timers).toEqual({});
  });

  test("each seat of an approval has the ladder from its own opening", () => {
    const one = told(
      `
  - id: ok
    approval: Согласуйте
    approvers: [clerk-2, head-1]
    escalation: [ { after: PT4H, action: remind, repeat: P9D } ]
  - id: last
    set: { z: 1 }`,
      `when:
  - wait: { hours: 3 }
  - complete: ok
    by: clerk-2
    outcome: approve
  - wait: { hours: 3 }
  - expect: { never: [ { message: { to: head-1, kind: notice } } ] }
  - wait: { hours: 1 }
  - expect: { message: { to: head-1, kind: notice } }`,
    );
    expect(rungsOf(one)).toHaveLength(1);
  });

  test("a ladder with a name may be used again, by its name", () => {
    const { failed } = story(
      {
        steps: "\n  - id: work\n    userTask: Дело\n    assignee: clerk-2\n    escalation: up",
        more: "ladders:\n  up:\n    - { after: PT1H, action: notify, to: head-1, repeat: PT1H }",
      },
      `${START}\nwhen:\n  - wait: { hours: 1 }\n  - expect: { message: { to: head-1 } }`,
    );
    expect(failed).toEqual([]);
  });

  test("a rung that finds nobody is an incident; the task stays and the ladder goes on", () => {
    told(
      ladder(
        "{ after: PT1H, action: reassign, to: { headOf: vacant } }\n{ after: PT2H, action: notify, to: head-1, repeat: P9D }",
      ),
      `when:
  - wait: { hours: 1 }
  - expect: { incident: { code: NO_ONE_TO_ESCALATE }, task: work, for: clerk-2 }
  - wait: { hours: 1 }
  - expect: { message: { to: head-1 } }
  - complete: work
    by: clerk-2
then: { status: completed }`,
    );
  });

  test("suspension stops ladder and `timeout`; overdue rungs do not fire together but keep their distance", () => {
    const one = told(
      ladder(
        "{ after: PT1H, action: remind }\n{ after: PT3H, action: notify, to: head-1, repeat: P9D }",
        "assignee: clerk-2",
        "\n    timeout: { after: PT4H, then: end }",
      ),
      `when:
  - suspend
  - wait: { hours: 10 }
  - expect: { task: work, never: [ { message: { to: head-1 } } ] }
  - resume
  - expect: { message: { to: clerk-2, kind: notice }, never: [ { message: { to: head-1 } } ] }
  - wait: { hours: 2 }
  - expect: { message: { to: head-1 }, task: work }
  - wait: { hours: 1 }
then: { status: completed }`,
    );
    expect(rungsOf(one)).toEqual(["0 remind 11-20T20:00", "1 notify 11-20T22:00"]);
    expect(one.main?.history.find((event) => event.kind === "rungFired")).toMatchObject({
      dueAt: Date.parse("2026-11-20T11:00:00+03:00"),
    });
  });

  test("a ladder of a block counts from its entry, for its open tasks, and outlives the tasks inside", () => {
    told(
      `
  - id: block
    escalation: [ { after: PT2H, action: notify, to: boss-1, repeat: PT2H }, { after: PT3H, action: offer, to: exec-1 } ]
    do:
      - id: one
        userTask: Первое
        assignee: clerk-2
      - id: two
        userTask: Второе
        assignee: clerk-3`,
      `when:
  - wait: { hours: 1 }
  - complete: one
    by: clerk-2
  - wait: { hours: 1 }
  - expect: { message: { to: boss-1, text: /Второе/ } }
  - wait: { hours: 1 }
  - expect: { task: two, for: exec-1 }
  - complete: two
    by: exec-1
then: { status: completed }`,
    );
  });

  test("`check` warns when the last rung does not repeat", () => {
    const codes = (rungs: string) =>
      problemsOf({ steps: ladder(rungs) }).map(({ code, severity }) => `${severity} ${code}`);
    expect(codes("{ after: P1D, action: remind }")).toEqual(["warning ladder-repeats"]);
    expect(codes("{ after: P1D, action: remind, repeat: P1D }\n{ after: P2D, action: notify, to: head-1 }")).toEqual([
      "warning ladder-repeats",
    ]);
    expect(codes("{ after: P1D, action: remind }\n{ after: P2D, action: outcome, outcome: done }")).toEqual([]);
  });

  test("wrong rungs are problems at their place", () => {
    expect(codesOf({ steps: ladder("{ after: P1D, action: notify, repeat: P1D }") })[0]).toContain("ladder-rung");
    expect(codesOf({ steps: ladder("{ after: P1D, action: outcome }") })[0]).toContain("ladder-rung");
    expect(codesOf({ steps: ladder("{ after: P1D, action: outcome, outcome: approve }") })[0]).toContain(
      "outcome-exists",
    );
    expect(codesOf({ steps: ladder("{ after: P1D, action: remind, repeat: until-top }") })[0]).toContain("ladder-rung");
    expect(codesOf({ steps: ladder("{ after: 1d, action: remind, repeat: P1D }") })[0]).toMatch(/duration/);
    expect(codesOf({ steps: ladder("{ action: remind, repeat: P1D }") })[0]).toMatch(/missing/);
    expect(
      codesOf({
        steps: "\n  - id: work\n    userTask: Дело\n    assignee: clerk-2\n    escalation: upp",
        more: "ladders:\n  up:\n    - { after: PT1H, action: remind, repeat: PT1H }",
      }),
    ).toContain("4:17 ladder-exists");
  });
});

describe("durations", () => {
  const due = (after: string, now = "2026-11-20T10:00:00+03:00") => {
    const one = story(
      { steps: `\n  - id: pause\n    wait: ${after}\n  - id: last\n    set: { z: 1 }` },
      `given: { now: "${now}" }\nstart: { input: { amount: 5 }, by: clerk-1 }\nwhen: [ { wait: P99D } ]`,
    );
    expect(one.failed).toEqual([]);
    return one.result.endedAt?.slice(0, 16);
  };

  test("ISO text and objects are wall clock; business days and hours are on the calendar", () => {
    expect(due("P1D")).toBe("2026-11-21T10:00");
    expect(due("PT4H")).toBe("2026-11-20T14:00");
    expect(due("{ days: 1 }")).toBe("2026-11-21T10:00");
    expect(due("{ hours: 12 }")).toBe("2026-11-20T22:00");
    expect(due("{ minutes: 30 }")).toBe("2026-11-20T10:30");
    expect(due("{ seconds: 90 }")).toBe("2026-11-20T10:01");
    expect(due("{ businessDays: 1 }")).toBe("2026-11-23T10:00");
    expect(due("{ businessHours: 4 }")).toBe("2026-11-20T15:00");
    expect(due("{ businessHours: 10 }")).toBe("2026-11-23T12:00");
  });

  test("a start outside working hours counts from the next opening; past closing means the closing", () => {
    expect(due("{ businessDays: 1 }", "2026-11-21T15:00:00+03:00")).toBe("2026-11-24T09:00");
    expect(due("{ businessDays: 1 }", "2026-11-20T20:00:00+03:00")).toBe("2026-11-24T09:00");
    expect(due("{ businessHours: 1 }", "2026-11-20T20:00:00+03:00")).toBe("2026-11-23T10:00");
  });

  test("numbers may be worked out", () => {
    expect(due('{ days: "${ amount }" }')).toBe("2026-11-25T10:00");
    expect(due('{ until: "2026-11-22T10:00:00+03:00" }')).toBe("2026-11-22T10:00");
    expect(due('{ until: "${ date(\\"2026-11-22\\") }" }')).toBe("2026-11-22T00:00");
  });
});
