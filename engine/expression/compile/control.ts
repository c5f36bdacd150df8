import type { AstOf, IteratorAst } from "../syntax/ast.ts";
import { civilOf, daysOf } from "../temporal/civil.ts";
import { temporalValue } from "../temporal/read-temporal.ts";
import { temporalFrom } from "../value/equality.ts";
import { type Inner, isInnerList, isNum } from "../value/inner.ts";
import type { Meter } from "../value/meter.ts";
import { integerOf } from "../value/number.ts";
import { Range } from "../value/range.ts";
import { show } from "../value/show.ts";
import { excerpt, fail, type Site } from "../value/site.ts";
import type { Compiler } from "./compiler.ts";
import type { Run } from "./frame.ts";
import { truth } from "./logic.ts";

/** Only the branch that is taken is evaluated. */
export function compileIf(compiler: Compiler, ast: AstOf<"if">): Run {
  const condition = compiler.compile(ast.condition);
  const whenTrue = compiler.compile(ast.then);
  const whenFalse = compiler.compile(ast.else);
  const site = compiler.site(ast.condition);
  return (context, frame) =>
    truth(condition(context, frame), site) ? whenTrue(context, frame) : whenFalse(context, frame);
}

/** The results of the body, for every combination of the iterators; `partial` is the list so far. */
export function compileFor(compiler: Compiler, ast: AstOf<"for">): Run {
  const partial = compiler.newSlot();
  const loop = compileLoop(compiler, ast.iterators, () => {
    const names = new Map([["partial", partial]]);
    return compiler.within({ names }, () => compiler.compile(ast.body));
  });
  const site = compiler.site(ast);
  const isRead = site.source.text.slice(ast.body.from, ast.body.to).includes("partial");
  return (context, frame) => {
    const results: Inner[] = [];
    const before = frame.slots[partial] ?? null;
    const done = loop(
      (body) => {
        // A copy: a body that keeps `partial` in its result must not see it grow, least of all around itself.
        if (isRead) frame.slots[partial] = soFar(results, frame.meter, site);
        results.push(body(context, frame));
        frame.meter.length(site, results.length);
        return true;
      },
      context,
      frame,
    );
    frame.slots[partial] = before;
    return done ? frame.meter.made(site, results, results) : null;
  };
}

/** Copying many elements costs as much as one step of the loop. */
const COPIED_PER_STEP = 64;

function soFar(results: readonly Inner[], meter: Meter, site: Site): readonly Inner[] {
  meter.step(site, Math.ceil(results.length / COPIED_PER_STEP));
  return meter.made(site, results.slice(), results);
}

/** `some`, `every`: ends at the first element that decides. */
export function compileQuantified(compiler: Compiler, ast: AstOf<"quantified">): Run {
  const loop = compileLoop(compiler, ast.iterators, () => compiler.compile(ast.condition));
  const site = compiler.site(ast.condition);
  const { every } = ast;
  return (context, frame) => {
    let decided: boolean | null = every;
    const done = loop(
      (condition) => {
        const value = condition(context, frame);
        if (typeof value === "boolean") {
          if (value !== every) decided = !every;
          return value === every;
        }
        // Strict: an incident. DMN: null leaves it open, anything else ends it.
        truth(value, site);
        decided = null;
        return value === null;
      },
      context,
      frame,
    );
    return done ? decided : null;
  };
}

/** Visits every combination until the visitor says false. False when something was no list (DMN mode). */
type Loop = (visit: (body: Run) => boolean, ...around: Parameters<Run>) => boolean;

function compileLoop(compiler: Compiler, iterators: readonly IteratorAst[], compileBody: () => Run): Loop {
  const [iterator, ...rest] = iterators;
  if (!iterator) {
    const body = compileBody();
    return (visit) => visit(body) || true;
  }
  const elements = compileElements(compiler, iterator);
  const site = compiler.site(iterator);
  const slot = compiler.newSlot();
  const names = new Map([[iterator.name, slot]]);
  if (rest.length === 0) {
    const body = compiler.within({ names }, compileBody);
    return (visit, context, frame) => {
      const list = elements(context, frame);
      if (!list) return false;
      for (const element of list) {
        frame.meter.step(site);
        frame.slots[slot] = element;
        if (!visit(body)) break;
      }
      return true;
    };
  }
  const inner = compiler.within({ names }, () => compileLoop(compiler, rest, compileBody));
  return (visit, context, frame) => {
    const list = elements(context, frame);
    if (!list) return false;
    let going = true;
    for (const element of list) {
      frame.meter.step(site);
      frame.slots[slot] = element;
      if (!inner((body) => (going = visit(body)), context, frame)) return false;
      if (!going) break;
    }
    return true;
  };
}

/** What an iterator runs over: a list, or the whole numbers or days from one end to the other. */
function compileElements(
  compiler: Compiler,
  { in: list, until }: IteratorAst,
): (...around: Parameters<Run>) => Iterable<Inner> | null {
  const run = compiler.compile(list);
  const site = compiler.site(list);
  if (until) {
    const end = compiler.compile(until);
    return (context, frame) => spread(run(context, frame), end(context, frame), site);
  }
  return (context, frame) => {
    const value = run(context, frame);
    if (isInnerList(value)) return value;
    if (value instanceof Range) return spread(value.low, value.high, site, value);
    if (site.source.lenient && value !== null) return [value];
    return fail(site, value === null ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
      ru: `«${excerpt(site)}» — не список, а ${show(value)}.`,
      en: `"${excerpt(site)}" is not a list but ${show(value)}.`,
    });
  };
}

function spread(from: Inner, to: Inner, site: Site, range: Range | null = null): Iterable<Inner> | null {
  const ends = numbersOf(from, to) ?? datesOf(from, to);
  if (!ends) {
    return fail(site, from === null || to === null ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
      ru: `Перебирать от ${show(from)} до ${show(to)} нельзя: нужны целые числа или даты.`,
      en: `One cannot go from ${show(from)} to ${show(to)}: whole numbers or dates are needed.`,
    });
  }
  const step = ends.first <= ends.last ? 1 : -1;
  const first = range && !range.lowIn ? ends.first + step : ends.first;
  const last = range && !range.highIn ? ends.last - step : ends.last;
  return counting(first, last, { step, valueOf: ends.valueOf });
}

interface Ends {
  readonly first: number;
  readonly last: number;
  readonly valueOf: (at: number) => Inner;
}

function numbersOf(from: Inner, to: Inner): Ends | null {
  const [first, last] = [isNum(from) ? integerOf(from) : null, isNum(to) ? integerOf(to) : null];
  return first === null || last === null ? null : { first, last, valueOf: (at) => at };
}

function datesOf(from: Inner, to: Inner): Ends | null {
  const [first, last] = [temporalFrom(from), temporalFrom(to)];
  if (first?.kind !== "date" || last?.kind !== "date") return null;
  return { first: daysOf(first), last: daysOf(last), valueOf: (at) => temporalValue({ kind: "date", ...civilOf(at) }) };
}

/** Bounded by the meter, which counts every element. */
function* counting(
  first: number,
  last: number,
  by: { readonly step: number; readonly valueOf: (at: number) => Inner },
): Iterable<Inner> {
  const { step, valueOf } = by;
  for (let at = first; step > 0 ? at <= last : at >= last; at += step) yield valueOf(at);
}
