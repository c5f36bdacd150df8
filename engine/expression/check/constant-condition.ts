import { isTagged, type Value } from "../../base/value.ts";
import type { Ast, AstOf, CompareOp } from "../syntax/ast.ts";
import type { Type } from "../type.ts";
import { exactOf } from "../value/number.ts";
import { keyOf } from "./facts.ts";

/** Parts of one `and` or `or` that are compared with each other; longer ones are not judged. */
const PARTS_MAX = 50;

/** Static types of the parts of a tree. */
export type TypesOf = (ast: Ast) => Type | undefined;

/**
 * Does a condition come out the same whatever its variables hold? True: it always holds; false: never; null: it depends,
 * as far as comparisons with constants tell. `x > 5 and x < 3` never holds, `x != 1 or x != 2` always does.
 */
export function constantOf(ast: Ast, typeOf: TypesOf): boolean | null {
  switch (ast.kind) {
    case "literal":
      return typeof ast.value === "boolean" ? ast.value : null;
    case "compare":
      return ofComparison(ast);
    case "logic":
      return ofLogic(ast, typeOf);
    default:
      return null;
  }
}

function ofComparison({ op, left, right }: AstOf<"compare">): boolean | null {
  const key = keyOf(left);
  if (left.kind !== "literal" && key !== null && key === keyOf(right)) return op === "=" || op === "<=" || op === ">=";
  if (left.kind !== "literal" || right.kind !== "literal") return null;
  // Of different kinds (a text beside a number): that is told in other words.
  if (left.value === null || typeof left.value !== typeof right.value) return null;
  return holds(left.value, { op, value: right.value });
}

/** `and` never holds where its parts contradict; `or` always holds where their opposites do. */
function ofLogic(ast: AstOf<"logic">, typeOf: TypesOf): boolean | null {
  const parts = partsOf(ast, ast.op);
  if (parts.length > PARTS_MAX) return null;
  const isAnd = ast.op === "and";
  const limits = parts.flatMap((part) => limitsOf(part, isAnd, typeOf));
  for (const all of Map.groupBy(limits, ({ key }) => key).values()) {
    if (all.length > 1 && contradict(all)) return !isAnd;
  }
  return null;
}

function partsOf(ast: Ast, op: "and" | "or"): readonly Ast[] {
  return ast.kind === "logic" && ast.op === op ? [...partsOf(ast.left, op), ...partsOf(ast.right, op)] : [ast];
}

/** What one part says of one value: a comparison with a constant, or being one of several. */
interface Limit {
  readonly key: string;
  readonly type: Type | undefined;
  readonly says: Said | { readonly oneOf: readonly Value[] };
}

interface Said {
  readonly op: CompareOp;
  readonly value: Value;
}

const FLIPPED: Readonly<Record<CompareOp, CompareOp>> = {
  "=": "=",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};
const OPPOSITE: Readonly<Record<CompareOp, CompareOp>> = {
  "=": "!=",
  "!=": "=",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

/** What a part says where it came out so. */
function limitsOf(ast: Ast, outcome: boolean, typeOf: TypesOf): readonly Limit[] {
  const about = (of: Ast, says: readonly Limit["says"][]): readonly Limit[] => {
    const key = of.kind === "literal" ? null : keyOf(of);
    return key === null ? [] : says.map((one) => ({ key, type: typeOf(of), says: one }));
  };
  const said = (op: CompareOp, value: Value): Said => ({ op: outcome ? op : OPPOSITE[op], value });
  switch (ast.kind) {
    case "compare": {
      if (ast.right.kind === "literal") return about(ast.left, [said(ast.op, ast.right.value)]);
      return ast.left.kind === "literal" ? about(ast.right, [said(FLIPPED[ast.op], ast.left.value)]) : [];
    }
    case "between": {
      if (!outcome || ast.low.kind !== "literal" || ast.high.kind !== "literal") return [];
      return about(ast.value, [said(">=", ast.low.value), said("<=", ast.high.value)]);
    }
    case "in": {
      const values = ast.tests.flatMap((test) => (test.kind === "literal" ? [test.value] : []));
      if (values.length < ast.tests.length) return [];
      return about(ast.value, outcome ? [{ oneOf: values }] : values.map((value) => said("=", value)));
    }
    case "name":
    case "path":
      return typeOf(ast)?.kind === "boolean" ? about(ast, [said("=", true)]) : [];
    case "call": {
      const [argument] = ast.args;
      const isNot = ast.callee.kind === "name" && ast.callee.name === "not" && ast.args.length === 1;
      return isNot && argument ? limitsOf(argument.value, !outcome, typeOf) : [];
    }
    default:
      return [];
  }
}

/** Can no value meet all of this? */
function contradict(limits: readonly Limit[]): boolean {
  const said = limits.flatMap(({ says }) => ("op" in says ? [says] : []));
  const sets = limits.flatMap(({ says }) => ("oneOf" in says ? [says.oneOf] : says.op === "=" ? [[says.value]] : []));
  const type = limits[0]?.type;
  const closed = type?.kind === "choice" ? type.values : undefined;
  const candidates = [...(closed ? [closed] : []), ...sets];
  const [first, ...more] = candidates;
  if (first) {
    const left = first.filter((value) => more.every((set) => set.some((other) => isEqual(value, other))));
    return !left.some((value) => said.every((one) => holds(value, one) !== false));
  }
  return said.some((low) => said.some((high) => isEmptyBetween(low, high)));
}

/** `> 5` and `< 3`: nothing lies between. */
function isEmptyBetween(low: Said, high: Said): boolean {
  if (!low.op.startsWith(">") || !high.op.startsWith("<")) return false;
  const order = compare(low.value, high.value);
  return order !== null && (order > 0 || (order === 0 && !(low.op === ">=" && high.op === "<=")));
}

/** Null where the two have no order that is known here. */
function holds(value: Value, { op, value: other }: Said): boolean | null {
  if (op === "=") return isEqual(value, other);
  if (op === "!=") return !isEqual(value, other);
  const order = compare(value, other);
  if (order === null) return null;
  if (op === "<") return order < 0;
  if (op === "<=") return order <= 0;
  return op === ">" ? order > 0 : order >= 0;
}

function isEqual(a: Value, b: Value): boolean {
  return compare(a, b) === 0 || JSON.stringify(a) === JSON.stringify(b);
}

/** Numbers and days have an order; of other constants nothing is claimed. */
function compare(a: Value, b: Value): number | null {
  if (isNumber(a) && isNumber(b)) return exactOf(a).comparedTo(exactOf(b));
  if (!isTagged(a) || !isTagged(b) || a.$type !== "date" || b.$type !== "date") return null;
  // Years before our era or of five digits are not ordered as texts.
  if (a.value.length !== DAY_LENGTH || b.value.length !== DAY_LENGTH) return null;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

/** `2026-11-25` */
const DAY_LENGTH = 10;

function isNumber(value: Value): value is number | { readonly $type: "number"; readonly value: string } {
  return typeof value === "number" || (isTagged(value) && value.$type === "number");
}
