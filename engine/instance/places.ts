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
