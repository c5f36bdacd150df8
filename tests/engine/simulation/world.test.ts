import { describe, expect, test } from "vitest";
import { failuresOf, play, processes } from "./small-world.ts";

const CARDS = {
  "card/1": { stage: "NEW", price: 1, phone: "+79110000001", responsible: "worker-2" },
  "card/2": { price: 2, contact: "person/1" },
  "person/1": { email: "p@x.example" },
};

function process(steps: string, head = ""): string {
  return `process: main\ntitle: Проба\ninput: { card: { type: record, of: card, title: Карта, required: true } }\n${head}do:\n${steps.replace(/^\n/, "")}`;
}

const START = "start: { input: { card: card/1 } }\n";

function expectHolds(definitions: Parameters<typeof play>[0], scenario: string) {
  const run = play(definitions, scenario, CARDS);
  expect(failuresOf(run)).toEqual([]);
  return run;
}

describe("a call", () => {
  const CALL = process(
    '  - { id: put, call: crm.update, with: { record: "${ card }", set: { price: 5 } } }\n  - { id: after, set: { seen: "${ put.price }" } }',
  );

  test("whose answer is unknown is tried again with the same key, and done once", () => {
    const run = expectHolds(
      processes(CALL),
      `${START}when: [ { fail: crm.update, times: 2 }, { expect: { status: waiting } }, { wait: { minutes: 5 } } ]\nthen: { status: completed, variables: { seen: 5 }, incidents: [] }`,
    );
    const keys = run.world.log.flatMap(({ event }) =>
      event.kind === "callRequested" && event.operation === "crm.update" ? [event.key] : [],
    );
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  test("that stays unknown is an incident, and goes on when an administrator retries", () => {
    expectHolds(
      processes(CALL),
      `${START}when: [ { fail: crm.update, times: 3 }, { wait: { hours: 1 } }, { expect: { incident: { code: UNCERTAIN, step: put } } }, { retry: true, by: admin-1 } ]\nthen: { status: completed, records: { card/1: { price: 5 } } }`,
    );
  });

  test("that is refused is an incident with its code, at once", () => {
    expectHolds(
      processes(CALL),
      `${START}when: [ { fail: crm.update, error: ACCESS_DENIED } ]\nthen: { status: waiting, path: [put], incidents: [ { step: put, code: ACCESS_DENIED } ] }`,
    );
  });

  test("withdrawn before it was sent does not happen", () => {
    const steps =
      '  - id: race\n    fork:\n      fast: [ { id: quick, set: { x: 1 } } ]\n      slow: [ { id: nap, wait: { hours: 1 } }, { id: late, call: crm.update, with: { record: "${ card }", set: { price: 9 } } } ]\n    complete: any';
    expectHolds(
      processes(process(steps)),
      `${START}when: [ { wait: { days: 1 } } ]\nthen: { status: completed, records: { card/1: { price: 1 } } }`,
    );
  });
});

describe("a message", () => {
  const notify = (to: string, more = "") =>
    processes(process(`  - { id: tell, notify: "${to}", text: Привет${more} }`));

  test("to a record goes to its telephone, else to its contact's mail", () => {
    expectHolds(
      notify("${ card }"),
      `${START}then: { messages: [ { to: card/1, channel: sms, address: "+79110000001", kind: notice, text: Привет } ] }`,
    );
    expectHolds(
      notify("${ card }"),
      "start: { input: { card: card/2 } }\nthen: { messages: [ { to: card/2, channel: email, address: p@x.example } ] }",
    );
  });

  test("takes the first of the channels that can reach", () => {
    expectHolds(
      notify("worker-1", ", channels: [email, sms]"),
      `${START}then: { messages: [ { to: worker-1, channel: sms, address: "+71" } ] }`,
    );
    expectHolds(notify("worker-1"), `${START}then: { messages: [ { to: worker-1, channel: portal } ] }`);
  });

  test("that reaches nobody becomes a task of the record's responsible and holds nothing up", () => {
    const steps =
      '  - { id: tell, notify: "${ card }", text: Привет, channels: [email], unreachable: task }\n  - { id: nap, wait: { hours: 1 } }';
    expectHolds(
      processes(process(steps)),
      `${START}when: [ { expect: { task: tell, for: worker-2 } } ]\nthen: { path: [tell, nap], variables: { tell: { status: unreachable } }, messages: [ { to: worker-2, kind: task } ] }`,
    );
  });

  test("about a task is taken back when the task closes", () => {
    const run = expectHolds(
      processes(
        process(
          "  - { id: decide, userTask: Решите, assignee: boss-1, escalation: [ { after: { days: 1 }, action: remind, repeat: { days: 1 } } ] }",
        ),
      ),
      `${START}when: [ { wait: { hours: 1 } }, { complete: decide, by: boss-1 } ]\nthen: { status: completed }`,
    );
    expect(run.world.messages).toMatchObject([{ kind: "task", to: "boss-1", withdrawnAt: run.world.now }]);
  });
});

describe("a child process", () => {
  const CHILD = `
process: child
title: Дочерний
input: { card: { type: record, of: card, title: Карта, required: true }, fails: { type: boolean, title: Падает } }
output: { price: "\${ card.price }" }
do:
  - { id: nap, wait: { hours: 1 } }
  - { id: fall, if: "fails = true", raise: BROKEN, message: Сломалось }
`;
  const parent = (more: string) =>
    process(
      `  - { id: sub, run: child, with: { card: "\${ card }", fails: ${more} }, await: true }\n  - { id: use, set: { got: "\${ sub.price }" } }`,
    );

  test("is awaited, and its output is the step's result", () => {
    expectHolds(
      processes(parent("false"), CHILD),
      `${START}when: [ { expect: { status: waiting, instances: { child: 1 } } }, { wait: { hours: 1 } } ]\nthen: { status: completed, variables: { got: 1 } }`,
    );
  });

  test("that fails fails the step that waits for it", () => {
    expectHolds(
      processes(parent("true"), CHILD),
      `${START}when: [ { wait: { hours: 1 } } ]\nthen: { incidents: [ { step: sub, code: CHILD_FAILED } ] }`,
    );
  });

  test("is canceled with the parent that waits for it", () => {
    const run = expectHolds(
      processes(parent("false"), CHILD),
      `${START}when: [ { cancel: true, by: admin-1 } ]\nthen: { status: canceled }`,
    );
    expect(run.world.instances.map(({ instance }) => instance.status)).toEqual(["canceled", "canceled"]);
  });
});

test("an event raised by emit starts the processes that listen for it", () => {
  const LISTENER =
    '\nprocess: listener\ntitle: Слушатель\ninput: { number: { type: number, title: Номер, required: true } }\nstart:\n  - event: stock.low\n    with: { number: "${ event.left }" }\ndo:\n  - { id: keep, set: { left: "${ number }" } }\n';
  const run = expectHolds(
    processes(process("  - { id: shout, emit: stock.low, with: { left: 3 } }"), LISTENER),
    `${START}then: { status: completed, instances: { listener: 1 } }`,
  );
  expect(run.world.instances[1]?.instance.status).toBe("completed");
});

describe("a message for a listener", () => {
  const LISTEN = process(
    '  - { id: nap, wait: { hours: 1 } }\n  - { id: hear, listen: { message: paid, key: "57" } }\n  - { id: keep, set: { sum: "${ hear.event.sum }" } }',
  );

  test("that came before the step is kept for it", () => {
    expectHolds(
      processes(LISTEN),
      `${START}when: [ { message: { name: paid, key: "57", with: { sum: 10 } } }, { wait: { hours: 1 } } ]\nthen: { status: completed, variables: { sum: 10 } }`,
    );
  });

  test("with another key is not his", () => {
    expectHolds(
      processes(LISTEN),
      `${START}when: [ { wait: { hours: 1 } }, { message: { name: paid, key: "58", with: { sum: 10 } } } ]\nthen: { status: waiting }`,
    );
  });
});

describe("a block until something holds", () => {
  const UNTIL = process(
    '  - id: chase\n    until: { of: "${ card }", holds: record.price > 5 }\n    do:\n      - { id: decide, userTask: Решите, assignee: boss-1, escalation: [ { after: { days: 1 }, action: remind, repeat: { days: 1 } } ] }\n  - { id: keep, set: { why: "${ chase.by }" } }',
  );

  test("ends with the change that makes it hold, and its tasks close", () => {
    expectHolds(
      processes(UNTIL),
      `${START}when: [ { update: card/1, set: { price: 3 } }, { expect: { task: decide } }, { update: card/1, by: worker-1, set: { price: 6 } } ]\nthen: { status: completed, variables: { why: holds }, tasks: [ { step: decide, outcome: null } ] }`,
    );
  });

  test("ends with the record", () => {
    expectHolds(
      processes(UNTIL),
      `${START}when: [ { delete: card/1 } ]\nthen: { status: completed, variables: { why: deleted } }`,
    );
  });

  test("that is suspended learns on its return what happened meanwhile", () => {
    expectHolds(
      processes(UNTIL),
      `${START}when: [ { suspend: true, by: admin-1 }, { update: card/1, set: { price: 6 } }, { expect: { status: suspended } }, { resume: true, by: admin-1 } ]\nthen: { status: completed, variables: { why: holds } }`,
    );
  });
});

describe("the clock", () => {
  test("fires of what is due at one instant the rungs in order, then the timeout", () => {
    const steps =
      "  - id: decide\n    userTask: Решите\n    assignee: boss-1\n    timeout: { after: { days: 1 }, outcome: done }\n    escalation: [ { after: { days: 1 }, action: remind }, { after: { days: 1 }, action: notify, to: boss-2 } ]";
    const run = expectHolds(
      processes(process(steps)),
      `${START}when: [ { wait: { days: 1 } } ]\nthen: { status: completed, messages: [ { to: boss-2, kind: notice } ] }`,
    );
    const fired = run.world.log.flatMap(({ event }) =>
      event.kind === "rungFired" ? [String(event.rung)] : event.kind === "taskCompleted" ? ["timeout"] : [],
    );
    expect(fired).toEqual(["0", "1", "timeout"]);
  });

  test("fires each timer at its own time, however far it is moved", () => {
    const run = expectHolds(
      processes(process("  - { id: one, wait: { hours: 1 } }\n  - { id: two, wait: { hours: 2 } }")),
      `${START}when: [ { wait: { days: 7 } } ]\nthen: { status: completed }`,
    );
    const [host] = run.world.instances;
    expect((host?.instance.endedAt ?? 0) - (host?.instance.startedAt ?? 0)).toBe(3 * 3_600_000);
  });

  test("moves only by the lines of the scenario", () => {
    expectHolds(
      processes(process("  - { id: one, wait: { hours: 1 } }")),
      `${START}when: [ { wait: { minutes: 59 } } ]\nthen: { status: waiting }`,
    );
  });
});

test("two processes that start each other without end are stopped and named", () => {
  const ping = (own: string, other: string) =>
    `\nprocess: ${own}\ntitle: ${own}\ninput: { n: { type: number, title: n } }\nstart:\n  - event: ${own}.go\ndo:\n  - { id: call-${own}, emit: ${other}.go }\n`;
  const run = play(
    processes(ping("ping", "pong"), ping("pong", "ping")),
    "start: { event: { type: ping.go } }\nthen: {}",
    {},
    false,
  );
  expect(run.world.incidents).toMatchObject([{ code: "TOO_MANY_EVENTS" }]);
}, 60_000);
