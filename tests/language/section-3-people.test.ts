import { describe, expect, test } from "vitest";
import { codesOf, problemsOf, type Story, story } from "./story.ts";

const REMIND = "escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]";
const NOW = "given: { now: 2026-11-20T10:00:00+03:00 }";
const START = `${NOW}\nstart: { input: { amount: 5 }, by: clerk-1 }`;

function task(keys: string, after = ""): string {
  const ladder = /escalation:|timeout:/.test(keys) ? "" : `\n    ${REMIND}`;
  return `
  - id: work
    userTask: Сделайте
    ${keys}${ladder}
${after}`;
}

function told(keys: string, scenario: string, after = ""): Story {
  const one = story({ steps: task(keys, after) }, `${START}\n${scenario}`);
  expect(one.failed).toEqual([]);
  return one;
}

const opensFor = (keys: string, user: string) => told(keys, `when: [ { expect: { task: work, for: ${user} } } ]`);

describe("who is meant", () => {
  test("a user id, `{ user }`, `{ headOf }`, `{ managerOf }`, an expression, `requester`", () => {
    opensFor("assignee: clerk-2", "clerk-2");
    opensFor("assignee: { user: clerk-2 }", "clerk-2");
    opensFor("assignee: { headOf: desk }", "head-1");
    opensFor("assignee: { managerOf: requester }", "head-1");
    opensFor("assignee: { managerOf: head-1 }", "exec-1");
    opensFor('assignee: "${ requester }"', "clerk-1");
    opensFor("assignee: requester", "clerk-1");
    opensFor('assignee: "${ head of(\\"desk\\") }"', "head-1");
    opensFor('assignee: "${ manager of(requester) }"', "head-1");
    opensFor('assignee: "${ user(\\"clerk-3\\") }"', "clerk-3");
    opensFor('candidateUsers: [ "${ group(\\"pair\\") }" ]', "clerk-2");
  });

  test("`managerOf` without a named manager: the head of the department, of the parent department for that head", () => {
    opensFor("assignee: { managerOf: clerk-3 }", "head-1");
    opensFor("assignee: { managerOf: admin-1 }", "boss-1");
  });

  test("`assignee: { group }` and candidates: any of them may take it", () => {
    told(
      "assignee: { group: pair }",
      `when:
  - expect: { task: work, for: clerk-1 }
  - expect: { task: work, for: clerk-2 }
  - complete: work
    by: clerk-2
then: { status: completed, variables: { work: { by: clerk-2 } } }`,
    );
    told(
      "candidateUsers: [head-1]\n    candidateGroups: [pair]",
      `when:
  - expect: { task: work, for: head-1 }
  - expect: { task: work, for: clerk-1 }
then: { status: waiting }`,
    );
  });

  test("an assignee and candidates: he has it, and they may take it", () => {
    told(
      "assignee: head-1\n    candidateGroups: [pair]",
      `when:
  - expect: { task: work, for: head-1 }
  - claim: work
    by: clerk-2
  - complete: work
    by: head-1
    rejected: ALREADY_CLAIMED
  - unclaim: work
    by: clerk-2
  - complete: work
    by: head-1
then: { status: completed, variables: { work: { by: head-1 } } }`,
    );
  });

  test("`{ nextOf: group }` goes in turn and skips the absent", () => {
    const steps = ["one", "two", "three"]
      .map(
        (id) => `
  - id: ${id}
    userTask: Дело
    assignee: { nextOf: desk }
    ${REMIND}`,
      )
      .join("");
    const { failed } = story(
      { steps },
      `${START}
when:
  - absent: clerk-2
  - expect: { task: one, for: clerk-1 }
  - complete: one
    by: clerk-1
  - expect: { task: two, for: clerk-3 }
  - complete: two
    by: clerk-3
  - expect: { task: three, for: clerk-1 }`,
    );
    expect(failed).toEqual([]);
  });

  test("nobody left (empty group, vacancy, nobody above, a leaver): an incident with a rescue task for the administrators", () => {
    for (const who of [
      "candidateGroups: [nobody]",
      "assignee: { headOf: vacant }",
      "assignee: { managerOf: boss-1 }",
      "assignee: { managerOf: loner-1 }",
    ]) {
      const { result } = told(
        who,
        `when:
  - expect: { incident: { code: NOBODY_LEFT }, task: work, for: admin-1, status: waiting }
  - complete: work
    by: admin-1
    with: { assignee: clerk-3 }
  - expect: { task: work, for: clerk-3 }
  - complete: work
    by: clerk-3
then: { status: completed, variables: { work: { by: clerk-3, outcome: done } } }`,
      );
      expect(result.incidents).toHaveLength(1);
    }
  });

  test("`ifExcluded: manager` for a task, with its reason in the history", () => {
    const { main } = told(
      "assignee: requester\n    notBy: [requester]\n    ifExcluded: manager",
      `when:
  - expect: { task: work, for: head-1 }
  - complete: work
    by: head-1
then: { status: completed }`,
    );
    expect(main?.instance.sheet[0]?.notes[0]?.ru).toContain("вместо него — Вера");
  });

  test("`ifExcluded: skip` for a task: it goes on with nobody's decision", () => {
    const { main } = told(
      "assignee: ${ requester }\n    notBy: [requester]\n    ifExcluded: skip\n    form: { why: { type: text, title: Почему } }",
      `then: { status: completed, variables: { work: { outcome: null, by: null, why: null }, last: null } }`,
      '  - id: last\n    set: { last: "${ work.why }" }',
    );
    expect(main?.instance.sheet[0]).toMatchObject({ purpose: "skip", counts: false });
  });

  test("who it is, is settled again at each escalation", () => {
    told(
      "assignee: clerk-2\n    escalation: [ { after: P1D, action: reassign, to: { managerOf: assignee } }, { after: P9D, action: remind, repeat: P1D } ]",
      `when:
  - reassign: work
    by: admin-1
    to: head-1
  - wait: { days: 1 }
  - expect: { task: work, for: exec-1 }`,
    );
  });

  test("wrong: an unknown word, an unknown person, group or department is a problem at its place", () => {
    expect(codesOf({ steps: task("assignee: clerk-9") })).toEqual(["3:15 user-exists"]);
    expect(codesOf({ steps: task("candidateGroups: [dsk]") })).toEqual(["3:23 group-exists"]);
    expect(codesOf({ steps: task("assignee: { headOf: dsk }") })).toEqual(["3:25 department-exists"]);
    expect(codesOf({ steps: task("assignee: { head: desk }") })[0]).toContain("3:17 unknown-key");
    expect(problemsOf({ steps: task("assignee: clrk-1") })[0]?.remedy.ru).toContain("clerk-1");
  });
});

describe("being told", () => {
  test("opening tells those who may take it, once each, in their own channel, with facts", () => {
    const { result } = told("candidateGroups: [pair]\n    facts: [amount]", "then: { status: waiting }");
    const sent = result.messages.map(({ to, kind, channel, text }) => [to, kind, channel, text]);
    expect(sent).toEqual([
      ["clerk-1", "task", "portal", "Новое задание: Сделайте\nСумма: 5"],
      ["clerk-2", "task", "portal", "Новое задание: Сделайте\nСумма: 5"],
    ]);
  });

  test("offering and reassigning tell those who get it, with `kind: task`; reminders are notices", () => {
    told(
      "assignee: clerk-2\n    escalation: [ { after: PT1H, action: remind }, { after: PT2H, action: offer, to: head-1 }, { after: PT3H, action: reassign, to: exec-1 }, { after: PT4H, action: notify, to: boss-1, repeat: P9D } ]",
      `when:
  - wait: { hours: 1 }
  - expect: { message: { to: clerk-2, kind: notice } }
  - wait: { hours: 1 }
  - expect: { message: { to: head-1, kind: task } }
  - wait: { hours: 1 }
  - expect: { message: { to: exec-1, kind: task } }
  - wait: { hours: 1 }
  - expect: { message: { to: boss-1, kind: notice } }
  - reassign: work
    by: admin-1
    to: clerk-3
  - expect: { message: { to: clerk-3, kind: task } }`,
    );
  });

  test("it is withdrawn when the task closes", () => {
    const { world } = told("candidateGroups: [pair]", "when: [ { complete: work, by: clerk-2 } ]");
    const about = world.messages.filter((message) => message.task !== null);
    expect(about.length).toBe(2);
    expect(about.every((message) => message.withdrawnAt !== null)).toBe(true);
  });
});

describe("outcomes", () => {
  test("`done` for a task with none; the result has the form's fields", () => {
    told(
      "assignee: clerk-2\n    form: { on: { type: date, title: Дата }, note: { type: text, title: Слова } }",
      `when:
  - complete: work
    by: clerk-2
    with: { on: 2026-11-25 }
    comment: Вот
then: { status: completed, variables: { work: { outcome: done, by: clerk-2, onBehalfOf: null, comment: Вот, on: 2026-11-25, note: null }, last: 2026-11-25 } }`,
      '  - id: last\n    set: { last: "${ work.on }" }',
    );
  });

  test("`edit`: inputs to change are fields of the task, filled in, written back, and in its result", () => {
    told(
      "assignee: clerk-2\n    edit: [amount]",
      `when:
  - complete: work
    by: clerk-2
    with: { amount: 9 }
then: { status: completed, variables: { amount: 9, work: { amount: 9 }, last: 18 } }`,
      '  - id: last\n    set: { last: "${ amount + work.amount }" }',
    );
    told(
      "assignee: clerk-2\n    edit: [amount]",
      `when:
  - complete: work
    by: clerk-2
then: { status: completed, variables: { amount: 5, work: { amount: 5 } } }`,
    );
  });

  test("an edited input of a record is read anew: what follows sees the other record", () => {
    const lead = "lead: { type: record, of: lead, title: Заявка, required: true }";
    const play = (form: string) =>
      story(
        {
          steps: task("assignee: clerk-2\n    edit: [lead]", '  - id: last\n    set: { last: "${ lead.title }" }'),
          input: lead,
        },
        `${NOW}\nstart: { input: { lead: lead/1 }, by: clerk-1 }\nwhen:\n  - complete: work\n    by: clerk-2\n    with: ${form}`,
        { "lead/1": { title: "Первая" }, "lead/2": { title: "Вторая" } },
      );
    const other = play("{ lead: lead/2 }");
    expect(other.failed).toEqual([]);
    expect(other.result).toMatchObject({ status: "completed", variables: { last: "Вторая" } });
    expect(play("{ lead: lead/1 }").result).toMatchObject({ status: "completed", variables: { last: "Первая" } });
    expect(play("{}").result).toMatchObject({ status: "completed", variables: { last: "Первая" } });
    expect(play("{ lead: lead/9 }").result).toMatchObject({
      status: "waiting",
      incidents: [{ code: "RECORD_NOT_LOADED" }],
    });
  });

  test("a task none of whose outcomes is left is an incident, not an endless wait", () => {
    told(
      "assignee: clerk-2\n    outcomes: { big: { title: Много, if: amount > 100 } }",
      "then: { status: waiting, incidents: [ { code: NO_OUTCOME_LEFT } ], messages: [] }",
    );
  });

  test("wrong values of an edited input are refused", () => {
    told(
      "assignee: clerk-2\n    edit: [amount]",
      `when:
  - complete: work
    by: clerk-2
    with: { amount: много }
    rejected: FORM_INVALID
  - complete: work
    by: clerk-2
    with: { amount: "" }
    rejected: FORM_INVALID`,
    );
  });

  test("`title` is the button, `done` the word on the sheet, `needs` the form fields required for it, `if` shows it", () => {
    const { main } = told(
      "assignee: clerk-2\n    form: { other: { type: user, title: Кто } }\n    outcomes: { remind: Напомнить, reassign: { title: Назначить, done: Назначен, needs: [other] }, big: { title: Много, if: amount > 100 } }",
      `when:
  - complete: work
    by: clerk-2
    outcome: reassign
    rejected: FORM_INVALID
  - complete: work
    by: clerk-2
    outcome: big
    rejected: UNKNOWN_OUTCOME
  - complete: work
    by: clerk-2
    rejected: UNKNOWN_OUTCOME
  - expect: { task: work, for: clerk-2 }`,
    );
    expect(Object.values(main?.instance.tasks ?? {})[0]?.outcomes).toEqual([
      { name: "remind", title: "Напомнить", done: "Напомнить", needs: [] },
      { name: "reassign", title: "Назначить", done: "Назначен", needs: ["other"] },
    ]);
  });

  test("a comparison with an outcome the step does not have is a problem", () => {
    const after =
      '  - id: choose\n    switch:\n      - when: work.outcome = "keeep"\n        then: end\n      - else: true\n        do: [ { id: x, set: { z: 1 } } ]\n';
    const [found] = problemsOf({ steps: task("assignee: clerk-2\n    outcomes: { keep: Да, drop: Нет }", after) });
    expect(found).toMatchObject({ code: "outcome-exists", severity: "error" });
    expect(found?.remedy.ru).toContain("keep");
  });

  test("once one outcome is tested, every other must be too, or be covered by an `else` or a later step", () => {
    const keys = "assignee: clerk-2\n    outcomes: { keep: Да, drop: Нет }";
    const only = '  - id: kept\n    if: work.outcome = "keep"\n    set: { z: 1 }\n';
    const errors = (after: string) =>
      problemsOf({ steps: task(keys, after) })
        .filter((one) => one.severity === "error")
        .map((one) => one.code);
    expect(errors(only)).toEqual(["outcome-unhandled"]);
    expect(errors(`${only}  - id: later\n    set: { y: 1 }\n`)).toEqual([]);
    expect(
      errors(
        '  - id: choose\n    switch:\n      - when: work.outcome = "keep"\n        do: [ { id: x, set: { z: 1 } } ]\n',
      ),
    ).toEqual(["outcome-unhandled"]);
    expect(
      errors(
        '  - id: choose\n    switch:\n      - when: work.outcome = "keep"\n        do: [ { id: x, set: { z: 1 } } ]\n      - else: true\n        then: end\n',
      ),
    ).toEqual([]);
    expect(
      errors(
        '  - id: choose\n    switch:\n      - when: work.outcome = "keep"\n        do: [ { id: x, set: { z: 1 } } ]\n      - when: work.outcome = "drop"\n        then: end\n',
      ),
    ).toEqual([]);
  });

  test("a step whose outcome nothing tests goes on; with several outcomes that is a warning", () => {
    const problems = problemsOf({ steps: task("assignee: clerk-2\n    outcomes: { keep: Да, drop: Нет }") });
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([["outcomes-untested", "warning"]]);
    expect(problemsOf({ steps: task("assignee: clerk-2") })).toEqual([]);
  });

  test("a timeout bounds its step, not the steps that run in its place when it is over", () => {
    const inside = "timeout: { after: P1D, do: [ { id: instead, userTask: Вместо, assignee: head-1 } ] }";
    expect(codesOf({ steps: `\n  - id: work\n    userTask: Дело\n    assignee: clerk-2\n    ${inside}` })).toEqual([
      "4:49 task-deadline",
    ]);
  });

  test("a person's task with no deadline is a problem; `dueDate` alone is none", () => {
    expect(codesOf({ steps: "\n  - id: work\n    userTask: Дело\n    assignee: clerk-2" })).toEqual([
      "2:5 task-deadline",
    ]);
    expect(
      codesOf({ steps: "\n  - id: work\n    userTask: Дело\n    assignee: clerk-2\n    dueDate: { businessDays: 1 }" }),
    ).toEqual(["2:5 task-deadline"]);
  });
});

describe("what a task shows", () => {
  test("`about`, `facts`, `instructions`, `priority`, `dueDate`, `followUpDate`", () => {
    const { main } = told(
      "assignee: clerk-2\n    facts: [amount, { Вдвое: amount * 2 }]\n    instructions: Сверьте ${ amount }\n    priority: ${ amount * 10 }\n    dueDate: { businessDays: 1 }\n    followUpDate: 2026-11-21",
      "then: { status: waiting }",
    );
    const [open] = Object.values(main?.instance.tasks ?? {});
    expect(open).toMatchObject({
      facts: [
        { title: "Сумма", text: "5" },
        { title: "Вдвое", text: "10" },
      ],
      instructions: "Сверьте 5",
      priority: 50,
      dueAt: Date.parse("2026-11-23T10:00:00+03:00"),
      followUpAt: Date.parse("2026-11-21T00:00:00+03:00"),
    });
  });

  test("a step with no title is shown by a sentence made from it, never by its id", () => {
    const { main } = told(
      "assignee: clerk-2",
      "when: [ { complete: work, by: clerk-2 } ]",
      "  - id: the-last\n    set: { z: 1 }\n  - id: pause\n    wait: { hours: 1 }",
    );
    const titles = main?.history.flatMap((event) => (event.kind === "stepEntered" ? [event.title] : [])) ?? [];
    expect(titles[0]).toBe("Сделайте");
    expect(titles.join("|")).not.toMatch(/the-last|pause/);
  });
});

describe("who may do what", () => {
  test("a candidate may claim, unclaim and complete; completing claims; others wait", () => {
    told(
      "candidateGroups: [pair]",
      `when:
  - claim: work
    by: clerk-3
    rejected: NOT_ALLOWED
  - claim: work
    by: clerk-1
  - claim: work
    by: clerk-2
    rejected: ALREADY_CLAIMED
  - complete: work
    by: clerk-2
    rejected: ALREADY_CLAIMED
  - unclaim: work
    by: clerk-2
    rejected: NOT_ALLOWED
  - unclaim: work
    by: clerk-1
  - complete: work
    by: clerk-2
then: { status: completed, variables: { work: { by: clerk-2 } } }`,
    );
  });

  test("an assignee who claims and gives back has the task still: nobody is lost", () => {
    told(
      "assignee: clerk-2",
      `when:
  - claim: work
    by: clerk-2
  - unclaim: work
    by: clerk-2
    rejected: NOT_PERMITTED_HERE
  - complete: work
    by: clerk-2
then: { status: completed }`,
    );
  });

  test("offered to others as well: who claims has it, and gives it back to all of them", () => {
    told(
      "assignee: clerk-2\n    escalation: [ { after: PT1H, action: offer, to: { group: pair } }, { after: P9D, action: remind, repeat: P1D } ]",
      `when:
  - wait: { hours: 1 }
  - claim: work
    by: clerk-1
  - complete: work
    by: clerk-2
    rejected: ALREADY_CLAIMED
  - unclaim: work
    by: clerk-1
  - complete: work
    by: clerk-2
then: { status: completed, variables: { work: { by: clerk-2 } } }`,
    );
  });

  test("what the file does not `allow` is NOT_PERMITTED_HERE; administrators may reassign, and it is an override", () => {
    const { main } = told(
      "assignee: clerk-2",
      `when:
  - delegate: work
    by: clerk-2
    to: clerk-3
    rejected: NOT_PERMITTED_HERE
  - reassign: work
    by: clerk-2
    to: clerk-3
    rejected: NOT_PERMITTED_HERE
  - reassign: work
    by: clerk-1
    to: clerk-3
    rejected: NOT_ALLOWED
  - reassign: work
    by: admin-1
    to: clerk-3
  - complete: work
    by: clerk-2
    rejected: NOT_ALLOWED
  - complete: work
    by: clerk-3
then: { status: completed }`,
    );
    expect(main?.history.find((event) => event.kind === "taskReassigned")).toMatchObject({
      override: true,
      by: "admin-1",
    });
  });

  test("`delegate`: another does it, who delegated stays answerable and may do it himself", () => {
    told(
      "assignee: clerk-2\n    allow: [delegate]",
      `when:
  - delegate: work
    by: clerk-2
    to: clerk-3
  - expect: { task: work, for: clerk-3, message: { to: clerk-3, kind: task } }
  - complete: work
    by: clerk-3
then: { status: completed, variables: { work: { by: clerk-3, onBehalfOf: clerk-2 } } }`,
    );
    told(
      "assignee: clerk-2\n    allow: [delegate]",
      `when:
  - delegate: work
    by: clerk-2
    to: clerk-3
  - complete: work
    by: clerk-2
then: { status: completed, variables: { work: { by: clerk-2, onBehalfOf: null } } }`,
    );
  });

  test("a substitute acts for the absent in his name, and is told", () => {
    told(
      "assignee: clerk-2",
      `when:
  - absent: clerk-2
    from: 2026-11-20
    to: 2026-11-30
    substitute: clerk-3
  - expect: { message: { to: clerk-3, kind: task } }
  - complete: work
    by: clerk-3
then: { status: completed, variables: { work: { by: clerk-3, onBehalfOf: clerk-2 } } }`,
    );
  });

  test("administrators may cancel, as an override; others may not", () => {
    const { main } = told(
      "assignee: clerk-2",
      `when:
  - cancel
    by: clerk-2
    rejected: NOT_ALLOWED
  - cancel
    by: admin-1
then: { status: canceled }`.replaceAll("- cancel\n", "- cancel: нет\n"),
    );
    expect(main?.history.at(-1)).toMatchObject({ kind: "instanceEnded", override: true, by: "admin-1" });
  });
});

describe("rejections, and their order", () => {
  test("TASK_NOT_OPEN for a closed task, also when the instance has ended; INSTANCE_ENDED for the instance", () => {
    told(
      "assignee: clerk-2",
      `when:
  - complete: work
    by: clerk-2
  - complete: work
    by: clerk-3
    rejected: TASK_NOT_OPEN
  - cancel: нет
    by: clerk-3
    rejected: INSTANCE_ENDED`,
    );
  });

  test("TASK_NOT_OPEN before INSTANCE_SUSPENDED before EXCLUDED before NOT_ALLOWED", () => {
    told(
      "assignee: clerk-2\n    notBy: [clerk-1]",
      `when:
  - suspend
  - complete: work
    by: clerk-1
    rejected: INSTANCE_SUSPENDED
  - resume
  - complete: work
    by: clerk-1
    rejected: EXCLUDED
  - complete: work
    by: clerk-3
    outcome: nonsense
    rejected: NOT_ALLOWED`,
    );
  });

  test("NOT_ALLOWED before NOT_PERMITTED_HERE before EXCLUDED (who would receive) before ALREADY_CLAIMED", () => {
    told(
      "candidateGroups: [pair]\n    notBy: [exec-1]",
      `when:
  - claim: work
    by: clerk-1
  - delegate: work
    by: clerk-3
    to: exec-1
    rejected: NOT_ALLOWED
  - delegate: work
    by: clerk-2
    to: exec-1
    rejected: NOT_PERMITTED_HERE`,
    );
    told(
      "candidateGroups: [pair]\n    notBy: [exec-1]\n    allow: [delegate, reassign]",
      `when:
  - claim: work
    by: clerk-1
  - delegate: work
    by: clerk-2
    to: exec-1
    rejected: EXCLUDED
  - delegate: work
    by: clerk-2
    to: clerk-3
    rejected: ALREADY_CLAIMED
  - reassign: work
    by: clerk-2
    to: clerk-3
    rejected: ALREADY_CLAIMED`,
    );
  });

  test("ALREADY_CLAIMED before UNKNOWN_OUTCOME before FORM_INVALID before COMMENT_REQUIRED", () => {
    told(
      "candidateGroups: [pair]\n    form: { n: { type: number, title: Число, required: true } }\n    outcomes: { yes: Да, no: Нет }\n    commentRequired: true",
      `when:
  - claim: work
    by: clerk-1
  - complete: work
    by: clerk-2
    outcome: nonsense
    rejected: ALREADY_CLAIMED
  - complete: work
    by: clerk-1
    outcome: nonsense
    with: { n: x }
    rejected: UNKNOWN_OUTCOME
  - complete: work
    by: clerk-1
    outcome: yes
    with: { n: x }
    rejected: FORM_INVALID
  - complete: work
    by: clerk-1
    outcome: yes
    with: { n: 1, m: 2 }
    rejected: FORM_INVALID
  - complete: work
    by: clerk-1
    outcome: yes
    with: { n: 1 }
    rejected: COMMENT_REQUIRED
  - complete: work
    by: clerk-1
    outcome: yes
    with: { n: 1 }
    comment: Так
then: { status: completed }`,
    );
  });

  test("a rejection changes nothing and is written down with its reason", () => {
    const { main } = told(
      "assignee: clerk-2",
      "when:\n  - complete: work\n    by: clerk-3\n    rejected: NOT_ALLOWED\nthen: { status: waiting }",
    );
    expect(main?.history.at(-1)).toMatchObject({
      kind: "commandRejected",
      code: "NOT_ALLOWED",
      by: "clerk-3",
      step: "work",
    });
  });
});
