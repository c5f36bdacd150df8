import { compileDuration, compileInstant } from "./compile-duration.ts";
import { fieldOf, fieldsOf, hasExpression, hasKnownType, textNodesOf } from "./compile-field.ts";
import { compileLadder, rungNodes } from "./compile-ladder.ts";
import { compilePeople } from "./compile-people.ts";
import { compileBare, compileCondition, compileTemplate, compileText, want } from "./compile-value.ts";
import { type Compiler, note, rangeOf, type Spot, spotWith } from "./compiler.ts";
import { compileDefault, mentionField } from "./declared-field.ts";
import { factTitle } from "./fact-title.ts";
import type { FormField, Outcome, Permission, TaskShape } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import { outcomesOf } from "./outcomes-of.ts";
import type { OutlineStep } from "./outline.ts";
import type { TaskResult } from "./types-of-steps.ts";

const PERMISSIONS: readonly Permission[] = [
  "delegate",
  "reassign",
  "add-approver",
  "ask-for-info",
  "recall",
  "withdraw",
];

/** What a task shows and asks: shared by `userTask` and `approval`. */
export function compileTask(compiler: Compiler, step: OutlineStep, spot: Spot): TaskShape {
  const at = (name: string) => childOf(step.node, name);
  const under = (key: string) => spotWith(spot, { key });
  const notBy = at("notBy");
  const about = at("about");
  const priority = at("priority");
  const ifExcluded = textOf(at("ifExcluded"));
  const pauseClock = at("pauseClock");
  return {
    about: about ? compileTemplate(compiler, about, under("about")) : null,
    facts: factsOf(compiler, at("facts"), under("facts")),
    instructions: compileText(compiler, at("instructions"), under("instructions")),
    form: compileForm(compiler, at("form"), under("form")),
    outcomes: outcomes(compiler, step, spot),
    notBy: notBy ? compilePeople(compiler, notBy, under("notBy")) : null,
    ifExcluded: ifExcluded === "manager" || ifExcluded === "skip" ? ifExcluded : "incident",
    escalation: compileLadder(compiler, at("escalation"), under("escalation")),
    allow: textNodesOf(at("allow")).flatMap((node) => PERMISSIONS.find((one) => one === textOf(node)) ?? []),
    pauseClock: pauseClock?.kind === "scalar" && pauseClock.value === true,
    priority: priority ? priorityOf(compiler, priority, under("priority")) : null,
    dueDate: dateOf(compiler, at("dueDate"), under("dueDate")),
    followUpDate: dateOf(compiler, at("followUpDate"), under("followUpDate")),
    commentRequired: commentRequired(step),
  };
}

/** The fields of a form, with their defaults. */
export function compileForm(compiler: Compiler, node: Node | undefined, spot: Spot): readonly FormField[] {
  return fieldsOf(node).map(({ field, entry }) => {
    mentionField(compiler, entry.value, spot.step);
    return { ...field, defaultOf: compileDefault(compiler, field, { node: childOf(entry.value, "default"), spot }) };
  });
}

/** What the type of a task's result depends on. */
export function taskResult(compiler: Compiler, step: OutlineStep): TaskResult {
  const edited = textNodesOf(childOf(step.node, "edit")).flatMap((node) => {
    const input = compiler.inputs.find((one) => one.name === textOf(node));
    return input ? [input] : [];
  });
  const own = childOf(step.node, "form");
  const fields = own?.kind === "map" ? own.entries.map((entry) => fieldOf(entry.name, entry.value)) : [];
  const rungs = rungNodes(compiler.document.root, childOf(step.node, "escalation"));
  const outcomes = outcomesOf(step);
  const ofClock = [...rungs, childOf(step.node, "timeout")].flatMap((node) => textOf(childOf(node, "outcome")) ?? []);
  // Where everybody is struck out and skipped nobody fills in the form, whatever is asked of the outcome.
  const isSkippable = textOf(childOf(step.node, "ifExcluded")) === "skip";
  const byClock = isSkippable ? outcomes.map((outcome) => outcome.name) : ofClock;
  const unknown = new Set(
    own?.kind === "map" ? own.entries.filter((entry) => !hasKnownType(entry.value)).map((entry) => entry.name) : [],
  );
  return { fields: [...fields, ...edited], outcomes, unknown, byClock };
}

function factsOf(compiler: Compiler, node: Node | undefined, spot: Spot): TaskShape["facts"] {
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => {
    const [entry] = item.kind === "map" ? item.entries : [];
    const value = entry ? entry.value : item;
    if (value.kind !== "scalar") return [];
    const expression = compileBare(compiler, value, spot, "fact");
    const title = entry ? entry.name : factTitle(compiler, expression.text, spot);
    if (title === null) note(compiler, "fact-without-title", rangeOf(value), { text: expression.text });
    return [{ title: title ?? expression.text, expression }];
  });
}

function outcomes(compiler: Compiler, step: OutlineStep, spot: Spot): readonly Outcome[] {
  return outcomesOf(step).map((outcome) => ({
    name: outcome.name,
    title: outcome.title,
    done: outcome.done,
    needs: outcome.needs.map((node) => textOf(node) as string),
    if: compileCondition(compiler, outcome.if, spotWith(spot, { key: "if" })),
  }));
}

function priorityOf(compiler: Compiler, node: Node, spot: Spot): TaskShape["priority"] {
  const template = compileTemplate(compiler, node, spot);
  if (template.kind === "expression")
    want(compiler, template.expression.type, { wanted: "number", at: node, what: "priority" });
  return template;
}

/** A due date: a duration from the opening, or an instant. */
function dateOf(compiler: Compiler, node: Node | undefined, spot: Spot): TaskShape["dueDate"] {
  if (!node) return null;
  if (node.kind === "map" || (!hasExpression(node) && /^-?P/.test(textOf(node) ?? "")))
    return compileDuration(compiler, node, spot);
  const at = compileInstant(compiler, node, spot, { duration: true });
  return { kind: "at", at };
}

/** `true` means every outcome. */
function commentRequired(step: OutlineStep): readonly string[] {
  const node = childOf(step.node, "commentRequired");
  if (node?.kind === "scalar") return node.value === true ? outcomesOf(step).map((outcome) => outcome.name) : [];
  return textNodesOf(node).map((one) => textOf(one) as string);
}
