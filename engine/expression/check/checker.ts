import type { ExpressionProblem, ExpressionProblemCode } from "../problem.ts";
import type { Ast, AstOf, Span } from "../syntax/ast.ts";
import { ANY, isNullable, isNullOfData, type Type, withoutNull } from "../type.ts";
import type { Says } from "../value/site.ts";
import { checkArithmetic, checkNegate } from "./check-arithmetic.ts";
import { checkCall } from "./check-call.ts";
import { checkCompare, checkLogic } from "./check-compare.ts";
import {
  checkContext,
  checkFor,
  checkFunction,
  checkIf,
  checkList,
  checkLiteral,
  checkQuantified,
  checkRange,
} from "./check-construct.ts";
import { checkFilter, checkInput, checkName, checkPath } from "./check-name.ts";
import { checkBetween, checkIn, checkTest } from "./check-test.ts";
import { type Facts, keyOf, NO_FACTS, withoutName } from "./facts.ts";

/** What names mean at a place, and what is certain there. */
export interface Env {
  readonly parent: Env | null;
  readonly names: ReadonlyMap<string, Type>;
  /** Type of the element a filter looks at: its fields are names; null outside filters. */
  readonly element: Type | null;
  readonly facts: Facts;
}

type CheckNode<K extends Ast["kind"]> = (checker: Checker, ast: AstOf<K>, env: Env) => Type;

const FAMILIES: { readonly [K in Ast["kind"]]: CheckNode<K> } = {
  literal: checkLiteral,
  name: checkName,
  input: checkInput,
  path: checkPath,
  filter: checkFilter,
  call: checkCall,
  negate: checkNegate,
  arithmetic: checkArithmetic,
  compare: checkCompare,
  between: checkBetween,
  in: checkIn,
  test: checkTest,
  range: checkRange,
  logic: checkLogic,
  if: checkIf,
  for: checkFor,
  quantified: checkQuantified,
  list: checkList,
  context: checkContext,
  function: checkFunction,
  instance: (checker, ast, env) => {
    checker.infer(ast.of, env);
    return { kind: "boolean" };
  },
};

/** Finds the type of each part of a tree, and what cannot be right about it. */
export class Checker {
  readonly types = new Map<Ast, Type>();
  readonly problems: ExpressionProblem[] = [];
  readonly names: string[] = [];
  /** Declared variables; null: unknown, names are not checked. */
  readonly declared: Readonly<Record<string, Type>> | null;
  /** The rows of the lists that are known. */
  readonly lists: Readonly<Record<string, Type>>;
  readonly root: Env;

  constructor(
    declared: Readonly<Record<string, Type>> | null,
    names: ReadonlyMap<string, Type> = new Map(),
    lists: Readonly<Record<string, Type>> = {},
  ) {
    this.declared = declared;
    this.lists = lists;
    this.root = { parent: null, names, element: null, facts: NO_FACTS };
  }

  infer(ast: Ast, env: Env): Type {
    const family = FAMILIES[ast.kind] as (checker: Checker, ast: Ast, env: Env) => Type;
    const found = family(this, ast, env);
    const key = isNullable(found) ? keyOf(ast) : null;
    const type = key !== null && env.facts.has(key) ? withoutNull(found) : found;
    this.types.set(ast, type);
    return type;
  }

  /** The type where null would be an incident: null is reported and taken off. */
  inferFilled(ast: Ast, env: Env): Type {
    const type = this.infer(ast, env);
    if (type.kind === "null") {
      this.report("expression-maybe-null", ast, {
        message: { ru: "Здесь всегда null", en: "This is always null" },
        remedy: { ru: "с null только сравнивают: … = null", en: "null can only be compared: … = null" },
      });
      return ANY;
    }
    if (!isNullable(type)) return type;
    this.reportNullable(ast, type);
    return withoutNull(type);
  }

  reportNullable(ast: Ast, type: Type): void {
    const name = keyOf(ast);
    this.report("expression-maybe-null", ast, {
      ...(isNullOfData(type) ? { ofData: true } : {}),
      message:
        name === null
          ? { ru: "Здесь может быть null", en: "This may be null" }
          : { ru: `«${name}» может быть null`, en: `"${name}" may be null` },
      remedy: {
        ru: `проверьте раньше: ${name ?? "…"} != null and …, или if ${name ?? "…"} = null then … else …`,
        en: `test it before: ${name ?? "…"} != null and …, or if ${name ?? "…"} = null then … else …`,
      },
    });
  }

  /** Takes back what was reported of exactly this part, for it is told in better words. */
  retract(code: ExpressionProblemCode, at: Span): void {
    const index = this.problems.findIndex((one) => one.code === code && one.from === at.from && one.to === at.to);
    if (index >= 0) this.problems.splice(index, 1);
  }

  report(
    code: ExpressionProblemCode,
    at: Span,
    text: { readonly message: Says; readonly remedy: Says; readonly ofData?: true },
  ): void {
    const severity = code === "expression-maybe-null" || code === "expression-constant" ? "warning" : "error";
    if (this.problems.some((problem) => problem.code === code && problem.from === at.from && problem.to === at.to))
      return;
    this.problems.push({ code, severity, from: at.from, to: at.to, ...text });
  }
}

/** An environment inside another one, with names bound anew. */
export function inner(env: Env, names: ReadonlyMap<string, Type>, element: Type | null = null): Env {
  let { facts } = env;
  for (const name of names.keys()) facts = withoutName(facts, name);
  return { parent: env, names, element, facts };
}

/** The same place, where more is certain. */
export function knowing(env: Env, facts: Facts): Env {
  return facts.size === 0 ? env : { ...env, facts: env.facts.union(facts) };
}
