import { describe, expect, test } from "vitest";
import { definitionOf } from "../support/definition-of.ts";
import { done, Play } from "../support/play.ts";
import { problemsOf, processText, type Story, story, type Told } from "./story.ts";

const REMIND = "escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]";
const NOW = "given: { now: 2026-11-20T10:00:00+03:00 }";
const LEAD = "lead: { type: record, of: lead, title: Заявка, required: true }";
const RECORDS = {
  "lead/101": { title: "Станок", stage: "NEW", responsible: "clerk-2", phone: "+7900" },
  "lead/102": { title: "Пресс", stage: "NEW", responsible: "clerk-3" },
};

function about(steps: string, scenario: string, lead = "lead/101"): Story {
  const one = story(
    { steps, input: LEAD },
    `${NOW}\nstart: { input: { lead: ${lead} }, by: clerk-1 }\n${scenario}`,
    RECORDS,
  );
  expect(one.failed).toEqual([]);
  return one;
}

const WRITE = (keys = "") => `
  - id: write
    call: crm.update
    with: { record: "\${ lead }", set: { title: Новое } }${keys === "" ? "" : `\n    ${keys}`}
  - id: last
    set: { z: 1 }`;

describe("a call", () => {
  test("`retry` applies to `unknown`, always with the same key, and the pauses grow up to `max`", () => {
    const { main } = about(
      WRITE("retry: { attempts: 4, backoff: { seconds: 10 }, factor: 3, max: { seconds: 60 } }"),
      "when: [ { fail: crm.update, times: 3 }, { wait: { minutes: 10 } } ]\nthen: { status: completed, records: { lead/101: { title: Новое } } }",
    );
    const asked =
      main?.history.filter((event) => event.kind === "callRequested" && event.operation === "crm.update") ?? [];
    expect(asked.map((event) => (event.at - (asked[0]?.at ?? 0)) / 1000)).toEqual([0, 10, 40, 100]);
    expect(new Set(asked.map((event) => event.kind === "callRequested" && event.key)).size).toBe(1);
  });

  test("three attempts, ten seconds, doubled, where the file says nothing; then UNCERTAIN is an incident", () => {
    const { main } = about(
      WRITE(),
      "when: [ { fail: crm.update, times: 99 }, { wait: { hours: 1 } } ]\nthen: { status: waiting, incidents: [ { step: write, code: UNCERTAIN } ] }",
    );
    const asked =
      main?.history.filter((event) => event.kind === "callRequested" && event.operation === "crm.update") ?? [];
    expect(asked.map((event) => (event.at - (asked[0]?.at ?? 0)) / 1000)).toEqual([0, 10, 30]);
  });

  test("a refusal fails at once with its code", () => {
    const { main } = about(
      WRITE("retry: { attempts: 9 }"),
      "when: [ { fail: crm.update, error: FIELD_CLOSED }, { wait: { hours: 1 } } ]\nthen: { status: waiting, incidents: [ { step: write, code: FIELD_CLOSED } ] }",
    );
    expect(
      main?.history.filter((event) => event.kind === "callRequested" && event.operation === "crm.update"),
    ).toHaveLength(1);
  });

  test("an incident is retried by an administrator, with the same key", () => {
    const { main } = about(
      WRITE(),
      "when:\n  - fail: crm.update\n    error: FIELD_CLOSED\n  - retry: true\n    by: admin-1\nthen: { status: completed }",
    );
    const keys = main?.history.flatMap((event) =>
      event.kind === "callRequested" && event.operation === "crm.update" ? [event.key] : [],
    );
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(2);
  });

  test("`onUncertain: ask` asks people at once; `skip` goes on without a result", () => {
    const ask = about(
      WRITE("onUncertain: ask"),
      "when: [ { fail: crm.update, times: 99 } ]\nthen: { status: waiting, incidents: [ { code: UNCERTAIN } ] }",
    );
    expect(
      ask.main?.history.filter((event) => event.kind === "callRequested" && event.operation === "crm.update"),
    ).toHaveLength(1);
    about(
      WRITE("onUncertain: skip"),
      "when: [ { fail: crm.update, times: 99 } ]\nthen: { status: completed, variables: { write: null }, incidents: [] }",
    );
  });

  test("what `skip` may leave out is read only behind a test", () => {
    const codes = problemsOf({
      steps: `${WRITE("onUncertain: skip")}\n  - id: more\n    set: { y: "\${ write.title }" }`,
      input: LEAD,
    }).map((one) => one.code);
    expect(codes).toEqual(["variable-maybe-null"]);
  });

  test("where the other side knows our key it is asked again, whatever `onUncertain` says; then UNCERTAIN", () => {
    for (const keys of ["onUncertain: ask", "onUncertain: skip"]) {
      const play = new Play(definitionOf(processText({ steps: WRITE(keys), input: LEAD })));
      let attempts = 0;
      play.outside = (call) => {
        if (call.operation !== "crm.update") return done({ lead: { id: "101", type: "lead", ref: "lead/101" } });
        attempts += 1;
        return { kind: "unknown", message: "тишина", keyed: true };
      };
      play.start({ lead: "lead/101" }, "clerk-1");
      while (play.ring());
      expect(Object.values(play.instance?.incidents ?? {}).map((one) => one.code)).toEqual(["UNCERTAIN"]);
      expect(
        new Set(play.of("callRequested").flatMap((event) => (event.operation === "crm.update" ? [event.attempt] : [])))
          .size,
      ).toBe(3);
      expect(attempts).toBeGreaterThan(0);
    }
  });

  test("an outcome that comes after its step has closed is written as late and moves nothing", () => {
    const play = new Play(
      definitionOf(processText({ steps: WRITE("timeout: { after: PT1M, then: last }"), input: LEAD })),
    );
    play.outside = (call) =>
      call.operation === "records.load" ? done({ lead: { id: "101", type: "lead", ref: "lead/101" } }) : null;
    play.start({ lead: "lead/101" }, "clerk-1");
    const [call] = play.calls;
    play.ring();
    expect(play.instance?.status).toBe("completed");
    play.tell({ kind: "reportCall", call: (call as NonNullable<typeof call>).id, attempt: 1, outcome: done({}) });
    expect(play.history.at(-1)).toMatchObject({ kind: "callEnded", late: true, outcome: { kind: "done" } });
  });

  test("a `catch` may take UNCERTAIN, a refusal's code, or anything", () => {
    const safe = (errors: string) => `
  - id: safe
    try:
      - id: write
        call: crm.update
        with: { record: "\${ lead }", set: { title: Новое } }
        retry: { attempts: 1 }
    catch:
      - errors: ${errors}
        as: problem
        do: [ { id: note, set: { saw: "\${ problem.code }" } } ]
  - id: last
    set: { z: 1 }`;
    about(
      safe("[UNCERTAIN]"),
      "when: [ { fail: crm.update } ]\nthen: { status: completed, variables: { saw: UNCERTAIN }, incidents: [] }",
    );
    about(
      safe("[CLOSED]"),
      "when: [ { fail: crm.update, error: CLOSED } ]\nthen: { status: completed, variables: { saw: CLOSED } }",
    );
    about(
      safe('["*"]'),
      "when: [ { fail: crm.update, error: CLOSED } ]\nthen: { status: completed, variables: { saw: CLOSED } }",
    );
    about(
      safe("[OTHER]"),
      "when: [ { fail: crm.update, error: CLOSED } ]\nthen: { status: waiting, incidents: [ { code: CLOSED } ] }",
    );
  });

  test("nothing is written where the step was closed while it waited for its next attempt", () => {
    const { main, world } = about(
      WRITE("retry: { attempts: 9, backoff: { minutes: 1 } }\n    timeout: { after: PT30S, then: last }"),
      "when: [ { fail: crm.update }, { wait: { hours: 1 } } ]\nthen: { status: completed, path: [write, last] }",
    );
    expect(world.book.snapshot("lead/101")?.["title"]).toBe("Станок");
    expect(main?.history.findLast((event) => event.kind === "callEnded")).toMatchObject({
      outcome: { kind: "withdrawn" },
    });
  });
});

describe("notify", () => {
  const card = (keys: string, after = "") => `
  - id: tell
    notify: \${ lead }
    subject: Тема
    text: Заявка \${ lead.id }
    ${keys}
${after}`;

  test("the first channel that can reach is taken; the result says which", () => {
    about(
      card("channels: [email, sms]"),
      "then: { status: completed, messages: [ { to: lead/101, channel: sms, address: '+7900', kind: notice, text: Заявка 101 } ], variables: { tell: { status: sent, channel: sms, address: '+7900' } } }",
    );
  });

  test("`unreachable: continue` goes on and says so in the result", () => {
    about(
      card("channels: [email]\n    unreachable: continue"),
      "then: { status: completed, messages: [], incidents: [], variables: { tell: { status: unreachable, channel: null } } }",
    );
  });

  test("`unreachable` is an incident unless the file says otherwise, and a `catch` may take it", () => {
    about(card("channels: [email]"), "then: { status: waiting, incidents: [ { step: tell, code: UNREACHABLE } ] }");
  });

  test("`unreachable: task` is for the record's responsible person and does not hold up the process", () => {
    about(
      card("channels: [email]\n    unreachable: task", "  - id: pause\n    wait: P1D\n  - id: last\n    set: { z: 1 }"),
      `when:
  - expect: { task: tell, for: clerk-2, status: waiting }
  - wait: { hours: 1 }
  - complete: tell
    by: clerk-2
  - wait: { days: 1 }
then: { status: completed, path: [tell, pause, last], variables: { tell: { status: unreachable } } }`,
    );
  });

  test("a person is reached in his own channel, a group in each member's, words in each reader's language", () => {
    about(
      `
  - id: tell
    notify: [ { group: board }, clerk-2, boss-1 ]
    text: Привет
  - id: last
    set: { z: 1 }`,
      "then: { status: completed, messages: [ { to: exec-1 }, { to: boss-1 }, { to: clerk-2, channel: portal } ], variables: { tell: { status: sent } } }",
    );
  });

  test("nobody left to tell: an incident with a rescue task that names somebody", () => {
    about(
      "\n  - id: tell\n    notify: { group: nobody }\n    text: Привет",
      `when:
  - expect: { incident: { code: NOBODY_LEFT }, task: tell, for: admin-1 }
  - complete: tell
    by: admin-1
    with: { assignee: clerk-3 }
then: { status: completed, messages: [ { to: clerk-3, kind: notice, text: Привет } ] }`,
    );
  });

  test("a list may name people and records", () => {
    about(
      '\n  - id: tell\n    notify: [ "${ lead }", clerk-3, { group: top }, clerk-3 ]\n    text: Привет',
      "then: { status: completed, messages: [ { to: lead/101 }, { to: clerk-3 }, { to: boss-1 } ] }",
    );
  });

  test("each is told once, also where one of them fails and the step is retried", () => {
    const { result } = about(
      `
  - id: tell
    notify: { group: board }
    text: Привет
  - id: last
    set: { z: 1 }`,
      "when:\n  - fail: notify\n    error: REFUSED\n  - expect: { incident: { code: REFUSED } }\n  - retry: true\n    by: admin-1\nthen: { status: completed }",
    );
    expect(result.messages.map((message) => message.to).sort()).toEqual(["boss-1", "exec-1"]);
  });

  test("where nobody knows whether it arrived, the result says uncertain", () => {
    about(
      card("channels: [sms]"),
      "when: [ { fail: sms, times: 99 }, { wait: { hours: 1 } } ]\nthen: { status: completed, variables: { tell: { status: uncertain } } }",
    );
  });
});

describe("other processes", () => {
  const CHILD: Told = {
    name: "child",
    input: "n: { type: number, title: Число, required: true }",
    steps: `
  - id: ask
    userTask: Вопрос
    assignee: clerk-3
    ${REMIND}
  - id: twice
    set: { double: "\${ n * 2 }" }`,
    more: 'output: { double: "${ double }" }',
  };
  const parent = (steps: string): readonly Told[] => [{ steps }, CHILD];
  const both = (steps: string, scenario: string): Story => {
    const one = story(
      parent(steps),
      `given: { now: 2026-11-20T10:00:00+03:00 }\nstart: { input: { amount: 5 }, by: clerk-1 }\n${scenario}`,
    );
    expect(one.failed).toEqual([]);
    return one;
  };

  test("`run` with `await` waits for its end and gets its output; the requester is the same", () => {
    both(
      `
  - id: other
    run: child
    with: { n: "\${ amount }" }
    await: true
  - id: last
    set: { got: "\${ other.double }" }`,
      "when:\n  - expect: { status: waiting, instances: { child: 1 } }\n  - complete: ask\n    by: clerk-3\nthen: { status: completed, variables: { got: 10 } }",
    );
  });

  test("`run` without `await` goes on at once, and the child outlives its parent", () => {
    const { world } = both(
      "\n  - id: other\n    run: child\n    with: { n: 1 }\n    await: false\n  - id: last\n    set: { z: 1 }",
      "then: { status: completed, instances: { child: 1 } }",
    );
    expect(world.instances.map((host) => [host.definition.process, host.instance.status])).toEqual([
      ["under-test", "completed"],
      ["child", "running"],
    ]);
  });

  test("an awaited child is canceled when what waits for it closes", () => {
    const { world } = both(
      "\n  - id: other\n    run: child\n    with: { n: 1 }\n    await: true\n    timeout: { after: P1D, then: last }\n  - id: last\n    set: { z: 1 }",
      "when: [ { wait: { days: 1 } } ]\nthen: { status: completed, path: [other, last] }",
    );
    expect(world.instances.map((host) => host.instance.status)).toEqual(["completed", "canceled"]);
  });

  test("an awaited child is canceled with its parent", () => {
    const { world } = both(
      "\n  - id: other\n    run: child\n    with: { n: 1 }\n    await: true\n  - id: last\n    set: { z: 1 }",
      "when:\n  - cancel: нет\n    by: admin-1\nthen: { status: canceled }",
    );
    expect(world.instances.map((host) => host.instance.status)).toEqual(["canceled", "canceled"]);
  });

  test("a child that was canceled or failed fails the step: a `catch` may take it", () => {
    both(
      `
  - id: safe
    try:
      - id: other
        run: child
        with: { n: 1 }
        await: true
    catch:
      - errors: [CHILD_CANCELED]
        do: [ { id: note, set: { saw: canceled } } ]
  - id: last
    set: { z: 1 }`,
      "when:\n  - cancel: нет\n    by: admin-1\n    process: child\nthen: { status: completed, variables: { saw: canceled } }",
    );
  });

  test("`emit` raises an event that another instance listens to, and that starts processes", () => {
    const one = story(
      [
        {
          steps: `
  - id: split
    fork:
      hears:
        - id: hear
          listen: price.changed
          where: event.price > 3
          timeout: { after: P1D, then: end }
      says:
        - id: pause
          wait: PT1H
        - id: say
          emit: price.changed
          with: { price: "\${ amount }" }
  - id: last
    set: { heard: "\${ split.hears.hear.event.price }" }`,
        },
        {
          name: "starter",
          input: "price: { type: number, title: Цена, required: true }",
          start: '  - event: price.changed\n    with: { price: "${ event.price }" }',
          steps: '\n  - id: note\n    set: { z: "${ price }" }',
        },
      ],
      `${NOW}\nstart: { input: { amount: 5 }, by: clerk-1 }\nwhen: [ { wait: { hours: 1 } } ]\nthen: { status: completed, variables: { heard: 5 }, instances: { starter: 1 } }`,
    );
    expect(one.failed).toEqual([]);
  });
});

describe("record and document", () => {
  test("`record` appends to a registry in the very commit; the entry is its result", () => {
    about(
      `
  - id: note
    record: changes
    entry: { lead: "\${ lead }", by: "\${ requester }", what: Новое }
  - id: last
    set: { z: "\${ note.what }" }`,
      "then: { status: completed, registry: { changes: [ { lead: lead/101, by: clerk-1, what: Новое } ] }, variables: { z: Новое } }",
    );
  });

  test("`document` renders the approval sheet and attaches it to the record", () => {
    const { world } = about(
      `
  - id: ok
    approval: Согласуйте
    approvers: [head-1]
    ${REMIND}
  - id: sheet
    document: approval-sheet
    attachTo: \${ lead }
    format: pdf
  - id: last
    if: ok.outcome = "approve"
    set: { name: "\${ sheet.name }" }
  - id: end-note
    set: { z: 1 }`,
      "when:\n  - complete: ok\n    by: head-1\n    outcome: approve\n    comment: Добро\nthen: { status: completed, documents: [ { format: pdf, attachedTo: lead/101 } ] }",
    );
    const [sheet] = world.documents;
    for (const word of ["Лист согласования", "Вера", "Согласовано", "Добро", "руководитель"])
      expect(sheet?.html).toContain(word);
    expect(JSON.stringify(world.book.notesOf("lead/101"))).toContain("Лист согласования");
  });
});
