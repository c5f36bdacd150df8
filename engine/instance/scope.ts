import type { Value, ValueMap } from "../base/value.ts";
import { isRecord } from "../base/value.ts";
import type { Definition } from "../definition/model.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import type { Assignment } from "./event.ts";
import { homeScope } from "./home-scope.ts";
import { hasResult } from "./places.ts";
import type { Run } from "./run.ts";
import type { Instance, Scope } from "./state.ts";

/** Where an expression is evaluated: a scope, and names that stand before it (`record`, `assignee`, an iteration's element). */
export interface Where {
  readonly scope: string;
  /** Used while `scope` has not been made yet: its first step is being entered. */
  readonly scopeParent?: string | null;
  readonly lets?: ValueMap | null;
}

/** What expressions of this instance see at that place. */
export function contextAt(run: Run, where: Where): EvaluationContext {
  const { facts, definition } = run;
  return {
    variable: (name) => lookUp(run, where, name),
    now: run.now,
    calendar: definition.calendar,
    people: facts.people,
    list: (name) => facts.lists[name],
  };
}

function lookUp(run: Run, where: Where, name: string): Value | undefined {
  if (where.lets && Object.hasOwn(where.lets, name)) return where.lets[name];
  if (run.started === null)
    return run.command.kind === "start" && name === "requester"
      ? run.command.requester
      : declaredNames(run.definition).has(name)
        ? null
        : undefined;
  const { scopes } = run.started;
  let at: string | null = where.scope in scopes ? where.scope : (where.scopeParent ?? "");
  while (at !== null) {
    const scope: Scope | undefined = scopes[at];
    if (!scope) break;
    if (Object.hasOwn(scope.variables, name)) return scope.variables[name];
    at = scope.parent;
  }
  if (name === "requester") return run.started.requester;
  // A variable of a step that has not run (a case not taken) is null: `check` demands a test where it is read.
  return declaredNames(run.definition).has(name) ? null : undefined;
}

const DECLARED = new WeakMap<Definition, ReadonlySet<string>>();

/** Every name the process can ever set. */
function declaredNames(definition: Definition): ReadonlySet<string> {
  const known = DECLARED.get(definition);
  if (known) return known;
  const names = new Set<string>(definition.inputs.map((input) => input.name));
  for (const step of definition.steps.values()) {
    if (step.kind === "set") for (const { name } of step.values) names.add(name);
    else if (hasResult(step)) names.add(step.variable);
  }
  DECLARED.set(definition, names);
  return names;
}

/** Changes the nearest variable of that name, else makes one in the scope (language §2, `set`). */
export function assignNearest(instance: Instance, scope: string, name: string, value: Value): Assignment {
  let at: string | null = scope;
  while (at !== null) {
    const found: Scope | undefined = instance.scopes[at];
    if (!found) break;
    if (Object.hasOwn(found.variables, name)) return { scope: at, name, value };
    at = found.parent;
  }
  return { scope: homeScope(instance.scopes, scope), name, value };
}

/** The value with every record's snapshot replaced by its reference: what leaves the instance names records, it does not copy them. */
export function toReferences(value: Value): Value {
  if (isRecord(value)) return value.ref;
  if (Array.isArray(value)) return value.map(toReferences);
  if (typeof value === "object" && value !== null && !("$type" in value)) {
    return Object.fromEntries(Object.entries(value as ValueMap).map(([name, inner]) => [name, toReferences(inner)]));
  }
  return value;
}
