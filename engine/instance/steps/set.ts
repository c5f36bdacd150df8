import type { SetStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { assignNearest, contextAt } from "../scope.ts";
import { readerOf, valueOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Gives variables values, all computed before any is set. */
export const set: StepBehavior<SetStep> = {
  enter(run, step, at) {
    const context = contextAt(run, at);
    const reader = readerOf(run, null);
    const values = step.values.map(({ name, value }) => ({ name, value: valueOf(value, context, reader) }));
    begin(run, step, at);
    const variables = values.map(({ name, value }) => assignNearest(run.instance, at.scope, name, value));
    complete(run, at.id, null, { variables });
  },
};
