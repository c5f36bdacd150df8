import fc from "fast-check";
import { expect, test } from "vitest";
import type { Value } from "../../engine/base/value.ts";
import { compileExpression } from "../../engine/expression/index.ts";
import { contextOf } from "../support/evaluation.ts";

/*
 * Amounts counted in whole kopecks cannot be wrong: what FEEL says about sums, percentages and order must be what whole
 * numbers say. `ORDO_PROPERTY_RUNS=20000` looks longer.
 */
const RUNS = Number(process.env["ORDO_PROPERTY_RUNS"] ?? 500);

/** Up to ten trillion rubles, debts included. */
const kopecks = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
/** Hundredths of a percent: 7.25 % is 725. */
const percent = fc.integer({ min: 0, max: 100_00 }).map(BigInt);

function money(value: bigint): Value {
  return { amount: text(value), currency: "RUB" };
}

/** Whole hundredths as decimal text: `-12345` → `-123.45`. */
function text(value: bigint, digits = 2): string {
  const all = (value < 0n ? -value : value).toString().padStart(digits + 1, "0");
  return `${value < 0n ? "-" : ""}${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

const compiled = new Map<string, ReturnType<typeof compileExpression>>();

function evaluate(expression: string, variables: Readonly<Record<string, Value>>): Value {
  const found = compiled.get(expression) ?? compileExpression(expression);
  compiled.set(expression, found);
  if (!found.expression) throw new Error(found.problems[0]?.message.en);
  return found.expression.evaluate(contextOf(variables));
}

/** A whole quotient, halves to the even neighbor. */
function halfEven(dividend: bigint, divisor: bigint): bigint {
  const sign = dividend < 0n ? -1n : 1n;
  const [whole, rest] = [(dividend * sign) / divisor, (dividend * sign) % divisor];
  const isUp = rest * 2n > divisor || (rest * 2n === divisor && whole % 2n === 1n);
  return sign * (whole + (isUp ? 1n : 0n));
}

test("a sum of amounts is the sum of their kopecks, in whatever way it is written", () => {
  fc.assert(
    fc.property(fc.array(kopecks, { minLength: 2, maxLength: 30 }), (amounts) => {
      const total = amounts.reduce((sum, one) => sum + one, 0n);
      const all = amounts.map(money);
      const [a = null, b = null] = all;
      expect(evaluate("sum(all)", { all })).toEqual(money(total));
      expect(evaluate("sum(for one in all return amount(one)) = amount(total)", { all, total: money(total) })).toBe(
        true,
      );
      expect(evaluate("a + b", { a, b })).toEqual(money((amounts[0] ?? 0n) + (amounts[1] ?? 0n)));
      expect(evaluate("a - b", { a, b })).toEqual(money((amounts[0] ?? 0n) - (amounts[1] ?? 0n)));
      expect(evaluate("a - b + b = a", { a, b })).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test("a percentage of an amount is exact, and rounded to kopecks as whole numbers are", () => {
  fc.assert(
    fc.property(kopecks, percent, (amount, part) => {
      const variables = { a: money(amount), p: Number(part) / 100 };
      // Kopecks × hundredths of a percent: six digits after the point.
      expect(
        evaluate("amount(a * p / 100) = exact", {
          ...variables,
          exact: { $type: "number", value: text(amount * part, 6) },
        }),
      ).toBe(true);
      const rounded = halfEven(amount * part, 10_000n);
      expect(evaluate('money(decimal(amount(a) * p / 100, 2), "RUB")', variables)).toEqual(money(rounded));
      expect(evaluate("a * p / 100 + a * (100 - p) / 100 = a", variables)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test("amounts stand in the order of their kopecks", () => {
  const near = fc
    .tuple(kopecks, fc.bigInt({ min: -2n, max: 2n }))
    .map(([one, step]): [bigint, bigint] => [one, one + step]);
  fc.assert(
    fc.property(fc.oneof(near, fc.tuple(kopecks, kopecks)), ([one, other]) => {
      const variables = { a: money(one), b: money(other) };
      expect([...["<", "<=", "=", "!=", ">=", ">"]].map((sign) => evaluate(`a ${sign} b`, variables))).toEqual([
        one < other,
        one <= other,
        one === other,
        one !== other,
        one >= other,
        one > other,
      ]);
      expect(evaluate("max(a, b)", variables)).toEqual(
        money([one, other].toSorted((x, y) => (x < y ? 1 : -1))[0] ?? 0n),
      );
      expect(evaluate("a between min(a, b) and max(a, b)", variables)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
