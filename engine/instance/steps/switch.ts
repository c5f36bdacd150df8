import type { SwitchStep } from "../../definition/model.ts";
import { begin, complete, enterLane } from "../advance.ts";
import { contextAt } from "../scope.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** The first case whose `when` holds; where none does it goes on. */
export const switchStep: StepBehavior<SwitchStep> = {
  enter(run, step, at) {
    const context = contextAt(run, at);
    const index = step.cases.findIndex(({ when }) => when === null || when.evaluate(context) === true);
    begin(run, step, at);
    const chosen = step.cases[index];
    if (!chosen) return complete(run, at.id, null, { case: 0 });
    if (chosen.do === null) return complete(run, at.id, null, { case: index + 1, then: thenOf(chosen.then, step) });
    enterLane(run, chosen.do, { parent: at.id, lane: `case:${index}`, scope: at.scope, scopeParent: null, lets: null });
  },
  laneEnded(run, step, at, lane) {
    const index = Number(lane.slice("case:".length));
    complete(run, at.id, null, { case: index + 1, then: thenOf(step.cases[index]?.then ?? step.then, step) });
  },
};

/** A case that says nothing goes on as the switch does. */
function thenOf(own: SwitchStep["then"], step: SwitchStep): SwitchStep["then"] {
  return own.kind === "continue" ? step.then : own;
}
