import { wordPattern } from "../base/word-pattern.ts";
import type { Condition } from "./condition.ts";

/**
 * What is certain at one place of a process, whatever way led there: which variables have a value, which paths are not
 * null behind the tests passed, which texts a path can still be. Immutable. `null` stands for "never reached".
 */
export interface FlowState {
  /** Variable → does it have its value on every way here (`always`), or on some (`sometimes`)? Absent: on none. */
  readonly ran: ReadonlyMap<string, "always" | "sometimes">;
  /** Paths (`letter.record`) that are certainly not null. */
  readonly filled: ReadonlySet<string>;
  /** Path → the only texts it can be. */
  readonly among: ReadonlyMap<string, readonly string[]>;
  /** Text of an `if` → variables that have a value where it holds: `if: x` twice in a row. */
  readonly where: ReadonlyMap<string, ReadonlySet<string>>;
}

export const NOTHING_YET: FlowState = { ran: new Map(), filled: new Set(), among: new Map(), where: new Map() };

/** What is certain where two ways meet. */
export function meet(one: FlowState | null, other: FlowState | null): FlowState | null {
  if (!one || !other || one === other) return one ?? other;
  const ran = new Map<string, "always" | "sometimes">();
  for (const name of [...one.ran.keys(), ...other.ran.keys()]) {
    ran.set(name, one.ran.get(name) === "always" && other.ran.get(name) === "always" ? "always" : "sometimes");
  }
  return {
    ran,
    filled: new Set([...one.filled].filter((path) => other.filled.has(path))),
    among: metAmong(one, other),
    where: metWhere(one, other),
  };
}

/** Do two states say the same? The walk stops when nothing changes any more. */
export function sameState(one: FlowState | null, other: FlowState | null): boolean {
  if (!one || !other) return one === other;
  return one === other || signature(one) === signature(other);
}

/** The variable has got a new value: what was known of it is no longer. */
export function assigned(state: FlowState, name: string, ran: "always" | "sometimes" = "always"): FlowState {
  const isAbout = (path: string) => path === name || path.startsWith(`${name}.`);
  return {
    ran: new Map(state.ran).set(name, ran),
    filled: new Set([...state.filled].filter((path) => !isAbout(path))),
    among: new Map([...state.among].filter(([path]) => !isAbout(path))),
    where: new Map([...state.where].filter(([text, names]) => !names.has(name) && !mentions(text, name))),
  };
}

/** The variable has no value here: its step was skipped. */
export function unassigned(state: FlowState, name: string): FlowState {
  const after = assigned(state, name);
  return { ...after, ran: new Map([...after.ran].filter(([other]) => other !== name)) };
}

/** The path can only be one of these texts from here on. */
export function knownAmong(state: FlowState, path: string, values: readonly string[]): FlowState {
  return { ...state, among: new Map(state.among).set(path, values) };
}

/** Where this condition's text holds, these variables have a value. */
export function boundTo(state: FlowState, text: string, names: readonly string[]): FlowState {
  const before = state.where.get(text) ?? [];
  return { ...state, where: new Map(state.where).set(text, new Set([...before, ...names])) };
}

/** These paths are certainly not null from here on. */
export function withFilled(state: FlowState | null, paths: Iterable<string>): FlowState | null {
  return state && { ...state, filled: new Set([...state.filled, ...paths]) };
}

/** Only variables that are visible from there are taken along. */
export function seenFrom(state: FlowState | null, isVisible: (name: string) => boolean): FlowState | null {
  if (!state || [...state.ran.keys()].every(isVisible)) return state;
  const isKept = (path: string) => isVisible(path.split(".")[0] as string);
  return {
    ran: new Map([...state.ran].filter(([name]) => isVisible(name))),
    filled: new Set([...state.filled].filter(isKept)),
    among: new Map([...state.among].filter(([path]) => isKept(path))),
    where: new Map([...state.where].map(([text, names]) => [text, new Set([...names].filter(isVisible))])),
  };
}

/**
 * The state where the condition came out so; null where it cannot.
 *
 * @param text of the whole condition, to be recognized when it is written again
 */
export function refined(state: FlowState | null, condition: Condition, holds: boolean): FlowState | null {
  if (!state) return null;
  switch (condition.kind) {
    case "not":
      return refined(state, condition.of, !holds);
    case "and":
    case "or":
      return refinedParts(state, condition, holds);
    case "null":
      return condition.is === holds ? state : filledAt(state, condition.path);
    case "equals":
      return refinedEquals(state, condition, holds);
    case "other":
      return state;
  }
}

/** The state behind an `if` or `when` that held: with the variables of earlier steps under the same condition. */
export function behind(state: FlowState | null, condition: Condition, text: string): FlowState | null {
  const after = refined(state, condition, true);
  const names = after?.where.get(text.trim());
  if (!after || !names) return after;
  const ran = new Map(after.ran);
  for (const name of names) ran.set(name, "always");
  return { ...after, ran };
}

function refinedParts(
  state: FlowState,
  condition: Condition & { kind: "and" | "or" },
  holds: boolean,
): FlowState | null {
  // «a and b» that held: both did. «a or b» that did not: neither did. Else one of several ways, and they meet.
  if ((condition.kind === "and") === holds) {
    return condition.of.reduce<FlowState | null>((at, part) => refined(at, part, holds), state);
  }
  let before: FlowState | null = state;
  let met: FlowState | null = null;
  for (const part of condition.of) {
    met = meet(met, refined(before, part, holds));
    before = refined(before, part, !holds);
  }
  return met;
}

function refinedEquals(state: FlowState, condition: Condition & { kind: "equals" }, holds: boolean): FlowState | null {
  const isOne = condition.is === holds;
  const known = state.among.get(condition.path);
  const rest = isOne
    ? (known?.filter((value) => condition.values.includes(value)) ?? condition.values)
    : known?.filter((value) => !condition.values.includes(value));
  if (rest && rest.length === 0 && known) return null;
  const at = isOne ? filledAt(state, condition.path) : state;
  return rest ? knownAmong(at, condition.path, rest) : at;
}

/** `letter.record` is filled, so `letter` is, too. */
function filledAt(state: FlowState, path: string): FlowState {
  const parts = path.split(".");
  const filled = new Set(state.filled);
  for (let length = 1; length <= parts.length; length++) filled.add(parts.slice(0, length).join("."));
  return { ...state, filled };
}

function metAmong(one: FlowState, other: FlowState): ReadonlyMap<string, readonly string[]> {
  const among = new Map<string, readonly string[]>();
  for (const [path, values] of one.among) {
    const more = other.among.get(path);
    if (more) among.set(path, [...new Set([...values, ...more])]);
    // A path of a variable that is not there on the other way adds no value to it.
    else if (!other.ran.has(path.split(".")[0] as string)) among.set(path, values);
  }
  for (const [path, values] of other.among) {
    if (!one.among.has(path) && !one.ran.has(path.split(".")[0] as string)) among.set(path, values);
  }
  return among;
}

function metWhere(one: FlowState, other: FlowState): ReadonlyMap<string, ReadonlySet<string>> {
  const where = new Map<string, ReadonlySet<string>>();
  for (const text of new Set([...one.where.keys(), ...other.where.keys()])) {
    const names = [...(one.where.get(text) ?? []), ...(other.where.get(text) ?? [])];
    const isBound = (state: FlowState, name: string) =>
      state.where.get(text)?.has(name) || state.ran.get(name) === "always";
    const both = names.filter((name) => isBound(one, name) && isBound(other, name));
    if (both.length > 0) where.set(text, new Set(both));
  }
  return where;
}

/** What stands between words. */
const BETWEEN = wordPattern("[^\\p{L}\\p{N}_]+");

function mentions(text: string, name: string): boolean {
  return text.split(BETWEEN(text)).includes(name);
}

function signature(state: FlowState): string {
  return JSON.stringify([
    [...state.ran].sort(),
    [...state.filled].sort(),
    [...state.among].map(([path, values]) => [path, [...values].sort()]).sort(),
    [...state.where].map(([text, names]) => [text, [...names].sort()]).sort(),
  ]);
}
