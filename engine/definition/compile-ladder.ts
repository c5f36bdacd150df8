import { USER } from "../expression/type.ts";
import { compileDuration } from "./compile-duration.ts";
import { compilePeople } from "./compile-people.ts";
import { compileText } from "./compile-value.ts";
import { type Compiler, mention, type Spot, spotWith } from "./compiler.ts";
import type { Ladder, Rung } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";

const ACTIONS: readonly Rung["action"][] = ["remind", "notify", "offer", "reassign", "outcome"];

/** An escalation ladder: its rungs, or the name of one in `ladders`. `assignee` is who has the task when a rung fires. */
export function compileLadder(compiler: Compiler, node: Node | undefined, spot: Spot): Ladder {
  if (!node) return [];
  const name = textOf(node);
  if (name !== undefined) mention(compiler, "ladder", name, node, { step: spot.step });
  const rungs = name === undefined ? node : ladderNamed(compiler, name);
  if (rungs?.kind !== "list") return [];
  const at = spotWith(spot, { extra: { assignee: USER }, key: "escalation" });
  return rungs.items.flatMap((item) => (item.kind === "map" ? [rungOf(compiler, item, at)] : []));
}

/** The rungs of a ladder as nodes, whether written here or named: for checks that point at one. */
export function rungNodes(root: Node, node: Node | undefined): readonly Node[] {
  const name = textOf(node);
  const rungs = name === undefined ? node : childOf(childOf(root, "ladders"), name);
  return rungs?.kind === "list" ? rungs.items : [];
}

function ladderNamed(compiler: Compiler, name: string): Node | undefined {
  return childOf(childOf(compiler.document.root, "ladders"), name);
}

function rungOf(compiler: Compiler, node: Node, spot: Spot): Rung {
  const to = childOf(node, "to");
  const repeat = childOf(node, "repeat");
  const action = textOf(childOf(node, "action"));
  return {
    after: compileDuration(compiler, childOf(node, "after"), spot, true),
    action: ACTIONS.find((one) => one === action) ?? "remind",
    to: to ? compilePeople(compiler, to, spot) : null,
    message: compileText(compiler, childOf(node, "message"), spotWith(spot, { key: "message" })),
    outcome: textOf(childOf(node, "outcome")) ?? null,
    repeat: textOf(repeat) === "until-top" ? "until-top" : repeat ? compileDuration(compiler, repeat, spot) : null,
  };
}
