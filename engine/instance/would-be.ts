import type { Value, ValueMap } from "../base/value.ts";
import type { Step, Template } from "../definition/model.ts";
import { attempt, type StepProblem } from "./attempt.ts";
import type { Run } from "./run.ts";
import { contextAt } from "./scope.ts";
import { mapOf, readerOf, valueOf } from "./text.ts";

/**
 * What the decisions and `set` steps behind a place would come to under this run's definition, with everything else as it
 * is: approvers and facts mostly hang on them. Only what has a value already, or what the other definition does not
 * know, is worked out; a variable that several steps set, or that is made of itself, stays as it is.
 *
 * @param other the definition to compare with: its steps are those that have run
 */
export function wouldBe(run: Run, other: Run, scope: string): ValueMap {
  const lets: Record<string, Value> = {};
  const sets = setsOf(run);
  for (const step of run.definition.steps.values()) {
    if (step.kind !== "decision" && step.kind !== "set") continue;
    const isNew = !other.definition.steps.has(step.id) && step.list === "";
    const known = (name: string): boolean => isNew || (contextAt(run, { scope }).variable(name) ?? null) !== null;
    tried(run, () => {
      if (step.kind === "decision") {
        if (known(step.variable)) lets[step.variable] = decided(run, step, { scope, lets });
        return;
      }
      for (const { name, value } of step.values) {
        if (sets.get(name) !== 1 || !known(name) || namesIn(value).includes(name)) continue;
        lets[name] = valueOf(value, contextAt(run, { scope, lets }), readerOf(run, null));
      }
    });
  }
  return lets;
}

/** How many `set` entries give each variable its value. */
function setsOf(run: Run): ReadonlyMap<string, number> {
  const names = [...run.definition.steps.values()].flatMap((step) =>
    step.kind === "set" ? step.values.map(({ name }) => name) : [],
  );
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}

/** The variables that a template reads. */
function namesIn(template: Template): readonly string[] {
  switch (template.kind) {
    case "literal":
      return [];
    case "expression":
      return template.expression.names;
    case "text":
      return template.parts.flatMap((part) => (typeof part === "string" ? [] : part.names));
    case "list":
      return template.items.flatMap(namesIn);
    case "map":
      return template.entries.flatMap(({ value }) => namesIn(value));
  }
}

function decided(
  run: Run,
  step: Extract<Step, { kind: "decision" }>,
  where: { readonly scope: string; readonly lets: ValueMap },
): Value {
  const renamed = mapOf(step.with, contextAt(run, where), readerOf(run, null));
  const context = contextAt(run, { ...where, lets: { ...where.lets, ...renamed } });
  const result = run.definition.decisions[step.table]?.evaluate(context);
  return result ? { ...result.outputs, matched: result.matched } : null;
}

/** What a piece of work comes to, or why it cannot be done for a reason of the process or its data. */
export function tried<T>(run: Run, work: () => T): { readonly value: T } | { readonly problem: StepProblem } {
  let result: { readonly value: T } | { readonly problem: StepProblem } | null = null;
  attempt(
    run,
    () => {
      result = { value: work() };
    },
    (problem) => {
      result = { problem };
    },
  );
  return result as unknown as { readonly value: T } | { readonly problem: StepProblem };
}
