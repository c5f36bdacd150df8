import type { WaitStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { countFrom, instantIn } from "../duration-of.ts";
import { contextAt } from "../scope.ts";
import { readerOf, valueOf } from "../text.ts";
import { schedule } from "../timers.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Waits for a duration, or until an instant; one that has passed does not wait. */
export const wait: StepBehavior<WaitStep> = {
  enter(run, step, at) {
    const context = contextAt(run, at);
    const { dueAt, remembered } =
      step.for !== null
        ? countFrom(run, run.now, step.for, context)
        : {
            dueAt:
              step.until === null
                ? run.now
                : instantIn(run, valueOf(step.until, context, readerOf(run, null)), "until"),
            remembered: {},
          };
    begin(run, step, at);
    if (dueAt <= run.now) return complete(run, at.id, null);
    schedule(run, { activation: at.id, task: null, purpose: { kind: "wait", ...remembered }, dueAt });
  },
  timerFired: (run, _step, at) => complete(run, at.id, null),
};
