import { id } from "../base/ids.ts";
import type { Then } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import { listsAround, type Outline, type OutlineList, type OutlineStep } from "./outline.ts";

/** One `then` of the file, and where it may lead. */
export interface Target {
  /** The step that holds it (whose `then`, case, handler or timeout it is). */
  readonly step: OutlineStep;
  readonly node: Node;
  readonly says: string;
  /** The step meant, or null for `continue`, `end`, `exit` and for a step that is not there or not allowed. */
  readonly to: OutlineStep | null;
  /** What is wrong with it, if anything. */
  readonly wrong: "unknown" | "outside" | null;
}

/** Resolves a `then` of a step, or of one of its cases, handlers or its timeout; null where there is none. */
export function targetOf(outline: Outline, step: OutlineStep, holder: Node | undefined): Target | null {
  const node = childOf(holder, "then");
  const says = textOf(node);
  if (!node || says === undefined) return null;
  if (WORDS.has(says)) return { step, node, says, to: null, wrong: null };
  const to = outline.byId.get(says);
  if (!to) return { step, node, says, to: null, wrong: outline.unread.has(says) ? null : "unknown" };
  return listsAround(step.list).includes(to.list)
    ? { step, node, says, to, wrong: null }
    : { step, node, says, to: null, wrong: "outside" };
}

/** Every `then` of a step: its own, its cases', handlers' and its timeout's. */
export function targetsOf(outline: Outline, step: OutlineStep): readonly Target[] {
  return holdersOf(step).flatMap((holder) => targetOf(outline, step, holder) ?? []);
}

/** The nodes of a step that may have a `then`. */
export function holdersOf(step: OutlineStep): readonly Node[] {
  const holders: Node[] = [step.node];
  if (step.kind === "switch") holders.push(...casesOf(step));
  if (step.kind === "try") holders.push(...handlersOf(step));
  const timeout = childOf(step.node, "timeout");
  if (timeout) holders.push(timeout);
  return holders;
}

/** The cases of a `switch`. */
export function casesOf(step: OutlineStep): readonly Node[] {
  return step.keyword.value.kind === "list" ? step.keyword.value.items : [];
}

/** The handlers of a `try`. */
export function handlersOf(step: OutlineStep): readonly Node[] {
  const catches = childOf(step.node, "catch");
  return catches?.kind === "list" ? catches.items : [];
}

/** The list of a step that a case or handler at that position runs, if it has steps. */
export function laneOf(step: OutlineStep, role: OutlineList["role"], position?: number): OutlineList | undefined {
  return step.lists.find(
    (list) => list.role === role && (position === undefined || list.path.endsWith(`:${position}`)),
  );
}

/** The target as the model has it; a wrong one is `continue` (there is no definition then). */
export function thenOf(target: Target | null): Then {
  if (target?.to) return { kind: "step", step: id(target.to.id) };
  if (target?.says === "end" || target?.says === "exit") return { kind: target.says };
  return { kind: "continue" };
}

const WORDS: ReadonlySet<string> = new Set(["continue", "end", "exit"]);
