import type { EvaluationContext } from "../expression.ts";
import { ExpressionError } from "../expression.ts";
import type { ExpressionProblem } from "../problem.ts";
import type { Ast, Span } from "../syntax/ast.ts";
import type { Type } from "../type.ts";
import type { Says } from "../value/site.ts";

/**
 * What fails whenever it runs, and can be seen in the text: a call or a calculation of constants that has no result
 * (`date("2026-13-01")`, `1 / 0`), the element number 0, a function written without its parentheses.
 *
 * @param types Every part of the tree that was looked at.
 * @param evaluate Computes a part that reads nothing.
 */
export function constantProblems(
  types: ReadonlyMap<Ast, Type>,
  evaluate: (part: Ast, context: EvaluationContext) => unknown,
): readonly ExpressionProblem[] {
  const handed = new Set(
    [...types.keys()].flatMap((ast) => (ast.kind === "call" ? ast.args.map(({ value }) => value) : [])),
  );
  const found: ExpressionProblem[] = [];
  for (const [ast, type] of types) {
    if (ast.kind === "filter" && isZero(ast.by)) found.push(problem(ast.by, FROM_ONE));
    else if (ast.kind === "name" && type.kind === "function" && !handed.has(ast))
      found.push(problem(ast, withoutCall(ast.name)));
    else if ((ast.kind === "call" || ast.kind === "arithmetic") && isConstant(ast)) {
      const says = failureOf(() => evaluate(ast, NO_CONTEXT));
      // A part that fails makes the whole fail: the part is told.
      const isTold = found.some(({ from, to }) => from >= ast.from && to <= ast.to);
      if (says && !isTold) found.push(problem(ast, { message: withoutStop(says), remedy: REWRITE }));
    }
  }
  return found;
}

interface Told {
  readonly message: Says;
  readonly remedy: Says;
}

const REWRITE: Says = { ru: "исправьте значение: его видно уже в файле", en: "mend the value: it stands in the file" };

const FROM_ONE: Told = {
  message: {
    ru: "Элементы списка считают с 1: [0] — всегда null",
    en: "Elements are counted from 1: [0] is always null",
  },
  remedy: { ru: "первый элемент — [1], последний — [-1]", en: "the first element is [1], the last [-1]" },
};

function withoutCall(name: string): Told {
  return {
    message: { ru: `«${name}» — функция, а не значение`, en: `"${name}" is a function, not a value` },
    remedy: { ru: `вызовите её: ${name}(…)`, en: `call it: ${name}(…)` },
  };
}

function problem({ from, to }: Span, told: Told): ExpressionProblem {
  return { code: "expression-fails", severity: "error", from, to, ...told };
}

function isZero(ast: Ast): boolean {
  return ast.kind === "literal" && ast.value === 0;
}

/** Does it read nothing but what stands in it? Whether a function asks the world turns out when it is called. */
function isConstant(ast: Ast): boolean {
  switch (ast.kind) {
    case "literal":
      return true;
    case "negate":
      return isConstant(ast.of);
    case "arithmetic":
      return isConstant(ast.left) && isConstant(ast.right);
    case "list":
      return ast.items.every(isConstant);
    case "call":
      return ast.callee.kind === "name" && ast.args.length > 0 && ast.args.every(({ value }) => isConstant(value));
    default:
      return false;
  }
}

/** Thrown where an expression asks for something that only a run has. */
class AsksTheWorld extends Error {
  override readonly name = "AsksTheWorld";
}

function asks(): never {
  throw new AsksTheWorld();
}

const NO_CONTEXT: EvaluationContext = {
  variable: asks,
  list: asks,
  get now() {
    return asks();
  },
  get calendar() {
    return asks();
  },
  get people() {
    return asks();
  },
};

function failureOf(work: () => unknown): Says | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return error.says;
    if (error instanceof AsksTheWorld) return null;
    throw error;
  }
}

function withoutStop({ ru, en }: Says): Says {
  return { ru: ru.replace(/\.$/, ""), en: en.replace(/\.$/, "") };
}
