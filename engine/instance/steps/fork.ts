import type { Value, ValueMap } from "../../base/value.ts";
import type { ForkStep } from "../../definition/model.ts";
import { begin, complete, enterLane } from "../advance.ts";
import { closeInside } from "../interruption.ts";
import type { Run } from "../run.ts";
import type { Activation } from "../state.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Branches side by side; with `any` the first to end closes the others. */
export const fork: StepBehavior<ForkStep> = {
  enter(run, step, at) {
    begin(run, step, at);
    for (const branch of [...step.branches].reverse()) {
      enterLane(run, branch.do, {
        parent: at.id,
        lane: `branch:${branch.name}`,
        scope: `${at.id}:${branch.name}`,
        scopeParent: at.scope,
        lets: null,
      });
    }
  },
  laneEnded(run, step, at, lane) {
    if (step.complete === "any") {
      const winner = lane.slice("branch:".length);
      const result = resultOf(run, step, at, (name) => name === winner);
      closeInside(run, at.id, "any");
      complete(run, at.id, result);
      return;
    }
    const begun = at.lanes.length === step.branches.length;
    const running = Object.values(run.instance.activations).some((one) => one.parent === at.id);
    if (begun && !running)
      complete(
        run,
        at.id,
        resultOf(run, step, at, () => true),
      );
  },
};

/** Branch → the variables made in it; null for a branch that was closed. */
function resultOf(run: Run, step: ForkStep, at: Activation, ended: (name: string) => boolean): ValueMap {
  const entries = step.branches.map(({ name }): [string, Value] => [
    name,
    ended(name) ? (run.instance.scopes[`${at.id}:${name}`]?.variables ?? {}) : null,
  ]);
  return Object.fromEntries(entries);
}
