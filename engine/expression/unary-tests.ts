import type { Value } from "../base/value.ts";
import { checkTests } from "./check/check-expression.ts";
import { Compiler, INPUT } from "./compile/compiler.ts";
import { Frame } from "./compile/frame.ts";
import { anyHolds, compileTestOf } from "./compile/test.ts";
import { type CompileOptions, dictionaryFor } from "./compile-expression.ts";
import type { EvaluationContext, Place } from "./expression.ts";
import type { ExpressionProblem } from "./problem.ts";
import type { Ast, CompareOp } from "./syntax/ast.ts";
import { syntax } from "./syntax/diagnose.ts";
import { parseTests } from "./syntax/parse.ts";
import { blankTexts } from "./syntax/scan.ts";
import { ANY, type Type } from "./type.ts";
import type { Inner } from "./value/inner.ts";
import { Meter } from "./value/meter.ts";
import type { Source } from "./value/site.ts";
import { stackIncident } from "./value/stack-incident.ts";

/** The tests of one cell or domain, compiled once. */
export interface UnaryTests {
  readonly text: string;
  readonly place: Place | null;
  /** Free variables they read, `?` not among them. */
  readonly names: readonly string[];
  /** What they say, as far as it stands in the text: analysis needs the exact ends. */
  readonly test: UnaryTest;
  /**
   * Does the value pass?
   *
   * @throws {ExpressionError} in strict mode, where a bound and the value have no order
   */
  holds(value: Value, context: EvaluationContext): boolean;
}

/** A test taken apart. Ends are literals; what is computed is an `expression`. */
export type UnaryTest =
  /** `-` */
  | { readonly kind: "any" }
  | { readonly kind: "comparison"; readonly op: CompareOp; readonly value: Value }
  | {
      readonly kind: "interval";
      readonly low: Value;
      readonly high: Value;
      readonly lowIn: boolean;
      readonly highIn: boolean;
    }
  /** A value, or one of a list of values. */
  | { readonly kind: "equals"; readonly values: readonly Value[] }
  /** None of these. */
  | { readonly kind: "not"; readonly of: UnaryTest }
  /** One of these. */
  | { readonly kind: "or"; readonly of: readonly UnaryTest[] }
  | { readonly kind: "expression"; readonly from: number; readonly to: number };

export interface TestOptions extends CompileOptions {
  /** Static type of the value under test: its currency is that of plain numbers, its values bound those of a choice. @default any */
  readonly inputType?: Type;
}

export interface CompiledTests {
  readonly tests: UnaryTests | null;
  readonly problems: readonly ExpressionProblem[];
}

/**
 * Compiles FEEL unary tests: `-`, `< 5`, `(5..15]`, `not(1, 2)`, `"a", "b"`, `date("2026-01-01")`, a condition on `?`.
 * Spaces may group digits (`100 000`); a comma between digits is a problem.
 *
 * @example compileUnaryTests("(100 000..1 000 000]", { inputType: { kind: "money", currency: "RUB" } })
 */
export function compileUnaryTests(text: string, options: TestOptions = {}): CompiledTests {
  const place = options.place ?? null;
  if (/^\s*-\s*$/.test(text)) {
    return {
      tests: Object.freeze({ text, place, names: [], test: { kind: "any" as const }, holds: () => true }),
      problems: [],
    };
  }
  const comma = decimalComma(text);
  if (comma) return { tests: null, problems: [comma] };
  const parsed = parseTests(joinDigits(text), dictionaryFor(options));
  if (!parsed.ast) return { tests: null, problems: parsed.problems };
  const asts = parsed.ast.kind === "list" ? parsed.ast.items : [parsed.ast];
  return compileTests(asts, { text, negated: parsed.negated, options, found: parsed.problems });
}

interface TestText {
  readonly text: string;
  readonly negated: boolean;
  readonly options: TestOptions;
  readonly found: readonly ExpressionProblem[];
}

function compileTests(asts: readonly Ast[], { text, negated, options, found }: TestText): CompiledTests {
  const lenient = options.mode === "dmn";
  const source: Source = { text, place: options.place ?? null, lenient };
  const subject: Ast = { kind: "input", from: 0, to: text.length };
  const checked = checkTests(asts, { subject, inputType: options.inputType ?? ANY, types: options.types ?? null });
  const compiler = new Compiler(source, checked.types);
  const slot = compiler.newSlot();
  const runs = compiler.within({ names: new Map([[INPUT, slot]]) }, () =>
    asts.map((ast) => compileTestOf(compiler, ast, subject)),
  );
  const one = structureOf(asts);
  const tests: UnaryTests = Object.freeze({
    text,
    place: source.place,
    names: Object.freeze(checked.names),
    test: negated ? { kind: "not" as const, of: one } : one,
    holds: (value: Value, context: EvaluationContext) => {
      const frame = new Frame(new Array<Inner>(compiler.slotCount).fill(null), new Meter(context.budget));
      frame.slots[slot] = value;
      try {
        return anyHolds(runs, value, context, frame) === !negated;
      } catch (error) {
        throw stackIncident(error, compiler.site(subject)) ?? error;
      }
    },
  });
  return { tests, problems: lenient ? found : [...found, ...checked.problems] };
}

function structureOf(asts: readonly Ast[]): UnaryTest {
  const [only, ...more] = asts.map(structure);
  if (!only) return { kind: "any" };
  return more.length === 0 ? only : { kind: "or", of: [only, ...more] };
}

function structure(ast: Ast): UnaryTest {
  const computed: UnaryTest = { kind: "expression", from: ast.from, to: ast.to };
  switch (ast.kind) {
    case "test": {
      const value = literalOf(ast.operand);
      return value === undefined ? computed : { kind: "comparison", op: ast.op, value };
    }
    case "range": {
      const [low, high] = [literalOf(ast.low), literalOf(ast.high)];
      return low === undefined || high === undefined
        ? computed
        : { kind: "interval", low, high, lowIn: ast.lowIn, highIn: ast.highIn };
    }
    case "list": {
      const values = ast.items.map(literalOf);
      return values.includes(undefined) ? computed : { kind: "equals", values: values as readonly Value[] };
    }
    case "call":
      if (ast.callee.kind === "name" && ast.callee.name === "not")
        return { kind: "not", of: structureOf(ast.args.map(({ value }) => value)) };
      return valueOr(ast, computed);
    default:
      return valueOr(ast, computed);
  }
}

function valueOr(ast: Ast, computed: UnaryTest): UnaryTest {
  const value = literalOf(ast);
  return value === undefined ? computed : { kind: "equals", values: [value] };
}

/** The value of a literal, of its negation, and of `date("…")` and its kin with a literal inside; else undefined. */
export function literalOf(ast: Ast): Value | undefined {
  if (ast.kind === "literal") return ast.value;
  if (ast.kind !== "call" && ast.kind !== "negate") return undefined;
  if (!isConstant(ast)) return undefined;
  const compiler = new Compiler({ text: "", place: null, lenient: true }, new Map());
  const run = compiler.compile(ast);
  const value = run(NOWHERE, new Frame(new Array<Inner>(compiler.slotCount).fill(null), new Meter(undefined)));
  return value === null ? undefined : (value as Value);
}

const CONSTANT_FUNCTIONS: ReadonlySet<string> = new Set([
  "date",
  "time",
  "date and time",
  "duration",
  "number",
  "money",
]);

function isConstant(ast: Ast): boolean {
  if (ast.kind === "literal") return true;
  if (ast.kind === "negate") return isConstant(ast.of);
  return (
    ast.kind === "call" &&
    ast.callee.kind === "name" &&
    CONSTANT_FUNCTIONS.has(ast.callee.name) &&
    ast.args.every(({ value }) => isConstant(value))
  );
}

/** Constants read nothing of their surroundings. */
const NOWHERE = {} as EvaluationContext;

/** `100 000` → `100000  `: the digits together, the spaces behind them, so that no offset outside the number moves. */
function joinDigits(text: string): string {
  const signs = blankTexts(text);
  let joined = text;
  for (const { index, 0: number } of signs.matchAll(/\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)/g)) {
    if (/[\p{L}_\d]/u.test(signs[index - 1] ?? "")) continue;
    const digits = number.replace(/\D/g, "");
    joined = joined.slice(0, index) + digits.padEnd(number.length) + joined.slice(index + number.length);
  }
  return joined;
}

function decimalComma(text: string): ExpressionProblem | null {
  const found = /\d+,\d+/.exec(blankTexts(text));
  if (!found) return null;
  const point = found[0].replace(",", ".");
  return syntax(
    found.index,
    found.index + found[0].length,
    { ru: `Запятая между цифрами: «${found[0]}»`, en: `A comma between digits: "${found[0]}"` },
    { ru: `пишите ${point}; два числа разделите «, »`, en: `write ${point}; separate two numbers by ", "` },
  );
}
