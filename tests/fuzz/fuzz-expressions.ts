import { isTagged, type Value, type ValueMap } from "../../engine/base/value.ts";
import { compileExpression, compileUnaryTests, ExpressionError, splitTemplate } from "../../engine/expression/index.ts";
import { FeelFunction } from "../../engine/expression/value/function-value.ts";
import { Range } from "../../engine/expression/value/range.ts";
import { contextOf } from "../support/evaluation.ts";
import { ESCAPES } from "./escapes.ts";
import { Random } from "./random.ts";
import { randomPiece, textOfPiece, VARIABLES } from "./random-expression.ts";

/** What every evaluation may use up. */
export const FUZZ_BUDGET = { steps: 20_000, listMax: 2_000, textMax: 20_000, depthMax: 100 };

export interface ExpressionFuzzReport {
  readonly runs: number;
  /** Values, incidents, texts that are no FEEL. */
  readonly values: number;
  readonly incidents: number;
  readonly refused: number;
  /** How many ended at the budget; they are incidents too. */
  readonly overBudget: number;
  /** The slowest text from reading to result, in milliseconds: to be looked at. */
  readonly slowest: { readonly ms: number; readonly text: string };
  readonly broken: readonly { readonly run: number; readonly text: string; readonly why: string }[];
}

/** Stops after so many: the first ones are what to mend. */
const BROKEN_MAX = 20;

/**
 * Random expressions, mutated ones and published escapes, strict and in DMN mode, as expressions, unary tests and
 * templates. Each is refused with a position, ends in an `ExpressionError` with a position, or gives a plain value within
 * its budget; nothing else is thrown, and nothing of the host is touched. Text `run` of a seed is always the same.
 */
export function fuzzExpressions(
  seed: number,
  runs: number,
  progress: (done: number) => void = () => {},
): ExpressionFuzzReport {
  const counts = { values: 0, incidents: 0, refused: 0, overBudget: 0 };
  const broken: { run: number; text: string; why: string }[] = [];
  const host = hostState();
  let slowest = { ms: 0, text: "" };
  let run = 0;
  for (; run < runs && broken.length < BROKEN_MAX; run++) {
    const random = new Random(seed + run * 7919);
    const text = randomText(random);
    const begun = performance.now();
    const ended = ending(text, random);
    const ms = performance.now() - begun;
    if (ms > slowest.ms) slowest = { ms, text };
    if (ended.how === "broken") broken.push({ run, text, why: ended.why });
    else counts[ended.how] += 1;
    if (ended.how === "incidents" && ended.isBudget) counts.overBudget += 1;
    if (run % 1000 === 999) {
      if (hostState() !== host) broken.push({ run, text, why: "the host was changed by one of the last 1,000" });
      progress(run + 1);
    }
  }
  if (hostState() !== host) broken.push({ run, text: "", why: "the host was changed" });
  return { runs: run, ...counts, slowest, broken };
}

const SURROUNDINGS: ValueMap = {
  ...(VARIABLES as unknown as ValueMap),
  record: {
    id: "101",
    type: "lead",
    ref: "lead/101",
    title: "Кофе",
    stageKind: "open",
    tags: ["a"],
    price: { amount: "10.50", currency: "RUB" },
  },
  day: { $type: "date", value: "2026-11-25" },
  x: 1,
  deep: { a: { b: [{ c: null }] } },
};

type Ended =
  | { readonly how: "values" | "refused" }
  | { readonly how: "incidents"; readonly isBudget: boolean }
  | { readonly how: "broken"; readonly why: string };

function ending(text: string, random: Random): Ended {
  try {
    const way = random.below(10);
    const mode = random.below(2) === 0 ? "strict" : "dmn";
    if (way === 0) return testEnding(text, mode);
    const inner = way === 1 ? expressionIn(text) : text;
    const { expression, problems } = compileExpression(inner, { mode });
    const lost = problems.find(({ from, to }) => !(from >= 0 && to >= from && to <= Math.max(1, inner.length + 1)));
    if (lost) return { how: "broken", why: `a problem without a place: ${JSON.stringify(lost)}` };
    if (expression === null)
      return problems.length > 0 ? { how: "refused" } : { how: "broken", why: "refused without a problem" };
    const why = unplain(expression.evaluate(contextOf(SURROUNDINGS, FUZZ_BUDGET)), mode, 0);
    return why === null ? { how: "values" } : { how: "broken", why };
  } catch (error) {
    return thrown(error);
  }
}

function testEnding(text: string, mode: "strict" | "dmn"): Ended {
  const { tests, problems } = compileUnaryTests(text, { mode });
  if (tests === null)
    return problems.length > 0 ? { how: "refused" } : { how: "broken", why: "refused without a problem" };
  const held = tests.holds(5, contextOf(SURROUNDINGS, FUZZ_BUDGET));
  return typeof held === "boolean" || held === null
    ? { how: "values" }
    : { how: "broken", why: `a test gave ${typeof held}` };
}

/** The first `${ … }` of a template that has the text in it. */
function expressionIn(text: string): string {
  const { parts } = splitTemplate(`№ \${ ${text} } конец`);
  return parts?.find(({ kind }) => kind !== "text")?.text ?? text;
}

function thrown(error: unknown): Ended {
  if (!(error instanceof ExpressionError))
    return { how: "broken", why: error instanceof Error ? `threw ${error.stack}` : `threw ${String(error)}` };
  if (!(error.from >= 0 && error.to >= error.from && error.says.ru !== "" && error.says.en !== ""))
    return { how: "broken", why: `an incident without a place or words: ${error.code}` };
  return { how: "incidents", isBudget: error.code === "EXPRESSION_BUDGET" };
}

/** What is not plain about a value: anything of the host in it, or a size over the budget. Null: nothing. */
function unplain(value: unknown, mode: "strict" | "dmn", depth: number): string | null {
  if (value === null || typeof value === "boolean") return null;
  if (typeof value === "number") return Number.isFinite(value) ? null : `the number ${value}`;
  if (typeof value === "string") return value.length <= FUZZ_BUDGET.textMax ? null : `a text of ${value.length}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  if (depth > 500) return "nested without end";
  if (Array.isArray(value))
    return value.length > FUZZ_BUDGET.listMax ? `a list of ${value.length}` : firstUnplain(value, mode, depth);
  if (mode === "dmn" && (value instanceof Range || value instanceof FeelFunction)) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return "an object of a class";
  const properties = Object.values(Object.getOwnPropertyDescriptors(value));
  if (properties.some((property) => property.get || property.set)) return "a property that runs code";
  if (isTagged(value as Value))
    return typeof (value as { value: unknown }).value === "string" ? null : "a tagged value without a text";
  return firstUnplain(Object.values(value), mode, depth);
}

function firstUnplain(values: readonly unknown[], mode: "strict" | "dmn", depth: number): string | null {
  for (const value of values) {
    const why = unplain(value, mode, depth + 1);
    if (why !== null) return why;
  }
  return null;
}

/** What an escape would change. */
function hostState(): string {
  const roots = [Object, Array, Function, String, Number].map((root) =>
    Reflect.ownKeys(root.prototype).map(String).join(),
  );
  return [
    ...roots,
    Object.keys(globalThis).join(),
    Object.keys(SURROUNDINGS).join(),
    JSON.stringify(SURROUNDINGS),
  ].join("\n");
}

const PIECES = [
  ..." ()[]{},.:;?@#$%^&*+-/=<>!|~`'\"\\\n\t",
  ...[
    "${",
    "}}",
    "{{",
    "..",
    "**",
    "!=",
    "<=",
    "->",
    "//",
    "/*",
    "*/",
    "\u0000",
    "\u202E",
    "\uFEFF",
    "\uD800",
    "№",
    "é",
    "𝒳",
  ],
  ...[
    "if ",
    " then ",
    " else ",
    "for ",
    " in ",
    " return ",
    "some ",
    " satisfies ",
    "every ",
    "function(x) ",
    " instance of ",
    " between ",
    " and ",
    " or ",
    "not(",
    "null",
    "true",
    "item",
    "partial",
  ],
  ...[
    "__proto__",
    "constructor",
    "this",
    "prototype",
    "$type",
    "1e999",
    "0x10",
    "99999999999999999999",
    "-",
    '@"P1D"',
    "external ",
    "record",
    "record.",
    ".a",
    "(record)",
    "day",
  ],
] as const;

/** The text of one run. */
export function randomText(random: Random): string {
  const way = random.below(10);
  if (way < 3) return textOfPiece(randomPiece(random, { depth: 1 + random.below(5) }));
  const base = way < 6 ? random.of(ESCAPES) : textOfPiece(randomPiece(random, { depth: 1 + random.below(4) }));
  if (way === 3) return base;
  return mutatedText(base, random);
}

/** Changed in one to five places: pieces put in, cut out, doubled, or an escape put in the place of a word. */
function mutatedText(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.below(5); left > 0; left--) {
    const [at, other] = [random.below(result.length + 1), random.below(result.length + 1)];
    const [from, to] = [Math.min(at, other), Math.max(at, other)];
    const change = random.below(6);
    if (change <= 1) result = result.slice(0, at) + random.of(PIECES) + result.slice(at);
    else if (change === 2) result = result.slice(0, at) + result.slice(at + 1 + random.below(4));
    else if (change === 3)
      result = result.slice(0, at) + result.slice(from, Math.min(to, from + 40)) + result.slice(at);
    else if (change === 4) result = withWord(result, random.of(ESCAPES), random);
    else result = withWord(result, textOfPiece(randomPiece(random, { depth: 2 })), random);
  }
  return result.slice(0, 2_000);
}

function withWord(text: string, other: string, random: Random): string {
  const words = [...text.matchAll(/[\p{L}\p{N}_]+/gu)];
  if (words.length === 0) return other;
  const { index, 0: word } = random.of(words);
  return text.slice(0, index) + other + text.slice(index + word.length);
}
