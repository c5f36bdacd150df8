import { describe, expect, test } from "vitest";
import { codeOf, done, type Play, WILLING } from "../../support/play.ts";
import { played } from "./process-of.ts";

const CALL = "call: crm.note\n    with: { record: lead/101, text: привет }";
const DEADLINE = "timeout: { after: { days: 9 }, then: end }";

function stopped(steps: string): Play {
  const play = played(`  - id: first\n    wait: { hours: 1 }\n${steps}`);
  play.outside = () => null;
  play.ring();
  return play;
}

const unknown = (keyed = true) => ({ kind: "unknown", message: "тишина", keyed }) as const;
const refused = { kind: "refused", code: "NO_RIGHT", message: "нельзя" } as const;

describe("calls", () => {
  test("an unknown outcome is tried again with the same key, and only the last attempt ends it", () => {
    const play = stopped(`  - id: note\n    ${CALL}\n    retry: { attempts: 2, backoff: { seconds: 10 } }`);
    const [call] = play.calls;
    play.one({ kind: "reportCall", call: call?.id as never, attempt: 1, outcome: unknown() });
    expect(play.timers.map((timer) => timer.purpose.kind)).toEqual(["attempt"]);
    play.ring();
    expect(new Set(play.of("callRequested").map((event) => event.key)).size).toBe(1);
    play.one({ kind: "reportCall", call: call?.id as never, attempt: 2, outcome: unknown() });
    expect(Object.values(play.instance?.incidents ?? {}).map((one) => one.code)).toEqual(["UNCERTAIN"]);
  });

  test("a refusal is never tried again", () => {
    const play = stopped(`  - id: note\n    ${CALL}`);
    play.one({ kind: "reportCall", call: play.calls[0]?.id as never, attempt: 1, outcome: refused });
    expect(play.timers).toEqual([]);
    expect(Object.values(play.instance?.incidents ?? {}).map((one) => one.code)).toEqual(["NO_RIGHT"]);
  });

  test("a retry after an incident is the same call to the outside, and the same visit", () => {
    const play = stopped(`  - id: note\n    ${CALL}`);
    play.one({ kind: "reportCall", call: play.calls[0]?.id as never, attempt: 1, outcome: refused });
    play.one({ kind: "retry", incident: Object.keys(play.instance?.incidents ?? {})[0] ?? "" }, "admin-1");
    expect(new Set(play.of("callRequested").map((event) => event.key)).size).toBe(1);
    expect(play.path.filter((step) => step === "note")).toHaveLength(1);
  });

  test("where the other side knows no key, onUncertain decides: skip goes on, ask stops at once", () => {
    const skip = stopped(`  - id: note\n    ${CALL}\n    onUncertain: skip`);
    skip.one({ kind: "reportCall", call: skip.calls[0]?.id as never, attempt: 1, outcome: unknown(false) });
    expect(skip.instance?.status).toBe("completed");
    const ask = stopped(`  - id: note\n    ${CALL}\n    onUncertain: ask`);
    ask.one({ kind: "reportCall", call: ask.calls[0]?.id as never, attempt: 1, outcome: unknown(false) });
    expect(Object.values(ask.instance?.incidents ?? {})).toHaveLength(1);
  });

  test("what comes after its step was closed is written as late and moves nothing", () => {
    const play = stopped(
      `  - id: note\n    ${CALL}\n    timeout: { after: { hours: 1 } }\n  - id: after\n    wait: { hours: 5 }`,
    );
    const [call] = play.calls;
    play.ring();
    expect(play.path).toContain("after");
    play.one({ kind: "reportCall", call: call?.id as never, attempt: 1, outcome: done({ late: true }) });
    expect(play.of("callEnded").at(-1)).toMatchObject({ late: true });
    expect(play.calls).toEqual([]);
  });

  test("the same report twice is stale", () => {
    const play = stopped(`  - id: note\n    ${CALL}\n  - id: after\n    wait: { hours: 5 }`);
    const [call] = play.calls;
    const report = { kind: "reportCall", call: call?.id as never, attempt: 1, outcome: done({}) } as const;
    expect(codeOf(play.one(report))).toBe("accepted");
    expect(codeOf(play.one(report))).toBe("STALE");
  });
});

describe("try and raise", () => {
  const guarded = (handler: string) => `  - id: guard
    try:
      - id: note
        call: crm.note
        with: { record: lead/101, text: привет }
    catch:
      - ${handler}
  - id: after
    set: { amount: 1 }`;

  test("a catch takes its own codes, and the process goes on", () => {
    const play = stopped(guarded("{ errors: [NO_RIGHT], as: error, do: [ { id: mend, set: { amount: 2 } } ] }"));
    play.one({ kind: "reportCall", call: play.calls[0]?.id as never, attempt: 1, outcome: refused });
    expect(play.path).toEqual(["first", "guard", "note", "mend", "after"]);
    expect(play.instance?.status).toBe("completed");
  });

  test("other codes pass through to an incident", () => {
    const play = stopped(guarded("{ errors: [OTHER], do: [ { id: mend, set: { amount: 2 } } ] }"));
    play.one({ kind: "reportCall", call: play.calls[0]?.id as never, attempt: 1, outcome: refused });
    expect(Object.values(play.instance?.incidents ?? {}).map((one) => one.step)).toEqual(["note"]);
  });

  test("a catch may try the whole thing again, so many times", () => {
    const play = stopped(guarded('{ errors: ["*"], retry: { attempts: 2, backoff: { seconds: 5 } }, then: continue }'));
    play.one({ kind: "reportCall", call: play.calls[0]?.id as never, attempt: 1, outcome: refused });
    play.ring();
    play.one({
      kind: "reportCall",
      call: play.calls.find((call) => !call.withdrawn)?.id as never,
      attempt: 1,
      outcome: refused,
    });
    expect(play.path.filter((step) => step === "note")).toHaveLength(2);
    expect(play.instance?.status).toBe("completed");
  });

  test("an error that nobody catches ends the process as failed", () => {
    const play = played("  - id: stop\n    raise: NOT_ENOUGH\n    message: Не хватает");
    expect(play.instance?.status).toBe("failed");
    expect(play.of("instanceEnded")[0]?.error).toEqual({ code: "NOT_ENOUGH", message: "Не хватает" });
  });
});

describe("loops, branches and jumps", () => {
  test("a loop runs in order, collects in order, and its scope is its own", () => {
    const play = played(
      '  - id: sums\n    for: { each: n, in: "[1, 2, 3]", at: i }\n    do:\n      - id: double\n        set: { twice: "${ n * 2 + i }" }\n    collect: twice',
    );
    expect(play.variable("sums")).toEqual([3, 6, 9]);
    expect(play.variable("twice")).toBeUndefined();
  });

  test("side by side at most so many run, and every element is visited once", () => {
    const play = played(
      '  - id: many\n    for: { each: n, in: "[1, 2, 3, 4, 5]", parallel: 2 }\n    do:\n      - id: rest\n        wait: { hours: 1 }',
    );
    expect(play.timers).toHaveLength(2);
    while (play.ring()) expect(play.timers.length).toBeLessThanOrEqual(2);
    expect(play.of("stepEntered").filter((event) => event.step === "rest")).toHaveLength(5);
    expect(play.instance?.status).toBe("completed");
  });

  test("an empty list is no work", () => {
    expect(
      played('  - id: none\n    for: { each: n, in: "[]" }\n    do:\n      - id: rest\n        wait: { hours: 1 }')
        .instance?.status,
    ).toBe("completed");
  });

  test("`any` closes the other branches and their tasks", () => {
    const play = played(`  - id: race
    fork:
      quick:
        - id: nap
          wait: { hours: 1 }
      slow:
        - id: work
          userTask: Сделайте
          assignee: user-2
          ${DEADLINE}
    complete: any`);
    play.ring();
    expect(play.instance?.status).toBe("completed");
    expect(play.of("taskClosed").map((event) => event.reason)).toEqual(["any"]);
    expect(play.variable("race")).toEqual({ quick: {}, slow: null });
  });

  test("a step may be gone back to, and each visit is its own", () => {
    const play = played(`  - id: work
    userTask: Сделайте
    assignee: user-2
    outcomes: { again: Ещё раз, enough: Хватит }
    ${DEADLINE}
  - id: look
    switch:
      - when: work.outcome = "again"
        then: work
      - else: true
        then: continue`);
    play.complete("work", "user-2", { outcome: "again" });
    play.complete("work", "user-2", { outcome: "enough" });
    expect(play.path).toEqual(["work", "look", "work", "look"]);
    expect(play.instance?.status).toBe("completed");
  });

  test("leaving a block by a jump closes what is open in it", () => {
    const play = played(`  - id: before
    wait: { hours: 1 }
  - id: block
    do:
      - id: side
        fork:
          left:
            - id: work
              userTask: Сделайте
              assignee: user-2
              ${DEADLINE}
          right:
            - id: nap
              wait: { hours: 1 }
              then: exit
      - id: back
        wait: { hours: 1 }
        then: before`);
    play.ring();
    play.ring();
    expect(play.tasks).toHaveLength(1);
    play.complete("work", "user-2");
    play.ring();
    expect(play.path.filter((step) => step === "before")).toHaveLength(2);
  });

  test("a skipped step leaves null and goes on with the next one", () => {
    const play = played(
      "  - id: maybe\n    if: amount > 100\n    call: crm.note\n    with: { record: lead/101, text: привет }\n    then: end\n  - id: after\n    set: { amount: 1 }",
    );
    expect(play.path).toEqual(["after"]);
    expect(play.variable("maybe")).toBeNull();
  });
});

describe("timeouts and waits", () => {
  test("a timeout closes the step and goes where the file says", () => {
    const play = played(
      "  - id: work\n    userTask: Сделайте\n    assignee: user-2\n    timeout: { after: { days: 1 }, do: [ { id: late, set: { amount: 0 } } ] }\n  - id: after\n    set: { amount: 1 }",
    );
    play.ring();
    expect(play.path).toEqual(["work", "late", "after"]);
    expect(play.tasks).toEqual([]);
  });

  test("the clock decides only where the file says so in words, with nobody's name", () => {
    const play = played(
      '  - id: approval\n    approval: Согласуйте\n    approvers: [head-1]\n    timeout: { after: { days: 1 }, outcome: reject }\n  - id: tell\n    if: approval.outcome = "reject"\n    set: { amount: 0 }\n  - id: other\n    if: approval.outcome = "approve"\n    set: { amount: 1 }',
    );
    play.ring();
    expect(play.variable("approval")).toMatchObject({ outcome: "reject" });
    expect(play.instance?.sheet[0]).toMatchObject({ by: null, outcome: "reject" });
  });

  test("a message ends a listen, or its timeout does", () => {
    const steps = "  - id: answer\n    listen: { message: paid }\n    timeout: { after: { days: 3 } }";
    const heard = played(steps);
    const [live] = Object.values(heard.instance?.activations ?? {});
    heard.tell({
      kind: "deliver",
      activation: live?.id as never,
      event: { kind: "message", name: "paid", event: { sum: 5 } },
    });
    expect(heard.variable("answer")).toMatchObject({ by: "event", event: { sum: 5 } });
    const late = played(steps);
    late.ring();
    expect(late.variable("answer")).toMatchObject({ by: "timeout" });
  });
});

describe("until and holds", () => {
  const chase = `  - id: chase
    until: { of: lead/101, holds: record.stageKind != "first" }
    do:
      - id: work
        userTask: Сделайте
        assignee: user-2
        escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]`;
  const record = (stageKind: string) => ({ id: "101", type: "lead", ref: "lead/101", stageKind });

  test("what holds already on entry opens no task at all", () => {
    const play = stopped(chase);
    play.outside = (call) => (call.operation === "crm.look" ? done(record("open")) : WILLING(call));
    play.settle();
    expect(play.of("taskOpened")).toEqual([]);
    expect(play.variable("chase")).toMatchObject({ by: "holds" });
  });

  test("a change that makes it hold closes the task with nobody's name", () => {
    const play = played(chase);
    const [block] = Object.values(play.instance?.activations ?? {});
    play.tell({
      kind: "deliver",
      activation: block?.id as never,
      event: { kind: "record", name: "crm.lead.updated", event: {}, record: record("open") },
    });
    expect(play.instance?.status).toBe("completed");
    expect(play.of("taskClosed").map((event) => event.reason)).toEqual(["until"]);
  });

  test("deletion of the record ends the wait", () => {
    const play = played(chase);
    const [block] = Object.values(play.instance?.activations ?? {});
    play.tell({
      kind: "deliver",
      activation: block?.id as never,
      event: { kind: "record", name: "crm.lead.deleted", event: {}, record: null },
    });
    expect(play.variable("chase")).toMatchObject({ by: "deleted" });
  });

  test("a rung looks first: where an event was lost, it ends the wait instead of firing", () => {
    const play = played(chase);
    play.outside = (call) => (call.operation === "crm.look" ? done(record("won")) : WILLING(call));
    play.ring();
    expect(play.of("rungFired")).toEqual([]);
    expect(play.variable("chase")).toMatchObject({ by: "holds" });
  });

  test("where the record cannot be read for an hour, the rung fires and says so", () => {
    const play = played(chase);
    play.outside = (call) => (call.operation === "crm.look" ? unknown() : WILLING(call));
    play.ring();
    for (let looks = 0; looks < 50 && play.of("rungFired").length === 0; looks++) {
      const again = play.timers.find((timer) => timer.purpose.kind === "attempt");
      play.now = again?.dueAt ?? play.now;
      play.tell({ kind: "fireTimer", timer: again?.id as never });
    }
    const [fired] = play.of("rungFired");
    expect(fired).toMatchObject({ unverified: true, dueAt: Date.parse("2026-11-23T10:00:00+03:00") });
    expect(play.now).toBe(Date.parse("2026-11-23T11:00:00+03:00"));
  });
});

test("a client who cannot be reached is a task, even where the process would be over", () => {
  const play = stopped('  - id: tell\n    notify: ${ "lead/101" }\n    text: привет\n    unreachable: task');
  play.outside = (call) =>
    call.purpose.kind === "notify"
      ? done({ status: "unreachable", channel: null, address: null, at: null, responsible: "user-2" })
      : WILLING(call);
  play.settle();
  expect(play.task("tell")).toMatchObject({ purpose: "unreachable", assignee: "user-2" });
  expect(play.instance?.status).toBe("running");
  play.complete("tell", "user-2");
  expect(play.instance?.status).toBe("completed");
});

test("a cycle of automatic steps without a wait is an incident, not a hang", () => {
  const play = played(
    '  - id: one\n    for: { each: n, in: "for x in 1..9999 return x" }\n    do:\n      - id: two\n        set: { amount: "${ n }" }',
  );
  expect(Object.values(play.instance?.incidents ?? {}).map((one) => one.code)).toEqual(["TOO_MANY_STEPS"]);
});
