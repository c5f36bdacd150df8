import type { ValueMap } from "../../base/value.ts";
import type { RecordStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { contextAt, toReferences } from "../scope.ts";
import { mapOf, readerOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Appends a row to a registry, in the very commit: there is no moment in which it could be lost. */
export const record: StepBehavior<RecordStep> = {
  enter(run, step, at) {
    const entry = toReferences(mapOf(step.entry, contextAt(run, at), readerOf(run, null))) as ValueMap;
    begin(run, step, at);
    run.emit({ kind: "registryAppended", step: step.id, activation: at.id, registry: step.registry, entry });
    complete(run, at.id, entry);
  },
};
