import type { CallStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { requestCall } from "../call-request.ts";
import { fail } from "../failure.ts";
import { contextAt } from "../scope.ts";
import { mapOf, readerOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** One operation of an adapter. */
export const call: StepBehavior<CallStep> = {
  enter(run, step, at) {
    const { edited } = run.isLive(at.id) ? run.activation(at.id) : {};
    const limit = { attemptTimeoutMs: step.retry.attemptTimeoutMs };
    if (edited?.operation === step.operation) return requestCall(run, at.id, { ...edited, ...limit });
    const input = mapOf(step.with, contextAt(run, at), readerOf(run, null));
    begin(run, step, at);
    requestCall(run, at.id, { operation: step.operation, input, ...limit });
  },
  callEnded(run, step, at, ended, outcome) {
    if (outcome.kind === "done") return complete(run, at.id, outcome.output);
    if (outcome.kind === "refused") return fail(run, at.id, { code: outcome.code, message: outcome.message });
    // Where the other side knows our key there was nothing uncertain to skip: it may be asked again.
    if (step.onUncertain === "skip" && !outcome.keyed) return complete(run, at.id, null);
    fail(run, at.id, { code: "UNCERTAIN", message: `${ended.operation}: ${outcome.message}` });
  },
};
