import { checkArguments, chooseForm } from "../functions/argument.ts";
import { formsFor, formsOf } from "../functions/function-table.ts";
import type { Builtin } from "../functions/signature.ts";
import type { Ast, AstOf } from "../syntax/ast.ts";
import { FeelFunction } from "../value/function-value.ts";
import type { Inner } from "../value/inner.ts";
import { show } from "../value/show.ts";
import { excerpt, fail, type Site } from "../value/site.ts";
import type { Compiler } from "./compiler.ts";
import type { Run } from "./frame.ts";
import { compileIsDefined } from "./is-defined.ts";

/** A name directly before `(` is always the function of that name, where there is one. */
export function compileCall(compiler: Compiler, ast: AstOf<"call">): Run {
  compiler.metered = true;
  if (ast.callee.kind === "name") {
    const { name } = ast.callee;
    if (name === "is defined" && ast.args.length === 1) return compileIsDefined(compiler, ast.args[0]?.value as Ast);
    const forms = formsFor(
      name,
      ast.args.map((argument) => argument.name),
    );
    if (forms.length > 0) return compileBuiltin(compiler, ast, forms);
    if (formsOf(name).length > 0) return wrongArguments(compiler, ast, name);
  }
  return compileInvocation(compiler, ast);
}

function compileBuiltin(compiler: Compiler, ast: AstOf<"call">, forms: readonly Builtin[]): Run {
  const site = compiler.site(ast);
  const [first] = forms as readonly [Builtin];
  const order = ast.args.some(({ name }) => name !== null)
    ? first.parameters.map(({ name }) => ast.args.find((argument) => argument.name === name)?.value)
    : ast.args.map(({ value }) => value);
  const runs = order.map((value) => value && compiler.compile(value));
  const given = runs.length;
  const isSettled = forms.length === 1;
  return (context, frame) => {
    const args: Inner[] = new Array(given);
    for (let index = 0; index < given; index++) args[index] = runs[index]?.(context, frame) ?? null;
    const form = isSettled ? first : (chooseForm(forms, args) ?? first);
    const checked = checkArguments(form, args, site);
    return checked && form.run({ args: checked, site, context, meter: frame.meter });
  };
}

function wrongArguments(compiler: Compiler, ast: AstOf<"call">, name: string): Run {
  const site = compiler.site(ast);
  return () =>
    fail(site, "EXPRESSION_TYPE", {
      ru: `${name} не принимает таких аргументов: «${excerpt(site)}».`,
      en: `${name} does not take these arguments: "${excerpt(site)}".`,
    });
}

/** Calls a function that is a value: the author's own, or one that came as an argument. */
function compileInvocation(compiler: Compiler, ast: AstOf<"call">): Run {
  const callee = compiler.compile(ast.callee);
  const site = compiler.site(ast);
  const names = ast.args.map(({ name }) => name);
  const runs = ast.args.map(({ value }) => compiler.compile(value));
  return (context, frame) => {
    const target = callee(context, frame);
    if (!(target instanceof FeelFunction)) return notFunction(target, site);
    const args = runs.map((run) => run(context, frame));
    const ordered = orderArguments(target, names, args);
    if (!ordered) return misfit(target, site);
    return target.invoke({ args: ordered, site, context, meter: frame.meter });
  };
}

function orderArguments(
  { parameters }: FeelFunction,
  names: readonly (string | null)[],
  args: readonly Inner[],
): readonly Inner[] | null {
  if (args.length !== parameters.length) return null;
  if (names.every((name) => name === null)) return args;
  if (!parameters.every((parameter) => names.includes(parameter))) return null;
  return parameters.map((parameter) => args[names.indexOf(parameter)] ?? null);
}

function notFunction(value: Inner, site: Site): null {
  return fail(site, "EXPRESSION_TYPE", {
    ru: `«${excerpt(site)}»: вызывают не функцию, а ${show(value)}.`,
    en: `"${excerpt(site)}" calls ${show(value)}, which is no function.`,
  });
}

function misfit({ parameters }: FeelFunction, site: Site): null {
  return fail(site, "EXPRESSION_TYPE", {
    ru: `«${excerpt(site)}»: функции нужны аргументы (${parameters.join(", ")}).`,
    en: `"${excerpt(site)}": the function needs (${parameters.join(", ")}).`,
  });
}

/** Is there a function of the language of that name? */
export function isFunctionName(name: string): boolean {
  return formsOf(name).length > 0;
}

/** A function of the language as a value, to hand to `sort` and the like. */
export function functionValue(name: string): FeelFunction {
  const [form] = formsOf(name);
  const parameters = form?.parameters.map((parameter) => parameter.name) ?? [];
  return new FeelFunction(parameters, (call) => {
    const fitting = chooseForm(
      formsFor(
        name,
        call.args.map(() => null),
      ),
      call.args,
    );
    const checked = fitting && checkArguments(fitting, call.args, call.site);
    return fitting && checked ? fitting.run({ ...call, args: checked }) : null;
  });
}
