import type { AstOf, CompareOp } from "../syntax/ast.ts";
import { compare, equal } from "../value/equality.ts";
import { type Inner, isNum } from "../value/inner.ts";
import { compareMoney, isInnerMoney, sameCurrency } from "../value/money.ts";
import { compareNumbers } from "../value/number.ts";
import { show } from "../value/show.ts";
import { excerpt, fail } from "../value/site.ts";
import type { Compiler } from "./compiler.ts";
import { type Frame, NO_FRAME, type Run } from "./frame.ts";
import { nullOperand, type Operation, operationOf } from "./operation.ts";

/** `= != < <= > >=` */
export function compileCompare(compiler: Compiler, ast: AstOf<"compare">): Run {
  const left = compiler.compile(ast.left);
  const right = compiler.compile(ast.right);
  const at = operationOf(compiler, ast, [ast.left, ast.right]);
  const bound = ast.right.kind === "literal" ? ast.right.value : null;
  if (typeof bound === "number" && ast.op !== "=" && ast.op !== "!=") return AGAINST_NUMBER[ast.op](left, bound, at);
  if (typeof bound === "string" && ast.op === "=") return equalsText(left, bound, at);
  return COMPARISONS[ast.op](left, right, at);
}

/** `amount > 100000`, `role = "manager"`: what most conditions are, without a call for the constant. */
const AGAINST_NUMBER: Readonly<Record<"<" | "<=" | ">" | ">=", (left: Run, bound: number, at: Operation) => Run>> = {
  "<": (left, bound, at) => (context, frame) => {
    const value = left(context, frame);
    return typeof value === "number" ? value < bound : ordered("<", value, bound, at);
  },
  "<=": (left, bound, at) => (context, frame) => {
    const value = left(context, frame);
    return typeof value === "number" ? value <= bound : ordered("<=", value, bound, at);
  },
  ">": (left, bound, at) => (context, frame) => {
    const value = left(context, frame);
    return typeof value === "number" ? value > bound : ordered(">", value, bound, at);
  },
  ">=": (left, bound, at) => (context, frame) => {
    const value = left(context, frame);
    return typeof value === "number" ? value >= bound : ordered(">=", value, bound, at);
  },
};

function equalsText(left: Run, text: string, at: Operation): Run {
  return (context, frame) => {
    const value = left(context, frame);
    return typeof value === "string" ? value === text : equals(value, text, at);
  };
}

type CompileComparison = (left: Run, right: Run, at: Operation) => Run;

/** Two doubles, and two texts for `=`, are compared directly: that is what nearly every condition does. */
const COMPARISONS: Readonly<Record<CompareOp, CompileComparison>> = {
  "=": (left, right, at) => (context, frame) => {
    const a = left(context, frame);
    const b = right(context, frame);
    if (typeof a === "string" && typeof b === "string") return a === b;
    charge(a, frame, at);
    return equals(a, b, at);
  },
  "!=": (left, right, at) => (context, frame) => {
    const a = left(context, frame);
    const b = right(context, frame);
    if (typeof a === "string" && typeof b === "string") return a !== b;
    charge(a, frame, at);
    return opposite(equals(a, b, at));
  },
  "<": (left, right, at) => (context, frame) => {
    const a = left(context, frame);
    const b = right(context, frame);
    return typeof a === "number" && typeof b === "number" ? a < b : ordered("<", a, b, at);
  },
  "<=": (left, right, at) => (context, frame) => {
    const a = left(context, frame);
    const b = right(context, frame);
    return typeof a === "number" && typeof b === "number" ? a <= b : ordered("<=", a, b, at);
  },
  ">": (left, right, at) => (context, frame) => {
    const a = left(context, frame);
    const b = right(context, frame);
    return typeof a === "number" && typeof b === "number" ? a > b : ordered(">", a, b, at);
  },
  ">=": (left, right, at) => (context, frame) => {
    const a = left(context, frame);
    const b = right(context, frame);
    return typeof a === "number" && typeof b === "number" ? a >= b : ordered(">=", a, b, at);
  },
};

/** A list or map is walked through; where nothing was made in this evaluation, it is the process's own data. */
function charge(value: Inner, frame: Frame, at: Operation): void {
  if (typeof value === "object" && value !== null && frame !== NO_FRAME)
    frame.meter.step(at.site, frame.meter.sizeOf(value));
}

function opposite(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

/** Any of the six comparisons of two values. */
export function compareBy(op: CompareOp, a: Inner, b: Inner, at: Operation): boolean | null {
  if (op === "=") return equals(a, b, at);
  if (op === "!=") return opposite(equals(a, b, at));
  return ordered(op, a, b, at);
}

function equals(a: Inner, b: Inner, at: Operation): boolean | null {
  const found = equal(a, b);
  if (found !== null) return found;
  if ((isInnerMoney(a) && isNum(b)) || (isInnerMoney(b) && isNum(a))) {
    const amounts = sameCurrency(a, b, at);
    return amounts && compareNumbers(amounts.left, amounts.right) === 0;
  }
  return fail(at.site, "EXPRESSION_TYPE", {
    ru: `«${excerpt(at.site)}»: ${show(a)} и ${show(b)} — разного вида, равны быть не могут.`,
    en: `"${excerpt(at.site)}": ${show(a)} and ${show(b)} are of different kinds and cannot be equal.`,
  });
}

/** Order of two values; null after a failure in DMN mode. */
export function ordered(op: "<" | "<=" | ">" | ">=", a: Inner, b: Inner, at: Operation): boolean | null {
  const order = orderOf(a, b, at);
  if (order === null) return null;
  switch (op) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** Below zero, zero or above; null after a failure in DMN mode. */
export function orderOf(a: Inner, b: Inner, at: Operation): number | null {
  const order = compare(a, b);
  if (order !== null) return order;
  if (a === null || b === null) return nullOperand(a, b, at.site);
  if (isInnerMoney(a) || isInnerMoney(b)) {
    const found = compareMoney(a, b, at);
    if (found !== null) return found;
  }
  return fail(at.site, "EXPRESSION_TYPE", {
    ru: `«${excerpt(at.site)}»: ${show(a)} и ${show(b)} нельзя сравнить по величине.`,
    en: `"${excerpt(at.site)}": ${show(a)} and ${show(b)} have no order.`,
  });
}

/** `x between a and b`: both ends belong to it. */
export function compileBetween(compiler: Compiler, ast: AstOf<"between">): Run {
  const value = compiler.compile(ast.value);
  const low = compiler.compile(ast.low);
  const high = compiler.compile(ast.high);
  const at = operationOf(compiler, ast, [ast.value, ast.low, ast.high]);
  return (context, frame) => {
    const tested = value(context, frame);
    const above = ordered(">=", tested, low(context, frame), at);
    const below = ordered("<=", tested, high(context, frame), at);
    return above === null || below === null ? null : above && below;
  };
}
