import { isMoney, type Money, type ValueMap } from "../../base/value.ts";
import { type Inner, isInnerMap, isNum, type Num } from "./inner.ts";
import {
  addNumbers,
  compareNumbers,
  digitsOf,
  divideNumbers,
  multiplyNumbers,
  readNumber,
  subtractNumbers,
} from "./number.ts";
import { show } from "./show.ts";
import { fail, type Site } from "./site.ts";

/** Is this money: a map with exactly an amount in decimal text and a currency? */
export function isInnerMoney(value: Inner): value is Money & ValueMap {
  return isInnerMap(value) && isMoney(value as ValueMap);
}

/** The amount as a number; null where its text is no number. */
export function amountOf(money: Money): Num | null {
  return readNumber(money.amount);
}

/** Money of a computed amount. At least two digits after the point, as many more as the amount has. */
export function moneyOf(amount: Num, currency: string): Money & ValueMap {
  const digits = digitsOf(amount);
  const point = digits.indexOf(".");
  const decimals = point < 0 ? 0 : digits.length - point - 1;
  if (decimals >= 2) return { amount: digits, currency };
  return { amount: `${digits}${point < 0 ? "." : ""}${"0".repeat(2 - decimals)}`, currency };
}

/** Two operands, of which at least one is money, brought to plain amounts in one currency. */
export interface Amounts {
  readonly left: Num;
  readonly right: Num;
  readonly currency: string;
}

/**
 * Brings money and money, or money and a plain number, to one currency. A number counts as an amount only where the
 * money's static type declared its currency (`declared`); null after a failure in DMN mode.
 *
 * @throws {ExpressionError} `EXPRESSION_CURRENCY` for another currency, or where none was declared
 */
export function sameCurrency(
  left: Inner,
  right: Inner,
  at: { readonly site: Site; readonly declared: string | null },
): Amounts | null {
  const { site, declared } = at;
  const money = isInnerMoney(left) ? left : isInnerMoney(right) ? right : null;
  if (!money) return null;
  const currency = isInnerMoney(left) && isInnerMoney(right) ? right.currency : declared;
  if (currency === null) {
    return fail(site, "EXPRESSION_CURRENCY", {
      ru: `В какой валюте число рядом с ${show(money)}, не сказано. Напишите money(число, "${money.currency}").`,
      en: `Nothing says which currency the number beside ${show(money)} is in. Write money(number, "${money.currency}").`,
    });
  }
  if (money.currency !== currency) {
    return fail(site, "EXPRESSION_CURRENCY", {
      ru: `Разные валюты: ${show(left)} и ${show(right)}; ожидалась ${currency}.`,
      en: `Different currencies: ${show(left)} and ${show(right)}; ${currency} was expected.`,
    });
  }
  const [a, b] = [plainAmount(left), plainAmount(right)];
  return a === null || b === null ? null : { left: a, right: b, currency };
}

function plainAmount(value: Inner): Num | null {
  if (isNum(value)) return value;
  return isInnerMoney(value) ? amountOf(value) : null;
}

/** Order of two moneys or of money and a number; null where there is none. */
export function compareMoney(
  left: Inner,
  right: Inner,
  at: { readonly site: Site; readonly declared: string | null },
): number | null {
  const amounts = sameCurrency(left, right, at);
  return amounts && compareNumbers(amounts.left, amounts.right);
}

/** Are both money of one currency with the same amount, however it is written? */
export function equalMoney(left: Money, right: Money): boolean {
  if (left.currency !== right.currency) return false;
  const [a, b] = [amountOf(left), amountOf(right)];
  return a !== null && b !== null ? compareNumbers(a, b) === 0 : left.amount === right.amount;
}

/** Money with money, or with a number: sums and differences are money, a product needs one number, a ratio is a number. */
export function moneyArithmetic(
  op: "+" | "-" | "*" | "/" | "**",
  left: Inner,
  right: Inner,
  at: { readonly site: Site; readonly declared: string | null },
): Inner {
  if (op === "*" && isInnerMoney(left) && isNum(right))
    return scaled(left, amountOf(left), (amount) => multiplyNumbers(amount, right));
  if (op === "*" && isInnerMoney(right) && isNum(left))
    return scaled(right, amountOf(right), (amount) => multiplyNumbers(left, amount));
  if (op === "/" && isInnerMoney(left) && isNum(right))
    return scaled(left, amountOf(left), (amount) => divideNumbers(amount, right));
  if (op === "/" && isInnerMoney(left) && isInnerMoney(right)) {
    const amounts = sameCurrency(left, right, at);
    return amounts && divideNumbers(amounts.left, amounts.right);
  }
  if (op !== "+" && op !== "-") return null;
  const amounts = sameCurrency(left, right, at);
  if (!amounts) return null;
  const amount = op === "+" ? addNumbers(amounts.left, amounts.right) : subtractNumbers(amounts.left, amounts.right);
  return amount === null ? null : moneyOf(amount, amounts.currency);
}

function scaled(money: Money, amount: Num | null, by: (amount: Num) => Num | null): Inner {
  const result = amount === null ? null : by(amount);
  return result === null ? null : moneyOf(result, money.currency);
}
