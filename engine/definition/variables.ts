import { textNodesOf } from "./compile-field.ts";
import type { Range } from "./make-problem.ts";
import { childOf, type Document, textOf } from "./node.ts";
import { listsAround, type Outline, type OutlineList, type OutlineStep, scopeOf } from "./outline.ts";

/** A variable of a process: where it lives and everything that gives it a value. */
export interface Variable {
  readonly name: string;
  /** The list whose steps see it, and all lists inside. The body for inputs. */
  readonly scope: OutlineList;
  readonly origins: readonly Origin[];
}

export interface Origin {
  readonly kind: "input" | "step" | "set" | "each" | "at" | "error";
  readonly at: Range;
  readonly step: OutlineStep | null;
}

export interface Variables {
  readonly all: readonly Variable[];
  /** The variable of that name which steps of the list see. */
  visible(name: string, from: OutlineList): Variable | undefined;
  /** All that steps of the list see. */
  visibleFrom(list: OutlineList): readonly Variable[];
}

/** Names that the language keeps for itself (language §2). */
export const RESERVED_NAMES: readonly string[] = ["event", "record", "item", "each", "requester", "assignee"];

/** Finds every variable of a process and the scope it lives in. */
export function variablesOf(document: Document, outline: Outline): Variables {
  const scopes = new Map<OutlineList, Map<string, Variable & { origins: Origin[] }>>();
  const add = (scope: OutlineList, name: string, origin: Origin) => {
    const names = scopes.get(scope) ?? new Map<string, Variable & { origins: Origin[] }>();
    scopes.set(scope, names);
    const known = names.get(name);
    if (known) known.origins.push(origin);
    else names.set(name, { name, scope, origins: [origin] });
  };
  const find = (name: string, from: OutlineList) =>
    listsAround(from).flatMap((list) => scopes.get(list)?.get(name) ?? [])[0];

  const inputs = childOf(document.root, "input");
  for (const entry of inputs?.kind === "map" ? inputs.entries : []) {
    add(outline.body, entry.name, { kind: "input", at: entry.key, step: null });
  }
  for (const step of outline.steps) declareStep(step, add);
  const sets = outline.steps.filter((step) => step.kind === "set");
  // Outer ones first: a `set` further inside changes the outer variable.
  for (const step of sets.sort((one, other) => listsAround(one.list).length - listsAround(other.list).length)) {
    for (const { name, at } of setNamesOf(step)) {
      const known = find(name, step.list);
      add(known?.scope ?? scopeOf(step.list), name, { kind: "set", at, step });
    }
  }
  return {
    all: [...scopes.values()].flatMap((names) => [...names.values()]),
    visible: find,
    visibleFrom: (list) => listsAround(list).flatMap((one) => [...(scopes.get(one)?.values() ?? [])]),
  };
}

/** The names that a `set` step gives values to. */
export function setNamesOf(step: OutlineStep): readonly { readonly name: string; readonly at: Range }[] {
  const value = step.keyword.value;
  return value.kind === "map" ? value.entries.map((entry) => ({ name: entry.name, at: entry.key })) : [];
}

/** The inputs that a task lets a person change: `edit` of a task, of an approval's `rework`. */
export function editedInputs(step: OutlineStep): readonly string[] {
  const nodes = [childOf(step.node, "edit"), childOf(childOf(step.node, "rework"), "edit")];
  return nodes.flatMap((node) => textNodesOf(node).map((one) => textOf(one) as string));
}

/** Does the step leave a variable behind? A `set`, a `switch`, a plain block and the like do not. */
export function hasResult(step: OutlineStep): boolean {
  switch (step.kind) {
    case "for":
      return childOf(step.node, "collect") !== undefined;
    case "do":
      return childOf(step.node, "until") !== undefined;
    case "set":
    case "switch":
    case "wait":
    case "emit":
    case "try":
    case "raise":
      return false;
    default:
      return true;
  }
}

type Add = (scope: OutlineList, name: string, origin: Origin) => void;

function declareStep(step: OutlineStep, add: Add): void {
  const idNode = childOf(step.node, "id");
  if (idNode && step.id !== "" && hasResult(step)) {
    add(scopeOf(step.list), step.variable, { kind: "step", at: idNode, step });
  }
  const inner = step.lists.find((list) => list.role === "do");
  if (step.kind === "for" && inner) {
    for (const kind of ["each", "at"] as const) {
      const node = childOf(step.keyword.value, kind);
      const name = textOf(node);
      if (node && name !== undefined) add(inner, name, { kind, at: node, step });
    }
  }
  const catches = childOf(step.node, "catch");
  if (step.kind !== "try" || catches?.kind !== "list") return;
  catches.items.forEach((item, n) => {
    const node = childOf(item, "as");
    const name = textOf(node);
    const handler = step.lists.find((list) => list.role === "catch" && list.path.endsWith(`:${n}`));
    if (node && name !== undefined && handler) add(handler, name, { kind: "error", at: node, step });
  });
}
