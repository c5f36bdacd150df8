import { id as brand, type StepId } from "../base/ids.ts";
import { isList } from "../base/value.ts";
import { textNodesOf } from "./compile-field.ts";
import type { CompiledStep } from "./compile-kind.ts";
import { compileLadder } from "./compile-ladder.ts";
import { compileGroups, compilePeople } from "./compile-people.ts";
import { compileTask, taskResult } from "./compile-task.ts";
import { compileTemplate, compileText, want } from "./compile-value.ts";
import { type Compiler, mention, type Spot, spotOf, spotWith } from "./compiler.ts";
import type { ApprovalStep, StepCommon, Template, UserTaskStep } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import type { OutlineStep } from "./outline.ts";
import { approvalType, taskType } from "./types-of-steps.ts";

/** Work for one person. */
export function compileUserTask(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const spot = spotOf(compiler, step, "userTask");
  const at = (name: string) => childOf(step.node, name);
  const people = (key: string) => {
    const node = at(key);
    return node ? compilePeople(compiler, node, spotWith(spot, { key })) : null;
  };
  const groups = at("candidateGroups");
  const made: UserTaskStep = {
    ...titled(compiler, step, common),
    ...compileTask(compiler, step, spot),
    kind: "userTask",
    assignee: people("assignee"),
    candidateUsers: people("candidateUsers"),
    candidateGroups: groups ? compileGroups(compiler, groups, spotWith(spot, { key: "candidateGroups" })) : null,
    edit: inputsNamed(compiler, at("edit"), step),
  };
  const result = taskResult(compiler, step);
  const path = `${step.variable}.outcome`;
  return { step: made, type: (state) => taskType(result, state?.among.get(path) ?? null, compiler.catalog) };
}

/** A decision by several people. */
export function compileApproval(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const spot = spotOf(compiler, step, "approval");
  const at = (name: string) => childOf(step.node, name);
  const approvers = at("approvers");
  const veto = at("veto");
  const made: ApprovalStep = {
    ...titled(compiler, step, common),
    ...compileTask(compiler, step, spot),
    kind: "approval",
    approvers: approvers ? compilePeople(compiler, approvers, spotWith(spot, { key: "approvers" })) : NOBODY,
    order: textOf(at("order")) === "parallel" ? "parallel" : "sequential",
    complete: completeOf(compiler, at("complete"), spotWith(spot, { key: "complete" })),
    veto: veto ? compilePeople(compiler, veto, spotWith(spot, { key: "veto" })) : null,
    rework: reworkOf(compiler, step, spot),
  };
  return { step: made, type: approvalType(taskResult(compiler, step), compiler.catalog) };
}

const NOBODY: Template = { kind: "literal", value: [] };

/** What the keyword says is what people read: `userTask: Назначьте…`. `title` names the step where it says nothing. */
function titled(compiler: Compiler, step: OutlineStep, common: StepCommon): StepCommon {
  const value = step.keyword.value;
  const text = textOf(value);
  if (text === undefined || text === "") return common;
  return { ...common, title: compileText(compiler, value, spotOf(compiler, step, step.kind)) ?? common.title };
}

function completeOf(compiler: Compiler, node: Node | undefined, spot: Spot): ApprovalStep["complete"] {
  const text = textOf(node);
  if (text === "any") return { kind: "any" };
  const quorum = childOf(node, "quorum");
  const percent = childOf(node, "percent");
  if (quorum) return { kind: "quorum", count: numberAt(compiler, quorum, spot) };
  if (percent) return { kind: "percent", percent: numberAt(compiler, percent, spot) };
  return { kind: "all" };
}

function numberAt(compiler: Compiler, node: Node, spot: Spot): Template {
  const template = compileTemplate(compiler, node, spot);
  if (template.kind === "expression")
    want(compiler, template.expression.type, { wanted: "number", at: node, what: spot.key });
  return template;
}

function reworkOf(compiler: Compiler, step: OutlineStep, spot: Spot): ApprovalStep["rework"] {
  const node = childOf(step.node, "rework");
  if (!node) return null;
  const from = childOf(node, "from");
  const name = textOf(from) ?? "";
  if (from) mention(compiler, "step", name, from, { step });
  const max = childOf(node, "max");
  return {
    edit: inputsNamed(compiler, childOf(node, "edit"), step),
    from: brand<StepId>(name),
    max: max?.kind === "scalar" && typeof max.value === "number" ? max.value : REWORKS_MAX,
    escalation: compileLadder(compiler, childOf(node, "escalation"), spotWith(spot, { key: "escalation" })),
  };
}

/** What a file that names no `max` gets: sending back more often than this is a quarrel, not a process. */
const REWORKS_MAX = 10;

function inputsNamed(compiler: Compiler, node: Node | undefined, step: OutlineStep): readonly string[] {
  return textNodesOf(node).map((one) => {
    const name = textOf(one) as string;
    mention(compiler, "input", name, one, { step });
    return name;
  });
}

/** How many seats a list of approvers surely has at most; null where only the run can tell. */
export function seatsOf(approvers: Template): number | null {
  if (approvers.kind === "list") {
    const seats = approvers.items.map(seatsOf);
    return seats.every((one) => one !== null) ? seats.reduce((sum: number, one) => sum + (one ?? 0), 0) : null;
  }
  if (approvers.kind === "map") return approvers.entries.some((entry) => entry.name === "each") ? null : 1;
  if (approvers.kind !== "literal") return null;
  const { value } = approvers;
  if (isList(value))
    return value
      .map((one) => seatsOf({ kind: "literal", value: one }))
      .reduce((sum: number | null, one) => (sum === null || one === null ? null : sum + one), 0);
  return typeof value === "object" && value !== null && "each" in value ? null : 1;
}
