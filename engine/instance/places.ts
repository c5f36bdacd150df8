import { assert } from "../base/assert.ts";
import type { StepId } from "../base/ids.ts";
import type { Definition, Step, StepList } from "../definition/model.ts";

/** Where a step stands: its list and its position there. */
export interface StepPlace {
  readonly list: StepList;
  readonly index: number;
}

const PLACES = new WeakMap<Definition, ReadonlyMap<StepId, StepPlace>>();

/** The list that holds the step, computed once per definition. */
export function placeOf(definition: Definition, step: StepId): StepPlace {
  let places = PLACES.get(definition);
  if (!places) {
    const made = new Map<StepId, StepPlace>();
    collect(definition.body, made);
    PLACES.set(definition, made);
    places = made;
  }
  const place = places.get(step);
  assert(place, `No step ${step} in ${definition.process}`);
  return place;
}

function collect(list: StepList, into: Map<StepId, StepPlace>): void {
  list.steps.forEach((step, index) => {
    into.set(step.id, { list, index });
    for (const inner of listsOf(step)) collect(inner, into);
  });
}

/** The step of that id. A definition is checked: there is one. */
export function stepOf(definition: Definition, id: StepId): Step {
  const step = definition.steps.get(id);
  assert(step, `No step ${id} in ${definition.process}`);
  return step;
}

/** The lists directly inside a step. */
export function listsOf(step: Step): readonly StepList[] {
  const lists: StepList[] = [];
  if (step.timeout?.do) lists.push(step.timeout.do);
  switch (step.kind) {
    case "switch":
      for (const { do: inner } of step.cases) if (inner) lists.push(inner);
      break;
    case "for":
    case "do":
      lists.push(step.do);
      break;
    case "fork":
      for (const branch of step.branches) lists.push(branch.do);
      break;
    case "try":
      lists.push(step.do);
      for (const handler of step.catches) if (handler.do) lists.push(handler.do);
      break;
    default:
      break;
  }
  return lists;
}

/** The list that runs in a lane of a step: `do`, `item:3`, `case:0`, `branch:legal`, `catch:0:1`, `timeout`. */
export function listOfLane(step: Step, lane: string): StepList {
  const list = laneList(step, lane);
  assert(list, `No lane ${lane} in step ${step.id}`);
  return list;
}

function laneList(step: Step, lane: string): StepList | null | undefined {
  if (lane === "timeout") return step.timeout?.do;
  const [kind, name] = split(lane);
  switch (step.kind) {
    case "switch":
      return step.cases[Number(name)]?.do;
    case "for":
    case "do":
      return step.do;
    case "fork":
      return step.branches.find((branch) => branch.name === name)?.do;
    case "try":
      return kind === "do" ? step.do : step.catches[Number.parseInt(name, 10)]?.do;
    default:
      return null;
  }
}

function split(lane: string): readonly [kind: string, name: string] {
  const colon = lane.indexOf(":");
  return colon < 0 ? [lane, ""] : [lane.slice(0, colon), lane.slice(colon + 1)];
}

/** Does the step leave a variable behind? A `set`, a `switch`, a plain block, a wait and the like do not. */
export function hasResult(step: Step): boolean {
  switch (step.kind) {
    case "set":
    case "switch":
    case "wait":
    case "emit":
    case "try":
    case "raise":
      return false;
    case "for":
      return step.collect !== null;
    case "do":
      return step.until !== null;
    default:
      return true;
  }
}
