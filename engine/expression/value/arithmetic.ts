import { addMonths, civilOf, daysOf, isCivil } from "../temporal/civil.ts";
import { temporalValue } from "../temporal/read-temporal.ts";
import {
  atInstant,
  DAY_NANOS,
  type DateTimeParts,
  instantNanos,
  midnightOf,
  type Temporal,
  timeNanos,
} from "../temporal/temporal.ts";
import { temporalFrom } from "./equality.ts";
import { type Inner, isNum } from "./inner.ts";
import {
  addNumbers,
  divideNumbers,
  Exact,
  exactOf,
  multiplyNumbers,
  numOf,
  powerNumbers,
  subtractNumbers,
} from "./number.ts";

export type ArithmeticOp = "+" | "-" | "*" | "/" | "**";

/** What an operation can end in besides a value. */
export type Failure = "kinds" | "domain";

/** Arithmetic on everything but money: numbers, texts (`+` joins), dates, times and durations. */
export function arithmetic(op: ArithmeticOp, a: Inner, b: Inner): Inner | { readonly failure: Failure } {
  if (isNum(a) && isNum(b)) return number(NUMBERS[op](a, b));
  if (op === "+" && typeof a === "string" && typeof b === "string") return a + b;
  const [left, right] = [temporalFrom(a), temporalFrom(b)];
  if (left && right) return temporal(op, left, right);
  if (left && isNum(b) && (op === "*" || op === "/")) return scale(op, left, exactOf(b));
  if (right && isNum(a) && op === "*") return scale(op, right, exactOf(a));
  return { failure: "kinds" };
}

const NUMBERS = { "+": addNumbers, "-": subtractNumbers, "*": multiplyNumbers, "/": divideNumbers, "**": powerNumbers };

function number(value: Inner): Inner | { readonly failure: Failure } {
  return value === null ? { failure: "domain" } : value;
}

function temporal(op: ArithmeticOp, a: Temporal, b: Temporal): Inner | { readonly failure: Failure } {
  if (op === "/") return ratio(a, b);
  if (op !== "+" && op !== "-") return { failure: "kinds" };
  const moved = isDuration(b) ? shift(a, b, op === "+" ? 1 : -1) : op === "+" && isDuration(a) ? shift(b, a, 1) : null;
  if (moved) return inBounds(moved) ? temporalValue(moved) : { failure: "domain" };
  const apart = op === "-" ? difference(a, b) : null;
  return apart ? temporalValue(apart) : { failure: "kinds" };
}

function isDuration(value: Temporal): boolean {
  return value.kind === "days and time duration" || value.kind === "years and months duration";
}

function inBounds(value: Temporal): boolean {
  if (value.kind === "date") return isCivil(value);
  return value.kind !== "date and time" || isCivil(civilOf(value.days));
}

/** `a` moved by a duration, forwards or back. */
function shift(a: Temporal, by: Temporal, sign: 1 | -1): Temporal | null {
  if (by.kind === "years and months duration") return shiftMonths(a, by.months * sign);
  if (by.kind !== "days and time duration") return null;
  const nanos = sign === 1 ? by.nanos : -by.nanos;
  switch (a.kind) {
    case "days and time duration":
      return { kind: a.kind, nanos: a.nanos + nanos };
    case "date and time":
      return atInstant(instantNanos(a) + nanos, a.zone);
    case "date": {
      const moved = atInstant(BigInt(daysOf(a)) * BigInt(DAY_NANOS) + nanos, null);
      return { kind: "date", ...civilOf(moved.days) };
    }
    case "time": {
      const total = (BigInt(a.nanos) + nanos) % BigInt(DAY_NANOS);
      return { ...a, nanos: Number((total + BigInt(DAY_NANOS)) % BigInt(DAY_NANOS)) };
    }
    default:
      return null;
  }
}

function shiftMonths(a: Temporal, months: number): Temporal | null {
  if (a.kind === "years and months duration") return { kind: a.kind, months: a.months + months };
  if (a.kind === "date") return { kind: "date", ...addMonths(a, months) };
  if (a.kind === "date and time") return { ...a, days: daysOf(addMonths(civilOf(a.days), months)) };
  return null;
}

/** How far `b` is before `a`. */
function difference(a: Temporal, b: Temporal): Temporal | null {
  if (a.kind === "time" && b.kind === "time") {
    if ((a.zone === null) !== (b.zone === null)) return null;
    return { kind: "days and time duration", nanos: BigInt(timeNanos(a) - timeNanos(b)) };
  }
  const [left, right] = [asDateTime(a), asDateTime(b)];
  if (!left || !right || (left.zone === null) !== (right.zone === null)) return null;
  return { kind: "days and time duration", nanos: instantNanos(left) - instantNanos(right) };
}

/** A date among dates and times is its midnight, in UTC. */
function asDateTime(value: Temporal): DateTimeParts | null {
  if (value.kind === "date and time") return value;
  return value.kind === "date" ? { ...midnightOf(value), zone: { kind: "offset", seconds: 0 } } : null;
}

function ratio(a: Temporal, b: Temporal): Inner | { readonly failure: Failure } {
  if (a.kind === "days and time duration" && b.kind === a.kind) {
    return number(b.nanos === 0n ? null : numOf(new Exact(String(a.nanos)).div(String(b.nanos))));
  }
  if (a.kind === "years and months duration" && b.kind === a.kind) return number(divideNumbers(a.months, b.months));
  return { failure: "kinds" };
}

/** A duration times or divided by a number; parts of nanoseconds and of months are cut off. */
function scale(op: "*" | "/", value: Temporal, by: Exact): Inner | { readonly failure: Failure } {
  if (!isDuration(value)) return { failure: "kinds" };
  if (op === "/" && by.isZero()) return { failure: "domain" };
  const size =
    value.kind === "days and time duration"
      ? new Exact(String(value.nanos))
      : new Exact((value as { months: number }).months);
  const scaled = (op === "*" ? size.times(by) : size.div(by)).trunc();
  if (!scaled.isFinite() || scaled.e > 30) return { failure: "domain" };
  return value.kind === "days and time duration"
    ? temporalValue({ kind: value.kind, nanos: BigInt(scaled.toFixed()) })
    : temporalValue({ kind: "years and months duration", months: scaled.toNumber() });
}

/** The opposite of a number or a duration; null for anything else. */
export function negateTemporal(value: Temporal): Inner {
  if (value.kind === "days and time duration") return temporalValue({ ...value, nanos: -value.nanos });
  if (value.kind === "years and months duration") return temporalValue({ ...value, months: 0 - value.months });
  return null;
}
