import { expect, test } from "vitest";
import { id, type TaskId, type UserId } from "../../../engine/base/ids.ts";
import { canRecall } from "../../../engine/instance/recall.ts";
import type { Instance } from "../../../engine/instance/state.ts";
import { toldBy } from "../../../engine/runtime/check-instance.ts";
import { project } from "../../../engine/runtime/project.ts";
import { definitionOf } from "../../support/definition-of.ts";
import { Play } from "../../support/play.ts";

const laneOf = () => "crm" as const;

const PROCESS = `process: under-test
title: Скидка
calendar: ru-office
input: { lead: { type: text } }
start:
  - form: { candidateGroups: [desk] }
do:
  - id: agree
    approval: Согласуйте
    approvers: [ { user: head-1 }, { user: boss-1 } ]
    allow: [recall]
    outcomes: { approve: Согласовать, refuse: Отклонить }
    timeout: { after: { days: 9 }, then: end }
  - id: last
    userTask: Сделайте
    candidateGroups: [desk]
    timeout: { after: { days: 9 }, then: end }
`;

/** Every move of a life, projected as it happens. */
class Watched {
  readonly play = new Play(definitionOf(PROCESS));
  #before: Instance | null = null;
  #seen = 0;
  readonly moves: ReturnType<typeof project>[] = [];

  tell(body: Parameters<Play["tell"]>[0], by: string): void {
    this.play.tell(body, by);
    const events = this.play.history.slice(this.#seen);
    const now = this.play.instance;
    if (now === null) throw new Error("It has not begun");
    this.moves.push(project(this.#before, now, events, { laneOf }));
    this.#before = now;
    this.#seen = this.play.history.length;
  }

  get task(): TaskId {
    const [task] = Object.values(this.play.instance?.tasks ?? {});
    if (task === undefined) throw new Error("Nothing is open");
    return task.id;
  }

  decide(outcome: string, by: string): TaskId {
    const { task } = this;
    this.tell({ kind: "complete", task, outcome, form: {}, comment: null }, by);
    return task;
  }

  may(task: TaskId, by: string): boolean {
    const { instance, definition } = this.play;
    return instance !== null && canRecall({ definition, instance }, task, id<UserId>(by));
  }
}

function begun(): Watched {
  const watched = new Watched();
  watched.tell(
    { kind: "start", input: { lead: "lead/101" }, requester: id("user-1"), key: null, start: null, cause: null },
    "user-1",
  );
  return watched;
}

test("a decision can be taken back by who made it, until the next one decides", () => {
  const watched = begun();
  const first = watched.decide("approve", "head-1");
  expect([watched.may(first, "head-1"), watched.may(first, "boss-1")]).toEqual([true, false]);
  watched.tell({ kind: "recall", task: first }, "head-1");
  expect(watched.may(first, "head-1")).toBe(false);
  const again = watched.decide("approve", "head-1");
  const second = watched.decide("approve", "boss-1");
  expect([watched.may(again, "head-1"), watched.may(second, "boss-1")]).toEqual([false, false]);
});

test("move by move comes to what the whole history gives", () => {
  const watched = begun();
  const first = watched.decide("approve", "head-1");
  watched.tell({ kind: "recall", task: first }, "head-1");
  watched.decide("approve", "head-1");
  watched.decide("approve", "boss-1");
  watched.tell({ kind: "claim", task: watched.task }, "user-2");
  const told = toldBy(watched.play.history, { laneOf });
  const rows = watched.moves;
  const recalled = rows.flatMap((row) => row.decisions.recalled);
  expect(recalled).toEqual([first]);
  const decisions = rows
    .flatMap((row) => row.decisions.put)
    .map((row) => ({ ...row, counts: row.counts && !recalled.includes(row.id) }));
  expect(decisions).toEqual(told?.rows.decisions.put);
  expect(decisions).toMatchObject([
    { by: "head-1", word: "Согласовано", title: "Согласуйте", about: null, counts: false },
    { by: "head-1", counts: true },
    { by: "boss-1", counts: true },
  ]);
  const viewers = new Set(rows.flatMap((row) => row.viewers));
  expect(viewers).toEqual(new Set(told?.rows.viewers));
  expect([...viewers].sort()).toEqual(["boss-1", "head-1", "user-1", "user-2"]);
  expect(rows.flatMap((row) => row.records.put)).toEqual(told?.rows.records.put);
  expect(told?.rows.records.put).toContain("lead/101");
  expect(rows.map((row) => row.steps.put.map((step) => `${step.id} ${step.count}`))).toContainEqual(["agree 1"]);
  expect(told?.rows.steps.put).toEqual([{ id: "last", count: 1 }]);
});

test("where an instance ended nothing waits any more", () => {
  const watched = begun();
  watched.tell({ kind: "withdraw", reason: null }, "user-1");
  watched.tell({ kind: "cancel", reason: "ошибка" }, "admin-1");
  expect(watched.moves.at(-1)?.steps).toMatchObject({ put: [] });
  expect(toldBy(watched.play.history, { laneOf })?.rows.steps.put).toEqual([]);
});
