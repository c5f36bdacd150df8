import { assert } from "../../base/assert.ts";
import type { ValueMap } from "../../base/value.ts";
import type { DecisionStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { contextAt, toReferences } from "../scope.ts";
import { mapOf, readerOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Evaluates a decision table; inputs, matched rules and outputs stay in the history. */
export const decision: StepBehavior<DecisionStep> = {
  enter(run, step, at) {
    const table = run.definition.decisions[step.table];
    assert(table, `No table ${step.table}`);
    const renamed = mapOf(step.with, contextAt(run, at), readerOf(run, null));
    const lets: ValueMap = { ...at.lets, ...renamed };
    const { inputs, matched, outputs } = table.evaluate(contextAt(run, { ...at, lets }));
    begin(run, step, at);
    const record = {
      table: step.table,
      inputs: toReferences(inputs) as ValueMap,
      matched,
      outputs: toReferences(outputs) as ValueMap,
    };
    complete(run, at.id, { ...outputs, matched }, { decision: record });
  },
};
