import { isList, isTagged, type Value } from "../../engine/base/value.ts";
import type { Difference } from "./differential.ts";

/** Why the two engines may differ on a piece, and whose reading the standard has. */
export interface KnownDifference {
  /** `theirs:` they leave the standard; `ours:` we do; `open:` it does not say. */
  readonly name: string;
  fits(difference: Difference): boolean;
}

/** The first that fits is the reason. A difference that none fits fails the test. */
export const DIFFERENCES: readonly KnownDifference[] = [
  {
    name: "theirs: numbers are binary floating point, not decimals of 34 digits",
    fits: ({ ours, theirs }) => isNearly(ours, theirs),
  },
  {
    name: "theirs: a decimal written as text shows the digits of a double",
    fits: ({ kind, ours, theirs }) =>
      kind === "string" &&
      typeof ours === "string" &&
      typeof theirs === "string" &&
      isNearly(Number(ours), Number(theirs)),
  },
  {
    name: "theirs: lists of different lengths or elements are neither equal nor unequal (null)",
    fits: ({ kind, parts, ours, theirs }) =>
      ["=", "!="].includes(kind) && parts.some(isList) && typeof ours === "boolean" && theirs === null,
  },
  {
    name: "theirs: concatenate and union take what is no list",
    fits: ({ kind, parts, ours }) => ["concatenate", "union"].includes(kind) && !parts.every(isList) && ours === null,
  },
  {
    name: "theirs: a position outside a text or a list is taken for a nearer one",
    fits: ({ kind, parts, ours }) =>
      ["substring", "sublist", "remove", "insert before"].includes(kind) && isShort(parts[0]) && ours === null,
  },
  {
    name: "theirs: median sorts numbers as texts",
    fits: ({ kind, ours }) => kind === "median" && isNumber(ours),
  },
  {
    name: "theirs: an ill-typed operand throws instead of being null",
    fits: ({ ours, theirs }) => ours === null && typeof theirs === "string" && theirs.startsWith("threw "),
  },
  {
    name: "open: a loop over what is no list goes over a list of it here",
    fits: ({ kind, parts }) => ["for", "some", "every"].includes(kind) && !isList(parts[0] ?? null),
  },
  {
    name: "theirs: union walks through texts letter by letter, and throws on numbers",
    fits: ({ kind, parts }) => kind === "union" && !parts.every(isList),
  },
  {
    name: "theirs: a condition that is neither true nor false counts as true when it is not empty",
    fits: ({ kind, parts }) => kind === "if" && typeof parts[0] !== "boolean",
  },
  {
    name: "theirs: `item` is not seen inside the arguments of a call in a filter",
    fits: ({ kind, text, ours, theirs }) =>
      kind === "filter" && /\[[^[]*\([^)]*\bitem\b/.test(text) && isList(ours) && Array.isArray(theirs),
  },
  {
    name: "theirs: values of different kinds are compared by the rules of JavaScript",
    fits: ({ kind, parts, ours }) =>
      [">", ">=", "<", "<=", "in", "between"].includes(kind) && ours === null && !areOfOneKind(parts),
  },
  {
    name: "theirs: `between` swaps ends that stand the wrong way round",
    fits: ({ kind, parts, ours, theirs }) =>
      kind === "between" && ours === false && theirs === true && Number(plain(parts[1])) > Number(plain(parts[2])),
  },
  {
    name: "theirs: modulo is computed on doubles",
    fits: ({ kind, ours, theirs }) => kind === "modulo" && isNumber(ours) && typeof theirs === "number",
  },
  {
    name: "open: a quantifier over what is neither true nor false is null here, false there",
    fits: ({ kind, ours }) => ["some", "every"].includes(kind) && ours === null,
  },
  {
    name: "open: a filter that is no condition keeps nothing here or there, null on the other side",
    fits: ({ kind, ours, theirs }) =>
      kind === "filter" && ((ours === null && isEmpty(theirs)) || (theirs === null && isEmpty(ours))),
  },
  {
    name: "theirs: a list of one is taken for its element in `in`",
    fits: ({ kind, parts, ours }) => kind === "in" && isList(parts[0] ?? null) && ours !== true,
  },
  {
    name: "theirs: null is dropped from a filtered list",
    fits: ({ kind, parts, ours, theirs }) =>
      kind === "filter" &&
      isList(parts[0] ?? null) &&
      isList(ours) &&
      Array.isArray(theirs) &&
      JSON.stringify(ours.filter((one) => one !== null)) === JSON.stringify(theirs),
  },
  {
    name: "open: a filter on what is no list gives a list of it here, the value itself there",
    fits: ({ kind, parts }) => kind === "filter" && !isList(parts[0] ?? null),
  },
  {
    name: "open: a filter that computes a position from `item` is that position here, a condition there",
    fits: ({ kind, text, theirs }) => kind === "filter" && text.includes("item") && isEmpty(theirs),
  },
  {
    name: "theirs: `in` with null or a text on the right is null; nothing equals it, so false here",
    fits: ({ kind, parts, theirs }) => kind === "in" && !isList(parts[1] ?? null) && theirs === null,
  },
  {
    name: "theirs: max and min know numbers only",
    fits: ({ kind, ours, theirs }) => ["max", "min"].includes(kind) && typeof ours === "string" && theirs === null,
  },
  {
    name: "open: a list compared with something of another kind, or of another kind of elements, is null here, false there",
    fits: ({ kind, parts, ours, theirs }) =>
      ["=", "!="].includes(kind) && parts.some(isList) && ours === null && typeof theirs === "boolean",
  },
  {
    name: "theirs: a list of one is not taken for its element as an argument",
    fits: ({ kind, parts, theirs }) =>
      !["=", "!=", "in"].includes(kind) && parts.some((part) => isList(part) && part.length === 1) && theirs === null,
  },
];

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function plain(value: Value | undefined): unknown {
  return isTagged(value) ? value.value : value;
}

function areOfOneKind(parts: readonly Value[]): boolean {
  return (
    parts.length > 1 &&
    new Set(parts.map((part) => (isNumber(part) ? "number" : isList(part) ? "list" : typeof part))).size === 1
  );
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || isTagged(value as Value);
}

function isShort(value: Value | undefined): boolean {
  return value !== undefined && (isList(value) || typeof value === "string") && value.length < 2;
}

/** Equal but for the last digits of a double; lists element by element. */
function isNearly(ours: Value, theirs: unknown): boolean {
  if (isList(ours))
    return (
      Array.isArray(theirs) &&
      ours.length === theirs.length &&
      ours.every((one, at) => one === theirs[at] || isNearly(one, theirs[at]))
    );
  const number = isTagged(ours) && ours.$type === "number" ? Number(ours.value) : ours;
  if (typeof number !== "number" || typeof theirs !== "number") return false;
  return Math.abs(number - theirs) <= 1e-12 * Math.max(1, Math.abs(number));
}
