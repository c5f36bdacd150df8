import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value } from "../../../engine/base/value.ts";
import { isTagged } from "../../../engine/base/value.ts";
import { evaluate, incident } from "../../support/evaluation.ts";

const Exact = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_EVEN });

/** Decimal texts of up to 20 digits, a few of them after the point. */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }), fc.integer({ min: 0, max: 8 }))
  .map(([digits, scale]) => new Exact(String(digits)).div(new Exact(10).pow(scale)).toFixed());

const operators = fc.constantFrom("+", "-", "*");

function digits(value: Value): string {
  return new Exact(isTagged(value) ? value.value : (value as number)).toFixed();
}

function calculated(a: string, operator: string, b: string): string {
  const [left, right] = [new Exact(a), new Exact(b)];
  const result = operator === "+" ? left.plus(right) : operator === "-" ? left.minus(right) : left.times(right);
  return new Exact(result).toFixed();
}

describe("numbers are exact decimals of 34 digits", () => {
  test("a tenth and two tenths are three tenths", () => {
    expect(evaluate("0.1 + 0.2 = 0.3")).toBe(true);
    expect(evaluate("0.1 + 0.2")).toBe(0.3);
  });

  test("sums, differences and products are those of decimal arithmetic", () => {
    fc.assert(
      fc.property(decimals, operators, decimals, (a, operator, b) => {
        expect(digits(evaluate(`(${a}) ${operator} (${b})`))).toBe(calculated(a, operator, b));
      }),
      { numRuns: 500 },
    );
  });

  test("a literal is read from its digits, not from a double", () => {
    expect(evaluate("12345678901234567890")).toEqual({ $type: "number", value: "12345678901234567890" });
    expect(evaluate("12345678901234567890 + 1 - 12345678901234567890")).toBe(1);
    expect(evaluate("9007199254740993 - 9007199254740992")).toBe(1);
  });

  test("a result that a double names exactly is a plain number again", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(evaluate("x + y", { x: a, y: b })).toBe(a + b);
      }),
    );
    expect(evaluate("1 / 8")).toBe(0.125);
    expect(evaluate("12345678901234567890 * 0")).toBe(0);
  });

  test("zero is never negative", () => {
    expect(Object.is(evaluate("0 * -5"), 0)).toBe(true);
    expect(Object.is(evaluate("-x", { x: 0 }), 0)).toBe(true);
  });

  test("order agrees with decimal order, for long numbers too", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(evaluate(`(${a}) < (${b})`)).toBe(new Exact(a).lt(b));
        expect(evaluate(`(${a}) = (${b})`)).toBe(new Exact(a).eq(b));
      }),
    );
  });

  test("a division that does not end is rounded half to even at 34 digits", () => {
    expect(evaluate("1 / 3")).toEqual({ $type: "number", value: "0.3333333333333333333333333333333333" });
    expect(evaluate("decimal(2.5, 0)")).toBe(2);
    expect(evaluate("decimal(3.5, 0)")).toBe(4);
  });

  test("what has no result is an incident, not infinity", () => {
    for (const text of [
      "1 / 0",
      "0 ** -1",
      "(-1) ** 0.5",
      "10 ** 6000 * 10 ** 6000",
      "sqrt(-1)",
      "log(0)",
      "exp(1000000)",
    ]) {
      expect(incident(text), text).toBe("EXPRESSION_DOMAIN");
    }
  });

  test("each way of rounding rounds in its own direction", () => {
    const rounded = (name: string) => ["1.5", "-1.5", "2.5", "1.12"].map((n) => evaluate(`${name}(${n}, 0)`));
    expect(rounded("round up")).toEqual([2, -2, 3, 2]);
    expect(rounded("round down")).toEqual([1, -1, 2, 1]);
    expect(rounded("round half up")).toEqual([2, -2, 3, 1]);
    expect(rounded("round half down")).toEqual([1, -1, 2, 1]);
    expect(evaluate("floor(-1.5)")).toBe(-2);
    expect(evaluate("ceiling(1.12, 1)")).toBe(1.2);
    expect(evaluate("decimal(1234, -2)")).toBe(1200);
  });
});
