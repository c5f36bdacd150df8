import { describe, expect, test } from "vitest";
import type { Definition } from "../../../engine/definition/model.ts";
import type { Answer } from "../../../engine/instance/command.ts";
import { evolve } from "../../../engine/instance/evolve.ts";
import { planMigration } from "../../../engine/instance/migrate.ts";
import type { Instance } from "../../../engine/instance/state.ts";
import { definitionOf } from "../../support/definition-of.ts";
import { codeOf, Play } from "../../support/play.ts";

/** Moves the play to another definition, as the shell would. */
function migrate(play: Play, text: string | Definition, by: string | null = "admin-1"): Answer {
  const next = typeof text === "string" ? definitionOf(text) : text;
  return play.migrate(next, by);
}

function replayed(play: Play): Instance | null {
  return play.history.reduce<Instance | null>((instance, event) => evolve(instance, event), null);
}

function reasonOf(answer: Answer): string {
  return answer.kind === "rejected" ? answer.reason.en : "";
}

function due(play: Play): readonly string[] {
  return play.timers.map((timer) => new Date(timer.dueAt + 3 * 3_600_000).toISOString().slice(5, 16).replace("T", " "));
}

const TASK = (ladder: string, more = "") => `process: under-test
title: Под испытанием
calendar: ru-office
start:
  - form: {}
do:
  - id: work
    userTask: Сделайте
    assignee: user-1
${more}    escalation:
${ladder}
  - id: after
    userTask: Потом
    assignee: user-2
    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
`;

/** The lines of its first step. */
const WORK = / {2}- id: work\n(?: {4,}.*\n)+/;

const DAILY = `      - { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }`;

describe("moving", () => {
  test("an instance goes on by the new file from where it stands, and its history replays to the same", () => {
    const play = new Play(definitionOf(TASK(DAILY)));
    play.start();
    const next = TASK(DAILY).replace("  - id: after", "  - id: between\n    set: { done: true }\n  - id: after");
    const answer = migrate(play, next);
    expect(codeOf(answer)).toBe("accepted");
    expect(play.history.at(-1)?.kind).toBe("instanceMigrated");
    expect(play.instance?.digest).toBe(definitionOf(next).digest);
    play.complete("work", "user-1");
    expect(play.path).toEqual(["work", "between", "after"]);
    expect(replayed(play)).toEqual(play.instance);
  });

  test("only administrators and the engine may, once, and not what has ended", () => {
    const play = new Play(definitionOf(TASK(DAILY)));
    play.start();
    const next = TASK(DAILY).replace("Потом", "Затем");
    expect(codeOf(migrate(play, next, "user-1"))).toBe("NOT_ALLOWED");
    expect(play.history.at(-1)).toMatchObject({ kind: "commandRejected", what: "migrate" });
    expect(codeOf(migrate(play, next))).toBe("accepted");
    expect(codeOf(migrate(play, next))).toBe("STALE");
    play.complete("work", "user-1");
    play.complete("after", "user-2");
    expect(codeOf(migrate(play, TASK(DAILY)))).toBe("INSTANCE_ENDED");
  });

  test("open tasks stay as they were opened; the next ones are the new file's", () => {
    const play = new Play(definitionOf(TASK(DAILY)));
    play.start();
    migrate(play, TASK(DAILY).replace("Сделайте", "Сделайте скорее").replace("Потом", "Затем"));
    expect(play.task("work").title).toBe("Сделайте");
    play.complete("work", "user-1");
    expect(play.task("after").title).toBe("Затем");
  });

  test("a new input gets its default; one that must be given refuses", () => {
    const play = new Play(definitionOf(TASK(DAILY)));
    play.start();
    const withInput = (input: string) => TASK(DAILY).replace("start:", `input:\n  limit: { ${input} }\nstart:`);
    const refused = migrate(play, withInput("type: number, title: Предел, required: true"));
    expect(codeOf(refused)).toBe("MIGRATION_REFUSED");
    expect(reasonOf(refused)).toContain("Предел");
    expect(codeOf(migrate(play, withInput("type: number, title: Предел, default: 5")))).toBe("accepted");
    expect(play.variable("limit")).toBe(5);
    expect(replayed(play)).toEqual(play.instance);
  });

  test("an approval sheet of an instance whose past step is gone is still made", () => {
    const first = `process: under-test
title: Под испытанием
calendar: ru-office
start:
  - form: {}
do:
  - id: early
    userTask: Рано
    assignee: user-1
    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
  - id: work
    userTask: Сделайте
    assignee: user-1
    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
  - id: sheet
    document: approval-sheet
`;
    const play = new Play(definitionOf(first));
    play.start();
    play.complete("early", "user-1");
    const next = first.replace(/ {2}- id: early\n(?: {4}.*\n){3}/, "");
    expect(codeOf(migrate(play, next))).toBe("accepted");
    play.complete("work", "user-1");
    expect(play.instance?.status).toBe("completed");
  });
});

describe("lists of steps", () => {
  const SWITCH = (cases: string) => `process: under-test
title: Под испытанием
calendar: ru-office
input: { amount: { type: number, title: Сумма, required: true } }
start:
  - form: {}
do:
  - id: choose
    switch:
${cases}      - else: true
        do:
          - id: small
            userTask: Мелочь
            assignee: user-1
            escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
        then: last
  - id: passed
    set: { passed: true }
  - id: last
    set: { ended: true }
`;

  test("a case that is put before that of an open step moves it along, and it ends as the new file says", () => {
    const play = new Play(definitionOf(SWITCH("      - when: amount > 100\n        then: passed\n")));
    play.start({ amount: 5 });
    const more = "      - when: amount > 1000\n        then: end\n      - when: amount > 100\n        then: passed\n";
    expect(codeOf(migrate(play, SWITCH(more)))).toBe("accepted");
    expect(play.history.at(-1)).toMatchObject({ kind: "instanceMigrated", lanes: { "i-1/small#1": "case:2" } });
    expect(replayed(play)).toEqual(play.instance);
    play.complete("small", "user-1");
    expect(play.of("stepCompleted").find(({ step }) => step === "choose")?.case).toBe(3);
    expect(play.path).toEqual(["choose", "small", "last"]);
  });

  test("a holds condition that is another now is looked at afresh", () => {
    const text = (condition: string) => `process: under-test
title: Под испытанием
calendar: ru-office
start:
  - form: {}
do:
  - id: wait-for
    listen: { of: lead/101, holds: ${condition} }
    timeout: { after: { days: 20 } }
`;
    const play = new Play(definitionOf(text('record.stageKind = "won"')));
    play.start();
    expect(play.instance?.status).toBe("running");
    migrate(play, text('record.stageKind = "first"'));
    expect(play.instance?.status).toBe("completed");
  });
});

describe("timers", () => {
  test("a rung keeps its origin and is counted by the new file; only what differs is set anew", () => {
    const ladder = (days: number) => `      - { after: { businessDays: 1 }, action: remind }
      - { after: { businessDays: ${days} }, action: reassign, to: head-1 }
      - { after: { businessDays: 9 }, action: remind, repeat: { businessDays: 1 } }`;
    const play = new Play(definitionOf(TASK(ladder(2))));
    play.start();
    expect(due(play)).toEqual(["11-23 10:00", "11-24 10:00", "12-03 10:00"]);
    const before = play.history.length;
    migrate(play, TASK(ladder(4)));
    expect(due(play)).toEqual(["11-23 10:00", "11-26 10:00", "12-03 10:00"]);
    expect(play.history.slice(before).map(({ kind }) => kind)).toEqual([
      "instanceMigrated",
      "timerCanceled",
      "timerScheduled",
    ]);
    expect(replayed(play)).toEqual(play.instance);
  });

  test("fired rungs stay fired, new ones begin where they are still ahead, removed ones go", () => {
    const old = `      - { after: { businessDays: 1 }, action: remind }
      - { after: { businessDays: 5 }, action: reassign, to: head-1 }`;
    const next = `      - { after: { businessHours: 2 }, action: notify, to: head-1 }
      - { after: { businessDays: 1 }, action: remind }
      - { after: { businessDays: 3 }, action: notify, to: boss-1 }
      - { after: { businessDays: 4 }, action: remind, repeat: { businessDays: 1 } }`;
    const play = new Play(definitionOf(TASK(old)));
    play.start();
    play.until("2026-11-23T12:00:00+03:00");
    expect(play.of("rungFired")).toHaveLength(1);
    migrate(play, TASK(next));
    expect(due(play)).toEqual(["11-25 10:00", "11-26 10:00"]);
    expect(play.timers.map(({ purpose }) => purpose.kind === "rung" && purpose.rung)).toEqual([2, 3]);
    play.until("2026-11-27T09:00:00+03:00");
    expect(play.of("rungFired").map(({ rung }) => rung)).toEqual([0, 2, 3]);
  });

  test("what would have been due already is due now, and the later rungs keep their distance", () => {
    const ladder = (first: number, second: number) => `      - { after: { businessDays: ${first} }, action: remind }
      - { after: { businessDays: ${second} }, action: reassign, to: head-1, repeat: until-top }`;
    const play = new Play(definitionOf(TASK(ladder(7, 8))));
    play.start();
    play.until("2026-11-25T15:00:00+03:00");
    migrate(play, TASK(ladder(1, 2)));
    expect(due(play)).toEqual(["11-25 15:00", "11-26 15:00"]);
    play.ring();
    expect(play.of("rungFired").map(({ rung }) => rung)).toEqual([0]);
    expect(due(play)).toEqual(["11-26 15:00"]);
  });

  test("a timeout that comes later is counted from the entry; one that the new file drops goes", () => {
    const timeout = (days: number) => `    timeout: { after: { days: ${days} }, outcome: done }\n`;
    const play = new Play(definitionOf(TASK(DAILY, timeout(2))));
    play.start();
    migrate(play, TASK(DAILY, timeout(3)));
    expect(due(play)).toEqual(["11-23 10:00", "11-23 10:00"]);
    migrate(play, TASK(DAILY));
    expect(play.timers).toHaveLength(1);
    migrate(play, TASK(DAILY, timeout(5)));
    expect(due(play)).toEqual(["11-23 10:00", "11-25 10:00"]);
  });

  test("a clock that a question stopped stands on, and its rungs come back with the answer", () => {
    const more = "    allow: [ask-for-info]\n    pauseClock: true\n";
    const play = new Play(definitionOf(TASK(DAILY, more)));
    play.start(undefined, "user-2");
    const task = play.task("work").id;
    play.tell({ kind: "askForInfo", task, to: null, question: "Что это?" }, "user-1");
    play.until("2026-11-20T12:00:00+03:00");
    const two = DAILY.replace("businessDays: 1", "businessDays: 2");
    const more2 = `      - { after: { businessDays: 3 }, action: notify, to: head-1 }\n`;
    expect(codeOf(migrate(play, TASK(`${two.replace(", repeat: { businessDays: 1 }", "")}\n${more2}`, more)))).toBe(
      "accepted",
    );
    expect(play.timers.every(({ dueAt }) => dueAt > Date.parse("2100-01-01"))).toBe(true);
    play.completeTask(play.tasks.filter(({ purpose }) => purpose === "info")[0]?.id as never, "user-2", {
      comment: "Вот",
    });
    expect(due(play)).toEqual(["11-24 12:00", "11-25 12:00"]);
  });
});

describe("refusing", () => {
  const unchanged = (play: Play, text: string): string => {
    const before = play.instance;
    const answer = migrate(play, text, null);
    expect(codeOf(answer)).toBe("MIGRATION_REFUSED");
    expect(answer.events).toEqual([]);
    expect(play.instance).toEqual(before);
    return reasonOf(answer);
  };

  test("an open step that is gone, of another kind or in another list refuses and changes nothing", () => {
    const play = new Play(definitionOf(TASK(DAILY)));
    play.start();
    expect(unchanged(play, TASK(DAILY).replace("id: work", "id: other"))).toContain('"work" is gone');
    expect(unchanged(play, TASK(DAILY).replace(WORK, "  - id: work\n    wait: P1D\n"))).toContain("another kind");
    const block = `  - id: block
    do:
      - id: work
        userTask: Сделайте
        assignee: user-1
        escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
`;
    expect(unchanged(play, TASK(DAILY).replace(WORK, block))).toContain("another list");
  });

  test("an open task whose outcome or field is gone, or that lacks a required field, refuses", () => {
    const form = (fields: string) => TASK(DAILY, `    form:\n      ${fields}\n    outcomes: { yes: Да }\n`);
    const play = new Play(definitionOf(form("note: { type: text, title: Заметка }")));
    play.start();
    expect(unchanged(play, form("note: { type: number, title: Заметка }"))).toContain('"note" is now "number"');
    expect(unchanged(play, form("other: { type: text, title: Иное }"))).toContain('"note" is gone');
    expect(
      unchanged(
        play,
        form("note: { type: text, title: Заметка }\n      sum: { type: number, title: Сумма, required: true }"),
      ),
    ).toContain('required field "sum"');
    expect(unchanged(play, form("note: { type: text, title: Заметка }").replace("yes: Да", "no: Нет"))).toContain(
      '"yes" is gone',
    );
  });
});

const APPROVAL = ({
  approvers = "[user-1, head-1, boss-1]",
  facts = "[amount]",
  more = "",
  limit = 100,
} = {}) => `process: under-test
title: Под испытанием
calendar: ru-office
input:
  amount: { type: number, title: Сумма, required: true }
start:
  - form: {}
decisions:
  route:
    inputs:
      amount: { type: number, title: Сумма, domain: ">= 0" }
    outputs:
      who: { type: principals }
      why: { type: text, title: Почему }
    table: |
      | amount   | who          | why    |
      | <= ${limit} | user user-1 | мало   |
      | > ${limit}  | user boss-1 | много  |
do:
  - id: rule
    decision: route
  - id: decide
    approval: Согласуйте
    approvers: ${approvers}
    facts: ${facts}
${more}    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
  - id: stop
    if: decide.outcome != "approve"
    set: { refused: true }
    then: end
  - id: pay
    userTask: Оплатите
    assignee: user-2
    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
`;

describe("a given approval", () => {
  function decided(text: string, ...by: readonly string[]): Play {
    const play = new Play(definitionOf(text));
    play.start({ amount: 50 }, "user-2");
    for (const user of by) expect(codeOf(play.complete("decide", user, { outcome: "approve" }))).toBe("accepted");
    return play;
  }

  test("whose approvers come out differently refuses, under way or over; one that nobody has given goes through", () => {
    const other = APPROVAL({ approvers: "[user-1, boss-1]" });
    const asked = decided(APPROVAL());
    const notes = planMigration({
      previous: asked.definition,
      next: definitionOf(other),
      instance: asked.instance as Instance,
      facts: asked.facts,
    });
    expect(notes).toMatchObject({ kind: "goes", notes: [{ en: expect.stringContaining("who were asked") }] });
    expect(codeOf(migrate(asked, other))).toBe("accepted");
    const underWay = migrate(decided(APPROVAL(), "user-1"), other);
    expect(codeOf(underWay)).toBe("MIGRATION_REFUSED");
    expect(reasonOf(underWay)).toContain("others approve");
    expect(codeOf(migrate(decided(APPROVAL(), "user-1", "head-1", "boss-1"), other))).toBe("MIGRATION_REFUSED");
  });

  test("whose decision table sends it to others refuses, though the step is written alike", () => {
    const by = (limit: number) => APPROVAL({ approvers: `["\${ rule.who }"]`, limit });
    const play = decided(by(100), "user-1");
    expect(play.task("pay")).toBeDefined();
    expect(reasonOf(migrate(play, by(10)))).toContain("others approve");
    expect(codeOf(migrate(play, by(60)))).toBe("accepted");
  });

  test("whose facts come out differently refuses; a further fact does not", () => {
    const play = decided(APPROVAL({ facts: "[amount, rule.why]" }), "user-1");
    const refused = migrate(play, APPROVAL({ facts: "[amount, rule.why]", limit: 10 }));
    expect(reasonOf(refused)).toContain("мало");
    expect(codeOf(migrate(play, APPROVAL({ facts: "[amount, rule.why, requester]" })))).toBe("accepted");
  });

  test("the same people named in another way hold", () => {
    const play = decided(APPROVAL(), "user-1");
    const answer = migrate(play, APPROVAL({ approvers: "[user-1, { headOf: desk }, { headOf: firm }]" }));
    expect(codeOf(answer)).toBe("accepted");
  });

  test("who has decided and is struck out by the new file, a chosen outcome that is gone, another rule: each refuses", () => {
    const play = decided(APPROVAL(), "user-1");
    expect(reasonOf(migrate(play, APPROVAL({ more: "    notBy: [user-1]\n" })))).toContain("strikes him out");
    expect(reasonOf(migrate(play, APPROVAL({ more: "    complete: any\n" })))).toContain("another rule");
    const outcomes = APPROVAL({ more: "    outcomes: { fine: Годится, reject: Нет }\n" }).replace(
      '!= "approve"',
      '!= "fine"',
    );
    expect(reasonOf(migrate(play, outcomes))).toContain('"approve" was chosen');
  });
});
