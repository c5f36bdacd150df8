import { describe, expect, test } from "vitest";
import { type Story, story } from "./story.ts";

const REMIND = "escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]";
const START = "given: { now: 2026-11-20T10:00:00+03:00 }\nstart: { input: { amount: 5 }, by: clerk-1 }";

function told(steps: string, scenario: string): Story {
  const one = story({ steps }, `${START}\n${scenario}`);
  expect(one.failed).toEqual([]);
  return one;
}

describe("forks in forks", () => {
  const steps = (outer: string, inner: string) => `
  - id: outer
    fork:
      left:
        - id: inner
          fork:
            a: [ { id: one, userTask: Раз, assignee: clerk-1, ${REMIND} } ]
            b: [ { id: two, userTask: Два, assignee: clerk-2, ${REMIND} } ]
          complete: ${inner}
        - id: after-inner
          userTask: Потом
          assignee: clerk-3
          ${REMIND}
      right:
        - id: three
          userTask: Три
          assignee: head-1
          ${REMIND}
    complete: ${outer}
  - id: last
    set: { z: 1 }`;

  test("an inner `any` closes its other branch only", () => {
    told(
      steps("all", "any"),
      `when:
  - complete: one
    by: clerk-1
  - expect: { task: after-inner, for: clerk-3, never: [ { task: last } ] }
  - complete: two
    by: clerk-2
    rejected: TASK_NOT_OPEN
  - complete: after-inner
    by: clerk-3
  - expect: { task: three, status: waiting }
  - complete: three
    by: head-1
then: { status: completed, variables: { outer: { left: { inner: { b: null } } } } }`,
    );
  });

  test("an outer `any` closes everything inside, however deep", () => {
    const { result, main } = told(
      steps("any", "all"),
      "when:\n  - complete: one\n    by: clerk-1\n  - complete: three\n    by: head-1\nthen: { status: completed, variables: { outer: { left: null } } }",
    );
    expect(result.tasks.find((task) => task.step === "two")).toMatchObject({ by: null, outcome: null });
    expect(main?.instance.timers).toEqual({});
  });
});

describe("ask for info", () => {
  const ask = (pause: string) => `
  - id: ok
    approval: Да?
    approvers: [head-1, exec-1]
    allow: [ask-for-info]${pause}
    escalation: [ { after: PT4H, action: remind, repeat: P9D } ]
    timeout: { after: P2D, outcome: reject }
  - id: last
    set: { z: 1 }`;

  test("the requester answers and the answer is told; the clock runs on unless `pauseClock: true`", () => {
    told(
      ask(""),
      `when:
  - ask-for-info: ok
    by: head-1
    comment: Зачем столько?
  - expect: { task: ok, for: clerk-1, message: { to: clerk-1, kind: task, text: "/Зачем столько/" } }
  - wait: { hours: 4 }
  - expect: { message: { to: head-1, kind: notice } }
  - answer: ok
    by: clerk-1
    comment: Так надо
  - expect: { message: { to: head-1, text: /Так надо/ } }
then: { status: waiting }`,
    );
  });

  test("`pauseClock: true` stops ladder and timeout until the answer", () => {
    told(
      ask("\n    pauseClock: true"),
      `when:
  - wait: { hours: 1 }
  - ask-for-info: ok
    by: head-1
    comment: Зачем?
  - wait: { days: 5 }
  - expect: { status: waiting, never: [ { message: { to: head-1, kind: notice } } ] }
  - answer: ok
    by: clerk-1
    comment: Так
  - wait: { hours: 3 }
  - expect: { message: { to: head-1, kind: notice } }
  - wait: { hours: 44 }
then: { status: completed, variables: { ok: { outcome: reject } } }`,
    );
  });

  test("the approver may decide without waiting for the answer; the question closes", () => {
    const { result } = told(
      ask(""),
      `when:
  - ask-for-info: ok
    by: head-1
    comment: Зачем?
  - complete: ok
    by: head-1
    outcome: approve
  - expect: { task: ok, for: exec-1 }
then: { status: waiting }`,
    );
    expect(result.tasks.find((task) => task.assignee === "clerk-1")?.closedAt).not.toBeNull();
  });
});

describe("absence", () => {
  test("the substitute of an absent candidate may claim and complete in his name", () => {
    told(
      `
  - id: work
    userTask: Дело
    candidateGroups: [pair]
    ${REMIND}`,
      `when:
  - absent: clerk-2
    substitute: clerk-3
  - expect: { message: { to: clerk-3, kind: task } }
  - claim: work
    by: clerk-3
  - complete: work
    by: clerk-3
then: { status: completed, variables: { work: { by: clerk-3, onBehalfOf: clerk-2 } } }`,
    );
  });

  test("the sheet of an approval names both", () => {
    const { main } = told(
      `
  - id: ok
    approval: Да?
    approvers: [head-1]
    ${REMIND}`,
      `when:
  - absent: head-1
    substitute: exec-1
  - complete: ok
    by: exec-1
    outcome: approve
then: { status: completed, variables: { ok: { decisions: [ { by: exec-1, onBehalfOf: head-1 } ] } } }`,
    );
    expect(main?.instance.sheet[0]).toMatchObject({ by: "exec-1", onBehalfOf: "head-1" });
  });
});

describe("going back and leaving", () => {
  test("a step is entered anew each time, with tasks, ladder and visit of its own", () => {
    const { result } = told(
      `
  - id: ask
    userTask: Ещё раз?
    assignee: clerk-2
    outcomes: { again: Да, stop: Нет }
    ${REMIND}
  - id: choose
    switch:
      - when: ask.outcome = "again"
        then: ask
  - id: last
    set: { z: 1 }`,
      `when:
  - complete: ask
    by: clerk-2
    outcome: again
  - expect: { task: ask#2 }
  - complete: ask
    by: clerk-2
    outcome: stop
then: { status: completed, path: [ask, choose, ask, choose, last] }`,
    );
    expect(result.tasks).toHaveLength(2);
  });

  test("`then: exit` in steps that stand in place of a step leaves the block around it", () => {
    told(
      `
  - id: block
    do:
      - id: ask
        userTask: Вопрос
        assignee: clerk-2
        timeout:
          after: P1D
          do:
            - id: note
              set: { late: true }
              then: exit
      - id: never
        set: { answered: true }
  - id: last
    set: { z: 1 }`,
      "when: [ { wait: { days: 1 } } ]\nthen: { status: completed, path: [block, ask, note, last] }",
    );
  });

  test("a raised error closes the process as failed, with every task in it", () => {
    const { result, main } = told(
      `
  - id: split
    fork:
      a: [ { id: work, userTask: Дело, assignee: clerk-2, ${REMIND} } ]
      b:
        - id: pause
          wait: PT1H
        - id: boom
          raise: { error: STOP, message: Стоп }`,
      "when: [ { wait: { hours: 1 } } ]\nthen: { status: failed }",
    );
    expect(result.tasks[0]?.closedAt).not.toBeNull();
    expect(main?.history.at(-1)).toMatchObject({
      kind: "instanceEnded",
      status: "failed",
      error: { code: "STOP", message: "Стоп" },
    });
  });

  test("what a missing value means is an incident that names the expression, the place and the value", () => {
    const { result } = told(
      `
  - id: first
    set: { bag: { a: 1 } }
  - id: second
    set: { z: "\${ bag.b + 1 }" }`.replace("bag.b + 1", 'get value(bag, \\"b\\") + 1'),
      "then: { status: waiting }",
    );
    const [incident] = result.incidents as readonly { message: string; step: string }[];
    expect(incident?.step).toBe("second");
    expect(incident?.message).toContain("process.yaml:");
  });

  test("a set of variables works out all values before any is given", () => {
    told(
      `
  - id: first
    set: { a: 1, b: 2 }
  - id: swap
    set: { a: "\${ b }", b: "\${ a }" }`,
      "then: { status: completed, variables: { a: 2, b: 1 } }",
    );
  });
});
