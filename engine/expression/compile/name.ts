import type { AstOf } from "../syntax/ast.ts";
import type { Type } from "../type.ts";
import { type Inner, isInnerMap, ownField } from "../value/inner.ts";
import { amountOf, isInnerMoney } from "../value/money.ts";
import { fail, type Site } from "../value/site.ts";
import { functionValue, isFunctionName } from "./call.ts";
import { type Compiler, INPUT } from "./compiler.ts";
import { readField } from "./field.ts";
import type { Run } from "./frame.ts";
import { resolve } from "./scope.ts";

/** A name: of a slot, of a field of the element a filter looks at, or of a variable. */
export function compileName(compiler: Compiler, ast: AstOf<"name">): Run {
  return scoped(compiler, ast.name, () => variable(compiler, ast));
}

/** Like a name, but undefined where nothing of that name is there. */
export function compileSoftName(compiler: Compiler, ast: AstOf<"name">): SoftRun {
  return scoped<SoftRun>(compiler, ast.name, () => (context) => context.variable(ast.name));
}

export type SoftRun = (...around: Parameters<Run>) => Inner | undefined;

/** Asks the elements of the filters around, then what binds the name, then whatever is outside. */
function scoped<R extends SoftRun>(compiler: Compiler, name: string, outside: () => R): R {
  const { elements, slot } = resolve(compiler.currentScope, name);
  let run: SoftRun = slot === null ? outside() : (_, frame) => frame.slots[slot] ?? null;
  for (const element of elements.toReversed()) {
    const outer = run;
    run = (context, frame) => {
      const value = frame.slots[element] ?? null;
      const field = isInnerMap(value) ? ownField(value, name) : undefined;
      return field === undefined ? outer(context, frame) : field;
    };
  }
  return run as R;
}

/** A variable of the process; a function's name where there is no such variable (`sort(list, before)`). */
function variable(compiler: Compiler, ast: AstOf<"name">): Run {
  const { name } = ast;
  const site = compiler.site(ast);
  if (isFunctionName(name)) {
    compiler.exotic = true;
    return (context) => {
      const value = context.variable(name);
      return value === undefined ? functionValue(name) : value;
    };
  }
  return (context) => {
    const value = context.variable(name);
    return value === undefined ? missing(site, name) : value;
  };
}

function missing(site: Site, name: string): null {
  return fail(site, "EXPRESSION_UNKNOWN_NAME", {
    ru: `Переменной «${name}» нет.`,
    en: `There is no variable "${name}".`,
  });
}

/** `?`: the value under test. */
export function compileInput(compiler: Compiler, ast: AstOf<"input">): Run {
  const { slot } = resolve(compiler.currentScope, INPUT);
  if (slot !== null) return (_, frame) => frame.slots[slot] ?? null;
  const site = compiler.site(ast);
  return (context) => {
    const value = context.variable(INPUT);
    return value === undefined ? missing(site, INPUT) : value;
  };
}

/** A field of a map, read directly; of anything else by {@link readField}. */
export function compilePath(compiler: Compiler, ast: AstOf<"path">): Run {
  const { name } = ast;
  const of = compiler.compile(ast.of);
  const site = compiler.site(ast);
  const declared = compiler.typeOf(ast.of);
  const absent = absentField(declared, name);
  const read = { site, name, absent, declared };
  const isAmount = name === "amount" && !compiler.lenient;
  return (context, frame) => {
    const value = of(context, frame);
    if (isInnerMap(value)) {
      if (isAmount && isInnerMoney(value)) return amountOf(value);
      const field = ownField(value, name);
      if (field !== undefined) return field;
    }
    return readField(value, read, { context, frame });
  };
}

/**
 * What a field is that the catalog knows and the record does not hold: nothing filled it. Lists are empty, all else is
 * null; undefined where the catalog does not know it, for then its absence is an incident.
 */
function absentField(type: Type, name: string): Inner | undefined {
  if (type.kind === "union") {
    const members = type.of.filter((member) => member.kind === "record");
    return members.length === 1 && members[0] ? absentField(members[0], name) : undefined;
  }
  if (type.kind !== "record" || !type.fields) return undefined;
  const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
  return field && (field.kind === "list" ? [] : null);
}
