import { describe, expect, test } from "vitest";
import { story } from "./story.ts";

const DEADLINE = "escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]";
const NOW = "given: { now: 2026-11-20T10:00:00+03:00 }";
const START = `${NOW}\nstart: { input: { amount: 5 }, by: clerk-1 }`;

function path(steps: string, scenario = START) {
  const told = story({ steps }, scenario);
  expect(told.failed).toEqual([]);
  return told.result.path;
}

describe("set, switch, if", () => {
  test("`set` changes the nearest variable of that name, else makes one in its scope; switch cases have none", () => {
    const { result, failed } = story(
      {
        steps: `
  - id: outer
    set: { level: 1, seen: 0 }
  - id: block
    do:
      - id: inside
        set: { level: "\${ level + 1 }", own: 7 }
      - id: again
        set: { own: "\${ own + 1 }", seen: "\${ own }" }
  - id: choose
    switch:
      - when: level = 2
        do:
          - id: made
            set: { chosen: "\${ level * 10 }" }
      - else: true
        do:
          - id: not-made
            set: { chosen: 0 }
  - id: read
    set: { total: "\${ chosen + seen }" }`,
      },
      START,
    );
    expect(failed).toEqual([]);
    expect(result.variables).toMatchObject({ level: 2, chosen: 20, total: 27, seen: 7 });
  });

  test("a step skipped by `if` goes on with the next one; its `then` is not followed", () => {
    expect(
      path(`
  - id: first
    if: amount > 10
    set: { a: 1 }
    then: end
  - id: second
    set: { b: 1 }`),
    ).toEqual(["second"]);
  });

  test("a `switch` where nothing holds goes on", () => {
    expect(
      path(`
  - id: choose
    switch:
      - when: amount > 10
        then: end
      - when: amount > 20
        do: [ { id: big, set: { b: 1 } } ]
  - id: after
    set: { c: 1 }`),
    ).toEqual(["choose", "after"]);
  });

  test("the first case whose `when` holds is taken, and its `then` is followed after its steps", () => {
    expect(
      path(`
  - id: choose
    switch:
      - when: amount > 1
        do: [ { id: small, set: { b: 1 } } ]
        then: last
      - when: amount > 2
        do: [ { id: big, set: { b: 2 } } ]
  - id: middle
    set: { c: 1 }
  - id: last
    set: { d: 1 }`),
    ).toEqual(["choose", "small", "last"]);
  });
});

describe("then", () => {
  test("`end` ends the process, also out of a branch", () => {
    expect(
      path(
        `
  - id: split
    fork:
      one:
        - id: stop
          set: { a: 1 }
          then: end
      two:
        - id: work
          userTask: Работа
          assignee: clerk-1
          ${DEADLINE}
  - id: after
    set: { c: 1 }`,
        `${START}\nthen: { status: completed }`,
      ),
    ).toEqual(["split", "stop"]);
  });

  test("`exit` leaves the block", () => {
    expect(
      path(`
  - id: block
    do:
      - id: one
        set: { a: 1 }
      - id: choose
        switch:
          - when: amount = 5
            then: exit
      - id: two
        set: { a: 2 }
  - id: after
    set: { c: 1 }`),
    ).toEqual(["block", "one", "choose", "after"]);
  });

  test("`exit` in a `for` ends the loop; what was collected so far is the result", () => {
    const { result, failed } = story(
      {
        steps: `
  - id: loop
    for: { each: n, in: "[1, 2, 3, 4]" }
    do:
      - id: twice
        set: { double: "\${ n * 2 }" }
      - id: enough
        if: n = 3
        set: { last: "\${ n }" }
        then: exit
    collect: double
  - id: after
    set: { all: "\${ loop }" }`,
      },
      START,
    );
    expect(failed).toEqual([]);
    expect(result.path).toEqual(["loop", "twice", "twice", "twice", "enough", "after"]);
    expect(result.variables["all"]).toEqual([2, 4, 6]);
  });

  test("`exit` in a branch ends that branch only", () => {
    const { result, failed } = story(
      {
        steps: `
  - id: split
    fork:
      one:
        - id: mark
          set: { a: 1 }
        - id: leave
          switch:
            - when: amount = 5
              then: exit
        - id: never
          set: { a: 2 }
      two:
        - id: work
          set: { b: 2 }
  - id: after
    set: { c: "\${ split.one.a + split.two.b }" }`,
      },
      START,
    );
    expect(failed).toEqual([]);
    expect(result.path).toEqual(["split", "mark", "leave", "work", "after"]);
    expect(result.variables).toMatchObject({ c: 3, split: { one: { a: 1 }, two: { b: 2 } } });
  });

  test("a step of an enclosing list can be gone back to; leaving a block closes what is open in it", () => {
    const { result, failed, main } = story(
      {
        steps: `
  - id: begin
    set: { round: "\${ if is defined(round) and round != null then round + 1 else 1 }" }
  - id: block
    do:
      - id: split
        fork:
          asks:
            - id: ask
              userTask: Вопрос
              assignee: clerk-1
              outcomes: { again: Ещё, enough: Хватит }
              ${DEADLINE}
            - id: which
              switch:
                - when: ask.outcome = "again"
                  then: begin
                - when: ask.outcome = "enough"
                  then: end
          other:
            - id: side
              userTask: Рядом
              assignee: clerk-2
              ${DEADLINE}`,
      },
      `${START}
when:
  - complete: ask
    by: clerk-1
    outcome: again
  - expect: { task: ask#2, for: clerk-1 }
  - expect: { task: side#2, for: clerk-2 }
  - complete: ask
    by: clerk-1
    outcome: enough
then: { status: completed, variables: { round: 2 } }`,
    );
    expect(failed).toEqual([]);
    expect(result.tasks.filter((task) => task.step === "side").map(({ outcome, by }) => [outcome, by])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(Object.keys(main?.instance.timers ?? {})).toEqual([]);
  });
});

describe("for", () => {
  test("`at` counts from 1, `while` stops before the next, `collect` keeps the order of the elements", () => {
    const { result, failed } = story(
      {
        steps: `
  - id: found
    set: { sum: 0 }
  - id: loop
    for: { each: n, in: "[5, 6, 7, 8]", at: i, while: sum < 12 }
    do:
      - id: add
        set: { sum: "\${ sum + n }", place: "\${ i }" }
    collect: place * 100 + n
  - id: after
    set: { all: "\${ loop }" }`,
      },
      START,
    );
    expect(failed).toEqual([]);
    expect(result.variables).toMatchObject({ all: [105, 206, 307], sum: 18 });
  });

  test("`parallel` runs so many at once, and the list is in the order of the elements", () => {
    const { result, failed } = story(
      {
        steps: `
  - id: loop
    for: { each: who, in: '["clerk-1", "clerk-2", "clerk-3"]', parallel: 2 }
    do:
      - id: ask
        userTask: Вопрос
        assignee: \${ user(who) }
        form: { answer: { type: text, title: Ответ, required: true } }
        ${DEADLINE}
    collect: ask.answer
  - id: after
    set: { all: "\${ loop }" }`,
      },
      `${START}
when:
  - expect: { never: [ { task: ask, for: clerk-3 } ] }
  - complete: ask
    by: clerk-2
    with: { answer: b }
  - expect: { task: ask#3, for: clerk-3 }
  - complete: ask
    by: clerk-3
    with: { answer: c }
  - complete: ask#1
    by: clerk-1
    with: { answer: a }
then: { status: completed, variables: { all: [a, b, c] } }`,
    );
    expect(failed).toEqual([]);
    expect(result.path.filter((step) => step === "ask")).toHaveLength(3);
  });

  test("an empty list runs nothing and collects an empty list", () => {
    const { result, failed } = story(
      {
        steps: `
  - id: loop
    for: { each: n, in: "[]" }
    do:
      - id: add
        set: { a: 1 }
    collect: a
  - id: after
    set: { count: "\${ count(loop) }" }`,
      },
      START,
    );
    expect(failed).toEqual([]);
    expect(result.variables["count"]).toBe(0);
  });
});

describe("fork", () => {
  const TWO = (complete: string) => `
  - id: split
    fork:
      lawyer:
        - id: law
          userTask: Договор
          assignee: clerk-1
          form: { text: { type: text, title: Текст } }
          ${DEADLINE}
        - id: word
          set: { says: "\${ law.by }" }
      boss:
        - id: money
          userTask: Деньги
          assignee: head-1
          ${DEADLINE}
    complete: ${complete}
  - id: after
    set: { end: "\${ split.lawyer = null }", by: "\${ if split.boss = null then null else split.boss.money.by }" }`;

  test("`all` waits for every branch; the result is a map of branch → the variables made in it", () => {
    const { failed, result } = story(
      { steps: TWO("all") },
      `${START}
when:
  - complete: law
    by: clerk-1
  - expect: { status: waiting }
  - complete: money
    by: head-1
then: { status: completed, variables: { end: false, by: head-1, split: { lawyer: { says: clerk-1, law: { by: clerk-1 } }, boss: { money: { by: head-1 } } } } }`,
    );
    expect(failed).toEqual([]);
    expect(result.status).toBe("completed");
  });

  test("`any` closes the others and their tasks; a closed branch is null", () => {
    const { failed, result } = story(
      { steps: TWO("any") },
      `${START}
when:
  - complete: money
    by: head-1
then: { status: completed, variables: { end: true, by: head-1, split: { lawyer: null } } }`,
    );
    expect(failed).toEqual([]);
    expect(result.tasks.find((task) => task.step === "law")).toMatchObject({ outcome: null, by: null });
    expect(result.tasks.find((task) => task.step === "law")?.closedAt).not.toBeNull();
  });

  test("`any` where a branch ends at once never begins the others' work", () => {
    const { failed, result } = story(
      {
        steps: `
  - id: split
    fork:
      quick: [ { id: mark, set: { a: 1 } } ]
      slow:
        - id: work
          userTask: Работа
          assignee: clerk-1
          ${DEADLINE}
    complete: any
  - id: after
    set: { z: 1 }`,
      },
      `${START}\nthen: { status: completed, messages: [] }`,
    );
    expect(failed).toEqual([]);
    expect(result.tasks).toEqual([]);
  });
});

describe("try, raise", () => {
  test("a `catch` takes the codes it names, sees the error, and what it sets is seen after it", () => {
    const { failed } = story(
      {
        steps: `
  - id: safe
    try:
      - id: boom
        raise: NO_SUPPLIER
        message: У счёта нет поставщика
    catch:
      - errors: [OTHER]
        do: [ { id: wrong, set: { saw: wrong } } ]
      - errors: [NO_SUPPLIER]
        as: problem
        do:
          - id: note
            set: { saw: "\${ problem.code }: \${ problem.message } (\${ problem.step })" }
  - id: after
    set: { z: "\${ saw }" }`,
      },
      `${START}\nthen: { status: completed, path: [safe, boom, note, after], variables: { z: "NO_SUPPLIER: У счёта нет поставщика (boom)" } }`,
    );
    expect(failed).toEqual([]);
  });

  test("a raised error that nobody catches ends the process as failed", () => {
    const { failed } = story(
      { steps: "  - id: boom\n    raise: NO_SUPPLIER\n    message: Нет" },
      `${START}\nthen: { status: failed, incidents: [] }`,
    );
    expect(failed).toEqual([]);
  });

  test("a `catch` may retry the steps, and after the last attempt does what it says", () => {
    const { failed, result } = story(
      {
        steps: `
  - id: count
    set: { tries: 0 }
  - id: safe
    try:
      - id: more
        set: { tries: "\${ tries + 1 }" }
      - id: boom
        if: amount = 5
        raise: BUSY
    catch:
      - errors: ["*"]
        retry: { attempts: 3, backoff: { minutes: 1 }, factor: 2 }
        do: [ { id: gave-up, set: { over: true } } ]
        then: last
  - id: between
    set: { z: 1 }
  - id: last
    set: { y: 1 }`,
      },
      `${START}
when:
  - wait: { minutes: 1 }
  - expect: { variables: { tries: 2 } }
  - wait: { minutes: 2 }
then: { status: completed, variables: { tries: 3, over: true } }`,
    );
    expect(failed).toEqual([]);
    expect(result.path.slice(-2)).toEqual(["gave-up", "last"]);
  });

  test("what is open inside a `try` closes when it fails", () => {
    const { failed, result } = story(
      {
        steps: `
  - id: safe
    try:
      - id: split
        fork:
          one:
            - id: work
              userTask: Работа
              assignee: clerk-1
              ${DEADLINE}
          two:
            - id: pause
              wait: PT1H
            - id: boom
              raise: LATE
    catch:
      - errors: [LATE]
  - id: after
    set: { z: 1 }`,
      },
      `${START}
when:
  - wait: { hours: 1 }
then: { status: completed }`,
    );
    expect(failed).toEqual([]);
    expect(result.tasks[0]).toMatchObject({ step: "work", outcome: null, by: null });
    expect(result.tasks[0]?.closedAt).not.toBeNull();
  });
});
