import type { Value } from "../base/value.ts";
import { constantProblems } from "./check/check-constants.ts";
import { type Checked, checkExpression } from "./check/check-expression.ts";
import { Compiler } from "./compile/compiler.ts";
import { Frame, NO_FRAME, type Run } from "./compile/frame.ts";
import { truth } from "./compile/logic.ts";
import type { EvaluationContext, Expression, Place } from "./expression.ts";
import { FUNCTION_NAMES } from "./functions/function-table.ts";
import type { ItemType } from "./item-type.ts";
import type { ExpressionProblem } from "./problem.ts";
import type { Ast } from "./syntax/ast.ts";
import { isPlainName, type NameDictionary, nameDictionary } from "./syntax/names.ts";
import { dottedNames, type Parsed, parseExpression } from "./syntax/parse.ts";
import type { Type } from "./type.ts";
import { asValue, type Inner, isInnerList, isInnerMap } from "./value/inner.ts";
import { Meter } from "./value/meter.ts";
import { fail, type Site, type Source } from "./value/site.ts";
import { stackIncident } from "./value/stack-incident.ts";

export interface CompileOptions {
  /** Where the text stands, for incidents. @default null */
  readonly place?: Place | null;
  /** The variables that may be read. Null: unknown, names and types are not checked. @default null */
  readonly types?: Readonly<Record<string, Type>> | null;
  /** `dmn`: errors are null, as the standard has it, and nothing but syntax is checked. @default "strict" */
  readonly mode?: "strict" | "dmn";
  /** Further names with spaces or signs in them, of variables and of fields. Those of `types` are known. */
  readonly names?: readonly string[];
  /** What a row of each list is, for `list("brands")`; a list that is not here is unknown. @default none */
  readonly lists?: Readonly<Record<string, Type>>;
  /** It is a condition (`if`, `when`, `where`…): what is neither true nor false is an incident, never "no". @default false */
  readonly condition?: boolean;
  /** DMN's item definitions, for `instance of` and declared parameters. @default none */
  readonly itemTypes?: Readonly<Record<string, ItemType>>;
}

export interface Compiled {
  /** Null where the text is not FEEL. With other errors it is there, so that its type can be used for further checks. */
  readonly expression: Expression | null;
  readonly problems: readonly ExpressionProblem[];
}

/**
 * Compiles a FEEL text once, to be evaluated often.
 *
 * @example
 * const { expression, problems } = compileExpression("amount > 100000 and role = \"manager\"", { types });
 * if (expression && problems.length === 0) expression.evaluate(context);
 */
export function compileExpression(text: string, options: CompileOptions = {}): Compiled {
  const parsed = parsedOnce(text, options);
  if (!parsed.ast) return { expression: null, problems: parsed.problems };
  return compileAst(parsed.ast, text, { ...options, found: parsed.problems });
}

/**
 * The tree of a text. The same text is often asked for again (a condition tells what it tests before it is compiled, a
 * process is compiled twice where it goes back), and with plain names it always reads the same.
 */
export function parsedOnce(text: string, options: Pick<CompileOptions, "types" | "names"> = {}): Parsed {
  const path = dottedNames(text);
  if (path) return { ast: path, negated: false, problems: [] };
  const names = dictionaryFor(options);
  if (names !== BASE_NAMES) return parseExpression(text, names);
  const known = trees.get(text);
  if (known) return known;
  if (trees.size >= TREES_MAX) trees.clear();
  const parsed = parseExpression(text, names);
  trees.set(text, parsed);
  return parsed;
}

const trees = new Map<string, Parsed>();
/** A large process has some hundred expressions. */
const TREES_MAX = 1_000;

/** Checks and compiles a tree that was read from the text. */
export function compileAst(
  ast: Ast,
  text: string,
  options: CompileOptions & { readonly found: readonly ExpressionProblem[] },
): Compiled {
  const lenient = options.mode === "dmn";
  const source: Source = { text, place: options.place ?? null, lenient };
  const checked = checkExpression(ast, options.types ?? null, options.lists);
  const compiler = new Compiler(source, checked.types, options.itemTypes);
  const whole = compiler.compile(ast);
  const site = compiler.site(ast);
  const run: Run = options.condition ? (context, frame) => truth(whole(context, frame), site) : whole;
  const expression: Expression = Object.freeze({
    text,
    place: source.place,
    names: Object.freeze(checked.names),
    type: checked.type,
    evaluate: evaluator(run, compiler, site),
  });
  if (lenient) return { expression, problems: options.found };
  return { expression, problems: [...options.found, ...checked.problems, ...constants(checked, source, options)] };
}

/** What fails whenever it runs. Asked only where types are checked: a text that is evaluated at once says it itself. */
function constants(checked: Checked, source: Source, { types }: CompileOptions): readonly ExpressionProblem[] {
  if (!types || checked.problems.some(({ severity }) => severity === "error")) return [];
  return constantProblems(checked.types, (part, context) => {
    const compiler = new Compiler(source, checked.types);
    const run = compiler.compile(part);
    return run(context, new Frame(new Array<Inner>(compiler.slotCount).fill(null), new Meter(undefined)));
  });
}

function evaluator(run: Run, compiler: Compiler, site: Site): (context: EvaluationContext) => Value {
  const { metered, slotCount, exotic } = compiler;
  return (context) => {
    try {
      const value = run(context, metered ? newFrame(slotCount, context) : NO_FRAME);
      return asValue(exotic ? withoutExotic(value, site) : value);
    } catch (error) {
      throw stackIncident(error, site) ?? error;
    }
  };
}

function newFrame(slotCount: number, { budget }: EvaluationContext): Frame {
  return new Frame(new Array<Inner>(slotCount).fill(null), new Meter(budget));
}

/** Ranges and functions are no values of a process: history could not keep them. */
function withoutExotic(value: Inner, site: Site): Inner {
  if (!holdsExotic(value)) return value;
  if (site.source.lenient) return value;
  return fail(site, "EXPRESSION_TYPE", {
    ru: "Результат — функция или промежуток: это не значение.",
    en: "The result is a function or a range, which is no value.",
  });
}

function holdsExotic(value: Inner): boolean {
  if (isInnerList(value)) return value.some(holdsExotic);
  if (isInnerMap(value)) return Object.values(value).some(holdsExotic);
  return (
    typeof value === "object" &&
    value !== null &&
    "$type" in value &&
    (value.$type === "range" || value.$type === "function")
  );
}

const BASE_NAMES = nameDictionary(FUNCTION_NAMES.concat(["start included", "end included", "time offset"]));

/** The names that the text may hold. Most types have only plain names, which need no dictionary of their own. */
export function dictionaryFor({ types, names }: CompileOptions): NameDictionary {
  const own = names && names.length > 0 ? nameDictionary(names, BASE_NAMES) : BASE_NAMES;
  const special = types ? specialNames(types, 0) : [];
  return special.length === 0 ? own : nameDictionary(special, own);
}

/** Names of variables and, some levels deep, of their fields, as far as the grammar has to be told of them. */
function specialNames(types: Readonly<Record<string, Type>>, depth: number): readonly string[] {
  const found: string[] = [];
  if (depth > NAMES_DEPTH_MAX) return found;
  for (const name in types) {
    if (!isPlainName(name)) found.push(name);
    const type = types[name];
    if (type) for (const inner of fieldNames(type, depth + 1)) found.push(inner);
  }
  return found;
}

/** The types of variables live as long as their process: what is in them is looked up once. */
const namesOfTypes = new WeakMap<Type, readonly string[]>();

const NAMES_DEPTH_MAX = 3;

function fieldNames(type: Type, depth: number): readonly string[] {
  switch (type.kind) {
    case "record":
    case "map":
      return type.fields ? remembered(type, type.fields, depth) : [];
    case "list":
    case "range":
      return fieldNames(type.of, depth);
    case "union":
      return type.of.flatMap((member) => fieldNames(member, depth));
    default:
      return [];
  }
}

function remembered(type: Type, fields: Readonly<Record<string, Type>>, depth: number): readonly string[] {
  const known = depth === 1 ? namesOfTypes.get(type) : undefined;
  const names = known ?? specialNames(fields, depth);
  if (depth === 1 && known === undefined) namesOfTypes.set(type, names);
  return names;
}
