import type { RaiseStep } from "../../definition/model.ts";
import { begin } from "../advance.ts";
import { fail } from "../failure.ts";
import { contextAt } from "../scope.ts";
import { readerOf, textOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Fails with a business error: a `catch` takes it, else the process has failed. */
export const raise: StepBehavior<RaiseStep> = {
  enter(run, step, at) {
    const context = contextAt(run, at);
    const reader = readerOf(run, null);
    const code = textOf(step.error, context, reader);
    const message = step.message === null ? code : textOf(step.message, context, reader);
    begin(run, step, at);
    fail(run, at.id, { code, message, raised: true });
  },
};
