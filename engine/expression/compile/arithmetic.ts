import type { AstOf } from "../syntax/ast.ts";
import { type ArithmeticOp, arithmetic, type Failure, negateTemporal } from "../value/arithmetic.ts";
import { temporalFrom } from "../value/equality.ts";
import { type Inner, isNum } from "../value/inner.ts";
import { amountOf, isInnerMoney, moneyArithmetic, moneyOf } from "../value/money.ts";
import { negateNumber } from "../value/number.ts";
import { show } from "../value/show.ts";
import { excerpt, fail, type Site } from "../value/site.ts";
import type { Compiler } from "./compiler.ts";
import type { Run } from "./frame.ts";
import { nullOperand, type Operation, operationOf } from "./operation.ts";

/** `+ - * / **` on numbers, texts, money, dates and durations. */
export function compileArithmetic(compiler: Compiler, ast: AstOf<"arithmetic">): Run {
  const left = compiler.compile(ast.left);
  const right = compiler.compile(ast.right);
  const at = operationOf(compiler, ast, [ast.left, ast.right]);
  const { op } = ast;
  if (op === "+") compiler.metered = true;
  return (context, frame) => {
    const a = left(context, frame);
    const b = right(context, frame);
    const result = calculate(op, a, b, at);
    if (typeof result === "string") frame.meter.text(at.site, result.length);
    return result;
  };
}

function calculate(op: ArithmeticOp, a: Inner, b: Inner, at: Operation): Inner {
  if (a === null || b === null) return nullOperand(a, b, at.site);
  if (isInnerMoney(a) || isInnerMoney(b)) {
    const money = moneyArithmetic(op, a, b, at);
    if (money !== null) return money;
  }
  const result = arithmetic(op, a, b);
  return isFailure(result) ? unfit(result.failure, a, b, at.site) : result;
}

function isFailure(result: Inner | { readonly failure: Failure }): result is { readonly failure: Failure } {
  return typeof result === "object" && result !== null && "failure" in result && !("$type" in result);
}

function unfit(failure: Failure, a: Inner, b: Inner, site: Site): null {
  if (failure === "domain") {
    return fail(site, "EXPRESSION_DOMAIN", {
      ru: `«${excerpt(site)}»: для ${show(a)} и ${show(b)} результата нет.`,
      en: `"${excerpt(site)}" has no result for ${show(a)} and ${show(b)}.`,
    });
  }
  const joins = typeof a === "string" || typeof b === "string";
  return fail(site, "EXPRESSION_TYPE", {
    ru: `«${excerpt(site)}»: ${show(a)} и ${show(b)} так не сочетаются.${joins ? " Текст соединяют с текстом: string(…)." : ""}`,
    en: `"${excerpt(site)}": ${show(a)} and ${show(b)} do not go together.${joins ? " Text joins text: string(…)." : ""}`,
  });
}

/** A minus sign before a number, money or a duration. */
export function compileNegate(compiler: Compiler, ast: AstOf<"negate">): Run {
  const of = compiler.compile(ast.of);
  const site = compiler.site(ast);
  return (context, frame) => {
    const value = of(context, frame);
    if (isNum(value)) return negateNumber(value);
    const temporal = temporalFrom(value);
    const negated = temporal && negateTemporal(temporal);
    if (negated !== null) return negated;
    if (isInnerMoney(value)) {
      const amount = amountOf(value);
      if (amount !== null) return moneyOf(negateNumber(amount), value.currency);
    }
    return fail(site, value === null ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
      ru: `«${excerpt(site)}»: знак минус перед ${show(value)}.`,
      en: `"${excerpt(site)}": a minus sign before ${show(value)}.`,
    });
  };
}
