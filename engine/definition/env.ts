import { ANY, NULL, nullable, type Type, type TypeFields, withoutNull } from "../expression/type.ts";
import type { Compiler, Spot, VariableType } from "./compiler.ts";
import type { FlowState } from "./flow-state.ts";
import { joined } from "./types-of-fields.ts";
import type { Variable } from "./variables.ts";

/** The names an expression may read, with their types as far as they are certain at its place. */
export interface Env {
  readonly types: TypeFields;
  /** Visible names that have no value on any way here. */
  readonly absent: ReadonlySet<string>;
}

/**
 * What expressions see at a place. A variable that has its value only on some ways may be null; a test passed on the
 * way takes that back.
 */
export function envAt(compiler: Compiler, spot: Spot): Env {
  const types: Record<string, Type> = {};
  const absent = new Set<string>();
  for (const variable of compiler.variables.visibleFrom(spot.list)) {
    if (Object.hasOwn(types, variable.name)) continue;
    const ran = spot.state ? spot.state.ran.get(variable.name) : "always";
    if (ran === undefined) absent.add(variable.name);
    types[variable.name] = ran === undefined ? ANY : typeAt(compiler, variable, spot.state);
  }
  const all: Record<string, Type> = { ...types, requester: compiler.requester, ...spot.extra };
  for (const path of spot.state?.filled ?? []) fill(all, path.split("."));
  return { types: all, absent };
}

/** The type of a variable at a place. */
export function typeAt(compiler: Compiler, variable: Variable, state: FlowState | null): Type {
  const known = compiler.known.get(variable);
  const here = compiler.types.get(variable);
  if (!known && (here?.origins ?? 0) < variable.origins.length) compiler.progress.guessed = true;
  const type = (known ?? here)?.at(state) ?? ANY;
  return state && state.ran.get(variable.name) !== "always" ? orNothing(type) : type;
}

/** The type, or null. Of a step's result nothing may be known but that: it is there only if the step ran. */
function orNothing(type: Type): Type {
  return type.kind === "any" ? { kind: "union", of: [ANY, NULL] } : nullable(type);
}

/** Gives a variable its type; where several steps set it, any of theirs. */
export function declareType(compiler: Compiler, variable: Variable | undefined, type: Type | VariableType["at"]): void {
  if (!variable) return;
  const at = typeof type === "function" ? type : () => type;
  const before = compiler.types.get(variable);
  compiler.types.set(variable, {
    at: before ? (state) => joined(before.at(state), at(state)) : at,
    origins: (before?.origins ?? 0) + 1,
  });
}

/** Takes null away from a path of an environment: there was a test. */
function fill(types: Record<string, Type>, path: readonly string[]): void {
  const [name, ...rest] = path;
  const type = name === undefined ? undefined : types[name];
  if (name !== undefined && type) types[name] = filled(type, rest);
}

function filled(type: Type, path: readonly string[]): Type {
  const there = withoutNull(type);
  const [name, ...rest] = path;
  if (name === undefined) return there;
  if (there.kind !== "map" && there.kind !== "record") return type;
  const field = there.fields?.[name];
  if (!field) return type;
  return { ...there, fields: { ...there.fields, [name]: filled(field, rest) } } as Type;
}
