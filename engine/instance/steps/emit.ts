import type { EmitStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { requestCall } from "../call-request.ts";
import { fail } from "../failure.ts";
import { contextAt } from "../scope.ts";
import { mapOf, readerOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Raises an event for other processes. */
export const emit: StepBehavior<EmitStep> = {
  enter(run, step, at) {
    const values = mapOf(step.with, contextAt(run, at), readerOf(run, null));
    begin(run, step, at);
    requestCall(run, at.id, { operation: "event.emit", input: { event: step.event, with: values } });
  },
  callEnded(run, _step, at, _call, outcome) {
    if (outcome.kind === "done") return complete(run, at.id, null);
    fail(run, at.id, outcome.kind === "refused" ? outcome : { code: "UNCERTAIN", message: outcome.message });
  },
};
