import { id, type StepId } from "../base/ids.ts";
import type { Definition, Step } from "../definition/model.ts";
import type { Expression } from "../expression/expression.ts";
import { evaluated, type Scene, type Situation } from "./scene.ts";

/** What must hold and what must not for a step to be reached, as far as its own and the surrounding conditions say. */
export interface Guards {
  readonly holds: readonly Expression[];
  readonly fails: readonly Expression[];
}

/** Steps nested deeper than this are not followed to the outermost. */
const NESTING_MAX = 50;

/** The conditions around a step: its `if`, those of the blocks it lies in, and the cases of a `switch` up to its own. */
export function guardsOf(definition: Definition, step: Step): Guards {
  const holds: Expression[] = [];
  const fails: Expression[] = [];
  let at: Step | undefined = step;
  for (let level = 0; at && level < NESTING_MAX; level++) {
    if (at.if) holds.push(at.if);
    const [owner = "", part = ""]: readonly string[] = at.list.split("/");
    const around: Step | undefined = owner === "" ? undefined : definition.steps.get(id<StepId>(owner));
    const number = /^case:(\d+)$/.exec(part)?.[1];
    if (around?.kind === "switch" && number !== undefined) {
      const cases = around.cases.slice(0, Number(number) + 1);
      const own = cases.pop()?.when;
      if (own) holds.push(own);
      for (const { when } of cases) if (when) fails.push(when);
    }
    at = around;
  }
  return { holds, fails };
}

/** May the step be reached? Only what is known to be false rules it out. */
export function mayReach(scene: Scene, situation: Situation, guards: Guards): boolean {
  if (guards.holds.some((expression) => evaluated(scene, situation, expression) === false)) return false;
  return !guards.fails.some((expression) => evaluated(scene, situation, expression) === true);
}
