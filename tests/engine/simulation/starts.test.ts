import { describe, expect, test } from "vitest";
import { failuresOf, play, processes } from "./small-world.ts";

const RECORDS = { "card/1": { stage: "NEW", price: 1 }, "card/2": { stage: "NEW", price: 2 } };

/** Waits a day for every change of a card, one instance per card. */
const WATCH = `
process: watch
title: Слежение
input:
  card: { type: record, of: card, title: Карта, required: true }
  before: { type: number, title: Было }
  fields: { type: list, title: Поля }
start:
  - event: crm.card.updated
    with: { card: "\${ event.record }", before: "\${ event.previous.price }", fields: "\${ event.changed }" }
    key: \${ card.ref }
    whenLive: again
do:
  - id: pause
    wait: { hours: 1 }
`;

describe("a start by an event", () => {
  test("waits for the live instance of its key; waiting events of one record become one", () => {
    const run = play(
      processes(WATCH),
      `
start: { update: card/1, set: { price: 10 } }
when:
  - { update: card/1, set: { price: 20 } }
  - { update: card/1, set: { price: 30, stage: OPEN } }
  - expect: { instances: { watch: 1 } }
  - wait: { hours: 1 }
  - expect: { instances: { watch: 2 } }
  - wait: { hours: 3 }
then:
  instances: { watch: 2 }
`,
      RECORDS,
    );
    expect(failuresOf(run)).toEqual([]);
    const [, second] = run.world.instances;
    expect(second?.instance.scopes[""]?.variables).toMatchObject({ before: 10, fields: ["price", "stage"] });
  });

  test("of another record does not wait", () => {
    const run = play(
      processes(WATCH),
      "start: { update: card/1, set: { price: 9 } }\nwhen: [ { update: card/2, set: { price: 9 } } ]\nthen: { instances: { watch: 2 } }",
      RECORDS,
    );
    expect(failuresOf(run)).toEqual([]);
  });

  test("that is delivered again starts nothing new", () => {
    const event = "{ event: { type: crm.card.updated, record: card/1, id: e1 } }";
    const run = play(
      processes(WATCH),
      `start: ${event}\nwhen: [ { wait: { hours: 2 } }, ${event}, { wait: { hours: 2 } } ]\nthen: { instances: { watch: 1 } }`,
      RECORDS,
    );
    expect(failuresOf(run)).toEqual([]);
  });

  test("of a write that changed nothing does not happen", () => {
    const run = play(
      processes(WATCH),
      "start: { update: card/1, set: { price: 1 } }\nthen: { instances: { watch: 0 } }",
      RECORDS,
    );
    expect(failuresOf(run)).toEqual([]);
  });

  test("whose where cannot be evaluated leaves an incident of the process", () => {
    const broken = WATCH.replace("    key:", "    where: event.record.price > event.record.weight\n    key:");
    const run = play(
      processes(broken),
      "start: { update: card/1, set: { price: 10 } }\nthen: { instances: { watch: 0 }, incidents: [ { code: EXPRESSION_UNKNOWN_FIELD, process: watch, step: null } ] }",
      RECORDS,
    );
    expect(failuresOf(run)).toEqual([]);
  });
});

describe("a process's own write", () => {
  const SELF = (self: string) => `
process: counter
title: Счётчик
input: { card: { type: record, of: card, title: Карта, required: true } }
start:
  - event: crm.card.updated
    where: event.record.price < 5
    key: \${ card.ref }
    whenLive: again
${self}
do:
  - id: add
    call: crm.update
    with: { record: "\${ card }", set: { price: "\${ card.price + 1 }" } }
`;
  const OTHER = `
process: other
title: Другой
input: { card: { type: record, of: card, title: Карта, required: true } }
start:
  - event: crm.card.updated
    where: event.cause != null and event.cause.process = "counter" and event.cause.step = "add"
do:
  - id: wait-a-bit
    wait: { seconds: 1 }
`;

  test("never starts it again, but starts others, who see the cause", () => {
    const run = play(
      processes(SELF(""), OTHER),
      "start: { update: card/2, set: { price: 3 } }\nthen: { instances: { counter: 1, other: 1 }, records: { card/2: { price: 4 } } }",
      RECORDS,
    );
    expect(failuresOf(run)).toEqual([]);
  });

  test("starts it again where the start says self: true", () => {
    const run = play(
      processes(SELF("    self: true")),
      "start: { update: card/2, set: { price: 3 } }\nwhen: [ { wait: { minutes: 1 } } ]\nthen: { instances: { counter: 2 }, records: { card/2: { price: 5 } } }",
      RECORDS,
    );
    expect(failuresOf(run)).toEqual([]);
  });
});

test("each starts one instance per element: nulls are skipped, equal ones taken once", () => {
  const EACH = `
process: both
title: Обе
input: { card: { type: record, of: card, title: Карта, required: true } }
start:
  - event: moved
    each: \${ [event.from, event.to, null, event.from] }
    with: { card: "\${ each }" }
    key: \${ card.ref }
do:
  - { id: note, call: crm.note, with: { record: "\${ card }", text: Пересчитано } }
`;
  const run = play(
    processes(EACH),
    "start: { event: { type: moved, with: { from: card/1, to: card/2 } } }\nthen: { instances: { both: 2 }, records: { card/1: { notes: [ { text: Пересчитано } ] } } }",
    RECORDS,
  );
  expect(failuresOf(run)).toEqual([]);
});

test("each with find starts one instance per record that the filter meets", () => {
  const FIND = `
process: nightly
title: Ночью
input: { card: { type: record, of: card, title: Карта, required: true } }
start:
  - schedule: { cron: "0 5 * * *" }
    each: { find: card, filter: { price: { above: 1 } } }
    with: { card: "\${ each }" }
do:
  - { id: note, call: crm.note, with: { record: "\${ card }", text: ночь } }
`;
  const run = play(
    processes(FIND),
    "given: { now: 2026-11-24T20:00:00+03:00 }\nwhen: [ { until: 2026-11-25T05:00:00+03:00 } ]\nthen: { instances: { nightly: 1 }, records: { card/2: { notes: [ { text: ночь } ] } } }",
    RECORDS,
  );
  expect(failuresOf(run)).toEqual([]);
});

describe("a start by a form", () => {
  const FORM = `
process: ask
title: Просьба
input: { brand: { type: text, title: Бренд, required: true } }
start:
  - form: { candidateGroups: [crew] }
    key: \${ brand }
do:
  - { id: decide, userTask: Решите, assignee: boss-1, escalation: [ { after: { days: 1 }, action: remind, repeat: { days: 1 } } ] }
`;

  test("is refused to whoever is no candidate", () => {
    const run = play(
      processes(FORM),
      "start: { input: { brand: A }, by: boss-1, rejected: NOT_ALLOWED }\nthen: { instances: { ask: 0 } }",
    );
    expect(failuresOf(run)).toEqual([]);
  });

  test("that lacks a required field is refused and starts nothing", () => {
    const run = play(
      processes(FORM),
      "start: { input: {}, by: worker-1, rejected: FORM_INVALID }\nthen: { instances: { ask: 0 } }",
    );
    expect(failuresOf(run)).toEqual([]);
  });

  test("is answered by the live instance of the same key", () => {
    const definitions = processes(FORM);
    const run = play(definitions, "start: { input: { brand: A }, by: worker-1 }\nthen: { instances: { ask: 1 } }");
    const [definition] = definitions;
    if (!definition) throw new Error("no process");
    expect(run.world.start(definition, { brand: "A" }, null)).toEqual({ kind: "live", instance: "ask/1" });
    expect(run.world.start(definition, { brand: "B" }, null)).toMatchObject({ kind: "started" });
    expect(failuresOf(run)).toEqual([]);
  });
});

test("once is once in a lifetime, also after the instance has ended", () => {
  const ONCE = `
process: welcome
title: Привет
input: { card: { type: record, of: card, title: Карта, required: true } }
start:
  - event: crm.card.updated
    once: \${ card.ref }
do:
  - { id: note, call: crm.note, with: { record: "\${ card }", text: привет } }
`;
  const run = play(
    processes(ONCE),
    "start: { update: card/1, set: { price: 7 } }\nwhen: [ { update: card/1, set: { price: 8 } }, { update: card/2, set: { price: 8 } } ]\nthen: { instances: { welcome: 2 } }",
    RECORDS,
  );
  expect(failuresOf(run)).toEqual([]);
});

test("a message starts an instance with its fields", () => {
  const MESSAGE = `
process: paid
title: Оплачено
input: { number: { type: text, title: Номер, required: true } }
start:
  - message: order-paid
do:
  - { id: keep, set: { kept: "\${ number }" } }
`;
  const run = play(
    processes(MESSAGE),
    'start: { message: { name: order-paid, with: { number: "57" } } }\nthen: { status: completed, variables: { kept: "57" } }',
  );
  expect(failuresOf(run)).toEqual([]);
});
