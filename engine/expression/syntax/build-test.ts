import type { Ast, CompareOp } from "./ast.ts";
import { type Building, type GrammarNode, Stumble, span } from "./building.ts";

/** The tests of a cell: a list, whether or not they stand in `not(…)`. */
export function buildTests(building: Building, nodes: readonly GrammarNode[]): Ast {
  const list = nodes.find((node) => node.name === "PositiveUnaryTests");
  if (!list) throw new Stumble(0, building.text.length);
  const items = building.children(list).map((node) => buildTest(building, node));
  return { kind: "list", items, from: list.from, to: list.to };
}

/** A test that may stand where a value may not: `> 5`. */
function buildTest(building: Building, node: GrammarNode | undefined): Ast {
  if (node?.name !== "PositiveUnaryTest") return building.expression(node);
  const [inner] = building.children(node);
  return inner?.name === "SimplePositiveUnaryTest"
    ? simpleTest(building, inner, building.children(inner))
    : building.expression(inner);
}

/** `a = b`, `a between b and c`, `a in (b, > c)` */
export function buildComparison(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  const [left, word] = parts;
  const value = building.expression(left);
  if (word?.name === "between") {
    return {
      kind: "between",
      value,
      low: building.expression(parts[2]),
      high: building.expression(parts[4]),
      ...span(node),
    };
  }
  if (word?.name === "in") {
    const list = parts.find((part) => part.name === "PositiveUnaryTests");
    const tests = list ? building.children(list) : parts.slice(2);
    return { kind: "in", value, tests: tests.map((test) => buildTest(building, test)), ...span(node) };
  }
  const op = (word ? building.slice(word) : "=") as CompareOp;
  return { kind: "compare", op, left: value, right: building.expression(parts[2]), ...span(node) };
}

function simpleTest(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  const first = parts[0];
  if (first?.name === "CompareOp") {
    return {
      kind: "test",
      op: building.slice(first) as CompareOp,
      operand: building.expression(parts[1]),
      ...span(node),
    };
  }
  const [open, low, , high, close] = first ? building.children(first) : [];
  return {
    kind: "range",
    low: building.expression(low),
    high: building.expression(high),
    lowIn: open?.name === "[",
    highIn: close?.name === "]",
    ...span(node),
  };
}

/** An interval is a value anywhere; `= 5` and `> 5` only in brackets (`(> 5)`), else a sign was doubled: `a == 5`. */
export function buildStrayTest(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  const before = building.text.slice(0, node.from).trimEnd().at(-1);
  if (parts[0]?.name === "CompareOp" && before !== undefined && /[=<>!]/.test(before))
    throw new Stumble(node.from, node.to);
  return simpleTest(building, node, parts);
}
