import type { ExpressionProblem } from "../problem.ts";
import type { Ast } from "../syntax/ast.ts";
import { BOOLEAN, type Type } from "../type.ts";
import { checkTestOf } from "./check-test.ts";
import { Checker } from "./checker.ts";

/** What is known of an expression before it runs. */
export interface Checked {
  readonly type: Type;
  readonly types: ReadonlyMap<Ast, Type>;
  /** Free variables, in order of first appearance. */
  readonly names: readonly string[];
  readonly problems: readonly ExpressionProblem[];
}

/** Checks a tree against the declared variables; null: none are known. Problems come in the order of the text. */
export function checkExpression(
  ast: Ast,
  declared: Readonly<Record<string, Type>> | null,
  lists: Readonly<Record<string, Type>> = {},
): Checked {
  const checker = new Checker(declared, new Map(), lists);
  const type = checker.infer(ast, checker.root);
  return result(checker, type);
}

/** Checks unary tests against the type of the value under test, which `subject` stands for. */
export function checkTests(
  asts: readonly Ast[],
  about: { readonly subject: Ast; readonly inputType: Type; readonly types: Readonly<Record<string, Type>> | null },
): Checked {
  const { subject, inputType } = about;
  const checker = new Checker(about.types, new Map([["?", inputType]]));
  checker.types.set(subject, inputType);
  for (const test of asts) checkTestOf(checker, { test, value: inputType, subject }, checker.root);
  return result(checker, BOOLEAN);
}

function result(checker: Checker, type: Type): Checked {
  const problems = checker.problems.toSorted((a, b) => a.from - b.from || a.to - b.to);
  return { type, types: checker.types, names: checker.names, problems };
}
