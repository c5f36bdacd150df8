import { rungNodes } from "./compile-ladder.ts";
import type { Compiler } from "./compiler.ts";
import type { Rung } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import type { OutlineStep } from "./outline.ts";

/** A ladder as it is used: its rungs in the model and in the file. */
export interface UsedLadder {
  readonly step: OutlineStep;
  readonly rungs: readonly { readonly rung: Rung; readonly node: Node }[];
  /** Of the task itself, of a block around tasks, or of the requester's task in a rework. */
  readonly of: "task" | "block" | "rework";
}

/** Every ladder of a process. One with a name is listed once, at its first use. */
export function laddersOf(compiler: Pick<Compiler, "document" | "outline" | "made">): readonly UsedLadder[] {
  const named = new Set<string>();
  return compiler.outline.steps.flatMap((step) => {
    const made = compiler.made.get(step);
    const found: UsedLadder[] = [];
    const add = (node: Node | undefined, rungs: readonly Rung[], of: UsedLadder["of"]) => {
      const name = textOf(node);
      if (name !== undefined && named.has(name)) return;
      if (name !== undefined) named.add(name);
      const nodes = rungNodes(compiler.document.root, node).filter((one) => one.kind === "map");
      const pairs = rungs.flatMap((rung, at) => (nodes[at] ? [{ rung, node: nodes[at] }] : []));
      if (pairs.length > 0) found.push({ step, rungs: pairs, of });
    };
    if (made?.kind === "userTask" || made?.kind === "approval")
      add(childOf(step.node, "escalation"), made.escalation, "task");
    if (made?.kind === "do") add(childOf(step.node, "escalation"), made.escalation, "block");
    if (made?.kind === "approval" && made.rework)
      add(childOf(childOf(step.node, "rework"), "escalation"), made.rework.escalation, "rework");
    return found;
  });
}
