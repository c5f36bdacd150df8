import type { TryStep } from "../../definition/model.ts";
import { begin, complete, enterLane } from "../advance.ts";
import { laneOfTry } from "../failure.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Steps whose failure is handled. Which `catch` takes it is worked out in `failure.ts`. */
export const tryStep: StepBehavior<TryStep> = {
  enter(run, step, at) {
    begin(run, step, at);
    enterLane(run, step.do, { parent: at.id, lane: "do:1", scope: at.scope, scopeParent: null, lets: null });
  },
  timerFired(run, step, at) {
    const lane = `do:${at.lanes.filter((one) => one.startsWith("do:")).length + 1}`;
    enterLane(run, step.do, { parent: at.id, lane, scope: at.scope, scopeParent: null, lets: null });
  },
  laneEnded(run, step, at, lane) {
    const handler = laneOfTry(step, lane);
    const then = handler !== null && handler.then.kind !== "continue" ? handler.then : step.then;
    complete(run, at.id, null, { then });
  },
};
