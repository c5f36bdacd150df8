import type { Ast, AstOf } from "../syntax/ast.ts";
import { BOOLEAN, isNullable, type Type, withoutNull } from "../type.ts";
import { checkChoice, checkEquality, checkOrder } from "./check-compare.ts";
import { elementOf } from "./check-name.ts";
import { type Checker, type Env, inner } from "./checker.ts";
import { familyOf } from "./type-family.ts";

/** `x between a and b` */
export function checkBetween(checker: Checker, ast: AstOf<"between">, env: Env): Type {
  const value = checker.inferFilled(ast.value, env);
  checkOrder(checker, ast, { left: value, right: checker.inferFilled(ast.low, env) });
  checkOrder(checker, ast, { left: value, right: checker.inferFilled(ast.high, env) });
  return BOOLEAN;
}

/** `x in tests` */
export function checkIn(checker: Checker, ast: AstOf<"in">, env: Env): Type {
  const value = checker.infer(ast.value, env);
  const within = inner(env, new Map([["?", value]]));
  for (const test of ast.tests) checkTestOf(checker, { test, value, subject: ast.value }, within);
  return BOOLEAN;
}

/** One test of a value: in a list of tests, or in a cell of a table. */
export function checkTestOf(
  checker: Checker,
  of: { readonly test: Ast; readonly value: Type; readonly subject: Ast },
  env: Env,
): void {
  const { test, value, subject } = of;
  if (test.kind === "test") return checkComparisonTest(checker, { test, value, subject }, env);
  if (test.kind === "range") {
    if (isNullable(value) && value.kind !== "any") checker.reportNullable(subject, value);
    for (const end of [test.low, test.high])
      checkOrder(checker, test, { left: withoutNull(value), right: checker.infer(end, env) });
    return;
  }
  const type = checker.infer(test, env);
  checkChoice(checker, { type: value, value: test });
  if (test.kind === "list") {
    for (const item of test.items) checkChoice(checker, { type: value, value: item });
  }
  if (type.kind === "boolean" && familyOf(value) !== "boolean") return;
  const tested = type.kind === "list" || type.kind === "range" ? elementOf(type) : type;
  if (type.kind === "list" && familyOf(value) === "list") return;
  checkEquality(checker, test, { left: value, right: tested });
}

function checkComparisonTest(
  checker: Checker,
  of: { readonly test: AstOf<"test">; readonly value: Type; readonly subject: Ast },
  env: Env,
): void {
  const { test, value, subject } = of;
  const operand = checker.infer(test.operand, env);
  checker.types.set(test, BOOLEAN);
  if (test.op === "=" || test.op === "!=") {
    checkEquality(checker, test, { left: value, right: operand });
    checkChoice(checker, { type: value, value: test.operand });
    return;
  }
  if (isNullable(value) && value.kind !== "any") checker.reportNullable(subject, value);
  checkOrder(checker, test, { left: withoutNull(value), right: operand });
}

/** `(> 5)` as a value. */
export function checkTest(checker: Checker, ast: AstOf<"test">, env: Env): Type {
  return { kind: "range", of: checker.infer(ast.operand, env) };
}
