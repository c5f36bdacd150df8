import { Decimal } from "decimal.js";
import type { Tagged } from "../../base/value.ts";
import type { Num } from "./inner.ts";

/**
 * Exact decimals: 34 digits, half to even (IEEE 754 decimal128, which DMN asks for). The short way through doubles is
 * taken only where it cannot change a result: sums, differences and products of whole numbers that stay safe.
 */
export const Exact = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  // FEEL's modulo has the sign of the divisor.
  modulo: Decimal.ROUND_FLOOR,
  toExpNeg: -40,
  toExpPos: 40,
  maxE: 6144,
  minE: -6143,
});
export type Exact = Decimal;

/** The decimal that a number stands for. */
export function exactOf(value: Num): Exact {
  return new Exact(typeof value === "number" ? value : value.value);
}

/** The number of a decimal: a double where that names the same decimal, else tagged; null beyond all bounds. */
export function numOf(exact: Exact): Num | null {
  if (!exact.isFinite()) return null;
  const double = exact.toNumber();
  if (exact.precision() <= SAFE_DIGITS && Math.abs(exact.e) < SAFE_EXPONENT) return double === 0 ? 0 : double;
  if (Number.isFinite(double) && new Exact(double).eq(exact)) return double === 0 ? 0 : double;
  return tag(exact);
}

/** Every decimal of so many digits has a double of its own whose shortest text is that decimal. */
const SAFE_DIGITS = 15;
/** Well inside the range of doubles, so that none of them is rounded to zero, infinity or a subnormal. */
const SAFE_EXPONENT = 290;

function tag(exact: Exact): Tagged {
  return { $type: "number", value: exact.toString() };
}

/** Reads a number from its digits (`12`, `-0.5`, `1e3`); null where the text is none. */
export function readNumber(text: string): Num | null {
  if (!DIGITS.test(text)) return null;
  return numOf(new Exact(text).toSignificantDigits(34));
}

const DIGITS = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,5})?$/;

/** The sum; null beyond all bounds. */
export function addNumbers(a: Num, b: Num): Num | null {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum)) return sum;
  }
  return numOf(exactOf(a).plus(exactOf(b)));
}

/** The difference; null beyond all bounds. */
export function subtractNumbers(a: Num, b: Num): Num | null {
  if (typeof a === "number" && typeof b === "number") {
    const rest = a - b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(rest)) return rest;
  }
  return numOf(exactOf(a).minus(exactOf(b)));
}

/** The product; null beyond all bounds. */
export function multiplyNumbers(a: Num, b: Num): Num | null {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // `+ 0` turns -0 into 0.
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(product)) return product + 0;
  }
  return numOf(exactOf(a).times(exactOf(b)));
}

/** Null for a division by zero. */
export function divideNumbers(a: Num, b: Num): Num | null {
  const by = exactOf(b);
  return by.isZero() ? null : numOf(exactOf(a).div(by));
}

/** Null where there is no real result: `0 ** -1`, `(-1) ** 0.5`. */
export function powerNumbers(a: Num, b: Num): Num | null {
  return numOf(exactOf(a).pow(exactOf(b)));
}

/** The opposite; zero stays zero. */
export function negateNumber(a: Num): Num {
  return typeof a === "number" ? 0 - a : tag(exactOf(a).neg());
}

/** Below zero, zero or above zero, as `a` is less than, equal to or greater than `b`. */
export function compareNumbers(a: Num, b: Num): number {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  return exactOf(a).cmp(exactOf(b));
}

/** The plain digits, never with an exponent: `100000`, `0.05`. */
export function digitsOf(value: Num): string {
  return exactOf(value).toFixed();
}

/** A whole number that a double holds safely, or null. */
export function integerOf(value: Num): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : null;
  return null;
}
