import fc from "fast-check";
import { expect, test } from "vitest";
import { findScenarios } from "../../adapters/command-line/find-scenarios.ts";
import { LoaderPool } from "../../adapters/command-line/loader-pool.ts";
import { loadScenario } from "../../adapters/command-line/scenario-file.ts";
import { folderSource } from "../../adapters/process-source/folder/folder-source.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Facts } from "../../engine/instance/command.ts";
import { evolve } from "../../engine/instance/evolve.ts";
import { planMigration } from "../../engine/instance/migrate.ts";
import { planReplan } from "../../engine/instance/replan.ts";
import type { Instance } from "../../engine/instance/state.ts";
import { runScenario } from "../../engine/simulation/run-scenario.ts";
import { compiledOf } from "../support/definition-of.ts";
import { Play, WILLING } from "../support/play.ts";
import { randomProcess } from "./random-process.ts";

const RUNS = Number(process.env["ORDO_PROPERTY_RUNS"] ?? 120);

/** The same definition as another version. */
function renamed(definition: Definition): Definition {
  return { ...definition, digest: "another" };
}

test("wherever a shipped process stands, moving it to an equal version touches neither timers nor tasks", () => {
  const pool = new LoaderPool(folderSource());
  let seen = 0;
  for (const file of findScenarios(["processes"])) {
    const { scenario, stage } = loadScenario(file, { pool });
    if (!scenario || !stage) continue;
    const { world } = runScenario(scenario, stage);
    for (const { definition, history } of world.instances) {
      let instance: Instance | null = null;
      history.forEach((event, index) => {
        instance = evolve(instance, event);
        const isCommitted = history[index + 1]?.command !== event.command;
        if (!isCommitted || instance.endedAt !== null) return;
        seen += 1;
        const facts: Facts = {
          ...world.startFacts,
          now: event.at,
          turns: {},
          number: 0,
          departments: {},
        };
        const plan = planMigration({ previous: definition, next: renamed(definition), instance, facts });
        expect(plan.kind === "refused" ? plan.reasons : plan.events.map(({ kind }) => kind)).toEqual([
          "instanceMigrated",
        ]);
        expect(planReplan({ definition, instance, facts }).moved).toEqual([]);
      });
    }
  }
  expect(seen).toBeGreaterThan(500);
});

const move = fc.record({
  what: fc.constantFrom("complete", "complete", "ring", "ring", "ring", "report", "ask", "suspend", "resume", "later"),
  which: fc.nat(50),
  outcome: fc.constantFrom("done", "approve", "reject", "rework"),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

function make(play: Play, { what, which, outcome }: Move): void {
  const task = play.tasks[which % Math.max(1, play.tasks.length)];
  const by = task?.assignee ?? task?.candidates[0] ?? null;
  switch (what) {
    case "complete":
      if (task && by) play.one({ kind: "complete", task: task.id, outcome, form: {}, comment: "потому что" }, by);
      return;
    case "ask":
      if (task && by) play.one({ kind: "askForInfo", task: task.id, to: null, question: "?" }, by);
      return;
    case "ring": {
      const [timer] = play.timers;
      if (!timer || timer.dueAt > Date.parse("2050-01-01")) return;
      if (timer.dueAt > play.now) play.now = timer.dueAt;
      play.one({ kind: "fireTimer", timer: timer.id });
      return;
    }
    case "report": {
      play.outside = WILLING;
      play.settle();
      play.outside = () => null;
      return;
    }
    case "later":
      play.now = (play.now + which * 3_600_000) as typeof play.now;
      return;
    default:
      play.one(what === "suspend" ? { kind: what, reason: null } : { kind: what }, "admin-1");
  }
}

/** Other times, other rungs, other words: what an author changes most. */
const change = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.replaceAll("P1D", "PT5H"),
  (text) => text.replaceAll("P1D", "{ businessDays: 3 }"),
  (text) => text.replaceAll(/days: \d/g, "days: 1"),
  (text) => text.replaceAll("escalation: [", "escalation: [ { after: PT7H, action: notify, to: boss-1 },"),
  (text) => text.replaceAll(/, repeat: (?:\{[^}]*\}|[\w-]+)/g, ""),
  (text) => text.replaceAll(/^( *)- id: (\S+)/gm, "$1- id: new-$2\n$1  set: { fresh: 1 }\n$1- id: $2"),
  (text) => text.replaceAll(/timeout: .*/g, "timeout: { after: { businessHours: 1 }, then: continue }"),
);

test("a migrated history replays to the same, a refused migration changes nothing, and no timer is overdue for having moved", () => {
  let [moved, refused] = [0, 0];
  fc.assert(
    fc.property(randomProcess, fc.array(move, { maxLength: 14 }), change, ({ text }, moves, edit) => {
      const { definition } = compiledOf(text);
      fc.pre(definition !== null);
      const next = compiledOf(edit(text)).definition;
      fc.pre(next !== null);
      const play = new Play(definition as Definition);
      play.outside = () => null;
      play.start({ count: 5, flag: false });
      for (const one of moves) make(play, one);
      const before = play.instance;
      fc.pre(before !== null && before.endedAt === null);
      if (before === null) return;
      const at = Math.max(play.now, before.lastAt);
      const answer = play.migrate(renamed(next as Definition), null);
      if (answer.kind === "rejected") {
        refused += 1;
        expect([answer.code, answer.events, play.instance]).toEqual(["MIGRATION_REFUSED", [], before]);
        return;
      }
      moved += 1;
      const after = play.instance as Instance;
      expect(play.history.reduce<Instance | null>((state, event) => evolve(state, event), null)).toEqual(after);
      expect(after.tasks).toEqual(before.tasks);
      expect(Object.keys(after.activations)).toEqual(Object.keys(before.activations));
      for (const timer of Object.values(after.timers))
        if (timer.dueAt < at)
          expect(
            Object.values(before.timers).some(
              (old) => old.dueAt <= at && old.task === timer.task && old.activation === timer.activation,
            ),
          ).toBe(true);
      if (text === edit(text)) expect(answer.events.map(({ kind }) => kind)).toEqual(["instanceMigrated"]);
      // It goes on by the new file.
      for (const one of moves) make(play, one);
      play.outside = WILLING;
      play.settle();
      expect(play.history.reduce<Instance | null>((state, event) => evolve(state, event), null)).toEqual(play.instance);
    }),
    { numRuns: RUNS },
  );
  expect([moved > RUNS / 20, refused >= 0]).toEqual([true, true]);
});
