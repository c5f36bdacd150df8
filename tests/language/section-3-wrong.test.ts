import { describe, expect, test } from "vitest";
import { codesOf, problemsOf } from "./story.ts";

/*
 * What an analyst gets wrong in steps: each mistake is found at its character (line from the first step, column in the
 * file), with a message and a remedy in both languages.
 */
const WRONG: readonly (readonly [name: string, steps: string, codes: readonly string[]])[] = [
  [
    "`then` to no step",
    "\n  - id: a\n    set: { x: 1 }\n    then: bb\n  - id: b\n    set: { x: 2 }",
    ["3:11 step-target-exists"],
  ],
  [
    "`then` into another block",
    "\n  - id: a\n    set: { x: 1 }\n    then: inner\n  - id: b\n    do: [ { id: inner, set: { x: 2 } } ]",
    ["3:11 step-target-outside"],
  ],
  [
    "setting an outer variable in a branch",
    "\n  - id: a\n    set: { x: 1 }\n  - id: b\n    fork:\n      one: [ { id: c, set: { x: 2 } } ]\n      two: [ { id: d, set: { y: 2 } } ]",
    ["5:30 variable-in-branch"],
  ],
  [
    "setting an outer variable in a parallel `for`",
    '\n  - id: a\n    set: { x: 1 }\n  - id: b\n    for: { each: n, in: "[1, 2]", parallel: 2 }\n    do: [ { id: c, set: { x: 2 } } ]',
    ["5:27 variable-in-branch"],
  ],
  [
    "reading what a skipped step left null",
    '\n  - id: a\n    if: amount > 1\n    userTask: Дело\n    assignee: clerk-1\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]\n  - id: b\n    set: { x: "${ a.by }" }',
    ["7:19 variable-maybe-null"],
  ],
  [
    "reading a task that may have timed out",
    '\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: { after: P1D, then: b }\n  - id: b\n    set: { x: "${ a.by }" }',
    ["6:19 variable-maybe-null"],
  ],
  [
    "a timeout without its words",
    '\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: P1D\n  - id: b\n    set: { x: "${ a.by }" }',
    ["4:14 wrong-type", "6:19 variable-maybe-null"],
  ],
  [
    "a timeout with two ways to go on",
    "\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: { after: P1D, outcome: done, then: b }\n  - id: m\n    set: { y: 1 }\n  - id: b\n    set: { x: 1 }",
    ["4:28 timeout-choice"],
  ],
  [
    "a timeout without a duration",
    "\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: { outcome: done }",
    ["4:16 missing-key"],
  ],
  ["two kinds in one step", "\n  - id: a\n    set: { x: 1 }\n    wait: P1D", ["3:5 step-with-several-kinds"]],
  ["no kind", "\n  - id: a\n    title: Что-то", ["1:9 step-without-kind"]],
  [
    "a kind in the wrong case",
    "\n  - id: a\n    usertask: Дело\n    assignee: clerk-1\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["2:5 unknown-key"],
  ],
  ["a key of another kind", "\n  - id: a\n    set: { x: 1 }\n    assignee: clerk-1", ["3:5 unknown-key"]],
  [
    "a cycle without a wait",
    "\n  - id: a\n    set: { x: 1 }\n  - id: b\n    if: amount > 3\n    set: { y: 1 }\n  - id: c\n    switch:\n      - when: amount > 3\n        then: a",
    ["9:15 cycle-without-wait"],
  ],
  [
    "a step that is never reached",
    "\n  - id: a\n    set: { x: 1 }\n    then: end\n  - id: b\n    set: { y: 1 }",
    ["4:9 step-unreachable"],
  ],
  [
    "an `else` that is not the last case",
    "\n  - id: c\n    switch:\n      - else: true\n        then: end\n      - when: amount > 3\n        then: end\n  - id: b\n    set: { y: 1 }",
    ["3:9 switch-cases"],
  ],
  [
    "a case without a condition",
    "\n  - id: c\n    switch:\n      - then: end\n  - id: b\n    set: { y: 1 }",
    ["3:9 switch-cases", "4:9 step-unreachable"],
  ],
  [
    "fork complete",
    "\n  - id: c\n    fork:\n      a: [ { id: d, set: { y: 1 } } ]\n      b: [ { id: e, set: { y: 1 } } ]\n    complete: one",
    ["5:15 unknown-word"],
  ],
  [
    "for in expr",
    "\n  - id: c\n    for: { each: n, in: ${ list } }\n    do: [ { id: d, set: { y: 1 } } ]",
    ["2:25 each-list", "2:25 bare-expression", "2:28 expression-fails"],
  ],
  [
    "for no list",
    "\n  - id: c\n    for: { each: n, in: amount }\n    do: [ { id: d, set: { y: 1 } } ]",
    ["2:25 each-list"],
  ],
  [
    "listen nothing",
    '\n  - id: c\n    listen: { of: "${ amount }" }\n    timeout: { after: P1D, then: end }\n  - id: b\n    set: { y: 1 }',
    ["2:13 awaited-form", "2:19 value-type"],
  ],
  ["until words", "\n  - id: c\n    until: amount > 3\n    do: [ { id: d, wait: P1D } ]", ["2:12 wrong-type"]],
  ["wait until word", "\n  - id: c\n    wait: { until: завтра }", ["2:20 instant-form"]],
  ["wait word", "\n  - id: c\n    wait: завтра", ["2:11 wrong-duration"]],
  ["wait days word", "\n  - id: c\n    wait: { working_days: 1 }", ["2:13 unknown-key"]],
  ["notify none", "\n  - id: c\n    notify: clerk-1", ["2:5 notify-text"]],
  ["notify channel", "\n  - id: c\n    notify: clerk-1\n    text: Да\n    channels: [telegram]", ["4:16 unknown-word"]],
  [
    "notify unreachable",
    "\n  - id: c\n    notify: clerk-1\n    text: Да\n    unreachable: skip",
    ["4:18 unknown-word"],
  ],
  [
    "allow word",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    allow: [deligate]\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:13 unknown-word"],
  ],
  [
    "complete word",
    "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    complete: most\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:15 unknown-word"],
  ],
  [
    "order word",
    "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    order: sequence\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:12 unknown-word"],
  ],
  [
    "needs unknown",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    outcomes: { a: { title: A, needs: [b] } }\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:40 outcome-needs"],
  ],
  [
    "edit unknown",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    edit: [amuont]\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:12 input-exists"],
  ],
  [
    "rework from",
    "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    rework: { edit: [amount], from: zz }\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:37 rework-from"],
  ],
  [
    "commentRequired",
    "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    commentRequired: [refuse]\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:23 outcome-exists"],
  ],
  ["raise no code", "\n  - id: c\n    raise:", ["2:10 missing-value"]],
  ["catch empty", "\n  - id: c\n    try: [ { id: d, set: { y: 1 } } ]\n    catch: []", ["3:12 nothing-here"]],
  ["catch missing", "\n  - id: c\n    try: [ { id: d, set: { y: 1 } } ]", ["1:5 missing-key"]],
  ["run unknown", "\n  - id: c\n    run: nowhere", ["2:10 process-exists"]],
  ["call unknown", "\n  - id: c\n    call: crm.updat", ["2:11 operation-exists"]],
  [
    "retry words",
    "\n  - id: c\n    call: crm.find\n    with: { of: lead, filter: {} }\n    retry: { times: 3 }",
    ["4:14 unknown-key"],
  ],
  [
    "onUncertain",
    "\n  - id: c\n    call: crm.find\n    with: { of: lead, filter: {} }\n    onUncertain: fail",
    ["4:18 unknown-word"],
  ],
  [
    "quorum zero",
    "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    complete: { quorum: 0 }\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:25 out-of-range"],
  ],
  [
    "quorum half",
    "\n  - id: c\n    approval: Да\n    approvers: [clerk-1, clerk-2]\n    complete: { quorum: 1.5 }\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:25 quorum-reachable"],
  ],
  [
    "nobody",
    "\n  - id: c\n    userTask: Дело\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["2:5 task-nobody"],
  ],
  ["duplicate id", "\n  - id: c\n    set: { x: 1 }\n  - id: c\n    set: { x: 1 }", ["3:9 step-id-duplicate"]],
  [
    "bad id",
    "\n  - id: Назначить\n    set: { x: 1 }\n  - id: someStep\n    set: { x: 1 }",
    ["1:9 wrong-id", "3:9 wrong-id"],
  ],
  ["no id", "\n  - set: { x: 1 }", ["1:5 missing-key"]],
  ["doc no attach", "\n  - id: c\n    document: approval-shet", ["2:15 template-exists"]],
  [
    "dueDate word",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    dueDate: завтра\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:14 instant-form"],
  ],
  [
    "priority word",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    priority: high\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:15 wrong-format"],
  ],
  [
    "add-approver on task",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    allow: [add-approver, recall]\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:13 allow-fits", "4:27 allow-fits"],
  ],
  [
    "escalation on set",
    "\n  - id: c\n    set: { x: 1 }\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["3:5 unknown-key"],
  ],
  ["record no entry", "\n  - id: c\n    record: changes", ["1:5 missing-key"]],
  ["if false text", "\n  - id: c\n    if: amount\n    set: { x: 1 }", ["2:9 value-type"]],
  [
    "outcomes list",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    outcomes: [да, нет]\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:16 wrong-type"],
  ],
  [
    "outcomes empty",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    outcomes: {}\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
    ["4:15 nothing-here"],
  ],
  [
    "timeout outcome approving default",
    "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    timeout: { after: P1D }",
    ["4:14 timeout-silent"],
  ],
];

/** What looks unusual and is right. */
const RIGHT: readonly (readonly [name: string, steps: string])[] = [
  [
    "exit at top",
    "\n  - id: a\n    switch:\n      - when: amount = 1\n        then: exit\n  - id: b\n    set: { x: 2 }",
  ],
  [
    "set in for",
    '\n  - id: a\n    set: { x: 1 }\n  - id: b\n    for: { each: n, in: "[1, 2]" }\n    do: [ { id: c, set: { x: 2 } } ]',
  ],
  [
    "timeout do+then",
    "\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: { after: P1D, do: [ { id: x, set: { z: 1 } } ], then: b }\n  - id: m\n    set: { y: 1 }\n  - id: b\n    set: { x: 1 }",
  ],
  ["fork one branch", "\n  - id: c\n    fork:\n      a: [ { id: d, set: { y: 1 } } ]"],
  [
    "assignee and candidates",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    candidateGroups: [desk]\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
  ],
  [
    "pauseClock alone",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    pauseClock: true\n    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]",
  ],
  ["emit text", "\n  - id: c\n    emit: Событие случилось"],
  ["notify principal bare requester", "\n  - id: c\n    notify: requester\n    text: Да"],
  [
    "to requester in ladder",
    "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    escalation: [ { after: P1D, action: notify, to: requester, repeat: P1D } ]",
  ],
];

describe("a mistake is a problem at its place", () => {
  test.each(WRONG)("%s", (_name, steps, codes) => {
    expect(codesOf({ steps }).filter((one) => !one.endsWith("outcomes-untested"))).toEqual(codes);
    for (const { message, remedy } of problemsOf({ steps })) {
      expect(message.ru).toMatch(/\p{Script=Cyrillic}/u);
      expect(Math.max(message.ru.length, message.en.length)).toBeLessThanOrEqual(100);
      expect(remedy.ru.length * remedy.en.length).toBeGreaterThan(0);
    }
  });
});

describe("what looks unusual and is right", () => {
  test.each(RIGHT)("%s", (_name, steps) => {
    expect(problemsOf({ steps }).filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
