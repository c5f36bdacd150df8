import { isTagged } from "../../base/value.ts";
import type { AstOf, IteratorAst } from "../syntax/ast.ts";
import { ANY, BOOLEAN, NULL, NUMBER, TEXT, type Type } from "../type.ts";
import { checkCondition, checkOrder } from "./check-compare.ts";
import { elementOf, notList } from "./check-name.ts";
import { type Checker, type Env, inner, knowing } from "./checker.ts";
import { factsWhen } from "./facts.ts";
import { joinTypes, mayBe } from "./type-family.ts";

/** The type of a constant. */
export function checkLiteral(_: Checker, { value }: AstOf<"literal">): Type {
  if (value === null) return NULL;
  if (typeof value === "boolean") return BOOLEAN;
  if (typeof value === "number") return NUMBER;
  if (typeof value === "string") return TEXT;
  return isTagged(value) ? TAGGED[value.$type] : ANY;
}

const TAGGED = {
  number: NUMBER,
  date: { kind: "date" },
  time: { kind: "time" },
  "date and time": { kind: "dateTime" },
  "days and time duration": { kind: "daysDuration" },
  "years and months duration": { kind: "monthsDuration" },
} as const satisfies Record<string, Type>;

/** Each branch knows what the condition made certain; the result is of either. */
export function checkIf(checker: Checker, ast: AstOf<"if">, env: Env): Type {
  checkCondition(checker, ast.condition, env);
  const whenTrue = checker.infer(ast.then, knowing(env, factsWhen(ast.condition, true)));
  const whenFalse = checker.infer(ast.else, knowing(env, factsWhen(ast.condition, false)));
  return joinTypes(whenTrue, whenFalse);
}

/** A list of what the body gives. */
export function checkFor(checker: Checker, ast: AstOf<"for">, env: Env): Type {
  const within = bindIterators(checker, ast.iterators, env);
  const body = checker.infer(ast.body, inner(within, new Map([["partial", { kind: "list", of: ANY } as Type]])));
  return { kind: "list", of: body };
}

/** `some`, `every`: the condition is one for each element. */
export function checkQuantified(checker: Checker, ast: AstOf<"quantified">, env: Env): Type {
  checkCondition(checker, ast.condition, bindIterators(checker, ast.iterators, env));
  return BOOLEAN;
}

/** Later iterators see the names of earlier ones. */
function bindIterators(checker: Checker, iterators: readonly IteratorAst[], env: Env): Env {
  return iterators.reduce((at, iterator) => {
    const list = checker.inferFilled(iterator.in, at);
    if (iterator.until) {
      const end = checker.inferFilled(iterator.until, at);
      checkOrder(checker, iterator, { left: list, right: end });
      return inner(at, new Map([[iterator.name, list]]));
    }
    if (!mayBe(list, ["list", "range"])) notList(checker, iterator.in, list);
    return inner(at, new Map([[iterator.name, elementOf(list)]]));
  }, env);
}

/** A list of what its items have in common. */
export function checkList(checker: Checker, ast: AstOf<"list">, env: Env): Type {
  const [first, ...rest] = ast.items.map((item) => checker.infer(item, env));
  return { kind: "list", of: first ? rest.reduce(joinTypes, first) : ANY };
}

/** A map with exactly these fields; later entries see earlier ones. */
export function checkContext(checker: Checker, ast: AstOf<"context">, env: Env): Type {
  const fields: Record<string, Type> = {};
  let at = env;
  for (const { key, value } of ast.entries) {
    const type = checker.infer(value, at);
    fields[key] = type;
    at = inner(at, new Map([[key, type]]));
  }
  return { kind: "map", fields, open: false };
}

/** A function of the author's: of its parameters nothing is known. */
export function checkFunction(checker: Checker, ast: AstOf<"function">, env: Env): Type {
  checker.infer(ast.body, inner(env, new Map(ast.parameters.map(({ name }) => [name, ANY]))));
  return { kind: "function" };
}

/** Both ends of an interval must have an order. */
export function checkRange(checker: Checker, ast: AstOf<"range">, env: Env): Type {
  const low = checker.infer(ast.low, env);
  const high = checker.infer(ast.high, env);
  checkOrder(checker, ast, { left: low, right: high });
  return { kind: "range", of: low.kind === "null" ? high : low };
}
