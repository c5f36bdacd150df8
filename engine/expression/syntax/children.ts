import type { Ast, AstOf } from "./ast.ts";

/** Does the text read `?` (outside of tests of its own)? */
export function readsInput(ast: Ast): boolean {
  if (ast.kind === "input") return true;
  return childrenOf(ast).some(readsInput);
}

/** The parts of a node, in the order of the text. */
export function childrenOf(ast: Ast): readonly Ast[] {
  switch (ast.kind) {
    case "literal":
    case "name":
    case "input":
      return [];
    case "path":
    case "negate":
    case "instance":
      return [ast.of];
    case "filter":
      return [ast.of, ast.by];
    case "call":
      return [ast.callee, ...ast.args.map(({ value }) => value)];
    case "arithmetic":
    case "compare":
    case "logic":
      return [ast.left, ast.right];
    case "between":
      return [ast.value, ast.low, ast.high];
    case "in":
      return [ast.value, ...ast.tests];
    case "test":
      return [ast.operand];
    case "range":
      return [ast.low, ast.high];
    case "if":
      return [ast.condition, ast.then, ast.else];
    case "for":
      return [...iteratorParts(ast), ast.body];
    case "quantified":
      return [...iteratorParts(ast), ast.condition];
    case "list":
      return ast.items;
    case "context":
      return ast.entries.map(({ value }) => value);
    case "function":
      return [ast.body];
  }
}

function iteratorParts({ iterators }: AstOf<"for" | "quantified">): Ast[] {
  return iterators.flatMap((iterator) => (iterator.until ? [iterator.in, iterator.until] : [iterator.in]));
}
