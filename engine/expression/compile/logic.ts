import type { AstOf } from "../syntax/ast.ts";
import type { Inner } from "../value/inner.ts";
import { show } from "../value/show.ts";
import { excerpt, fail, type Site } from "../value/site.ts";
import type { Compiler } from "./compiler.ts";
import type { Run } from "./frame.ts";

/** `and`, `or`: what the left side decides, the right side is not asked. */
export function compileLogic(compiler: Compiler, ast: AstOf<"logic">): Run {
  const left = compiler.compile(ast.left);
  const right = compiler.compile(ast.right);
  const isAnd = ast.op === "and";
  if (compiler.lenient) return ternary(isAnd, left, right);
  const [leftSite, rightSite] = [compiler.site(ast.left), compiler.site(ast.right)];
  return (context, frame) => {
    const first = left(context, frame);
    if ((typeof first === "boolean" ? first : truth(first, leftSite)) !== isAnd) return !isAnd;
    const second = right(context, frame);
    return typeof second === "boolean" ? second : truth(second, rightSite);
  };
}

/** A condition's value: a boolean, or an incident. */
export function truth(value: Inner, site: Site): boolean {
  if (value === true || value === false) return value;
  fail(site, value === null ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
    ru: `Условие «${excerpt(site)}» — не да и не нет, а ${show(value)}.`,
    en: `The condition "${excerpt(site)}" is neither true nor false but ${show(value)}.`,
  });
  return false;
}

/** DMN's three-valued logic: what is no boolean is null. */
function ternary(isAnd: boolean, left: Run, right: Run): Run {
  return (context, frame) => {
    const a = left(context, frame);
    if (a === !isAnd) return !isAnd;
    const b = right(context, frame);
    if (b === !isAnd) return !isAnd;
    return a === isAnd && b === isAnd ? isAnd : null;
  };
}
