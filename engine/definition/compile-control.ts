import { ANY, NULL, NUMBER, nullable, type Type, withoutNull } from "../expression/type.ts";
import { compileAwaited } from "./compile-awaited.ts";
import { compileRetry } from "./compile-duration.ts";
import { textsOf } from "./compile-field.ts";
import type { CompiledStep } from "./compile-kind.ts";
import { compileLadder } from "./compile-ladder.ts";
import { compileLane, compileList } from "./compile-steps.ts";
import { compileBare, compileCondition, compileTemplate, typeOfTemplate } from "./compile-value.ts";
import { type Compiler, note, rangeOf, type Spot, spotOf, spotWith } from "./compiler.ts";
import { declareType, typeAt } from "./env.ts";
import type { ForStep, StepCommon, StepList, SwitchCase, Template, TryStep } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import type { OutlineList, OutlineStep } from "./outline.ts";
import { casesOf, handlersOf, laneOf, targetOf, thenOf } from "./targets.ts";
import { listOf, mapOf } from "./types-of-fields.ts";
import { awaitedType, errorType } from "./types-of-steps.ts";

/** The cases of a `switch`; the last may have no condition. */
export function compileSwitch(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const cases = casesOf(step).map((node, position): SwitchCase => {
    const spot = { ...spotOf(compiler, step, "when"), state: compiler.flow.atCase(step, position) };
    return {
      when: compileCondition(compiler, childOf(node, "when"), spot),
      do: compileLane(compiler, laneOf(step, "case", position)),
      then: thenOf(targetOf(compiler.outline, step, node) ?? targetOf(compiler.outline, step, step.node)),
    };
  });
  return { step: { ...common, kind: "switch", cases }, type: NULL };
}

/** A loop: each iteration has variables of its own, `collect` gathers the result. */
export function compileFor(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const head = step.keyword.value;
  const spot = spotOf(compiler, step, "in");
  const inNode = childOf(head, "in") ?? head;
  const list = compileBare(compiler, inNode, spot, "list");
  const element = elementOf(list.type);
  if (!element) note(compiler, "each-no-list", rangeOf(inNode), { found: list.type });
  const lane = laneOf(step, "do");
  declareLoop(compiler, step, element ?? ANY);
  const steps = compileRequired(compiler, step, lane);
  const collectNode = childOf(step.node, "collect");
  const after = lane ? { step, list: lane, state: compiler.flow.leaving(lane), extra: {}, key: "collect" } : spot;
  const collect = collectNode ? compileCollected(compiler, collectNode, after) : null;
  const inside = lane ? { step, list: lane, state: compiler.flow.entering(lane), extra: {}, key: "while" } : spot;
  const parallel = childOf(head, "parallel");
  const made: ForStep = {
    ...common,
    kind: "for",
    each: textOf(childOf(head, "each")) ?? "",
    in: list,
    at: textOf(childOf(head, "at")) ?? null,
    while: compileCondition(compiler, childOf(head, "while"), inside),
    parallel: parallel?.kind === "scalar" && typeof parallel.value === "number" ? parallel.value : 1,
    do: steps,
    collect,
  };
  return { step: made, type: collect ? listOf(typeOfTemplate(collect)) : NULL };
}

/** A value with `${ … }` in it; a text without is FEEL written bare: a list of one constant is never meant. */
function compileCollected(compiler: Compiler, node: Node, spot: Spot): Template {
  if (node.kind === "scalar" && !(typeof node.value === "string" && node.value.includes("${")))
    return { kind: "expression", expression: compileBare(compiler, node, spot, "value") };
  return compileTemplate(compiler, node, spot);
}

/** Branches side by side; the result is a map of what each made. */
export function compileFork(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const branches = step.lists.filter((list) => list.role === "branch");
  const isAny = textOf(childOf(step.node, "complete")) === "any";
  const made = branches.map((list) => ({ name: branchName(list), list, do: compileList(compiler, list) }));
  const fields = made.map(
    ({ name, list }) => [name, isAny ? nullable(branchType(compiler, list)) : branchType(compiler, list)] as const,
  );
  return {
    step: {
      ...common,
      kind: "fork",
      branches: made.map(({ name, do: steps }) => ({ name, do: steps })),
      complete: isAny ? "any" : "all",
    },
    type: mapOf(Object.fromEntries(fields)),
  };
}

/** A block with variables of its own, perhaps with an early end (`until`). */
export function compileBlock(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const spot = spotOf(compiler, step, "until");
  const until = childOf(step.node, "until");
  const awaited = until ? compileAwaited(compiler, until, null, spot) : null;
  const escalation = compileLadder(compiler, childOf(step.node, "escalation"), spotWith(spot, { key: "escalation" }));
  const steps = compileRequired(compiler, step, laneOf(step, "do"));
  return {
    step: { ...common, kind: "do", do: steps, until: awaited?.awaited ?? null, escalation },
    type: awaited ? awaitedType(awaited.event) : NULL,
  };
}

/** Steps with handlers for their failures. */
export function compileTry(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const steps = compileRequired(compiler, step, laneOf(step, "do"));
  const catches = handlersOf(step).map((node, position): TryStep["catches"][number] => {
    const lane = laneOf(step, "catch", position);
    const named = textOf(childOf(node, "as"));
    if (named !== undefined && lane) declareType(compiler, compiler.variables.visible(named, lane), errorType());
    const retry = childOf(node, "retry");
    return {
      errors: textsOf(childOf(node, "errors")),
      as: named ?? null,
      retry: retry ? compileRetry(compiler, retry) : null,
      do: compileLane(compiler, lane),
      then: thenOf(targetOf(compiler.outline, step, node) ?? targetOf(compiler.outline, step, step.node)),
    };
  });
  return { step: { ...common, kind: "try", do: steps, catches }, type: NULL };
}

function compileRequired(compiler: Compiler, step: OutlineStep, list: OutlineList | undefined): StepList {
  return list ? compileList(compiler, list) : { path: step.id, steps: [] };
}

/** The type of the elements; null where it is no list. */
export function elementOf(type: Type): Type | null {
  const list = withoutNull(type);
  if (list.kind === "any") return ANY;
  if (list.kind === "list" || list.kind === "range") return list.of;
  return null;
}

function declareLoop(compiler: Compiler, step: OutlineStep, element: Type): void {
  const lane = laneOf(step, "do");
  const each = textOf(childOf(step.keyword.value, "each"));
  const at = textOf(childOf(step.keyword.value, "at"));
  if (!lane) return;
  if (each !== undefined) declareType(compiler, compiler.variables.visible(each, lane), element);
  if (at !== undefined) declareType(compiler, compiler.variables.visible(at, lane), NUMBER);
}

function branchName(list: OutlineList): string {
  return list.path.slice(list.path.indexOf("/branch:") + "/branch:".length);
}

/** A map of the variables made in a branch. */
function branchType(compiler: Compiler, list: OutlineList): Type {
  const own = compiler.variables.all.filter((variable) => variable.scope === list);
  const state = compiler.flow.leaving(list);
  return mapOf(Object.fromEntries(own.map((variable) => [variable.name, typeAt(compiler, variable, state)])));
}
