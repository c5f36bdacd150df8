import type { Ast } from "../syntax/ast.ts";
import type { Inner } from "../value/inner.ts";
import { show } from "../value/show.ts";
import { excerpt, fail, type Site } from "../value/site.ts";
import type { Compiler } from "./compiler.ts";
import { declaredCurrency } from "./currency.ts";

/** Where an operation stands, and the currency in which a plain number beside money counts. */
export interface Operation {
  readonly site: Site;
  readonly declared: string | null;
}

/** The operation that a node is, on these operands. */
export function operationOf(compiler: Compiler, ast: Ast, operands: readonly Ast[]): Operation {
  return { site: compiler.site(ast), declared: declaredCurrency(operands.map((operand) => compiler.typeOf(operand))) };
}

/** The incident that one side of an operation is null. */
export function nullOperand(a: Inner, b: Inner, site: Site): null {
  return fail(site, "EXPRESSION_NULL", {
    ru: `«${excerpt(site)}»: ${a === null ? "слева" : "справа"} null, а ${a === null ? "справа" : "слева"} ${show(a === null ? b : a)}.`,
    en: `"${excerpt(site)}": the ${a === null ? "left" : "right"} side is null, the other ${show(a === null ? b : a)}.`,
  });
}
