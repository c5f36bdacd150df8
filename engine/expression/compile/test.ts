import type { Ast, AstOf } from "../syntax/ast.ts";
import { readsInput } from "../syntax/children.ts";
import { same } from "../value/equality.ts";
import { type Inner, isInnerList } from "../value/inner.ts";
import { Range } from "../value/range.ts";
import { compareBy } from "./compare.ts";
import { type Compiler, INPUT } from "./compiler.ts";
import type { Run } from "./frame.ts";
import { type Operation, operationOf } from "./operation.ts";
import { rangeOf, within } from "./range.ts";

/** Says whether a value passes; null where that cannot be said (DMN mode). */
export type Test = (value: Inner, ...around: Parameters<Run>) => boolean | null;

/** `value in tests`: does any of them hold? */
export function compileIn(compiler: Compiler, ast: AstOf<"in">): Run {
  const value = compiler.compile(ast.value);
  const tests = compiler.within({ names: new Map([[INPUT, compiler.newSlot()]]) }, () =>
    ast.tests.map((test) => compileTestOf(compiler, test, ast.value)),
  );
  return (context, frame) => {
    const tested = value(context, frame);
    return anyHolds(tests, tested, context, frame);
  };
}

/** True as soon as one holds; else null where one could not be decided. */
export function anyHolds(tests: readonly Test[], tested: Inner, ...around: Parameters<Run>): boolean | null {
  let unclear = false;
  for (const test of tests) {
    const held = test(tested, ...around);
    if (held === true) return true;
    if (held === null) unclear = true;
  }
  return unclear ? null : false;
}

/**
 * Compiles one test. `subject` is the expression under test: its static type may declare the currency of the numbers
 * it is compared with. Inside the test `?` is the value; its slot must be in scope under {@link INPUT}.
 */
export function compileTestOf(compiler: Compiler, test: Ast, subject: Ast): Test {
  const at = operationOf(compiler, test, [subject]);
  switch (test.kind) {
    case "test": {
      const operand = compiler.compile(test.operand);
      return (value, context, frame) => {
        const other = operand(context, frame);
        // `= [1, 2]`-like tests compare with the whole; order tests with each side.
        return compareBy(test.op, value, other, at);
      };
    }
    case "range": {
      const [low, high] = [compiler.compile(test.low), compiler.compile(test.high)];
      const { lowIn, highIn } = test;
      return (value, context, frame) => {
        const range = rangeOf(low(context, frame), high(context, frame), { at, ends: { lowIn, highIn } });
        return range && within(value, range, at);
      };
    }
    default:
      return compileValueTest(compiler, test, at);
  }
}

/** A test that is a value: equal to it, in it where it is a list or a range, or a condition on `?`. */
function compileValueTest(compiler: Compiler, test: Ast, at: Operation): Test {
  const run = compiler.compile(test);
  const slot = compiler.currentScope?.names.get(INPUT) ?? 0;
  const isCondition = readsInput(test);
  return (value, context, frame) => {
    frame.slots[slot] = value;
    const found = run(context, frame);
    if (isCondition) return typeof found === "boolean" ? found : null;
    if (found instanceof Range) return within(value, found, at);
    if (isInnerList(found)) {
      frame.meter.step(at.site, found.length);
      return inList(value, found, at);
    }
    if (value === null || found === null) return value === found;
    return compareBy("=", value, found, at);
  };
}

/** A list as a test: the value is an element, lies in an element that is a range, or is the same list. */
function inList(value: Inner, list: readonly Inner[], at: Operation): boolean {
  if (isInnerList(value) && same(value, list)) return true;
  return list.some((element) => (element instanceof Range ? isWithin(value, element, at) : same(value, element)));
}

function isWithin(value: Inner, range: Range, at: Operation): boolean {
  return within(value, range, at) === true;
}
