import { type Condition, readCondition } from "./condition.ts";
import { type ConditionFacts, conditionFacts } from "./condition-facts.ts";
import {
  assigned,
  behind,
  boundTo,
  type FlowState,
  knownAmong,
  meet,
  NOTHING_YET,
  refined,
  sameState,
  seenFrom,
  unassigned,
  withFilled,
} from "./flow-state.ts";
import { childOf, type Node, textOf } from "./node.ts";
import { type Outline, type OutlineList, type OutlineStep, scopeOf } from "./outline.ts";
import { casesOf, handlersOf, laneOf, type Target, targetOf } from "./targets.ts";
import { editedInputs, hasResult, setNamesOf, type Variables } from "./variables.ts";

/** What is certain at each place of a process; `null` where no token ever comes. */
export interface Flow {
  /** Before the step's `if`. */
  before(step: OutlineStep): FlowState | null;
  /** Behind its `if`. */
  inside(step: OutlineStep): FlowState | null;
  /** Where the `when` of a case is read. */
  atCase(step: OutlineStep, position: number): FlowState | null;
  /** Before the first step of a list, and after the last. */
  entering(list: OutlineList): FlowState | null;
  leaving(list: OutlineList): FlowState | null;
  /** Wherever the process may end: after its last step, or by `then: end`. */
  ending(): FlowState | null;
}

/** What the walk must know besides the file. */
export interface FlowFacts {
  /** The outcomes that a person's step can leave with (a rework handled by the step itself is none of them). */
  outcomesOf(step: OutlineStep): readonly string[];
}

/**
 * Follows every way a token can take, as far as the text tells: `if`, `switch`, `then`, blocks, loops, handlers,
 * timeouts, rework. What it finds is true of every run; what it does not find may still be.
 */
export function walkFlow(outline: Outline, variables: Variables, facts: FlowFacts): Flow {
  const walk: Walk = {
    outline,
    variables,
    facts,
    conditions: new Map(),
    befores: new Map(),
    insides: new Map(),
    cases: new Map(),
    enters: new Map(),
    leaves: new Map(),
    jumps: new Map(),
    end: { state: null },
  };
  const inputs = variables.visibleFrom(outline.body).filter((one) => one.origins[0]?.kind === "input");
  const start = inputs.reduce<FlowState>((state, { name }) => assigned(state, name), NOTHING_YET);
  const last = walkList(walk, outline.body, start);
  return {
    before: (step) => walk.befores.get(step) ?? null,
    inside: (step) => walk.insides.get(step) ?? null,
    atCase: (step, position) => walk.cases.get(step)?.[position] ?? null,
    entering: (list) => walk.enters.get(list) ?? null,
    leaving: (list) => walk.leaves.get(list) ?? null,
    ending: () => meet(last, walk.end.state),
  };
}

/** Ways back are followed until nothing new is learned; each round loses a certainty, and a process has few. */
const ROUNDS_MAX = 50;

interface Walk {
  readonly outline: Outline;
  readonly variables: Variables;
  readonly facts: FlowFacts;
  readonly conditions: Map<Node, Test>;
  readonly befores: Map<OutlineStep, FlowState | null>;
  readonly insides: Map<OutlineStep, FlowState | null>;
  readonly cases: Map<OutlineStep, (FlowState | null)[]>;
  readonly enters: Map<OutlineList, FlowState | null>;
  readonly leaves: Map<OutlineList, FlowState | null>;
  /** What arrives at a step by a `then`. */
  readonly jumps: Map<OutlineStep, FlowState | null>;
  /** What arrives at a `then: end`. */
  readonly end: { state: FlowState | null };
}

/** Where the tokens of a list go: on after its last step, or out by `exit`. */
function walkList(walk: Walk, list: OutlineList, entry: FlowState | null): FlowState | null {
  let left: FlowState | null = null;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const arrivals = list.steps.map((step) => walk.jumps.get(step) ?? null);
    let at = entry;
    let exits: FlowState | null = null;
    for (const step of list.steps) {
      const reached = meet(at, walk.jumps.get(step) ?? null);
      const out = walkStep(walk, step, reached);
      at = out.next;
      exits = meet(exits, out.exit);
    }
    left = meet(at, exits);
    if (list.steps.every((step, n) => sameState(arrivals[n] ?? null, walk.jumps.get(step) ?? null))) break;
  }
  walk.enters.set(list, entry);
  walk.leaves.set(list, left);
  return list.scoped && list.owner ? seenFrom(left, (name) => isSeenOutside(walk, name, list)) : left;
}

interface Out {
  readonly next: FlowState | null;
  readonly exit: FlowState | null;
}

function walkStep(walk: Walk, step: OutlineStep, reached: FlowState | null): Out {
  walk.befores.set(step, reached);
  const test = conditionOf(walk, childOf(step.node, "if"));
  const inside = test && reached ? passed(reached, test) : reached;
  walk.insides.set(step, inside);
  const lanes = walkKind(walk, step, inside);
  const done = lanes.done && ended(walk, step, lanes.done);
  const onTime = walkTimeout(walk, step, inside);

  const ways: Way[] = [{ state: done, target: targetOf(walk.outline, step, step.node) }, ...lanes.ways, ...onTime];
  let next = test ? skipped(step, failedTest(reached, test), test.text) : null;
  let exit: FlowState | null = null;
  for (const { state, target } of ways) {
    if (target?.to) arrive(walk, target.to, state);
    else if (target?.says === "exit") exit = meet(exit, state);
    else if (target?.says === "end") walk.end.state = meet(walk.end.state, seenFromBody(walk, state));
    else next = meet(next, state);
  }
  return { next, exit };
}

/** One way out of a step. */
interface Way {
  readonly state: FlowState | null;
  readonly target: Target | null;
}

/** What happens in the step itself: the state at its regular end, and the ways that lead elsewhere. */
function walkKind(
  walk: Walk,
  step: OutlineStep,
  inside: FlowState | null,
): { readonly done: FlowState | null; readonly ways: readonly Way[] } {
  switch (step.kind) {
    case "switch":
      return walkCases(walk, step, inside);
    case "for":
      return { done: walkLoop(walk, step, inside), ways: [] };
    case "do":
      return { done: walkBlock(walk, step, inside), ways: [] };
    case "fork":
      for (const list of step.lists) if (list.role === "branch") walkList(walk, list, inside);
      return { done: inside, ways: [] };
    case "try":
      return walkTry(walk, step, inside);
    case "raise":
      return { done: null, ways: [] };
    case "set":
      return { done: inside && setNamesOf(step).reduce((state, { name }) => assigned(state, name), inside), ways: [] };
    case "approval":
      return { done: inside, ways: reworkOf(walk, step, inside) };
    default:
      return { done: inside, ways: [] };
  }
}

function walkCases(
  walk: Walk,
  step: OutlineStep,
  inside: FlowState | null,
): { readonly done: FlowState | null; readonly ways: readonly Way[] } {
  const at: (FlowState | null)[] = [];
  const ways: Way[] = [];
  let rest = inside;
  casesOf(step).forEach((one, position) => {
    at.push(rest);
    const test = conditionOf(walk, childOf(one, "when"));
    const taken = test && rest ? passed(rest, test) : rest;
    const lane = laneOf(step, "case", position);
    const state = lane ? walkList(walk, lane, taken) : taken;
    ways.push({ state, target: targetOf(walk.outline, step, one) ?? targetOf(walk.outline, step, step.node) });
    rest = test ? failedTest(rest, test) : null;
  });
  walk.cases.set(step, at);
  return { done: rest, ways };
}

/** An iteration may run never, or many times: what it changes is only sometimes so afterwards. */
function walkLoop(walk: Walk, step: OutlineStep, inside: FlowState | null): FlowState | null {
  const list = laneOf(step, "do");
  if (!list || !inside) return inside;
  const own = walk.variables.all.filter(
    (one) => one.scope === list && one.origins.some((from) => from.kind === "each" || from.kind === "at"),
  );
  let entry: FlowState | null = inside;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const first = own.reduce<FlowState | null>((state, { name }) => state && assigned(state, name), entry);
    const again = meet(entry, walkList(walk, list, first));
    if (sameState(again, entry)) break;
    entry = again;
  }
  return entry;
}

/** A block with `until` may end at any moment. */
function walkBlock(walk: Walk, step: OutlineStep, inside: FlowState | null): FlowState | null {
  const list = laneOf(step, "do");
  const left = list ? walkList(walk, list, inside) : inside;
  return childOf(step.node, "until") ? meet(left, interrupted(walk, list, inside)) : left;
}

/** A handler begins wherever the steps before it failed. */
function walkTry(
  walk: Walk,
  step: OutlineStep,
  inside: FlowState | null,
): { readonly done: FlowState | null; readonly ways: readonly Way[] } {
  const list = laneOf(step, "do");
  const done = list ? walkList(walk, list, inside) : inside;
  const failed = interrupted(walk, list, inside);
  const ways = handlersOf(step).map((handler, position): Way => {
    const lane = laneOf(step, "catch", position);
    const named = textOf(childOf(handler, "as"));
    const entry = failed && named !== undefined && lane ? assigned(failed, named) : failed;
    const state = lane ? walkList(walk, lane, entry) : failed;
    return { state, target: targetOf(walk.outline, step, handler) ?? targetOf(walk.outline, step, step.node) };
  });
  return { done, ways };
}

function walkTimeout(walk: Walk, step: OutlineStep, inside: FlowState | null): readonly Way[] {
  const timeout = childOf(step.node, "timeout");
  if (!timeout || childOf(timeout, "outcome")) return [];
  const inner = step.lists.find((list) => list.role === "do");
  const late = interrupted(walk, inner, inside);
  const entry = late && unassigned(late, step.variable);
  const lane = laneOf(step, "timeout");
  const state = lane ? walkList(walk, lane, entry) : entry;
  // What waited has its result: `by: timeout`.
  const waits = step.kind === "listen" || (step.kind === "do" && childOf(step.node, "until"));
  const left = state && waits ? assigned(state, step.variable) : state;
  return [{ state: left, target: targetOf(walk.outline, step, timeout) ?? targetOf(walk.outline, step, step.node) }];
}

/** The state when a list is left in the middle: its changes may or may not have been made. */
function interrupted(walk: Walk, list: OutlineList | undefined, inside: FlowState | null): FlowState | null {
  if (!list || !inside) return inside;
  let met: FlowState | null = inside;
  for (const step of walk.outline.steps) {
    if (isInside(step, list)) met = meet(met, walk.befores.get(step) ?? null);
  }
  return met && seenFrom(met, (name) => isSeenOutside(walk, name, list));
}

function isInside(step: OutlineStep, list: OutlineList): boolean {
  for (let at: OutlineList | null = step.list; at; at = at.owner?.list ?? null) if (at === list) return true;
  return false;
}

/** The step has ended in the regular way: its variable and the inputs it edits have new values. */
function ended(walk: Walk, step: OutlineStep, state: FlowState): FlowState {
  let after = editedInputs(step).reduce((at, name) => assigned(at, name), state);
  if (step.id === "" || !hasResult(step)) return after;
  after = assigned(after, step.variable);
  // Only an event, or a message, ends this wait in the regular way.
  if (step.kind === "listen" && !awaitsCondition(step)) return withFilled(after, [`${step.variable}.event`]) ?? after;
  const outcomes = walk.facts.outcomesOf(step);
  return outcomes.length > 0 ? knownAmong(after, `${step.variable}.outcome`, outcomes) : after;
}

function awaitsCondition(step: OutlineStep): boolean {
  return [step.node, step.keyword.value].some((node) => childOf(node, "holds") !== undefined);
}

function skipped(step: OutlineStep, state: FlowState | null, text: string): FlowState | null {
  if (!state || step.kind === "set" || step.id === "") return state;
  return boundTo(unassigned(state, step.variable), text, [step.variable]);
}

/** Sent back: the requester edits inputs, and it goes on from an earlier step. */
function reworkOf(walk: Walk, step: OutlineStep, inside: FlowState | null): readonly Way[] {
  const rework = childOf(step.node, "rework");
  const from = textOf(childOf(rework, "from"));
  const to = from === undefined ? undefined : walk.outline.byId.get(from);
  const { steps } = walk.outline;
  // One that stands after the approval is a problem of its own.
  if (!to || !inside || steps.indexOf(to) > steps.indexOf(step)) return [];
  arrive(
    walk,
    to,
    editedInputs(step).reduce((at, name) => assigned(at, name), inside),
  );
  return [];
}

function arrive(walk: Walk, to: OutlineStep, state: FlowState | null): void {
  const seen = seenFrom(state, (name) => walk.variables.visible(name, to.list) !== undefined);
  walk.jumps.set(to, meet(walk.jumps.get(to) ?? null, seen));
}

function seenFromBody(walk: Walk, state: FlowState | null): FlowState | null {
  return seenFrom(state, (name) => walk.variables.visible(name, walk.outline.body) !== undefined);
}

function isSeenOutside(walk: Walk, name: string, list: OutlineList): boolean {
  const around = list.owner?.list;
  return around !== undefined && walk.variables.visible(name, scopeOf(around)) !== undefined;
}

/** A condition of the file: what it says of single paths, and what is certainly not null behind it. */
interface Test {
  readonly text: string;
  readonly condition: Condition;
  readonly facts: ConditionFacts;
}

function conditionOf(walk: Walk, node: Node | undefined): Test | null {
  const text = textOf(node);
  if (!node || text === undefined) return null;
  const known = walk.conditions.get(node) ?? {
    text: text.trim(),
    condition: readCondition(text),
    facts: conditionFacts(text),
  };
  walk.conditions.set(node, known);
  return known;
}

function passed(state: FlowState, test: Test): FlowState | null {
  return withFilled(behind(state, test.condition, test.text), test.facts.holds);
}

function failedTest(state: FlowState | null, test: Test): FlowState | null {
  return withFilled(refined(state, test.condition, false), test.facts.fails);
}
