import { describe, expect, test } from "vitest";
import { codesOf, problemsOf, type Story, story } from "./story.ts";

const REMIND = "escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]";
const NOW = "given: { now: 2026-11-20T10:00:00+03:00 }";
const START = `${NOW}\nstart: { input: { amount: 5 }, by: clerk-1 }`;

/** An approval with these keys, and a step after it that tests its outcome. */
function approval(keys: string): string {
  const ladder = keys.includes("escalation:") || keys.includes("timeout:") ? "" : `\n    ${REMIND}`;
  return `
  - id: ok
    approval: Согласуйте
    ${keys}${ladder}
  - id: paid
    if: ok.outcome = "approve"
    set: { paid: true }
  - id: last
    set: { z: 1 }`;
}

function told(keys: string, scenario: string): Story {
  const one = story({ steps: approval(keys) }, `${START}\n${scenario}`);
  expect(one.failed).toEqual([]);
  return one;
}

const approve = (by: string) => `  - complete: ok\n    by: ${by}\n    outcome: approve`;
const reject = (by: string) => `  - complete: ok\n    by: ${by}\n    outcome: reject`;

describe("seats", () => {
  test("opened in turn unless the file says otherwise", () => {
    told(
      "approvers: [clerk-2, head-1]",
      `when:
  - expect: { task: ok, for: clerk-2, never: [ { task: ok, for: head-1 } ] }
${approve("clerk-2")}
  - expect: { task: ok, for: head-1 }
${approve("head-1")}
then: { status: completed, path: [ok, paid, last], variables: { ok: { outcome: approve, decisions: [ { by: clerk-2, outcome: approve }, { by: head-1 } ] } } }`,
    );
  });

  test("`parallel`: at once", () => {
    told(
      "approvers: [clerk-2, head-1]\n    order: parallel",
      `when:
  - expect: { task: ok, for: clerk-2 }
  - expect: { task: ok, for: head-1 }
${approve("head-1")}
${approve("clerk-2")}
then: { status: completed, variables: { paid: true } }`,
    );
  });

  test("`{ group: g }` is one seat that any member may take; `{ each: g }` gives every member one", () => {
    told(
      "approvers: [ { group: pair }, { each: board } ]",
      `when:
  - expect: { task: ok, for: clerk-1 }
  - expect: { task: ok, for: clerk-2 }
${approve("clerk-2")}
  - expect: { task: ok, for: exec-1 }
${approve("exec-1")}
  - expect: { task: ok, for: boss-1 }
${approve("boss-1")}
then: { status: completed, variables: { ok: { decisions: [ { by: clerk-2 }, { by: exec-1 }, { by: boss-1 } ] } } }`,
    );
  });

  test("lists of lists are joined in order", () => {
    const one = story(
      {
        steps: `
  - id: lists
    set: { first: [clerk-2, head-1], second: [exec-1] }
${approval('approvers: ["${ first }", "${ second }", boss-1]').slice(1)}`,
      },
      `${START}
when:
${["clerk-2", "head-1", "exec-1", "boss-1"].map(approve).join("\n")}
then: { status: completed, variables: { paid: true } }`,
    );
    expect(one.failed).toEqual([]);
  });

  test("the same person twice is asked once", () => {
    told(
      "approvers: [head-1, head-1, { headOf: desk }, exec-1]",
      `when:
${approve("head-1")}
  - expect: { task: ok, for: exec-1 }
${approve("exec-1")}
then: { status: completed, variables: { paid: true } }`,
    );
  });

  test("the same person twice is asked once, also side by side, also as a member of a group", () => {
    const { result } = told(
      "approvers: [head-1, head-1, { group: pair }, clerk-2]\n    order: parallel",
      `when:
${approve("head-1")}
${approve("clerk-2")}
  - expect: { task: ok, for: clerk-1, never: [ { task: ok, for: clerk-2 } ] }
  - complete: ok
    by: clerk-2
    outcome: approve
    rejected: TASK_NOT_OPEN
${approve("clerk-1")}
then: { status: completed, variables: { paid: true } }`
        .replace(", never: [ { task: ok, for: clerk-2 } ]", "")
        .replace("    rejected: TASK_NOT_OPEN", "    rejected: NOT_ALLOWED"),
    );
    expect(result.tasks.filter((task) => task.assignee === "head-1")).toHaveLength(1);
  });

  test("a group emptied of members is an incident with a rescue task, also as `each` beside others", () => {
    const { result } = told(
      "approvers: [ { each: nobody }, head-1 ]",
      `when:
  - expect: { incident: { code: NOBODY_LEFT }, task: ok, for: admin-1 }
  - complete: ok
    by: admin-1
    with: { assignee: exec-1 }
${approve("exec-1")}
${approve("head-1")}
then: { status: completed, variables: { paid: true } }`,
    );
    expect(result.incidents).toHaveLength(1);
  });

  test("an empty list of approvers is an incident with a rescue task, never an approval", () => {
    const one = story(
      {
        steps: `
  - id: lists
    set: { first: [] }
${approval('approvers: ["${ first }"]').slice(1)}`,
      },
      `${START}
when:
  - expect: { incident: { code: NOBODY_LEFT }, task: ok, for: admin-1 }
  - complete: ok
    by: admin-1
    with: { assignee: exec-1 }
${approve("exec-1")}
then: { status: completed, variables: { paid: true, ok: { decisions: [ { by: exec-1 } ] } } }`,
    );
    expect(one.failed).toEqual([]);
  });
});

describe("who agrees, and when it ends", () => {
  test("the first of `outcomes` agrees, all others refuse", () => {
    const keys = "approvers: [clerk-2, head-1]\n    outcomes: { yes: Да, no: Нет, never: Никогда }";
    const steps = approval(keys).replace('"approve"', '"yes"');
    const one = story(
      { steps },
      `${START}
when:
  - complete: ok
    by: clerk-2
    outcome: yes
  - complete: ok
    by: head-1
    outcome: never
then: { status: completed, path: [ok, last], variables: { ok: { outcome: never } } }`,
    );
    expect(one.failed).toEqual([]);
  });

  test("`all` ends at the first refusal; open tasks then close", () => {
    const { result } = told(
      "approvers: [clerk-2, head-1, exec-1]\n    order: parallel",
      `when:
${reject("head-1")}
then: { status: completed, path: [ok, last], variables: { ok: { outcome: reject, decisions: [ { by: head-1 } ] } } }`,
    );
    expect(result.tasks.filter((task) => task.by === null && task.closedAt !== null)).toHaveLength(2);
  });

  test("`any` ends at the first agreement", () => {
    told(
      "approvers: [clerk-2, head-1, exec-1]\n    complete: any",
      `when:
${reject("clerk-2")}
  - expect: { task: ok, for: head-1 }
${approve("head-1")}
then: { status: completed, variables: { ok: { outcome: approve } }, never: [ { task: ok, for: exec-1 } ] }`,
    );
  });

  test("`any` ends when all refused", () => {
    told(
      "approvers: [clerk-2, head-1]\n    complete: any\n    order: parallel",
      `when:
${reject("clerk-2")}
  - expect: { status: waiting }
${reject("head-1")}
then: { status: completed, variables: { ok: { outcome: reject } } }`,
    );
  });

  test("`{ quorum: n }` ends when reached", () => {
    told(
      "approvers: [clerk-2, head-1, exec-1, boss-1]\n    complete: { quorum: 2 }\n    order: parallel",
      `when:
${approve("clerk-2")}
${reject("exec-1")}
  - expect: { status: waiting }
${approve("boss-1")}
then: { status: completed, variables: { ok: { outcome: approve } } }`,
    );
  });

  test("`{ quorum: n }` ends when out of reach", () => {
    told(
      "approvers: [clerk-2, head-1, exec-1]\n    complete: { quorum: 2 }\n    order: parallel",
      `when:
${reject("clerk-2")}
  - expect: { status: waiting }
${reject("exec-1")}
then: { status: completed, variables: { ok: { outcome: reject } } }`,
    );
  });

  test("`{ percent: p }` of the seats is rounded up", () => {
    told(
      "approvers: [clerk-2, head-1, exec-1]\n    complete: { percent: 50 }\n    order: parallel",
      `when:
${approve("clerk-2")}
  - expect: { status: waiting }
${approve("exec-1")}
then: { status: completed, variables: { ok: { outcome: approve } } }`,
    );
  });

  test("a refusal by one of `veto` ends it whatever `complete` says", () => {
    told(
      "approvers: [clerk-2, head-1, exec-1]\n    complete: any\n    order: parallel\n    veto: [ { headOf: desk } ]",
      `when:
${reject("clerk-2")}
  - expect: { status: waiting }
${reject("head-1")}
then: { status: completed, variables: { ok: { outcome: reject } } }`,
    );
  });

  test("a veto of one who delegated, or whose substitute decides, holds as well", () => {
    told(
      "approvers: [clerk-2, head-1]\n    complete: any\n    order: parallel\n    veto: [head-1]\n    allow: [delegate]",
      `when:
  - delegate: ok
    by: head-1
    to: clerk-3
${reject("clerk-3")}
then: { status: completed, variables: { ok: { outcome: reject, decisions: [ { by: clerk-3, onBehalfOf: head-1 } ] } } }`,
    );
  });

  test("a quorum above the seats is a problem in a literal list", () => {
    const [found] = problemsOf({ steps: approval("approvers: [clerk-2, head-1]\n    complete: { quorum: 3 }") }).filter(
      (one) => one.severity === "error",
    );
    expect(found).toMatchObject({ code: "quorum-reachable", message: { ru: "Кворум 3, а согласующих 2" } });
  });

  test("a quorum above the seats of a list worked out is an incident", () => {
    const one = story(
      {
        steps: `
  - id: lists
    set: { first: [head-1] }
${approval('approvers: ["${ first }"]\n    complete: { quorum: 2 }').slice(1)}`,
      },
      `${START}\nthen: { status: waiting, incidents: [ { step: ok, code: QUORUM_IMPOSSIBLE } ] }`,
    );
    expect(one.failed).toEqual([]);
  });

  test("a rung that found nobody does not keep the next seat from opening", () => {
    told(
      "approvers: [clerk-2, head-1]\n    escalation: [ { after: PT1H, action: notify, to: { group: nobody } }, { after: P9D, action: remind, repeat: P1D } ]",
      `when:
  - wait: { hours: 1 }
  - expect: { incident: { code: NO_ONE_TO_ESCALATE } }
${approve("clerk-2")}
  - expect: { task: ok, for: head-1 }
${approve("head-1")}
then: { status: completed }`,
    );
  });

  test("a retry after it opens no second task", () => {
    const { main } = told(
      "approvers: [clerk-2, head-1]\n    escalation: [ { after: PT1H, action: notify, to: { group: nobody } }, { after: P9D, action: remind, repeat: P1D } ]",
      `when:
  - wait: { hours: 1 }
  - retry
then: { status: waiting }`,
    );
    expect(Object.keys(main?.instance.tasks ?? {})).toHaveLength(1);
  });

  test("the form of an approval is in its decisions", () => {
    told(
      "approvers: [clerk-2]\n    form: { why: { type: text, title: Почему } }",
      `when:
  - complete: ok
    by: clerk-2
    outcome: approve
    with: { why: хорошо }
then: { status: completed, variables: { ok: { decisions: [ { by: clerk-2, why: хорошо } ] } } }`,
    );
  });
});

describe("four eyes", () => {
  test("`ifExcluded: manager`: his manager decides instead, and the sheet says why", () => {
    const { main } = told(
      "approvers: [clerk-1, exec-1]\n    notBy: [requester]\n    ifExcluded: manager",
      `when:
  - expect: { task: ok, for: head-1 }
${approve("head-1")}
${approve("exec-1")}
then: { status: completed }`,
    );
    expect(main?.instance.sheet[0]?.notes.map((note) => note.ru).join()).toContain("вместо него — Вера");
  });

  test("`ifExcluded: skip`: the seat falls away, and stands on the sheet with its reason", () => {
    const one = story(
      {
        steps: `${approval("approvers: [clerk-1, exec-1]\n    notBy: [requester]\n    ifExcluded: skip")}
  - id: sheet
    document: approval-sheet
    format: html`,
      },
      `${START}
when:
${approve("exec-1")}
then: { status: completed, variables: { ok: { outcome: approve, decisions: [ { by: exec-1 } ] } } }`,
    );
    expect(one.failed).toEqual([]);
    expect((one.result.variables["ok"] as { decisions: unknown[] }).decisions).toHaveLength(1);
    expect(JSON.stringify(one.world.documents)).toContain("Анна не решает по своему вопросу и пропущен");
  });

  test("`ifExcluded: incident` is what holds without it: a rescue task for the administrators", () => {
    told(
      "approvers: [clerk-1, exec-1]\n    notBy: [requester]",
      `when:
  - expect: { incident: { code: NOBODY_LEFT }, task: ok, for: admin-1 }
  - complete: ok
    by: admin-1
    with: { assignee: clerk-1 }
    rejected: EXCLUDED
  - complete: ok
    by: admin-1
    outcome: approve
    rejected: UNKNOWN_OUTCOME
  - complete: ok
    by: admin-1
    with: { assignee: clerk-2 }
${approve("clerk-2")}
${approve("exec-1")}
then: { status: completed }`,
    );
  });

  test("all struck out with `skip`: an incident with a rescue task, never an automatic approval", () => {
    told(
      "approvers: [clerk-1]\n    notBy: [requester]\n    ifExcluded: skip",
      `when:
  - expect: { incident: { code: NOBODY_LEFT }, task: ok, for: admin-1, status: waiting }
  - complete: ok
    by: admin-1
    with: { assignee: exec-1 }
${approve("exec-1")}
then: { status: completed, variables: { ok: { decisions: [ { by: exec-1 } ] } } }`,
    );
  });

  test("EXCLUDED holds for delegates, escalation targets, substitutes and administrators", () => {
    told(
      "approvers: [head-1]\n    notBy: [requester, admin-1]\n    allow: [delegate, reassign]\n    escalation: [ { after: PT1H, action: reassign, to: clerk-1 }, { after: P2D, action: remind, repeat: P1D } ]",
      `when:
  - delegate: ok
    by: head-1
    to: clerk-1
    rejected: EXCLUDED
  - reassign: ok
    by: head-1
    to: clerk-1
    rejected: EXCLUDED
  - reassign: ok
    by: admin-1
    to: clerk-2
    rejected: EXCLUDED
  - complete: ok
    by: clerk-1
    outcome: approve
    rejected: EXCLUDED
  - absent: head-1
    substitute: clerk-1
  - complete: ok
    by: clerk-1
    outcome: approve
    rejected: EXCLUDED
  - wait: { hours: 1 }
  - expect: { incident: { code: NO_ONE_TO_ESCALATE }, task: ok, for: head-1 }
then: { status: waiting }`,
    );
  });
});

describe("rework", () => {
  const REWORK = "rework: { edit: [amount], from: begin, max: 2 }";
  const steps = (keys: string) => `
  - id: begin
    set: { sum: "\${ amount * 2 }" }
${approval(keys).slice(1)}`;
  const play = (keys: string, scenario: string) => {
    const one = story({ steps: steps(keys) }, `${START}\n${scenario}`);
    expect(one.failed).toEqual([]);
    return one;
  };
  const rework = (by: string) => `  - complete: ok\n    by: ${by}\n    outcome: rework\n    comment: Мало`;

  test("gives the requester a task with those inputs filled in, writes them back, goes on from `from`", () => {
    const { main } = play(
      `approvers: [clerk-2, head-1]\n    ${REWORK}`,
      `when:
${approve("clerk-2")}
${rework("head-1")}
  - expect: { task: ok, for: clerk-1, message: { to: clerk-1, kind: task } }
  - complete: ok
    by: clerk-1
    with: { amount: 7 }
  - expect: { task: ok, for: clerk-2, variables: { amount: 7, sum: 14 } }
${approve("clerk-2")}
${approve("head-1")}
then: { status: completed, path: [begin, ok, begin, ok, paid, last], variables: { ok: { decisions: [ { by: clerk-2 }, { by: head-1, outcome: approve } ] } } }`,
    );
    expect(
      main?.instance.sheet.filter((line) => line.seat !== null).map((line) => [line.by, line.outcome, line.counts]),
    ).toEqual([
      ["clerk-2", "approve", false],
      ["head-1", "rework", false],
      ["clerk-2", "approve", true],
      ["head-1", "approve", true],
    ]);
  });

  test("who was added is asked again in the next round, where he stood; the instance is called what is asked now", () => {
    const one = story(
      {
        steps: steps(`approvers: [clerk-2, head-1]\n    ${REWORK}\n    allow: [add-approver]`),
        more: "subject: На ${ amount }",
      },
      `${START}
when:
  - add-approver: ok
    by: clerk-2
    to: exec-1
${rework("clerk-2")}
  - complete: ok
    by: clerk-1
    with: { amount: 7 }
${approve("clerk-2")}
  - expect: { task: ok, for: exec-1 }
${rework("exec-1")}
  - complete: ok
    by: clerk-1
${approve("clerk-2")}
${approve("exec-1")}
${approve("head-1")}
then: { status: completed }`,
    );
    expect([one.failed, one.main?.instance.subject]).toEqual([[], "На 7"]);
    expect(one.main?.instance.sheet.filter((line) => line.by === "exec-1").map((line) => line.notes[0]?.ru)).toEqual([
      "Добавлен в ходе согласования: Борис.",
      "Добавлен в ходе согласования: Борис.",
    ]);
  });

  test("`max` times; then the button is not there any more", () => {
    const back = `  - complete: ok\n    by: clerk-1`;
    play(
      `approvers: [head-1]\n    ${REWORK}`,
      `when:
${rework("head-1")}
${back}
${rework("head-1")}
${back}
  - complete: ok
    by: head-1
    outcome: rework
    rejected: UNKNOWN_OUTCOME
${approve("head-1")}
then: { status: completed }`,
    );
  });

  test("`max` counts the times it was sent back, not how often the approval was reached", () => {
    const one = story(
      {
        steps: `
  - id: loop
    for: { each: n, in: "[1, 2, 3, 4]" }
    do:
      - id: ok
        approval: Согласуйте
        approvers: [head-1]
        rework: { edit: [amount], from: ok, max: 1 }
        ${REMIND}
      - id: paid
        if: ok.outcome = "approve"
        set: { paid: true }
      - id: last
        set: { z: 1 }`,
      },
      `${START}
when:
${approve("head-1")}
${approve("head-1")}
${rework("head-1")}
  - complete: ok
    by: clerk-1
  - complete: ok
    by: head-1
    outcome: rework
    rejected: UNKNOWN_OUTCOME
${approve("head-1")}
${rework("head-1")}
then: { status: waiting }`,
    );
    expect(one.failed).toEqual([]);
  });

  test("its own ladder reminds the requester", () => {
    play(
      "approvers: [head-1]\n    timeout: { after: P99D, outcome: reject }\n    rework: { edit: [amount], from: begin, escalation: [ { after: P1D, action: remind, repeat: P1D } ] }",
      `when:
${rework("head-1")}
  - wait: { days: 1 }
  - expect: { message: { to: clerk-1, kind: notice } }
then: { status: waiting }`,
    );
  });

  test("without a ladder of its own the requester is reminded every working day: nothing waits for ever", () => {
    play(
      `approvers: [head-1]\n    ${REWORK}`,
      `when:
${rework("head-1")}
  - wait: { businessDays: 1 }
  - expect: { message: { to: clerk-1, kind: notice } }
  - wait: { businessDays: 1 }
  - expect: { message: { to: clerk-1, kind: notice } }
then: { status: waiting }`,
    );
  });

  test("side by side: the other seats close at once, and after the rework all are asked again", () => {
    play(
      `approvers: [clerk-2, head-1]\n    order: parallel\n    ${REWORK}`,
      `when:
${approve("clerk-2")}
${rework("head-1")}
  - complete: ok
    by: clerk-1
  - expect: { task: ok, for: clerk-2 }
  - expect: { task: ok, for: head-1 }
${approve("head-1")}
${approve("clerk-2")}
then: { status: completed }`,
    );
  });

  test("recalled, it opens again what it had closed", () => {
    play(
      `approvers: [clerk-2, head-1, exec-1]\n    order: parallel\n    allow: [recall]\n    ${REWORK}`,
      `when:
${rework("head-1")}
  - recall: ok
    by: head-1
  - expect: { task: ok, for: head-1 }
  - expect: { task: ok, for: clerk-2 }
${approve("head-1")}
${approve("clerk-2")}
${approve("exec-1")}
then: { status: completed, path: [begin, ok, paid, last] }`,
    );
  });
});

describe("more of the sheet", () => {
  test("added approvers stand behind the seat of who added them; sequential, all must agree", () => {
    told(
      "approvers: [clerk-2, exec-1]\n    allow: [add-approver]",
      `when:
  - add-approver: ok
    by: clerk-2
    to: head-1
${approve("clerk-2")}
  - expect: { task: ok, for: head-1 }
${approve("head-1")}
  - expect: { task: ok, for: exec-1 }
${approve("exec-1")}
then: { status: completed, variables: { ok: { decisions: [ { by: clerk-2 }, { by: head-1 }, { by: exec-1 } ] } } }`,
    );
  });

  test("the requester may add one, others may not; four eyes hold for who is added", () => {
    told(
      "approvers: [clerk-2, exec-1]\n    allow: [add-approver]\n    notBy: [boss-1]",
      `when:
  - add-approver: ok
    by: clerk-3
    to: head-1
    rejected: NOT_ALLOWED
  - add-approver: ok
    by: clerk-1
    to: boss-1
    rejected: EXCLUDED
  - add-approver: ok
    by: clerk-1
    to: head-1
${approve("clerk-2")}
  - expect: { task: ok, for: head-1 }
then: { status: waiting }`,
    );
  });

  test("`recall` until the next seat decides, else TOO_LATE", () => {
    told(
      "approvers: [clerk-2, head-1, exec-1]\n    allow: [recall]",
      `when:
${approve("clerk-2")}
  - recall: ok
    by: clerk-2
  - expect: { task: ok, for: clerk-2 }
  - complete: ok
    by: head-1
    outcome: approve
    rejected: NOT_ALLOWED
${approve("clerk-2")}
${approve("head-1")}
  - recall: ok
    by: clerk-2
    rejected: TOO_LATE
${approve("exec-1")}
then: { status: completed }`,
    );
  });

  test("`withdraw`: the requester ends it as canceled; another may not", () => {
    told(
      "approvers: [clerk-2]\n    allow: [withdraw]",
      `when:
  - withdraw: ok
    by: clerk-2
    rejected: NOT_ALLOWED
  - withdraw: ok
    by: clerk-1
then: { status: canceled }`,
    );
  });

  test("`commentRequired` for the outcomes it names", () => {
    told(
      "approvers: [clerk-2]\n    commentRequired: [reject]",
      `when:
  - complete: ok
    by: clerk-2
    outcome: reject
    rejected: COMMENT_REQUIRED
  - complete: ok
    by: clerk-2
    outcome: reject
    comment: Нет денег
then: { status: completed, variables: { ok: { decisions: [ { comment: Нет денег } ] } } }`,
    );
  });

  test("wrong: rework without its outcome, an outcome rework without its key", () => {
    expect(
      codesOf({
        steps: approval(
          "approvers: [clerk-2]\n    outcomes: { approve: Да, reject: Нет }\n    rework: { edit: [amount], from: ok }",
        ),
      }),
    ).toContain("5:5 rework-outcome");
    expect(
      codesOf({ steps: approval("approvers: [clerk-2]\n    outcomes: { approve: Да, reject: Нет, rework: Назад }") }),
    ).toContain("4:43 rework-outcome");
  });
});
