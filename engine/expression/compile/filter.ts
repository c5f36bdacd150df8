import type { Ast, AstOf } from "../syntax/ast.ts";
import { type Inner, isInnerList, isNum } from "../value/inner.ts";
import { integerOf } from "../value/number.ts";
import { show } from "../value/show.ts";
import { excerpt, fail, type Site } from "../value/site.ts";
import type { Compiler } from "./compiler.ts";
import type { Run } from "./frame.ts";

/** `list[condition]` or `list[index]`; which of the two is known from the type where it can be, else from the value. */
export function compileFilter(compiler: Compiler, ast: AstOf<"filter">): Run {
  compiler.metered = true;
  const of = listOf(compiler, ast.of);
  const slot = compiler.newSlot();
  const names = new Map([["item", slot]]);
  const by = compiler.within({ names, element: slot }, () => compiler.compile(ast.by));
  const site = compiler.site(ast.by);
  if (ast.by.kind === "literal") {
    const index = ast.by.value;
    if (isNum(index)) return (context, frame) => at(of(context, frame), index, site);
  }
  const isIndex = compiler.typeOf(ast.by).kind === "number";
  return (context, frame) => {
    const list = of(context, frame);
    if (!list || (isIndex && list.length === 0)) return null;
    frame.meter.list(site, list.length);
    const kept: Inner[] = [];
    for (const [place, element] of list.entries()) {
      frame.slots[slot] = element;
      const found = by(context, frame);
      if (found === true) kept.push(element);
      else if (place === 0 && isNum(found)) return elementAt(list, found, site);
      else if (found !== false) {
        // DMN: null leaves the element out, anything else leaves no result.
        notBoolean(found, site);
        if (found !== null) return null;
      }
    }
    return kept;
  };
}

function notBoolean(value: Inner, site: Site): null {
  return fail(site, value === null ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
    ru: `Условие отбора «${excerpt(site)}» — не да и не нет, а ${show(value)}.`,
    en: `The filter "${excerpt(site)}" is neither true nor false but ${show(value)}.`,
  });
}

/** What is filtered or iterated: a list; in DMN mode a single value is a list of one and null stays null. */
export function listOf(compiler: Compiler, ast: Ast): (...around: Parameters<Run>) => readonly Inner[] | null {
  const run = compiler.compile(ast);
  const site = compiler.site(ast);
  return (context, frame) => {
    const value = run(context, frame);
    if (isInnerList(value)) return value;
    if (site.source.lenient) return value === null ? null : [value];
    return fail(site, value === null ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
      ru: `«${excerpt(site)}» — не список, а ${show(value)}.`,
      en: `"${excerpt(site)}" is not a list but ${show(value)}.`,
    });
  };
}

function at(list: readonly Inner[] | null, index: Inner, site: Site): Inner {
  return list && elementAt(list, index, site);
}

/** From 1; negative from the end. Beyond the list there is nothing: null, as FEEL has it. */
function elementAt(list: readonly Inner[], index: Inner, site: Site): Inner {
  const place = isNum(index) ? integerOf(index) : null;
  if (place === null) return notBoolean(index, site);
  if (place === 0) return null;
  return list[place > 0 ? place - 1 : list.length + place] ?? null;
}
