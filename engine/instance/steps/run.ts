import { isMap } from "../../base/value.ts";
import type { RunStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { requestCall } from "../call-request.ts";
import { fail } from "../failure.ts";
import { contextAt } from "../scope.ts";
import { mapOf, readerOf, valueOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Starts another process; with `await` it waits for its end and gets its output. */
export const run: StepBehavior<RunStep> = {
  enter(work, step, at) {
    const context = contextAt(work, at);
    const reader = readerOf(work, null);
    const values = mapOf(step.with, context, reader);
    const key = step.key === null ? null : valueOf(step.key, context, reader);
    begin(work, step, at);
    requestCall(work, at.id, {
      operation: "process.run",
      input: { process: step.process, with: values, key, await: step.await },
    });
  },
  callEnded(work, step, at, _call, outcome) {
    if (outcome.kind !== "done")
      return fail(work, at.id, outcome.kind === "refused" ? outcome : { code: "UNCERTAIN", message: outcome.message });
    const { output } = outcome;
    const status = isMap(output) ? output["status"] : null;
    if (step.await && status !== "completed") {
      return fail(work, at.id, {
        code: status === "canceled" ? "CHILD_CANCELED" : "CHILD_FAILED",
        message: `${step.process}: ${String(status)}`,
      });
    }
    complete(work, at.id, step.await && isMap(output) ? (output["output"] ?? null) : output);
  },
};
