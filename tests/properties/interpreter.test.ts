import fc from "fast-check";
import { expect, test } from "vitest";
import type { TaskId, UserId } from "../../engine/base/ids.ts";
import { id } from "../../engine/base/ids.ts";
import type { CommandBody } from "../../engine/instance/command.ts";
import { decide } from "../../engine/instance/decide.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import { evolve } from "../../engine/instance/evolve.ts";
import type { Instance, Task } from "../../engine/instance/state.ts";
import { compiledOf } from "../support/definition-of.ts";
import { done, Play, WILLING } from "../support/play.ts";
import { randomProcess } from "./random-process.ts";

/** Processes × command sequences. `ORDO_PROPERTY_RUNS=20000 npx vitest run tests/properties` looks longer. */
const RUNS = Number(process.env["ORDO_PROPERTY_RUNS"] ?? 400);
const COMMANDS_MAX = 25;

const PEOPLE = ["user-1", "user-2", "head-1", "boss-1", "admin-1", "stranger"];

/** One thing that may happen, made concrete by what is open when its turn comes. */
const happening = fc.record({
  what: fc.constantFrom(
    "complete",
    "complete",
    "complete",
    "claim",
    "unclaim",
    "delegate",
    "reassign",
    "addApprover",
    "askForInfo",
    "recall",
    "ring",
    "ring",
    "ring",
    "report",
    "report",
    "deliver",
    "suspend",
    "resume",
    "retry",
    "withdraw",
    "cancel",
    "leave",
  ),
  which: fc.nat(50),
  who: fc.constantFrom(...PEOPLE),
  other: fc.constantFrom(...PEOPLE),
  outcome: fc.constantFrom("done", "approve", "approve", "reject", "rework", "nonsense"),
  answer: fc.constantFrom("done", "done", "refused", "unknown"),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

test("replay gives the stored instance, deciding twice decides the same, and everything that waits has a wake-up", () => {
  fc.assert(
    fc.property(randomProcess, fc.array(happening, { maxLength: COMMANDS_MAX }), ({ text }, happenings) => {
      // What `check` refuses (a jump that skips a variable, say) never runs.
      const { definition } = compiledOf(text);
      fc.pre(definition !== null);
      const play = new Play(definition as NonNullable<typeof definition>);
      play.outside = () => null;
      step(
        play,
        {
          kind: "start",
          input: { count: 5, flag: false },
          requester: id<UserId>("user-1"),
          key: null,
          start: null,
          cause: null,
        },
        "user-1",
      );
      for (const one of happenings) happen(play, one);
      // The healing phase: the outside answers everything.
      play.outside = WILLING;
      play.settle();
      invariants(play);
      everyTaskCanBeTaken(play);
    }),
    {
      numRuns: RUNS,
      ...(process.env["ORDO_PROPERTY_SEED"] ? { seed: Number(process.env["ORDO_PROPERTY_SEED"]) } : {}),
    },
  );
});

/** A5 before, A4 and A6 after every command. */
function step(play: Play, body: CommandBody, by: string | null): void {
  const before = play.instance;
  const command = {
    ...body,
    id: id("twice"),
    instance: id("i-1"),
    by: by === null ? null : id<UserId>(by),
  } as Parameters<typeof decide>[2];
  const first = decide(play.definition, before, command, play.facts);
  expect(decide(play.definition, before, command, play.facts)).toEqual(first);
  play.one(body, by);
  invariants(play);
}

function happen(play: Play, one: Happening): void {
  const command = concrete(play, one);
  if (command !== null) step(play, command.body, command.by);
}

function concrete(
  play: Play,
  { what, which, who, other, outcome, answer }: Happening,
): { body: CommandBody; by: string | null } | null {
  const task: Task | undefined = play.tasks[which % Math.max(1, play.tasks.length)];
  const holder = task?.assignee ?? task?.candidates[which % Math.max(1, task.candidates.length)] ?? who;
  const by = which % 4 === 0 ? who : holder;
  const to = id<UserId>(other);
  const onTask = task?.id ?? id<TaskId>("gone");
  switch (what) {
    case "complete":
      return {
        by,
        body: {
          kind: "complete",
          task: onTask,
          outcome: which % 3 === 0 ? null : outcome,
          form: task?.purpose === "rescue" ? { assignee: other } : {},
          comment: "потому что",
        },
      };
    case "claim":
    case "unclaim":
      return { by, body: { kind: what, task: onTask } };
    case "delegate":
    case "reassign":
      return { by, body: { kind: what, task: onTask, to } };
    case "addApprover":
      return { by, body: { kind: what, task: onTask, user: to } };
    case "askForInfo":
      return { by, body: { kind: what, task: onTask, to: null, question: "зачем?" } };
    case "recall": {
      const line = play.instance?.sheet[which % Math.max(1, play.instance.sheet.length)];
      return line ? { by: line.by ?? who, body: { kind: "recall", task: line.task } } : null;
    }
    case "ring": {
      const [timer] = play.timers;
      if (!timer) return null;
      if (timer.dueAt > play.now) play.now = timer.dueAt;
      return { by: null, body: { kind: "fireTimer", timer: timer.id } };
    }
    case "report": {
      const calls = play.calls.filter((call) => !call.resting);
      const call = calls[which % Math.max(1, calls.length)];
      if (!call) return null;
      const outcomes = {
        done: call.withdrawn || which % 7 === 0 ? done({}) : (WILLING(call) ?? done({})),
        refused: { kind: "refused", code: "NO", message: "нет" },
        unknown: { kind: "unknown", message: "тишина", keyed: which % 2 === 0 },
      } as const;
      return {
        by: null,
        body: { kind: "reportCall", call: call.id, attempt: call.attempt, outcome: outcomes[answer] },
      };
    }
    case "deliver": {
      const waiting = Object.values(play.instance?.activations ?? {}).filter((live) => live.subscription !== null);
      const live = waiting[which % Math.max(1, waiting.length)];
      if (!live) return null;
      const record =
        which % 2 === 0
          ? { id: "101", type: "lead", ref: "lead/101", stageKind: which % 4 === 0 ? "first" : "open" }
          : null;
      const event =
        live.subscription?.kind === "holds"
          ? ({ kind: "record", name: "crm.lead.updated", event: {}, record } as const)
          : ({ kind: "message", name: "go", event: {} } as const);
      return { by: null, body: { kind: "deliver", activation: live.id, event } };
    }
    case "suspend":
      return { by: "admin-1", body: { kind: "suspend", reason: null } };
    case "resume":
      return { by: "admin-1", body: { kind: "resume" } };
    case "retry": {
      const [incident] = Object.keys(play.instance?.incidents ?? {});
      return incident === undefined ? null : { by: "admin-1", body: { kind: "retry", incident } };
    }
    case "withdraw":
      return which % 5 === 0 ? { by: "user-1", body: { kind: "withdraw", reason: null } } : null;
    case "cancel":
      return which % 9 === 0 ? { by: which % 2 === 0 ? "admin-1" : who, body: { kind: "cancel", reason: null } } : null;
    case "leave":
      return null;
    default:
      return what satisfies never;
  }
}

function invariants(play: Play): void {
  const instance = play.instance as Instance;
  const replayed = play.history.reduce<Instance | null>(
    (state: Instance | null, event: HistoryEvent) => evolve(state, event),
    null,
  );
  expect(replayed).toEqual(instance);
  play.history.forEach((event, index) => expect(event.sequence).toBe(index + 1));
  const keys = play.of("callRequested").map((event) => event.key);
  expect(keys.every((key) => key.length > 0)).toBe(true);
  if (instance.endedAt !== null) return ended(instance);
  for (const live of Object.values(instance.activations))
    expect([live.id, wakeUpOf(instance, live.id)]).not.toEqual([live.id, null]);
  if (Object.keys(instance.activations).length === 0)
    expect(
      Object.keys(instance.incidents).length + Object.keys(instance.tasks).length + (instance.loading ? 1 : 0),
    ).toBeGreaterThan(0);
  for (const task of Object.values(instance.tasks)) {
    // Four eyes: nobody whom notBy strikes out has the task, by whatever door.
    expect(task.excluded).not.toContain(task.assignee);
    expect(task.candidates.filter((user) => task.excluded.includes(user))).toEqual([]);
  }
}

/** «Never an endless wait»: whoever a task is for, somebody may act on it. */
function everyTaskCanBeTaken(play: Play): void {
  if (play.instance?.status !== "running") return;
  for (const task of play.tasks) {
    const may = PEOPLE.filter((user) => {
      const body: CommandBody = { kind: "comment", task: task.id, text: "?" };
      const command = { ...body, id: id("try"), instance: id("i-1"), by: id<UserId>(user) } as Parameters<
        typeof decide
      >[2];
      return (
        decide(play.definition, play.instance, command, play.facts).kind === "accepted" &&
        user !== play.instance?.requester
      );
    });
    const isRequesters = [task.assignee, ...task.candidates].includes(id<UserId>("user-1"));
    expect([task.id, may.length > 0 || isRequesters]).toEqual([task.id, true]);
  }
}

function ended(instance: Instance): void {
  expect(instance.activations).toEqual({});
  expect(instance.tasks).toEqual({});
  expect(Object.values(instance.timers).filter((timer) => timer.purpose.kind !== "attempt")).toEqual([]);
  expect(instance.incidents).toEqual({});
}

/** What will move this visit on: never nothing (A6). */
function wakeUpOf(instance: Instance, activation: string): string | null {
  if (Object.values(instance.activations).some((one) => one.parent === activation)) return "inside";
  if (Object.values(instance.tasks).some((task) => task.activation === activation && task.purpose !== "unreachable"))
    return "task";
  if (Object.values(instance.timers).some((timer) => timer.activation === activation && timer.purpose.kind !== "rung"))
    return "timer";
  if (
    Object.values(instance.calls).some(
      (call) => call.activation === activation && !call.withdrawn && call.purpose.kind !== "told",
    )
  )
    return "call";
  if (
    Object.values(instance.calls).some(
      (call) =>
        !call.withdrawn &&
        call.purpose.kind === "look" &&
        call.purpose.then.kind === "open" &&
        call.purpose.then.activation === activation,
    )
  )
    return "look";
  if (Object.values(instance.incidents).some((incident) => incident.activation === activation)) return "incident";
  if (instance.activations[activation as keyof typeof instance.activations]?.subscription) return "subscription";
  return null;
}
