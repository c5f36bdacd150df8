import { unreachable } from "../base/assert.ts";
import { NULL, type Type } from "../expression/type.ts";
import { compileAwaited } from "./compile-awaited.ts";
import { compileCall } from "./compile-call.ts";
import { compileBlock, compileFor, compileFork, compileSwitch, compileTry } from "./compile-control.ts";
import { compileDecisionStep } from "./compile-decisions.ts";
import { compileDuration, compileInstant } from "./compile-duration.ts";
import { compileDocument, compileNotify } from "./compile-message.ts";
import { compileRecord, compileRun } from "./compile-record.ts";
import { compileApproval, compileUserTask } from "./compile-task-steps.ts";
import { compileMapping, compileText, typeOfTemplate } from "./compile-value.ts";
import { type Compiler, spotOf, spotWith, type VariableType } from "./compiler.ts";
import { declareType } from "./env.ts";
import type { Step, StepCommon } from "./model.ts";
import { childOf, textOf } from "./node.ts";
import type { OutlineStep } from "./outline.ts";
import { awaitedType } from "./types-of-steps.ts";

/** A step of the model, and the type of its result. */
export interface CompiledStep {
  readonly step: Step;
  /** Of a task it depends on the outcomes that are still possible where it is read. */
  readonly type: Type | VariableType["at"];
}

/** What a kind of step adds to what all have. */
export function compileKind(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  switch (step.kind) {
    case "set":
      return compileSet(compiler, step, common);
    case "call":
      return compileCall(compiler, step, common);
    case "notify":
      return compileNotify(compiler, step, common);
    case "userTask":
      return compileUserTask(compiler, step, common);
    case "approval":
      return compileApproval(compiler, step, common);
    case "decision":
      return compileDecisionStep(compiler, step, common);
    case "switch":
      return compileSwitch(compiler, step, common);
    case "for":
      return compileFor(compiler, step, common);
    case "fork":
      return compileFork(compiler, step, common);
    case "do":
      return compileBlock(compiler, step, common);
    case "try":
      return compileTry(compiler, step, common);
    case "wait":
      return compileWait(compiler, step, common);
    case "listen":
      return compileListen(compiler, step, common);
    case "emit":
      return compileEmit(compiler, step, common);
    case "record":
      return compileRecord(compiler, step, common);
    case "document":
      return compileDocument(compiler, step, common);
    case "run":
      return compileRun(compiler, step, common);
    case "raise":
      return compileRaise(compiler, step, common);
    default:
      return unreachable(step.kind);
  }
}

function compileSet(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const spot = spotOf(compiler, step, "set");
  const values = compileMapping(compiler, step.keyword.value, spot);
  for (const { name, value } of values) {
    declareType(compiler, compiler.variables.visible(name, step.list), typeOfTemplate(value));
  }
  return { step: { ...common, kind: "set", values }, type: NULL };
}

function compileWait(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const value = step.keyword.value;
  const until = childOf(value, "until");
  const spot = spotOf(compiler, step, "wait");
  if (!until)
    return { step: { ...common, kind: "wait", for: compileDuration(compiler, value, spot), until: null }, type: NULL };
  const template = compileInstant(compiler, until, spotWith(spot, { key: "until" }), { duration: false });
  return { step: { ...common, kind: "wait", for: null, until: template }, type: NULL };
}

function compileListen(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const { awaited, event } = compileAwaited(compiler, step.keyword.value, step.node, spotOf(compiler, step, "listen"));
  const heard = `${step.variable}.event`;
  // Where only an event can have ended it, the event is there.
  return {
    step: { ...common, kind: "listen", awaited },
    type: (state) => awaitedType(event, state?.filled.has(heard) ?? false),
  };
}

function compileEmit(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const values = compileMapping(compiler, childOf(step.node, "with"), spotOf(compiler, step, "with"));
  return { step: { ...common, kind: "emit", event: textOf(step.keyword.value) ?? "", with: values }, type: NULL };
}

/** `raise: CODE` with `message` beside it, or `raise: { error, message }`. */
function compileRaise(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const value = step.keyword.value;
  const error = childOf(value, "error") ?? childOf(step.node, "error") ?? value;
  const message = childOf(value, "message") ?? childOf(step.node, "message");
  const spot = spotOf(compiler, step, "raise");
  return {
    step: {
      ...common,
      kind: "raise",
      error: compileText(compiler, error, spot) ?? { kind: "literal", value: "" },
      message: compileText(compiler, message, spotWith(spot, { key: "message" })),
    },
    type: NULL,
  };
}
