import { suggest } from "../../base/suggest.ts";
import { FUNCTION_NAMES, formsFor, formsOf } from "../functions/function-table.ts";
import { kindWords } from "../functions/kind-words.ts";
import type { Builtin, Parameter } from "../functions/signature.ts";
import type { ArgumentAst, AstOf } from "../syntax/ast.ts";
import { ANY, BOOLEAN, isNullable, perhapsEmpty, type Type, withoutNull } from "../type.ts";
import type { Checker, Env } from "./checker.ts";
import { type Family, mayBe, typeWords } from "./type-family.ts";

/** A call: is there such a function, does it take these arguments, what comes out? */
export function checkCall(checker: Checker, ast: AstOf<"call">, env: Env): Type {
  if (ast.callee.kind !== "name") {
    checker.infer(ast.callee, env);
    inferArguments(checker, ast.args, env);
    return ANY;
  }
  const { name } = ast.callee;
  if (name === "is defined") return checkIsDefined(checker, ast, env);
  const types = inferArguments(checker, ast.args, env);
  const forms = formsFor(
    name,
    ast.args.map((argument) => argument.name),
  );
  const form = forms.find((one) => fits(one, ast.args, types)) ?? forms[0];
  if (form) return checkForm(checker, { ast, form, types });
  if (formsOf(name).length > 0) wrongArguments(checker, ast, name);
  else if (!isBound(checker, name, env)) unknownFunction(checker, ast, name);
  return ANY;
}

function inferArguments(checker: Checker, args: readonly ArgumentAst[], env: Env): readonly Type[] {
  return args.map(({ value }) => checker.infer(value, env));
}

/** Whatever is asked for may be absent; only its first name must be one. */
function checkIsDefined(checker: Checker, ast: AstOf<"call">, env: Env): Type {
  if (ast.args.length !== 1) wrongArguments(checker, ast, "is defined");
  const before = checker.problems.length;
  inferArguments(checker, ast.args, env);
  const kept = checker.problems
    .slice(before)
    .filter(({ code }) => code !== "expression-maybe-null" && code !== "expression-unknown-name");
  checker.problems.splice(before, checker.problems.length, ...kept);
  return BOOLEAN;
}

/** Is it a function of the author's: a parameter, an entry of a context, a variable? */
function isBound(checker: Checker, name: string, env: Env): boolean {
  for (let at: Env | null = env; at; at = at.parent) {
    if (at.names.has(name) || at.element?.kind === "any") return true;
  }
  return checker.declared !== null && Object.hasOwn(checker.declared, name);
}

function unknownFunction(checker: Checker, ast: AstOf<"call">, name: string): void {
  const meant = suggest(name, FUNCTION_NAMES);
  checker.report("expression-unknown-function", ast.callee, {
    message: { ru: `Функции «${name}» нет`, en: `There is no function "${name}"` },
    remedy:
      meant === null
        ? { ru: "список функций: docs/reference", en: "the functions are listed in docs/reference" }
        : { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` },
  });
}

function wrongArguments(checker: Checker, ast: AstOf<"call">, name: string): void {
  const signatures =
    name === "is defined"
      ? "is defined(x)"
      : formsOf(name)
          .map(
            ({ parameters }) =>
              `${name}(${parameters.map(({ name: label, optional }) => (optional ? `${label}?` : label)).join(", ")})`,
          )
          .join(" · ");
  checker.report("expression-arguments", ast, {
    message: { ru: `«${name}» не принимает таких аргументов`, en: `"${name}" does not take these arguments` },
    remedy: { ru: `пишите ${signatures}`, en: `write ${signatures}` },
  });
}

interface Called {
  readonly ast: AstOf<"call">;
  readonly form: Builtin;
  readonly types: readonly Type[];
}

function checkForm(checker: Checker, { ast, form, types }: Called): Type {
  for (const [index, argument] of ast.args.entries()) {
    const parameter = parameterFor(form, argument, index);
    if (parameter) checkArgument(checker, { parameter, argument, type: types[index] ?? ANY, name: nameOf(ast) });
  }
  if (form.name === "get value") return valueType(ast, types);
  if (form.name === "money") return moneyType(ast, form);
  if (form.name === "list") return rowsType(checker, ast);
  return typeof form.result === "function" ? form.result(types.map(withoutNull)) : form.result;
}

/** Could arguments of these types be meant for this form? */
function fits(form: Builtin, args: readonly ArgumentAst[], types: readonly Type[]): boolean {
  return args.every((argument, index) => {
    const kinds = parameterFor(form, argument, index)?.kinds ?? null;
    return (
      kinds === null ||
      mayBe(
        types[index] ?? ANY,
        kinds.flatMap((kind) => KIND_FAMILIES[kind] ?? []),
      )
    );
  });
}

function nameOf({ callee }: AstOf<"call">): string {
  return callee.kind === "name" ? callee.name : "…";
}

function parameterFor({ parameters, variadic }: Builtin, { name }: ArgumentAst, index: number): Parameter | undefined {
  if (name !== null) return parameters.find((parameter) => parameter.name === name);
  return parameters[index] ?? (variadic ? parameters.at(-1) : undefined);
}

function checkArgument(
  checker: Checker,
  of: {
    readonly parameter: Parameter;
    readonly argument: ArgumentAst;
    readonly type: Type;
    /** The function's. */
    readonly name: string;
  },
): void {
  const { parameter, argument, type, name } = of;
  const mayTakeNull = parameter.nullable || parameter.optional;
  if (!mayTakeNull && type.kind !== "any" && isNullable(type)) checker.reportNullable(argument.value, type);
  if (
    parameter.kinds === null ||
    type.kind === "null" ||
    mayBe(
      type,
      parameter.kinds.flatMap((kind) => KIND_FAMILIES[kind] ?? []),
    )
  )
    return;
  checker.report("expression-type", argument.value, {
    message: {
      ru: `${name}(…): здесь ${typeWords(type).ru}, а нужно: ${kindWords(parameter, "ru")}`,
      en: `${name}(…): this is ${typeWords(type).en}, but must be ${kindWords(parameter, "en")}`,
    },
    remedy: {
      ru: `передайте в ${name}(…) значение нужного вида`,
      en: `pass a value of that kind to ${name}(…)`,
    },
  });
}

const KIND_FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  string: ["text"],
  number: ["number"],
  boolean: ["boolean"],
  list: ["list"],
  context: ["map", "record", "money"],
  money: ["money", "map"],
  range: ["range"],
  function: ["function"],
  date: ["date"],
  time: ["time"],
  "date and time": ["dateTime"],
  "days and time duration": ["daysDuration"],
  "years and months duration": ["monthsDuration"],
};

/** `list("brands")`: rows with the columns that the catalogue declares. */
function rowsType(checker: Checker, { args }: AstOf<"call">): Type {
  const name = args[0]?.value;
  const isKnown =
    name?.kind === "literal" && typeof name.value === "string" && Object.hasOwn(checker.lists, name.value);
  return { kind: "list", of: (isKnown ? checker.lists[String(name.value)] : undefined) ?? ANY };
}

/** The field of a map that is known; absent keys are null. */
function valueType({ args }: AstOf<"call">, [map]: readonly Type[]): Type {
  const key = args[1]?.value;
  const type = map && withoutNull(map);
  if (type?.kind !== "map") return ANY;
  const field =
    key?.kind === "literal" && typeof key.value === "string" && Object.hasOwn(type.fields, key.value)
      ? type.fields[key.value]
      : undefined;
  return perhapsEmpty(field ?? (type.open ? (type.rest ?? ANY) : ANY));
}

function moneyType({ args }: AstOf<"call">, form: Builtin): Type {
  const currency = args.find(({ name }, index) => name === "currency" || (name === null && index === 1))?.value;
  if (currency?.kind === "literal" && typeof currency.value === "string")
    return { kind: "money", currency: currency.value };
  return typeof form.result === "function" ? ANY : form.result;
}
