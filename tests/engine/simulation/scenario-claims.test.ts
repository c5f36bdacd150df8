import { describe, expect, test } from "vitest";
import { play, processes } from "./small-world.ts";

const ASK = processes(`
process: ask
title: Просьба
input: { what: { type: text, title: Что, required: true } }
start:
  - form: { candidateGroups: [crew] }
do:
  - { id: decide, userTask: Решите, candidateGroups: crew, outcomes: { done: Готово }, escalation: [ { after: { days: 1 }, action: notify, to: { headOf: sales }, repeat: { days: 1 } } ] }
  - { id: tell, notify: boss-2, text: "Готово: \${ what }" }
`);

const HEAD = "start: { input: { what: чай }, by: worker-1 }\nwhen:\n";

const failures = (lines: string, then = "{}") =>
  play(ASK, `${HEAD}${lines}\nthen: ${then}`).failures.map(({ line, about, actual }) => ({ line, about, actual }));

describe("a scenario", () => {
  test("passes where everything it claims holds", () => {
    expect(
      failures(
        "  - expect: { task: decide, for: { group: crew } }\n  - wait: { days: 1 }\n  - expect: { message: { to: { headOf: sales }, kind: notice } }\n  - { complete: decide, by: worker-2 }",
        "{ status: completed, path: [decide, …], messages: [ { to: boss-2, text: /чай$/ } ], variables: { decide: { by: worker-2 } }, tasks: [ { step: decide, by: worker-2 } ], incidents: [], registry: [], never: [ { task: decide, for: boss-2 } ] }",
      ),
    ).toEqual([]);
  });

  test("names the line, what was expected and what happened", () => {
    expect(failures("  - expect: { task: decide, for: boss-1 }")).toEqual([
      { line: 4, about: "task", actual: [{ task: "decide", for: ["worker-1", "worker-2"] }] },
    ]);
  });

  test("sees in `expect` only messages since the last act", () => {
    expect(
      failures("  - wait: { days: 1 }\n  - wait: { minutes: 1 }\n  - expect: { message: { to: boss-1 } }"),
    ).toMatchObject([{ line: 6, about: "message" }]);
  });

  test("stops at a command that is rejected, unless the line says so", () => {
    expect(failures("  - { complete: decide, by: boss-2 }\n  - expect: { status: completed }")).toEqual([
      { line: 4, about: "rejected", actual: "NOT_ALLOWED" },
    ]);
    expect(failures("  - { complete: decide, by: boss-2, rejected: NOT_ALLOWED }", "{ status: waiting }")).toEqual([]);
    expect(failures("  - { complete: decide, by: worker-1, rejected: NOT_ALLOWED }")).toMatchObject([
      { line: 4, about: "rejected", actual: null },
    ]);
  });

  test("is told that a task was not open", () => {
    expect(
      failures(
        "  - { complete: decide, by: worker-1 }\n  - { complete: decide, by: worker-1, rejected: TASK_NOT_OPEN }\n  - { complete: nowhere, by: worker-1, rejected: TASK_NOT_OPEN }",
      ),
    ).toEqual([]);
  });

  test("may leave out who is absent until when", () => {
    expect(
      failures(
        "  - { absent: worker-1, substitute: boss-2 }\n  - { claim: decide, by: boss-2 }\n  - expect: { task: decide, assignee: boss-2 }",
      ),
    ).toEqual([]);
  });

  test("tells a path with gaps from another one", () => {
    const path = (pattern: string) => failures("  - { complete: decide, by: worker-1 }", `{ path: ${pattern} }`).length;
    expect([path("[decide, tell]"), path("[…, tell]"), path("[decide, …]"), path("[…]")]).toEqual([0, 0, 0, 0]);
    expect([path("[decide]"), path("[tell, …]"), path("[…, decide]"), path("[]")]).toEqual([1, 1, 1, 1]);
  });

  test("does not go back in time", () => {
    expect(failures("  - until: 2020-01-01T10:00:00+03:00")).toMatchObject([{ line: 4, about: "until" }]);
  });

  test("with a step that nobody is said to do fails and says so", () => {
    expect(failures("  - complete: decide")).toMatchObject([{ line: 4, about: "by" }]);
  });
});
