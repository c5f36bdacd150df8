import type { Value } from "../../base/value.ts";
import type { BlockStep } from "../../definition/model.ts";
import { begin, complete, enterLane } from "../advance.ts";
import { firstLook, reopenInside } from "../gate.ts";
import { closeInside } from "../interruption.ts";
import { scheduleLadder } from "../ladder.ts";
import type { Run } from "../run.ts";
import type { Activation } from "../state.ts";
import { meets, subscriptionOf } from "../subscription.ts";
import { atText, lateResult } from "../timeout.ts";
import { timersWhere } from "../timers.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** A block with a scope of its own, perhaps with an end that may come from outside (`until`) and a ladder of its own. */
export const block: StepBehavior<BlockStep> = {
  enter(run, step, at) {
    const subscription = step.until === null ? null : subscriptionOf(run, step.until, at);
    begin(run, step, at, { subscription });
    if (
      run.activation(at.id).lanes.length === 0 &&
      timersWhere(run, (timer) => timer.activation === at.id && timer.purpose.kind === "rung").length === 0
    ) {
      scheduleLadder(run, { activation: at.id, task: null, ladder: step.escalation, origin: run.now });
    }
    if (step.until?.kind === "holds") return firstLook(run, at.id);
    inside(run, step, run.activation(at.id));
  },
  open: (run, step, at) => inside(run, step, at),
  laneEnded(run, step, at) {
    complete(run, at.id, endOf(run, step));
  },
  exited: (run, step, _at, lane) => (lane === "timeout" ? lateResult(run, step) : endOf(run, step)),
  delivered(run, step, at, event) {
    if (step.until === null) return;
    const by = meets(run, step.until, at, event);
    if (by === null) return;
    closeInside(run, at.id, "until");
    complete(run, at.id, { by, event: event.event, at: atText(run) }, { closed: "until" });
  },
};

/** The block came to its own end, before anything that `until` waits for. */
function endOf(run: Run, step: BlockStep): Value {
  return step.until === null ? null : { by: "end", event: null, at: atText(run) };
}

function inside(run: Run, step: BlockStep, at: Activation): void {
  // Looked at again, after an incident or a suspension: what waited for that look goes on.
  if (at.lanes.length > 0) return reopenInside(run, at.id);
  enterLane(run, step.do, { parent: at.id, lane: "do", scope: `${at.id}:do`, scopeParent: at.scope, lets: null });
}
