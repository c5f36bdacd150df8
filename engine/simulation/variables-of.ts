import type { Value } from "../base/value.ts";
import type { Assignment, HistoryEvent } from "../instance/event.ts";

/**
 * Each variable of an instance as it last was, the outermost scope winning (language §6): scopes that ended are
 * remembered, so that a scenario can speak of what a block or an iteration worked out.
 */
export function variablesOf(history: readonly HistoryEvent[]): Readonly<Record<string, Value>> {
  const scopes = new Map<string, { readonly depth: number; readonly values: Map<string, Value> }>([
    ["", { depth: 0, values: new Map() }],
  ]);
  const scope = (id: string, parent: string | null) => {
    const known = scopes.get(id);
    if (known) return known;
    const made = { depth: (scopes.get(parent ?? "")?.depth ?? 0) + 1, values: new Map<string, Value>() };
    scopes.set(id, made);
    return made;
  };
  const assign = (all: readonly Assignment[]) => {
    for (const { scope: id, name, value } of all) scope(id, "").values.set(name, value);
  };
  for (const event of history) {
    if (event.kind === "instanceStarted")
      assign(Object.entries(event.input).map(([name, value]) => ({ scope: "", name, value })));
    if (event.kind === "stepEntered" || event.kind === "stepSkipped") {
      const { values } = scope(event.scope, event.scopeParent);
      for (const [name, value] of Object.entries(event.lets ?? {})) values.set(name, value);
    }
    if (event.kind === "stepSkipped" && event.variable !== null)
      assign([{ scope: event.scope, name: event.variable, value: null }]);
    if (event.kind === "stepCompleted" || event.kind === "taskCompleted" || event.kind === "callEnded")
      assign(event.variables);
  }
  return outermost([...scopes.values()]);
}

function outermost(
  scopes: readonly { readonly depth: number; readonly values: ReadonlyMap<string, Value> }[],
): Readonly<Record<string, Value>> {
  const result = new Map<string, { readonly depth: number; readonly value: Value }>();
  for (const { depth, values } of scopes) {
    for (const [name, value] of values)
      if (depth <= (result.get(name)?.depth ?? depth)) result.set(name, { depth, value });
  }
  return Object.fromEntries([...result].map(([name, { value }]) => [name, value]));
}
