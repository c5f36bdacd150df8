import { describe, expect, test } from "vitest";
import { codesOf, problemsOf } from "./story.ts";

const REMIND = "escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]";
const show = (steps: string, more: { input?: string } = {}) =>
  problemsOf({ steps, ...more }).map(
    ({ code, place, message, remedy }) => `${place.line - 10}:${place.column} ${code} | ${message.ru} | ${remedy.ru}`,
  );

describe("print", () => {
  test.each([
    ["then unknown", "\n  - id: a\n    set: { x: 1 }\n    then: bb\n  - id: b\n    set: { x: 2 }"],
    [
      "then inside",
      "\n  - id: a\n    set: { x: 1 }\n    then: inner\n  - id: b\n    do: [ { id: inner, set: { x: 2 } } ]",
    ],
    [
      "exit at top",
      "\n  - id: a\n    switch:\n      - when: amount = 1\n        then: exit\n  - id: b\n    set: { x: 2 }",
    ],
    [
      "set in branch",
      "\n  - id: a\n    set: { x: 1 }\n  - id: b\n    fork:\n      one: [ { id: c, set: { x: 2 } } ]\n      two: [ { id: d, set: { y: 2 } } ]",
    ],
    [
      "set in parallel for",
      '\n  - id: a\n    set: { x: 1 }\n  - id: b\n    for: { each: n, in: "[1, 2]", parallel: 2 }\n    do: [ { id: c, set: { x: 2 } } ]',
    ],
    [
      "set in for",
      '\n  - id: a\n    set: { x: 1 }\n  - id: b\n    for: { each: n, in: "[1, 2]" }\n    do: [ { id: c, set: { x: 2 } } ]',
    ],
    [
      "skipped read",
      "\n  - id: a\n    if: amount > 1\n    userTask: Дело\n    assignee: clerk-1\n    " +
        REMIND +
        '\n  - id: b\n    set: { x: "${ a.by }" }',
    ],
    [
      "timeout then read",
      '\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: { after: P1D, then: b }\n  - id: b\n    set: { x: "${ a.by }" }',
    ],
    [
      "timeout short",
      '\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: P1D\n  - id: b\n    set: { x: "${ a.by }" }',
    ],
    [
      "timeout two",
      "\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: { after: P1D, outcome: done, then: b }\n  - id: m\n    set: { y: 1 }\n  - id: b\n    set: { x: 1 }",
    ],
    ["timeout no after", "\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: { outcome: done }"],
    [
      "timeout do+then",
      "\n  - id: a\n    userTask: Дело\n    assignee: clerk-1\n    timeout: { after: P1D, do: [ { id: x, set: { z: 1 } } ], then: b }\n  - id: m\n    set: { y: 1 }\n  - id: b\n    set: { x: 1 }",
    ],
    ["two keywords", "\n  - id: a\n    set: { x: 1 }\n    wait: P1D"],
    ["no keyword", "\n  - id: a\n    title: Что-то"],
    ["unknown keyword", "\n  - id: a\n    usertask: Дело\n    assignee: clerk-1\n    " + REMIND],
    ["task key on set", "\n  - id: a\n    set: { x: 1 }\n    assignee: clerk-1"],
    [
      "cycle",
      "\n  - id: a\n    set: { x: 1 }\n  - id: b\n    if: amount > 3\n    set: { y: 1 }\n  - id: c\n    switch:\n      - when: amount > 3\n        then: a",
    ],
    ["unreachable", "\n  - id: a\n    set: { x: 1 }\n    then: end\n  - id: b\n    set: { y: 1 }"],
    [
      "switch else not last",
      "\n  - id: c\n    switch:\n      - else: true\n        then: end\n      - when: amount > 3\n        then: end\n  - id: b\n    set: { y: 1 }",
    ],
    ["switch neither", "\n  - id: c\n    switch:\n      - then: end\n  - id: b\n    set: { y: 1 }"],
    [
      "fork complete",
      "\n  - id: c\n    fork:\n      a: [ { id: d, set: { y: 1 } } ]\n      b: [ { id: e, set: { y: 1 } } ]\n    complete: one",
    ],
    ["fork one branch", "\n  - id: c\n    fork:\n      a: [ { id: d, set: { y: 1 } } ]"],
    ["for in expr", "\n  - id: c\n    for: { each: n, in: ${ list } }\n    do: [ { id: d, set: { y: 1 } } ]"],
    ["for no list", "\n  - id: c\n    for: { each: n, in: amount }\n    do: [ { id: d, set: { y: 1 } } ]"],
    [
      "listen nothing",
      '\n  - id: c\n    listen: { of: "${ amount }" }\n    timeout: { after: P1D, then: end }\n  - id: b\n    set: { y: 1 }',
    ],
    ["until words", "\n  - id: c\n    until: amount > 3\n    do: [ { id: d, wait: P1D } ]"],
    ["wait until word", "\n  - id: c\n    wait: { until: завтра }"],
    ["wait word", "\n  - id: c\n    wait: завтра"],
    ["wait days word", "\n  - id: c\n    wait: { working_days: 1 }"],
    ["notify none", "\n  - id: c\n    notify: clerk-1"],
    ["notify channel", "\n  - id: c\n    notify: clerk-1\n    text: Да\n    channels: [telegram]"],
    ["notify unreachable", "\n  - id: c\n    notify: clerk-1\n    text: Да\n    unreachable: skip"],
    ["allow word", "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    allow: [deligate]\n    " + REMIND],
    ["complete word", "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    complete: most\n    " + REMIND],
    ["order word", "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    order: sequence\n    " + REMIND],
    [
      "needs unknown",
      "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    outcomes: { a: { title: A, needs: [b] } }\n    " +
        REMIND,
    ],
    ["edit unknown", "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    edit: [amuont]\n    " + REMIND],
    [
      "rework from",
      "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    rework: { edit: [amount], from: zz }\n    " +
        REMIND,
    ],
    [
      "veto not approver",
      "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    veto: [clerk-2]\n    " + REMIND,
    ],
    [
      "commentRequired",
      "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    commentRequired: [refuse]\n    " + REMIND,
    ],
    ["raise no code", "\n  - id: c\n    raise:"],
    ["catch empty", "\n  - id: c\n    try: [ { id: d, set: { y: 1 } } ]\n    catch: []"],
    ["catch missing", "\n  - id: c\n    try: [ { id: d, set: { y: 1 } } ]"],
    ["run unknown", "\n  - id: c\n    run: nowhere"],
    ["call unknown", "\n  - id: c\n    call: crm.updat"],
    ["retry words", "\n  - id: c\n    call: crm.find\n    with: { of: lead, filter: {} }\n    retry: { times: 3 }"],
    ["onUncertain", "\n  - id: c\n    call: crm.find\n    with: { of: lead, filter: {} }\n    onUncertain: fail"],
    [
      "quorum zero",
      "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    complete: { quorum: 0 }\n    " + REMIND,
    ],
    [
      "quorum half",
      "\n  - id: c\n    approval: Да\n    approvers: [clerk-1, clerk-2]\n    complete: { quorum: 1.5 }\n    " + REMIND,
    ],
    ["nobody", "\n  - id: c\n    userTask: Дело\n    " + REMIND],
    [
      "assignee and candidates",
      "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    candidateGroups: [desk]\n    " + REMIND,
    ],
    ["duplicate id", "\n  - id: c\n    set: { x: 1 }\n  - id: c\n    set: { x: 1 }"],
    ["bad id", "\n  - id: Назначить\n    set: { x: 1 }\n  - id: someStep\n    set: { x: 1 }"],
    ["no id", "\n  - set: { x: 1 }"],
    ["doc no attach", "\n  - id: c\n    document: approval-shet"],
    ["dueDate word", "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    dueDate: завтра\n    " + REMIND],
    ["priority word", "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    priority: high\n    " + REMIND],
    ["pauseClock alone", "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    pauseClock: true\n    " + REMIND],
    [
      "add-approver on task",
      "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    allow: [add-approver, recall]\n    " + REMIND,
    ],
    ["escalation on set", "\n  - id: c\n    set: { x: 1 }\n    " + REMIND],
    ["record no entry", "\n  - id: c\n    record: changes"],
    ["emit text", "\n  - id: c\n    emit: Событие случилось"],
    ["if false text", "\n  - id: c\n    if: amount\n    set: { x: 1 }"],
    ["outcomes list", "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    outcomes: [да, нет]\n    " + REMIND],
    ["outcomes empty", "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    outcomes: {}\n    " + REMIND],
    [
      "timeout outcome approving default",
      "\n  - id: c\n    approval: Да\n    approvers: [clerk-1]\n    timeout: { after: P1D }",
    ],
    ["notify principal bare requester", "\n  - id: c\n    notify: requester\n    text: Да"],
    [
      "to requester in ladder",
      "\n  - id: c\n    userTask: Дело\n    assignee: clerk-1\n    escalation: [ { after: P1D, action: notify, to: requester, repeat: P1D } ]",
    ],
  ])("%s", (name, steps) => {
    console.log(`@@ ${JSON.stringify({ name, steps, codes: codesOf({ steps }) })}`);
  });
});
