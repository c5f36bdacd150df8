import { type Inner, isInnerList, isInnerMap, kindOf } from "../value/inner.ts";
import { isInnerMoney } from "../value/money.ts";
import { show } from "../value/show.ts";
import { fail, type Site } from "../value/site.ts";
import { kindWords } from "./kind-words.ts";
import type { Builtin, Parameter } from "./signature.ts";

/**
 * Checks arguments against a function's parameters. In DMN mode a list of one stands for its element and an element
 * for a list of one (DMN 1.5 §10.3.2.9.4); what does not fit makes the result null.
 *
 * @throws {ExpressionError} `EXPRESSION_NULL` or `EXPRESSION_TYPE` in strict mode
 */
export function checkArguments(form: Builtin, args: readonly Inner[], site: Site): readonly Inner[] | null {
  const checked: Inner[] = [];
  for (const [index, parameter] of parametersFor(form, args.length).entries()) {
    const given = args[index];
    if (given === undefined || (given === null && (parameter.optional || parameter.nullable))) {
      checked.push(null);
      continue;
    }
    const fitted = brought(given, parameter, site.source.lenient);
    if (fitted === undefined) return misfit(form, parameter, { given, site });
    checked.push(fitted);
  }
  return checked;
}

/** Of several forms that take as many arguments, the first whose kinds fit; else the first. */
export function chooseForm(forms: readonly Builtin[], args: readonly Inner[]): Builtin | undefined {
  const fitting = forms.find((form) =>
    args.every((given, index) => {
      const kinds = form.parameters[Math.min(index, form.parameters.length - 1)]?.kinds ?? null;
      return kinds === null || given === null || matches(given, kinds);
    }),
  );
  return fitting ?? forms[0];
}

function parametersFor({ parameters, variadic }: Builtin, count: number): readonly Parameter[] {
  const last = parameters.at(-1);
  if (!variadic || !last || count <= parameters.length) return parameters;
  return [...parameters, ...Array.from({ length: count - parameters.length }, () => last)];
}

function brought(given: Inner, { kinds }: Parameter, lenient: boolean): Inner | undefined {
  if (kinds === null || matches(given, kinds)) return given;
  if (!lenient || given === null) return undefined;
  if (isInnerList(given) && given.length === 1) {
    const only = given[0] ?? null;
    return matches(only, kinds) ? only : undefined;
  }
  return kinds.includes("list") ? [given] : undefined;
}

function matches(value: Inner, kinds: readonly string[]): boolean {
  if (kinds.includes(kindOf(value))) return true;
  return kinds.includes("money") && isInnerMap(value) && isInnerMoney(value);
}

function misfit(form: Builtin, parameter: Parameter, at: { readonly given: Inner; readonly site: Site }): null {
  const { given, site } = at;
  return fail(site, given === null ? "EXPRESSION_NULL" : "EXPRESSION_TYPE", {
    ru: `${form.name}: аргумент «${parameter.name}» — ${show(given)}, а нужно: ${kindWords(parameter, "ru")}.`,
    en: `${form.name}: the argument "${parameter.name}" is ${show(given)}, but must be ${kindWords(parameter, "en")}.`,
  });
}
