import { readCivil } from "../temporal/civil.ts";
import {
  readAnyTemporal,
  readDateTime,
  readDays,
  readMonths,
  readTime,
  temporalValue,
} from "../temporal/read-temporal.ts";
import { compare, same } from "../value/equality.ts";
import type { Call } from "../value/function-value.ts";
import type { Inner } from "../value/inner.ts";
import { readNumber } from "../value/number.ts";
import { Range } from "../value/range.ts";
import { show } from "../value/show.ts";
import { fail } from "../value/site.ts";
import { type Builtin, builtin } from "./signature.ts";

/** Positions of points and ranges to each other (DMN 1.5 §10.3.4.9, after Allen), and `range("[1..3]")`. */
export const RANGE_FUNCTIONS: readonly Builtin[] = [
  relation("before(point1: any, point2: any)", (a, b) => before(a, b)),
  relation("before(range1: any, range2: any)", (a, b) => before(a, b)),
  relation("after(point1: any, point2: any)", (a, b) => before(b, a)),
  relation("after(range1: any, range2: any)", (a, b) => before(b, a)),
  relation("meets(range1: range, range2: range)", (a, b) => meets(a, b)),
  relation("met by(range1: range, range2: range)", (a, b) => meets(b, a)),
  relation("overlaps(range1: range, range2: range)", (a, b) => touches(a, b) && touches(b, a)),
  relation("overlaps before(range1: range, range2: range)", (a, b) => overlapsBefore(a, b)),
  relation("overlaps after(range1: range, range2: range)", (a, b) => overlapsBefore(b, a)),
  relation("finishes(range1: any, range2: range)", (a, b) => sameEnd(a, b, "high") && isInside(a, b)),
  relation("finishes(point: any, range: range)", (a, b) => sameEnd(a, b, "high") && isInside(a, b)),
  relation("finished by(range1: range, range2: any)", (a, b) => sameEnd(b, a, "high") && isInside(b, a)),
  relation("finished by(range: range, point: any)", (a, b) => sameEnd(b, a, "high") && isInside(b, a)),
  relation("includes(range: range, point: any)", (a, b) => isInside(b, a)),
  relation("includes(range1: range, range2: any)", (a, b) => isInside(b, a)),
  relation("during(point: any, range: range)", (a, b) => isInside(a, b)),
  relation("during(range1: any, range2: range)", (a, b) => isInside(a, b)),
  relation("starts(point: any, range: range)", (a, b) => sameEnd(a, b, "low") && isInside(a, b)),
  relation("starts(range1: any, range2: range)", (a, b) => sameEnd(a, b, "low") && isInside(a, b)),
  relation("started by(range: range, point: any)", (a, b) => sameEnd(b, a, "low") && isInside(b, a)),
  relation("started by(range1: range, range2: any)", (a, b) => sameEnd(b, a, "low") && isInside(b, a)),
  relation("coincides(point1: any, point2: any)", (a, b) => same(a.value, b.value)),
  relation("coincides(range1: any, range2: any)", (a, b) => same(a.value, b.value)),
  builtin("range(from: string): range", (call) => readRange(call.args[0] as string) ?? notRange(call)),
];

/** A point is a range from itself to itself. */
interface Side {
  readonly value: Inner;
  readonly low: Inner;
  readonly high: Inner;
  readonly lowIn: boolean;
  readonly highIn: boolean;
}

/** Two ends that cannot be compared: the relation has no answer. */
class Incomparable extends Error {}

function relation(head: string, holds: (a: Side, b: Side) => boolean): Builtin {
  return builtin(`${head}: boolean`, (call) => {
    const [first = null, second = null] = call.args;
    if (first === null || second === null) return noAnswer(call);
    try {
      return holds(sideOf(first), sideOf(second));
    } catch (reason) {
      if (reason instanceof Incomparable) return noAnswer(call);
      throw reason;
    }
  });
}

function sideOf(value: Inner): Side {
  if (value instanceof Range)
    return { value, low: value.low, high: value.high, lowIn: value.lowIn, highIn: value.highIn };
  return { value, low: value, high: value, lowIn: true, highIn: true };
}

function noAnswer({ args, site }: Call): null {
  return fail(site, args.includes(null) ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
    ru: `Положение ${args.map(show).join(" и ")} друг к другу не определить.`,
    en: `${args.map(show).join(" and ")} have no position to each other.`,
  });
}

function order(a: Inner, b: Inner): number {
  const found = compare(a, b);
  if (found === null) throw new Incomparable("no order");
  return found;
}

function before(a: Side, b: Side): boolean {
  const apart = order(a.high, b.low);
  return apart < 0 || (apart === 0 && !(a.highIn && b.lowIn));
}

function meets(a: Side, b: Side): boolean {
  return a.highIn && b.lowIn && order(a.high, b.low) === 0;
}

/** Does `a` reach into `b` from below, or further? */
function touches(a: Side, b: Side): boolean {
  const apart = order(a.high, b.low);
  return apart > 0 || (apart === 0 && a.highIn && b.lowIn);
}

function overlapsBefore(a: Side, b: Side): boolean {
  const starts = order(a.low, b.low);
  const ends = order(a.high, b.high);
  const startsBefore = starts < 0 || (starts === 0 && a.lowIn && !b.lowIn);
  const endsBefore = ends < 0 || (ends === 0 && (!a.highIn || b.highIn));
  return startsBefore && endsBefore && touches(a, b);
}

function sameEnd(inner: Side, outer: Side, end: "low" | "high"): boolean {
  const included = end === "low" ? "lowIn" : "highIn";
  return inner[included] === outer[included] && order(inner[end], outer[end]) === 0;
}

function isInside(inner: Side, outer: Side): boolean {
  const low = order(outer.low, inner.low);
  const high = order(inner.high, outer.high);
  return (
    (low < 0 || (low === 0 && (outer.lowIn || !inner.lowIn))) &&
    (high < 0 || (high === 0 && (outer.highIn || !inner.highIn)))
  );
}

/** Reads a range of literals: numbers, texts in quotes, `@"…"`, `date("…")` and its kin. */
function readRange(text: string): Range | null {
  const match = /^\s*([[(\]])(.+?)\.\.(.+)([\])[])\s*$/s.exec(text);
  if (!match) return null;
  const [low, high] = [readEnd(match[2]?.trim() ?? ""), readEnd(match[3]?.trim() ?? "")];
  if (low === null || high === null) return null;
  const sorted = compare(low, high);
  if (sorted === null || sorted > 0) return null;
  return new Range(low, high, { lowIn: match[1] === "[", highIn: match[4] === "]" });
}

function readEnd(text: string): Inner {
  const call = /^(?:(@)|(date and time|date|time|duration)\s*\()?\s*"((?:\\.|[^"\\])*)"\s*(\))?$/s.exec(text);
  if (!call) return readNumber(text);
  const [, at, name, inside = "", close] = call;
  if ((name === undefined) !== (close === undefined)) return null;
  if (name === undefined && at === undefined) return inside;
  const parts = at ? readAnyTemporal(inside) : READERS[name ?? ""]?.(inside);
  return parts ? temporalValue(parts) : null;
}

const READERS: Readonly<Record<string, (text: string) => ReturnType<typeof readAnyTemporal>>> = {
  date: (text) => {
    const date = readCivil(text);
    return date && { kind: "date", ...date };
  },
  time: readTime,
  "date and time": readDateTime,
  duration: (text) => readMonths(text) ?? readDays(text),
};

function notRange({ args, site }: Call): null {
  return fail(site, "EXPRESSION_DOMAIN", {
    ru: `${show(args[0] ?? null)} — не промежуток.`,
    en: `${show(args[0] ?? null)} is not a range.`,
  });
}
