import type { ExpressionProblem } from "../problem.ts";
import { isForeignKey } from "../value/inner.ts";
import type { Ast, EntryAst, IteratorAst } from "./ast.ts";
import { buildCall, buildDateTime } from "./build-call.ts";
import { LITERALS, unescapeText } from "./build-literal.ts";
import { buildComparison, buildStrayTest, buildTests } from "./build-test.ts";
import { buildType } from "./build-type.ts";
import {
  type Builders,
  Building,
  type GrammarNode,
  type NamedText,
  Stumble,
  type StumblePlace,
  span,
} from "./building.ts";

/** What came of a tree. */
export interface Built {
  readonly ast: Ast | null;
  readonly problems: readonly ExpressionProblem[];
  /** Of unary tests: do they stand in `not(…)`? */
  readonly negated: boolean;
  /** Where the grammar could not go on. */
  readonly stumble: StumblePlace | null;
}

/** Turns the grammar's tree into ours. */
export function buildTree(top: GrammarNode, source: NamedText): Built {
  const building = new Building(source, BUILDERS);
  try {
    const nodes = building.children(top);
    const only = nodes[0];
    if (!only) return stumbled({ from: top.from, to: top.to, isTooDeep: false });
    const ast = top.name === "UnaryTests" ? buildTests(building, nodes) : building.expression(only);
    const isWrong = building.problems.some((problem) => problem.severity === "error");
    return { ast: isWrong ? null : ast, problems: building.problems, negated: only.name === "not", stumble: null };
  } catch (stop) {
    if (stop instanceof Stumble) return stumbled(stop);
    throw stop;
  }
}

function stumbled(stumble: StumblePlace): Built {
  return { ast: null, problems: [], negated: false, stumble };
}

const BUILDERS: Builders = {
  ...LITERALS,
  "?": (_, node) => ({ kind: "input", ...span(node) }),
  VariableName: (building, node) => ({ kind: "name", name: building.nameOf(node), ...span(node) }),
  ParenthesizedExpression: (building, _, parts) => building.expression(parts[1]),
  PathExpression: path,
  FilterExpression: (building, node, parts) => ({
    kind: "filter",
    of: building.expression(parts[0]),
    by: building.expression(parts[2]),
    ...span(node),
  }),
  FunctionInvocation: buildCall,
  DateTimeLiteral: buildDateTime,
  ArithmeticExpression: arithmetic,
  Comparison: buildComparison,
  SimplePositiveUnaryTest: buildStrayTest,
  Conjunction: (building, node, parts) => ({
    kind: "logic",
    op: "and",
    left: building.expression(parts[0]),
    right: building.expression(parts[2]),
    ...span(node),
  }),
  Disjunction: (building, node, parts) => ({
    kind: "logic",
    op: "or",
    left: building.expression(parts[0]),
    right: building.expression(parts[2]),
    ...span(node),
  }),
  IfExpression: (building, node, parts) => ({
    kind: "if",
    condition: building.expression(parts[1]),
    then: building.expression(parts[3]),
    else: building.expression(parts[5]),
    ...span(node),
  }),
  ForExpression: (building, node, parts) => ({
    kind: "for",
    iterators: iterators(building, parts[1]),
    body: building.expression(parts[3]),
    ...span(node),
  }),
  QuantifiedExpression: (building, node, parts) => ({
    kind: "quantified",
    every: parts[0]?.name === "every",
    iterators: iterators(building, parts[1]),
    condition: building.expression(parts[3]),
    ...span(node),
  }),
  List: (building, node, parts) => ({
    kind: "list",
    items: parts.slice(1, -1).map((part) => building.expression(part)),
    ...span(node),
  }),
  Context: context,
  FunctionDefinition: definition,
  InstanceOfExpression: (building, node, parts) => ({
    kind: "instance",
    of: building.expression(parts[0]),
    type: buildType(building, parts[3]),
    ...span(node),
  }),
};

function path(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  const last = parts.at(-1);
  return {
    kind: "path",
    of: building.expression(parts[0]),
    name: building.nameOf(last),
    nameFrom: last?.from ?? node.to,
    ...span(node),
  };
}

function arithmetic(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  if (parts.length === 2) {
    const of = building.expression(parts[1]);
    return parts[0] && building.slice(parts[0]) === "-" ? { kind: "negate", of, ...span(node) } : of;
  }
  const sign = parts[1] ? building.slice(parts[1]) : "+";
  const op = sign === "^" ? "**" : (sign as "+" | "-" | "*" | "/" | "**");
  return {
    kind: "arithmetic",
    op,
    left: building.expression(parts[0]),
    right: building.expression(parts[2]),
    ...span(node),
  };
}

function iterators(building: Building, node: GrammarNode | undefined): IteratorAst[] {
  if (!node) return [];
  return building.children(node).map((part) => {
    const [name, , range] = building.children(part);
    const ends = range ? building.children(range) : [];
    const until = ends[2] ? building.expression(ends[2]) : null;
    return { name: building.declaredName(name), in: building.expression(ends[0]), until, ...span(part) };
  });
}

function context(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  const entries: EntryAst[] = parts
    .filter((part) => part.name === "ContextEntry")
    .map((part) => {
      const [key, value] = building.children(part);
      const [name] = key ? building.children(key) : [];
      return { key: keyOf(building, name), value: building.expression(value), ...span(part) };
    });
  return { kind: "context", entries, ...span(node) };
}

function keyOf(building: Building, node: GrammarNode | undefined): string {
  if (node?.name !== "StringLiteral") return building.declaredName(node);
  const key = unescapeText(building.slice(node).slice(1, -1));
  if (isForeignKey(key)) building.reject(node, key);
  return key;
}

function definition(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  const formal = parts.find((part) => part.name === "FormalParameters");
  const body = parts.find((part) => part.name === "FunctionBody");
  if (parts.some((part) => part.name === "external")) throw new Stumble(node.from, node.to);
  const parameters = (formal ? building.children(formal) : []).map((part) => {
    const [parameter, type] = building.children(part);
    const [name] = parameter ? building.children(parameter) : [];
    return { name: building.declaredName(name), type: type ? buildType(building, type) : null };
  });
  return {
    kind: "function",
    parameters,
    body: building.expression(body ? building.children(body)[0] : undefined),
    ...span(node),
  };
}
