import { suggest } from "../../base/suggest.ts";
import { declaredCurrency } from "../compile/currency.ts";
import type { Ast, AstOf, Span } from "../syntax/ast.ts";
import { BOOLEAN, isNullable, type Type, withoutNull } from "../type.ts";
import { type Checker, type Env, knowing } from "./checker.ts";
import { constantOf } from "./constant-condition.ts";
import { factsWhen, keyOf } from "./facts.ts";
import { familyOf, mayBe, mayBeEqual, mayBeOrdered, typeWords } from "./type-family.ts";

/** The types on both sides of a sign. */
export interface Sides {
  readonly left: Type;
  readonly right: Type;
}

/** A condition: true or false, nothing else. */
export function checkCondition(checker: Checker, ast: Ast, env: Env): void {
  const type = checker.inferFilled(ast, env);
  if (!mayBe(type, ["boolean"])) {
    checker.report("expression-type", ast, {
      message: {
        ru: `Условие — ${typeWords(type).ru}, а не да или нет`,
        en: `The condition is ${typeWords(type).en}, not true or false`,
      },
      remedy: { ru: "сравните: … = …, … != null", en: "compare: … = …, … != null" },
    });
  }
  if (ast.kind === "literal" && typeof ast.value === "boolean") constant(checker, ast, ast.value);
}

/** Says that a condition comes out the same whatever happens. */
export function constant(checker: Checker, at: Span, value: boolean): void {
  checker.report("expression-constant", at, {
    message: value
      ? { ru: "Условие верно всегда", en: "The condition always holds" }
      : { ru: "Условие не верно никогда", en: "The condition never holds" },
    remedy: { ru: "уберите его или исправьте", en: "remove it or mend it" },
  });
}

/** `and`, `or`: both sides are conditions; the right one knows what the left one made certain. */
export function checkLogic(checker: Checker, ast: AstOf<"logic">, env: Env): Type {
  checkCondition(checker, ast.left, env);
  checkCondition(checker, ast.right, knowing(env, factsWhen(ast.left, ast.op === "and")));
  checkConstant(checker, ast);
  return BOOLEAN;
}

/** A comparison, an `and` or an `or` that is decided by its own constants; told of the smallest part that is. */
function checkConstant(checker: Checker, ast: AstOf<"compare"> | AstOf<"logic">): void {
  const typeOf = (one: Ast) => checker.types.get(one);
  const value = constantOf(ast, typeOf);
  if (value === null) return;
  const isInside = ast.kind === "logic" && [ast.left, ast.right].some((part) => constantOf(part, typeOf) !== null);
  if (!isInside) constant(checker, ast, value);
}

/** A comparison: null may stand beside `=` and `!=` only. */
export function checkCompare(checker: Checker, ast: AstOf<"compare">, env: Env): Type {
  if (ast.op === "=" || ast.op === "!=") {
    const [left, right] = [checker.infer(ast.left, env), checker.infer(ast.right, env)];
    checkNullTest(checker, ast, { left, right });
    checkEquality(checker, ast, { left, right });
    checkChoice(checker, { type: left, value: ast.right });
    checkChoice(checker, { type: right, value: ast.left });
    checkConstant(checker, ast);
    return BOOLEAN;
  }
  const [left, right] = [checker.inferFilled(ast.left, env), checker.inferFilled(ast.right, env)];
  checkOrder(checker, ast, { left, right });
  checkConstant(checker, ast);
  return BOOLEAN;
}

/** `x = null` where the type says that x is never null. */
function checkNullTest(checker: Checker, ast: AstOf<"compare">, { left, right }: Sides): void {
  const tested = right.kind === "null" ? left : left.kind === "null" ? right : null;
  if (!tested) return;
  if (tested.kind === "null") constant(checker, ast, ast.op === "=");
  else if (tested.kind !== "any" && !isNullable(tested) && tested.kind !== "union") {
    const name = keyOf(right.kind === "null" ? ast.left : ast.right) ?? "…";
    checker.report("expression-constant", ast, {
      message:
        tested.kind === "list"
          ? {
              ru: `«${name}» — список: он бывает пустым, но не null`,
              en: `"${name}" is a list: it may be empty, but never null`,
            }
          : { ru: `«${name}» никогда не null`, en: `"${name}" is never null` },
      remedy:
        tested.kind === "list"
          ? { ru: `пишите count(${name}) = 0`, en: `write count(${name}) = 0` }
          : { ru: "уберите проверку", en: "remove the test" },
    });
  }
}

/** Values that can never be equal, and money beside a number of no currency. */
export function checkEquality(checker: Checker, at: Span, { left, right }: Sides): void {
  if (mayBeEqual(left, right) || isMoneyAndNumber(checker, at, { left, right })) return;
  unlike(checker, at, { left, right });
}

/** Values that have no order to each other. */
export function checkOrder(checker: Checker, at: Span, { left, right }: Sides): void {
  if (left.kind === "null" || right.kind === "null") return;
  if (mayBeOrdered(left, right) || isMoneyAndNumber(checker, at, { left, right })) return;
  unlike(checker, at, { left, right });
}

function unlike(checker: Checker, at: Span, { left, right }: Sides): void {
  const [a, b] = [typeWords(left), typeWords(right)];
  checker.report("expression-type", at, {
    message: {
      ru: `Слева ${a.ru}, справа ${b.ru}: их не сравнить`,
      en: `On the left ${a.en}, on the right ${b.en}: not to be compared`,
    },
    remedy: unlikeRemedy(left, right),
  });
}

function unlikeRemedy(left: Type, right: Type): { ru: string; en: string } {
  const families = [familyOf(left), familyOf(right)];
  if (families.includes("text") && families.includes("number"))
    return { ru: "число пишут без кавычек, текст — в кавычках", en: "numbers stand without quotes, texts in quotes" };
  if (families.includes("text") && families.some((family) => family === "date" || family === "dateTime")) {
    return { ru: 'дату пишут date("2026-11-25")', en: 'write a date as date("2026-11-25")' };
  }
  if (families.includes("date") && families.includes("dateTime"))
    return { ru: "возьмите день: date(…)", en: "take the day: date(…)" };
  if (families.includes("list"))
    return {
      ru: "в списке ищут так: list contains(список, значение)",
      en: "look into a list by list contains(list, value)",
    };
  return { ru: "сравните значения одного вида", en: "compare values of one kind" };
}

/** True when the two are money and a number: then the currency of the number must be declared. */
export function isMoneyAndNumber(checker: Checker, at: Span, { left, right }: Sides): boolean {
  const families = [familyOf(withoutNull(left)), familyOf(withoutNull(right))];
  if (!families.includes("money") || !families.includes("number")) return false;
  if (declaredCurrency([left, right]) === null) needsCurrency(checker, at);
  return true;
}

function needsCurrency(checker: Checker, at: Span): void {
  checker.report("money-needs-currency", at, {
    message: {
      ru: "Деньги рядом с числом: в какой оно валюте, не сказано",
      en: "Money beside a number: nothing says which currency it is in",
    },
    remedy: {
      ru: 'добавьте currency: RUB в описание поля или пишите money(число, "RUB")',
      en: 'declare currency: RUB at the field, or write money(number, "RUB")',
    },
  });
}

/** A choice compared with a text that is none of its values. */
export function checkChoice(checker: Checker, { type, value }: { readonly type: Type; readonly value: Ast }): void {
  if (value.kind !== "literal" || typeof value.value !== "string") return;
  const values = valuesOf(withoutNull(type));
  if (!values || values.includes(value.value)) return;
  const meant = suggest(value.value, values);
  const shown = values.slice(0, VALUES_SHOWN).join(", ") + (values.length > VALUES_SHOWN ? ", …" : "");
  checker.report("expression-choice", value, {
    message: { ru: `Значения "${value.value}" здесь не бывает`, en: `"${value.value}" is never a value here` },
    remedy:
      meant === null
        ? { ru: `бывает: ${shown}`, en: `there are: ${shown}` }
        : { ru: `возможно, "${meant}"?`, en: `did you mean "${meant}"?` },
  });
}

const VALUES_SHOWN = 8;

/** The values of a choice, where all of them are known. */
function valuesOf(type: Type): readonly string[] | null {
  if (type.kind === "choice") return type.values ?? null;
  if (type.kind !== "union") return null;
  const members = type.of.map(valuesOf);
  return members.includes(null) ? null : members.flatMap((member) => member ?? []);
}
