import { describe, expect, test } from "vitest";
import { type Story, story } from "./story.ts";

const DEADLINE = "escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]";
const NOW = "given: { now: 2026-11-20T10:00:00+03:00 }";
const START = `${NOW}\nstart: { input: { amount: 5 }, by: clerk-1 }`;
const LEAD = "lead: { type: record, of: lead, title: Заявка, required: true }";
const RECORDS = { "lead/101": { title: "Станок", stage: "NEW", responsible: "clerk-2" } };
const LEAD_START = `${NOW}\nstart: { input: { lead: lead/101 }, by: clerk-1 }`;

function told(steps: string, scenario: string, more: { name?: string } = {}): Story {
  const one = story({ steps, ...more }, `${START}\n${scenario}`);
  expect(one.failed).toEqual([]);
  return one;
}

function aboutLead(steps: string, scenario: string): Story {
  const one = story({ steps, input: LEAD }, `${LEAD_START}\n${scenario}`, RECORDS);
  expect(one.failed).toEqual([]);
  return one;
}

describe("`timeout` of the whole step", () => {
  test("of a user task with `then`: the task closes with nobody's name, and it goes on there", () => {
    const { result } = told(
      `
  - id: ask
    userTask: Вопрос
    assignee: clerk-2
    timeout: { after: PT4H, then: late }
  - id: middle
    set: { answered: "\${ ask.by }" }
  - id: late
    set: { z: 1 }`,
      "when: [ { wait: { hours: 4 } } ]\nthen: { status: completed, path: [ask, late] }",
    );
    expect(result.tasks[0]).toMatchObject({ by: null, outcome: null, closedAt: "2026-11-20T14:00:00+03:00" });
  });

  test("of a user task with `outcome`: the clock decides with that word, nobody's name, the form's fields empty", () => {
    const { result } = told(
      `
  - id: ask
    userTask: Вопрос
    assignee: clerk-2
    form: { why: { type: text, title: Почему } }
    outcomes: { keep: Оставить, drop: Убрать }
    timeout: { after: PT4H, outcome: drop }
  - id: which
    switch:
      - when: ask.outcome = "drop"
        do: [ { id: gone, set: { why: "\${ ask.why }", by: "\${ ask.by }" } } ]
      - else: true
        do: [ { id: kept, set: { z: 1 } } ]`,
      "when: [ { wait: { hours: 4 } } ]\nthen: { status: completed, path: [ask, which, gone], variables: { ask: { outcome: drop, by: null, why: null } } }",
    );
    expect(result.tasks[0]).toMatchObject({ by: null, outcome: "drop" });
  });

  test("of a user task with `do`: its steps run in its place", () => {
    told(
      `
  - id: ask
    userTask: Вопрос
    assignee: clerk-2
    timeout:
      after: PT4H
      do:
        - id: instead
          userTask: Вместо него
          assignee: head-1
          ${DEADLINE}
  - id: after
    set: { z: 1 }`,
      `when:
  - wait: { hours: 4 }
  - expect: { task: instead, for: head-1, status: waiting }
  - complete: ask
    by: clerk-2
    rejected: TASK_NOT_OPEN
  - complete: instead
    by: head-1
then: { status: completed, path: [ask, instead, after] }`,
    );
  });

  test("of an approval with `outcome`: the whole step ends so, nobody further is asked, and the requester is told", () => {
    const { result } = told(
      `
  - id: ok
    approval: Согласуйте
    approvers: [head-1, exec-1, boss-1]
    timeout: { after: P1D, outcome: approve }
  - id: paid
    if: ok.outcome = "approve"
    set: { z: 1 }
  - id: end-note
    set: { y: 1 }`,
      `when:
  - complete: ok
    by: head-1
    outcome: approve
  - wait: { days: 1 }
then:
  status: completed
  path: [ok, paid, end-note]
  variables: { ok: { outcome: approve } }
  messages: [ { to: clerk-1, kind: task, text: /Согласовано/ } ]
  never: [ { message: { to: boss-1 } }, { task: ok, for: boss-1 } ]`,
    );
    expect(result.variables["ok"]).toMatchObject({ decisions: [{ by: "head-1" }, { by: null, outcome: "approve" }] });
  });

  test("of a parallel approval with `outcome`: every open task closes", () => {
    const { result, main } = told(
      `
  - id: ok
    approval: Согласуйте
    approvers: [head-1, exec-1, boss-1]
    order: parallel
    timeout: { after: P1D, outcome: reject }
  - id: paid
    if: ok.outcome = "approve"
    set: { z: 1 }
  - id: end-note
    set: { y: 1 }`,
      "when: [ { wait: { days: 1 } } ]\nthen: { status: completed, path: [ok, end-note], variables: { ok: { outcome: reject } } }",
    );
    expect(result.tasks).toHaveLength(3);
    expect(result.tasks.every((task) => task.closedAt !== null && task.by === null)).toBe(true);
    expect(main?.instance.timers).toEqual({});
  });

  test("of a block: everything open inside closes", () => {
    const { result } = told(
      `
  - id: block
    timeout: { after: P1D, then: late }
    do:
      - id: split
        fork:
          a: [ { id: one, userTask: Раз, assignee: clerk-2 } ]
          b: [ { id: two, wait: P3D } ]
  - id: late
    set: { z: 1 }`,
      "when: [ { wait: { days: 1 } } ]\nthen: { status: completed, path: [block, split, one, two, late] }",
    );
    expect(result.endedAt).toBe("2026-11-21T10:00:00+03:00");
  });

  test("of a block with `until`: its result says by: timeout, also where steps ran in its place", () => {
    aboutLead(
      `
  - id: chase
    until: { of: "\${ lead }", holds: record.stage != "NEW" }
    timeout:
      after: P1D
      do: [ { id: note, set: { noted: true } } ]
    do:
      - id: work
        userTask: Работа
        assignee: clerk-2
  - id: after
    set: { by: "\${ chase.by }", heard: "\${ chase.event }" }`,
      "when: [ { wait: { days: 1 } } ]\nthen: { status: completed, variables: { by: timeout, heard: null } }",
    );
  });

  test("after it, what it waited for moves nothing: the steps in its place are not ended by it", () => {
    aboutLead(
      `
  - id: chase
    until: { of: "\${ lead }", holds: record.stage != "NEW" }
    timeout:
      after: P1D
      do:
        - id: instead
          userTask: Вместо
          assignee: head-1
          ${DEADLINE}
    do:
      - id: work
        userTask: Работа
        assignee: clerk-2
  - id: after
    set: { z: 1 }`,
      `when:
  - wait: { days: 1 }
  - update: lead/101
    by: clerk-2
    set: { stage: WORK }
  - expect: { task: instead, for: head-1 }
  - complete: instead
    by: head-1
then: { status: completed, path: [chase, work, instead, after], variables: { chase: { by: timeout } } }`,
    );
  });

  test("of a `listen`: by: timeout, and a later event does not end the steps in its place", () => {
    aboutLead(
      `
  - id: hear
    listen: crm.lead.updated
    of: \${ lead }
    timeout:
      after: P1D
      do:
        - id: instead
          userTask: Вместо
          assignee: head-1
          ${DEADLINE}
  - id: after
    set: { by: "\${ hear.by }" }`,
      `when:
  - wait: { days: 1 }
  - update: lead/101
    by: clerk-2
    set: { title: Другой }
  - expect: { task: instead, for: head-1 }
  - complete: instead
    by: head-1
then: { status: completed, path: [hear, instead, after], variables: { by: timeout } }`,
    );
  });

  test("of a call whose outcome is unknown, of a wait, of a fork, of a for, of a try, of a run", () => {
    told(
      `
  - id: write
    call: http.request
    with: { method: GET, url: "https://x.example/" }
    retry: { attempts: 100, backoff: { minutes: 10 }, factor: 1 }
    timeout: { after: PT1H, then: pause }
  - id: pause
    wait: P9D
    timeout: { after: PT1H, then: split }
  - id: split
    fork:
      a: [ { id: one, userTask: Раз, assignee: clerk-2 } ]
      b: [ { id: two, set: { y: 1 } } ]
    timeout: { after: PT1H, then: loop }
  - id: loop
    for: { each: n, in: "[1, 2]" }
    do: [ { id: three, userTask: Три, assignee: clerk-2 } ]
    timeout: { after: PT1H, then: safe }
  - id: safe
    try: [ { id: four, userTask: Четыре, assignee: clerk-2 } ]
    catch: [ { errors: ["*"] } ]
    timeout: { after: PT1H, then: last }
  - id: last
    set: { z: 1 }`,
      `when:
  - wait: { hours: 5 }
then: { status: completed, path: [write, pause, split, one, two, loop, three, safe, four, last] }`.replace(
        "when:\n",
        "when:\n  - fail: http.request\n    times: 1000\n",
      ),
    );
  });
});

describe("`until` and `listen`", () => {
  const CHASE = `
  - id: chase
    until: { of: "\${ lead }", holds: record.stage != "NEW" }
    do:
      - id: work
        userTask: Работа
        assignee: clerk-2
        ${DEADLINE}
  - id: after
    set: { by: "\${ chase.by }" }`;

  test("tested on entry: what holds already ends the block before anything in it begins", () => {
    const one = story(
      { steps: CHASE, input: LEAD },
      `${LEAD_START}\nthen: { status: completed, path: [chase, after], variables: { by: holds }, messages: [] }`,
      { "lead/101": { title: "Станок", stage: "WORK" } },
    );
    expect(one.failed).toEqual([]);
  });

  test("tested after each change; the task closes with nobody's name and its message is withdrawn", () => {
    const { world, result } = aboutLead(
      CHASE,
      `when:
  - update: lead/101
    by: clerk-2
    set: { title: Пресс }
  - expect: { task: work, for: clerk-2 }
  - update: lead/101
    by: clerk-2
    set: { stage: WORK }
then: { status: completed, path: [chase, work, after], variables: { by: holds } }`,
    );
    expect(result.tasks[0]).toMatchObject({ outcome: null, by: null });
    expect(
      world.messages.filter((message) => message.kind === "task").every((message) => message.withdrawnAt !== null),
    ).toBe(true);
  });

  test("deletion of the record ends the wait", () => {
    aboutLead(CHASE, "when: [ { delete: lead/101 } ]\nthen: { status: completed, variables: { by: deleted } }");
  });

  test("the end of its steps ends it: by: end", () => {
    aboutLead(
      CHASE,
      "when: [ { complete: work, by: clerk-2 } ]\nthen: { status: completed, variables: { chase: { by: end, event: null } } }",
    );
  });

  test("an `exit` ends it in the same way", () => {
    aboutLead(
      `
  - id: chase
    until: { of: "\${ lead }", holds: record.stage != "NEW" }
    do:
      - id: leave
        set: { y: 1 }
        then: exit
  - id: after
    set: { by: "\${ chase.by }", at: "\${ chase.at }" }`,
      "then: { status: completed, variables: { by: end, chase: { by: end, event: null }, at: /2026-11-20/ } }",
    );
  });

  test("nested: the outer one closes the inner one and everything in it, innermost first", () => {
    const { main, result } = aboutLead(
      `
  - id: outer
    until: { of: "\${ lead }", holds: record.stage = "WON" }
    do:
      - id: inner
        until: { event: deal.ready, where: event.number = 1 }
        do:
          - id: work
            userTask: Работа
            assignee: clerk-2
            ${DEADLINE}
      - id: middle
        userTask: Между
        assignee: clerk-3
        ${DEADLINE}
  - id: after
    set: { by: "\${ outer.by }" }`,
      `when:
  - event: { type: deal.ready, with: { number: 2 } }
  - expect: { task: work }
  - event: { type: deal.ready, with: { number: 1 } }
  - expect: { task: middle, for: clerk-3 }
  - update: lead/101
    set: { stage: WON }
then: { status: completed, path: [outer, inner, work, middle, after], variables: { by: holds, inner: { by: event, event: { number: 1 } } } }`,
    );
    expect(main?.instance.timers).toEqual({});
    expect(result.tasks.map((task) => task.by)).toEqual([null, null]);
  });

  test("an inner wait of an outer block that ends first closes with it, innermost first", () => {
    const { main } = aboutLead(
      `
  - id: outer
    until: { of: "\${ lead }", holds: record.stage = "WON" }
    do:
      - id: inner
        until: { event: deal.ready }
        do:
          - id: work
            userTask: Работа
            assignee: clerk-2
            ${DEADLINE}
  - id: after
    set: { by: "\${ outer.by }" }`,
      `when:
  - update: lead/101
    set: { stage: WON }
then: { status: completed, variables: { by: holds } }`,
    );
    const closed = main?.history.flatMap((event) =>
      event.kind === "taskClosed"
        ? [`task ${event.step}`]
        : event.kind === "stepCompleted"
          ? [event.step as string]
          : [],
    );
    expect(closed).toEqual(["task work", "work", "inner", "outer", "after"]);
  });

  test("`listen` for a message finds this instance by its key", () => {
    told(
      `
  - id: hear
    listen: { message: payment }
    key: \${ amount }
    where: event.paid
    timeout: { after: P1D, then: end }
  - id: after
    set: { by: "\${ hear.by }", paid: "\${ hear.event.paid }" }`,
      `when:
  - message: { name: payment, key: 6, with: { paid: true } }
  - expect: { status: waiting }
  - message: { name: payment, key: 5, with: { paid: false } }
  - expect: { status: waiting }
  - message: { name: payment, key: 5, with: { paid: true } }
then: { status: completed, variables: { by: event, paid: true } }`,
    );
  });

  test("`listen` for an event of a record hears those of that record only", () => {
    const one = story(
      {
        steps: `
  - id: hear
    listen: crm.lead.updated
    of: \${ lead }
    where: '"stage" in event.changed'
    timeout: { after: P1D, then: end }
  - id: after
    set: { by: "\${ hear.by }", stage: "\${ hear.event.record.stage }" }`,
        input: LEAD,
      },
      `${LEAD_START}
when:
  - update: lead/102
    set: { stage: X }
  - expect: { status: waiting }
  - update: lead/101
    set: { title: X }
  - expect: { status: waiting }
  - update: lead/101
    by: clerk-2
    set: { stage: X }
then: { status: completed, variables: { by: event, stage: X } }`,
      { ...RECORDS, "lead/102": { title: "Другая", stage: "NEW" } },
    );
    expect(one.failed).toEqual([]);
  });

  test("`listen` until something holds", () => {
    aboutLead(
      `
  - id: hear
    listen: { of: "\${ lead }", holds: record.stage = "WON" }
    timeout: { after: P9D, then: end }
  - id: after
    set: { by: "\${ hear.by }" }`,
      "when:\n  - update: lead/101\n    set: { stage: WON }\nthen: { status: completed, variables: { by: holds } }",
    );
  });

  test("before a task opens the record is looked at afresh, even where no event came", () => {
    const { world } = aboutLead(
      `
  - id: chase
    until: { of: "\${ lead }", holds: record.stage != "NEW" }
    do:
      - id: pause
        wait: PT1H
      - id: work
        userTask: Работа
        assignee: clerk-2
        ${DEADLINE}
  - id: after
    set: { by: "\${ chase.by }" }`,
      "when: [ { wait: { minutes: 30 } } ]\nthen: { status: waiting }",
    );
    world.book.update("lead/101", { stage: "WORK" });
    world.advanceTo((world.now + 3_600_000) as typeof world.now);
    const [host] = world.instances;
    expect(host?.instance.status).toBe("completed");
    expect(host?.history.some((event) => event.kind === "taskOpened")).toBe(false);
  });

  test("where the record cannot be read, a rung waits at most an hour, then fires and says so", () => {
    const { main, result } = aboutLead(
      CHASE.replace(DEADLINE, "escalation: [ { after: PT2H, action: remind, repeat: P1D } ]"),
      `when:
  - fail: crm.get
    times: 1000
  - wait: { minutes: 150 }
  - expect: { never: [ { message: { to: clerk-2, kind: notice } } ] }
  - wait: { minutes: 30 }
  - expect: { message: { to: clerk-2, kind: notice } }
then: { status: waiting }`
        .replace(
          "when:\n  - fail: crm.get\n    times: 1000\n",
          "when:\n  - wait: { minutes: 1 }\n  - fail: crm.get\n    times: 1000\n",
        )
        .replace("minutes: 150", "minutes: 149"),
    );
    expect(result.status).toBe("waiting");
    expect(main?.history.find((event) => event.kind === "rungFired")).toMatchObject({
      unverified: true,
      at: Date.parse("2026-11-20T13:00:00+03:00"),
    });
  });
});

describe("of things due at the same instant", () => {
  test("rungs in order, then `timeout`", () => {
    const { main } = told(
      `
  - id: ask
    userTask: Вопрос
    assignee: clerk-2
    escalation:
      - { after: PT2H, action: notify, to: head-1 }
      - { after: PT2H, action: reassign, to: exec-1 }
      - { after: PT2H, action: remind, repeat: PT9H }
    timeout: { after: PT2H, then: late }
  - id: late
    set: { z: 1 }`,
      "when: [ { wait: { hours: 2 } } ]\nthen: { status: completed, messages: [ { to: head-1, kind: notice }, { to: exec-1, kind: task }, { to: exec-1, kind: notice } ] }",
    );
    const order = main?.history.flatMap((event) =>
      event.kind === "rungFired"
        ? [`rung ${event.rung}`]
        : event.kind === "timerFired" && event.timer.includes("timeout")
          ? ["timeout"]
          : [],
    );
    expect(order).toEqual(["rung 0", "rung 1", "rung 2", "timeout"]);
  });

  test("an event before a rung and before a timeout", () => {
    const { main } = aboutLead(
      `
  - id: split
    fork:
      writer:
        - id: pause
          wait: PT2H
        - id: write
          call: crm.update
          with: { record: "\${ lead }", set: { stage: WORK } }
      chaser:
        - id: chase
          until: { of: "\${ lead }", holds: record.stage != "NEW" }
          timeout: { after: PT2H, then: late }
          do:
            - id: work
              userTask: Работа
              assignee: clerk-2
              escalation: [ { after: PT2H, action: notify, to: head-1, repeat: PT9H } ]
        - id: late
          if: chase = null
          set: { y: 1 }
  - id: after
    set: { z: 1 }`,
      "when: [ { wait: { hours: 2 } } ]\nthen: { status: completed, never: [ { message: { to: head-1 } } ], variables: { chase: { by: holds } } }",
    );
    expect(main?.history.some((event) => event.kind === "rungFired")).toBe(false);
  });
});
