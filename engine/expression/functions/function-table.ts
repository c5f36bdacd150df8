import { CALENDAR_FUNCTIONS } from "./calendar.ts";
import { CONTEXT_FUNCTIONS } from "./context.ts";
import { CONVERSION_FUNCTIONS } from "./conversion.ts";
import { DATE_FUNCTIONS } from "./date.ts";
import { LIST_FUNCTIONS } from "./list.ts";
import { MONEY_FUNCTIONS } from "./money.ts";
import { NUMBER_FUNCTIONS } from "./number.ts";
import { PEOPLE_FUNCTIONS } from "./people.ts";
import { RANGE_FUNCTIONS } from "./range.ts";
import { REGISTER_FUNCTIONS } from "./register.ts";
import type { Builtin } from "./signature.ts";
import { STATISTIC_FUNCTIONS } from "./statistic.ts";
import { STRING_FUNCTIONS } from "./string.ts";

/** All functions of the language, by family: DMN 1.5 FEEL, then those of ours (language §4). */
export const BUILTINS: readonly Builtin[] = [
  ...CONVERSION_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...STATISTIC_FUNCTIONS,
  ...CONTEXT_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...RANGE_FUNCTIONS,
  ...REGISTER_FUNCTIONS,
  ...PEOPLE_FUNCTIONS,
  ...CALENDAR_FUNCTIONS,
  ...MONEY_FUNCTIONS,
];

const FORMS: ReadonlyMap<string, readonly Builtin[]> = Map.groupBy(BUILTINS, ({ name }) => name);

/** The forms of the function of that name; none where there is no such function. */
export function formsOf(name: string): readonly Builtin[] {
  return FORMS.get(name) ?? [];
}

/** Names of all functions, each once, `is defined` among them: it is no ordinary function, for its argument may be absent. */
export const FUNCTION_NAMES: readonly string[] = [...FORMS.keys(), "is defined"];

/** The forms that take these arguments: by their number, or by their names. Which of several, their kinds decide. */
export function formsFor(name: string, args: readonly (string | null)[]): readonly Builtin[] {
  return formsOf(name).filter((form) => takes(form, args));
}

function takes({ parameters, variadic }: Builtin, args: readonly (string | null)[]): boolean {
  const needed = parameters.filter(
    ({ optional }, index) => !optional && !(variadic && index === parameters.length - 1),
  );
  const named = args.some((name) => name !== null);
  if (!named)
    return args.length >= Math.max(needed.length, variadic ? 1 : 0) && (variadic || args.length <= parameters.length);
  return (
    new Set(args).size === args.length &&
    args.every((name) => parameters.some((parameter) => parameter.name === name)) &&
    needed.every((parameter) => args.includes(parameter.name))
  );
}
