import type { AstOf } from "../syntax/ast.ts";
import type { Inner } from "../value/inner.ts";
import { Range } from "../value/range.ts";
import { show } from "../value/show.ts";
import { fail } from "../value/site.ts";
import { ordered } from "./compare.ts";
import type { Compiler } from "./compiler.ts";
import type { Run } from "./frame.ts";
import { type Operation, operationOf } from "./operation.ts";

/** An interval as a value. */
export function compileRange(compiler: Compiler, ast: AstOf<"range">): Run {
  compiler.exotic = true;
  const [low, high] = [compiler.compile(ast.low), compiler.compile(ast.high)];
  const at = operationOf(compiler, ast, [ast.low, ast.high]);
  const ends = { lowIn: ast.lowIn, highIn: ast.highIn };
  return (context, frame) => {
    const [from, to] = [low(context, frame), high(context, frame)];
    return rangeOf(from, to, { at, ends });
  };
}

/** Where a range stands, and which of its ends belong to it. */
export interface RangeShape {
  readonly at: Operation;
  readonly ends: { readonly lowIn: boolean; readonly highIn: boolean };
}

/** A range whose ends have an order, the lower one first; null, or an incident, for any other. */
export function rangeOf(low: Inner, high: Inner, { at, ends }: RangeShape): Range | null {
  const isRising = ordered("<=", low, high, at);
  if (isRising === true) return new Range(low, high, ends);
  if (isRising === null) return null;
  return fail(at.site, "EXPRESSION_DOMAIN", {
    ru: `Промежуток от ${show(low)} до ${show(high)} пуст: начало больше конца.`,
    en: `The range from ${show(low)} to ${show(high)} is empty: it starts above its end.`,
  });
}

/** `(> 5)` as a value: a range without bound on one side. */
export function compileTest(compiler: Compiler, ast: AstOf<"test">): Run {
  compiler.exotic = true;
  const operand = compiler.compile(ast.operand);
  const site = compiler.site(ast);
  return (context, frame) => {
    const end = operand(context, frame);
    switch (ast.op) {
      case "<":
      case "<=":
        return new Range(null, end, { lowIn: false, highIn: ast.op === "<=" });
      case ">":
      case ">=":
        return new Range(end, null, { lowIn: ast.op === ">=", highIn: false });
      case "=":
        return new Range(end, end, { lowIn: true, highIn: true });
      case "!=":
        return fail(site, "EXPRESSION_TYPE", { ru: "«!=» — не промежуток.", en: "`!=` makes no range." });
    }
  };
}

/** Does the value lie in the range? An end that is null and open does not bound. */
export function within(value: Inner, range: Range, at: Operation): boolean | null {
  const { low, high, lowIn, highIn } = range;
  const above = low === null && !lowIn ? true : ordered(lowIn ? ">=" : ">", value, low, at);
  if (above === false) return false;
  const below = high === null && !highIn ? true : ordered(highIn ? "<=" : "<", value, high, at);
  return above === null || below === null ? null : below;
}
