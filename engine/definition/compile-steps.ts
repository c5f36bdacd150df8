import { id as brand, type StepId } from "../base/ids.ts";
import { compileDuration } from "./compile-duration.ts";
import { compileKind } from "./compile-kind.ts";
import { compileCondition, compileText } from "./compile-value.ts";
import { type Compiler, spotOf } from "./compiler.ts";
import { declareType } from "./env.ts";
import type { Step, StepCommon, StepList } from "./model.ts";
import { childOf, textOf } from "./node.ts";
import type { OutlineList, OutlineStep } from "./outline.ts";
import { positionOf } from "./position.ts";
import { titleOfStep } from "./step-titles.ts";
import { targetOf, thenOf } from "./targets.ts";
import { hasResult } from "./variables.ts";

/** The steps of a list, in their order. */
export function compileList(compiler: Compiler, list: OutlineList): StepList {
  return { path: list.path, steps: list.steps.map((step) => compileStep(compiler, step)) };
}

/** The steps of a lane, or null where it has none. */
export function compileLane(compiler: Compiler, list: OutlineList | undefined): StepList | null {
  return list && list.steps.length > 0 ? compileList(compiler, list) : null;
}

/** One step: what all have, and what its kind adds. Its result's type becomes known to the steps after it. */
export function compileStep(compiler: Compiler, step: OutlineStep): Step {
  const common = commonOf(compiler, step);
  const { step: made, type } = compileKind(compiler, step, common);
  if (hasResult(step)) declareType(compiler, compiler.variables.visible(step.variable, step.list), type);
  // The handler of a timeout comes after the step: it may speak of what the step knows.
  const complete: Step = { ...made, timeout: timeoutOf(compiler, step) };
  compiler.made.set(step, complete);
  return complete;
}

function commonOf(compiler: Compiler, step: OutlineStep): StepCommon {
  const before = { ...spotOf(compiler, step, "if"), state: compiler.flow.before(step) };
  const condition = compileCondition(compiler, childOf(step.node, "if"), before);
  const own = childOf(step.node, "title");
  const { line, column } = positionOf(compiler.document.text, step.node.start);
  return {
    id: brand<StepId>(step.id),
    variable: step.variable,
    title: (own ? compileText(compiler, own, spotOf(compiler, step, "title")) : null) ?? titleOfStep(compiler, step),
    if: condition,
    then: thenOf(targetOf(compiler.outline, step, step.node)),
    timeout: null,
    list: step.list.path,
    place: { file: compiler.document.path, line, column },
  };
}

/** `timeout: { after, then | do | outcome }`; a duration alone limits the step and goes on. */
function timeoutOf(compiler: Compiler, step: OutlineStep): StepCommon["timeout"] {
  const node = childOf(step.node, "timeout");
  if (!node) return null;
  const after = childOf(node, "after") ?? node;
  const target = targetOf(compiler.outline, step, node);
  const lane = step.lists.find((list) => list.role === "timeout");
  return {
    after: compileDuration(compiler, after, spotOf(compiler, step, "timeout")),
    then: target ? thenOf(target) : null,
    do: compileLane(compiler, lane),
    outcome: textOf(childOf(node, "outcome")) ?? null,
  };
}
