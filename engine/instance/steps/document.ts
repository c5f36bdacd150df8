import { refOf } from "../../base/value.ts";
import type { DocumentStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { requestCall } from "../call-request.ts";
import { fail } from "../failure.ts";
import { contextAt, toReferences } from "../scope.ts";
import { sheetOf } from "../sheet.ts";
import { mapOf, readerOf, valueOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Renders a document and attaches it to a record. The approval sheet's data come from the history. */
export const document: StepBehavior<DocumentStep> = {
  enter(run, step, at) {
    const context = contextAt(run, at);
    const reader = readerOf(run, null);
    const values = toReferences(mapOf(step.with, context, reader));
    const attachTo = step.attachTo === null ? null : refOf(valueOf(step.attachTo, context, reader));
    begin(run, step, at);
    const data = { values, sheet: sheetOf(run) };
    requestCall(run, at.id, {
      operation: "document.render",
      input: { template: step.template, format: step.format, data, attachTo },
    });
  },
  callEnded(run, _step, at, _call, outcome) {
    if (outcome.kind === "done") return complete(run, at.id, outcome.output);
    fail(run, at.id, outcome.kind === "refused" ? outcome : { code: "UNCERTAIN", message: outcome.message });
  },
};
