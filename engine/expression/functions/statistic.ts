import type { Type } from "../type.ts";
import { arithmetic } from "../value/arithmetic.ts";
import { compare } from "../value/equality.ts";
import type { Call } from "../value/function-value.ts";
import { type Inner, isInnerList, isNum, kindOf, type Num } from "../value/inner.ts";
import { amountOf, isInnerMoney, moneyOf } from "../value/money.ts";
import { addNumbers, compareNumbers, divideNumbers, Exact, exactOf, multiplyNumbers, numOf } from "../value/number.ts";
import { show } from "../value/show.ts";
import { errorAt, fail, type Site } from "../value/site.ts";
import { type Builtin, builtin } from "./signature.ts";

/**
 * One value of many (DMN 1.5 §10.3.4.4): of a list, or of the arguments themselves. Sums, means and extremes of money
 * in one currency are money; the sum of an empty list is null in FEEL.
 */
export const STATISTIC_FUNCTIONS: readonly Builtin[] = [
  builtin("min(...list: any): any", (call) => extreme(call, -1), elementType),
  builtin("max(...list: any): any", (call) => extreme(call, 1), elementType),
  builtin("sum(...list: any): any", sum, elementType),
  builtin("mean(...list: any): any", mean, elementType),
  builtin("product(...list: any): number", (call) => reduced(call, multiplyNumbers)),
  builtin("median(...list: any): number", (call) => {
    const numbers = numbersOf(call);
    return numbers && median(numbers);
  }),
  builtin("stddev(...list: any): number", deviation),
  builtin("mode(...list: any): list of number", modes),
  builtin("all(...list: any): boolean", (call) => junction(call, true)),
  builtin("any(...list: any): boolean", (call) => junction(call, false)),
];

function elementType(args: readonly Type[]): Type {
  const [first] = args;
  if (!first) return { kind: "any" };
  return args.length === 1 && first.kind === "list" ? first.of : first;
}

/** The list, or the arguments as one; null after a failure. */
function elementsOf({ args, site, meter }: Call): readonly Inner[] | null {
  const [first = null] = args;
  const list = args.length === 1 && isInnerList(first) ? first : args;
  if (args.length === 1 && first === null) {
    return fail(site, "EXPRESSION_NULL", { ru: "Вместо списка null.", en: "There is null where a list is needed." });
  }
  meter.step(site, list.length);
  return list;
}

function extreme(call: Call, direction: 1 | -1): Inner {
  const list = elementsOf(call);
  if (!list) return null;
  let best: Inner = null;
  for (const [index, element] of list.entries()) {
    const order = index === 0 ? (isOrdered(element) ? direction : null) : orderOf(element, best, call.site);
    if (order === null) return misfit(element, call.site);
    if (order * direction > 0) best = element;
  }
  return best;
}

function isOrdered(value: Inner): boolean {
  return isInnerMoney(value) || compare(value, value) !== null;
}

function orderOf(a: Inner, b: Inner, site: Site): number | null {
  if (isInnerMoney(a) && isInnerMoney(b)) {
    sameCurrencies(a.currency, b.currency, site);
    const [left, right] = [amountOf(a), amountOf(b)];
    return left !== null && right !== null ? compareNumbers(left, right) : null;
  }
  return compare(a, b);
}

function sameCurrencies(a: string, b: string, site: Site): void {
  if (a === b) return;
  throw errorAt(site, "EXPRESSION_CURRENCY", {
    ru: `В списке разные валюты: ${a} и ${b}.`,
    en: `The list holds different currencies: ${a} and ${b}.`,
  });
}

function misfit(element: Inner, site: Site): null {
  return fail(site, element === null ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
    ru: `Элемент ${show(element)} (${kindOf(element)}) к остальным не подходит.`,
    en: `The element ${show(element)} (${kindOf(element)}) does not fit the others.`,
  });
}

function sum(call: Call): Inner {
  const list = elementsOf(call);
  const [first = null, ...rest] = list ?? [];
  if (!list || list.length === 0) return null;
  if (isInnerMoney(first)) return sumMoney(call, list);
  if (isNum(first)) return reduced(call, addNumbers);
  let total: Inner = first;
  for (const element of rest) {
    const next = arithmetic("+", total, element);
    if (typeof next !== "object" || next === null || "failure" in next) return misfit(element, call.site);
    total = next;
  }
  return kindOf(first).endsWith("duration") ? total : misfit(first, call.site);
}

function sumMoney({ site }: Call, list: readonly Inner[]): Inner {
  let total: Num = 0;
  let currency = "";
  for (const element of list) {
    const amount = isInnerMoney(element) ? amountOf(element) : null;
    if (amount === null || !isInnerMoney(element)) return misfit(element, site);
    if (currency !== "") sameCurrencies(currency, element.currency, site);
    currency = element.currency;
    total = addNumbers(total, amount) ?? 0;
  }
  return moneyOf(total, currency);
}

function mean(call: Call): Inner {
  const list = elementsOf(call);
  const total = sum(call);
  if (!list || total === null) return null;
  if (isInnerMoney(total)) {
    const amount = amountOf(total);
    return amount === null ? null : moneyOf(divideNumbers(amount, list.length) ?? 0, total.currency);
  }
  return isNum(total) ? divideNumbers(total, list.length) : misfit(total, call.site);
}

function numbersOf(call: Call): readonly Num[] | null {
  const list = elementsOf(call);
  const wrong = list?.find((element) => !isNum(element));
  if (wrong !== undefined) return misfit(wrong, call.site);
  return list as readonly Num[] | null;
}

function reduced(call: Call, by: (a: Num, b: Num) => Num | null): Inner {
  const numbers = numbersOf(call);
  const [first, ...rest] = numbers ?? [];
  if (first === undefined) return null;
  const result = rest.reduce<Num | null>((total, number) => (total === null ? null : by(total, number)), first);
  if (result !== null) return result;
  return fail(call.site, "EXPRESSION_DOMAIN", {
    ru: "Результат не помещается ни в одно число.",
    en: "The result is beyond all numbers.",
  });
}

function median(numbers: readonly Num[]): Inner {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted(compareNumbers);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  if (sorted.length % 2 === 1) return upper;
  return divideNumbers(addNumbers(sorted[middle - 1] ?? 0, upper) ?? 0, 2);
}

/** Of a sample: divided by one less than there are. */
function deviation(call: Call): Inner {
  const numbers = numbersOf(call)?.map(exactOf);
  if (!numbers) return null;
  if (numbers.length < 2) {
    return fail(call.site, "EXPRESSION_DOMAIN", {
      ru: "stddev нужны хотя бы два числа.",
      en: "stddev needs at least two numbers.",
    });
  }
  const average = Exact.sum(...numbers).div(numbers.length);
  const squares = numbers.map((number) => number.minus(average).pow(2));
  return numOf(
    Exact.sum(...squares)
      .div(numbers.length - 1)
      .sqrt(),
  );
}

/** The most frequent numbers, smallest first. */
function modes(call: Call): Inner {
  const numbers = numbersOf(call);
  if (!numbers) return null;
  const counts = new Map<string, { readonly number: Num; count: number }>();
  for (const number of numbers) {
    const key = exactOf(number).toString();
    const entry = counts.get(key) ?? { number, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const most = Math.max(0, ...[...counts.values()].map(({ count }) => count));
  return [...counts.values()]
    .filter(({ count }) => count === most)
    .map(({ number }) => number)
    .toSorted(compareNumbers);
}

/** `all` and `any` in three-valued logic: an element that is no boolean leaves it open, and is an incident in strict mode. */
function junction(call: Call, isAll: boolean): Inner {
  const list = elementsOf(call);
  if (!list) return null;
  if (list.includes(!isAll)) return !isAll;
  const wrong = list.find((element) => typeof element !== "boolean");
  return wrong === undefined ? isAll : misfit(wrong, call.site);
}
