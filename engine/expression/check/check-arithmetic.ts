import type { AstOf, Span } from "../syntax/ast.ts";
import { ANY, NUMBER, TEXT, type Type } from "../type.ts";
import { isMoneyAndNumber, type Sides } from "./check-compare.ts";
import type { Checker, Env } from "./checker.ts";
import { type Family, familyOf, mayBe, typeWords } from "./type-family.ts";

/** A minus sign: before a number, money or a duration. */
export function checkNegate(checker: Checker, ast: AstOf<"negate">, env: Env): Type {
  const type = checker.inferFilled(ast.of, env);
  if (!mayBe(type, ["number", "money", "daysDuration", "monthsDuration"])) noArithmetic(checker, ast, [type]);
  return type;
}

type Op = AstOf<"arithmetic">["op"];

/** Which arithmetic there is between two types, and what comes out. */
export function checkArithmetic(checker: Checker, ast: AstOf<"arithmetic">, env: Env): Type {
  const [left, right] = [checker.inferFilled(ast.left, env), checker.inferFilled(ast.right, env)];
  const [a, b] = [familyOf(left), familyOf(right)];
  if (a === null || b === null) {
    const known = a ?? b;
    if (known !== null && !OPERANDS.has(known)) noArithmetic(checker, ast, [left, right]);
    return ANY;
  }
  if (a === "money" || b === "money") return moneyResult(checker, ast, { left, right });
  const result = resultOf(ast.op, a, b);
  if (result) return result;
  noArithmetic(checker, ast, [left, right]);
  return ANY;
}

/** Families that take part in some arithmetic. */
const OPERANDS: ReadonlySet<Family> = new Set([
  "number",
  "text",
  "date",
  "time",
  "dateTime",
  "daysDuration",
  "monthsDuration",
  "money",
]);

function resultOf(op: Op, a: Family, b: Family): Type | null {
  if (a === "number" && b === "number") return NUMBER;
  if (op === "+" && a === "text" && b === "text") return TEXT;
  if (op === "+") return SUMS[`${a} ${b}`] ?? SUMS[`${b} ${a}`] ?? null;
  if (op === "-") return DIFFERENCES[`${a} ${b}`] ?? null;
  if (op === "/" && a === b && DURATIONS.has(a)) return NUMBER;
  if (op === "**") return null;
  if (DURATIONS.has(a) && b === "number") return { kind: a as "daysDuration" };
  return op === "*" && a === "number" && DURATIONS.has(b) ? { kind: b as "daysDuration" } : null;
}

const DURATIONS: ReadonlySet<Family> = new Set(["daysDuration", "monthsDuration"]);

const SUMS: Readonly<Record<string, Type>> = {
  "date daysDuration": { kind: "date" },
  "date monthsDuration": { kind: "date" },
  "dateTime daysDuration": { kind: "dateTime" },
  "dateTime monthsDuration": { kind: "dateTime" },
  "time daysDuration": { kind: "time" },
  "daysDuration daysDuration": { kind: "daysDuration" },
  "monthsDuration monthsDuration": { kind: "monthsDuration" },
};

const DIFFERENCES: Readonly<Record<string, Type>> = {
  "date date": { kind: "daysDuration" },
  "dateTime dateTime": { kind: "daysDuration" },
  "date dateTime": { kind: "daysDuration" },
  "dateTime date": { kind: "daysDuration" },
  "time time": { kind: "daysDuration" },
  "date daysDuration": { kind: "date" },
  "date monthsDuration": { kind: "date" },
  "dateTime daysDuration": { kind: "dateTime" },
  "dateTime monthsDuration": { kind: "dateTime" },
  "time daysDuration": { kind: "time" },
  "daysDuration daysDuration": { kind: "daysDuration" },
  "monthsDuration monthsDuration": { kind: "monthsDuration" },
};

/** Sums and differences are money; a product takes one number; a ratio of two is a number. */
function moneyResult(checker: Checker, ast: AstOf<"arithmetic">, { left, right }: Sides): Type {
  const families = [familyOf(left), familyOf(right)];
  const money = familyOf(left) === "money" ? left : right;
  const both = families[0] === families[1];
  if (ast.op === "+" || ast.op === "-") {
    if (both || isMoneyAndNumber(checker, ast, { left, right })) return money;
  } else if (ast.op === "/" && both) return NUMBER;
  else if ((ast.op === "/" || ast.op === "*") && families[1] === "number") return money;
  else if (ast.op === "*" && families[0] === "number") return money;
  noArithmetic(checker, ast, [left, right]);
  return ANY;
}

function noArithmetic(checker: Checker, at: Span, types: readonly Type[]): void {
  const words = types.map(typeWords);
  const isText = types.some((type) => familyOf(type) === "text");
  checker.report("expression-type", at, {
    message: {
      ru: `Так не считают: ${words.map(({ ru }) => ru).join(" и ")}`,
      en: `No such arithmetic: ${words.map(({ en }) => en).join(" and ")}`,
    },
    remedy: isText
      ? {
          ru: "текст соединяют с текстом: string(…); число из текста: number(…)",
          en: "text joins text: string(…); a number from text: number(…)",
        }
      : { ru: "считают числа, деньги, даты и сроки", en: "numbers, money, dates and durations can be calculated" },
  });
}
