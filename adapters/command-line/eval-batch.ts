import { isList, isMap, type Value, type ValueMap } from "../../engine/base/value.ts";
import { namesIn } from "../../engine/decision/dmn-table.ts";
import {
  type CompileOptions,
  coerceValue,
  compileExpression,
  type EvaluationContext,
  ExpressionError,
  type ItemType,
  readItemType,
} from "../../engine/expression/index.ts";
import { answerLines, BatchError } from "./batch.ts";
import type { Terminal } from "./terminal.ts";

/** What a batch needs besides its lines. */
export interface BatchWork {
  readonly input: AsyncIterable<string>;
  readonly terminal: Terminal;
  /** The surroundings of an evaluation with these variables. */
  contextFor(variables: ValueMap): EvaluationContext;
}

/**
 * `ordo eval --batch`: lines `{ id, expression, context, lets: [[name, text]], mode: "strict" | "dmn" }`. Each of `lets`
 * sees the context and those before it. DMN's item definitions may come as `types`; with `coercion: true` the result is
 * brought to `resultType`.
 */
export async function evaluateBatch({ input, terminal, contextFor }: BatchWork): Promise<0> {
  await answerLines(input, (line) => valueOfCase(line, contextFor), terminal);
  return 0;
}

interface Case {
  readonly expression: string;
  readonly context: ValueMap;
  readonly lets: readonly (readonly [name: string, text: string])[];
  readonly mode: "strict" | "dmn";
  readonly itemTypes: Readonly<Record<string, ItemType>>;
  /** Null: the result stays as it is. */
  readonly resultType: ItemType | null;
}

/** The value of one case, `lets` first. @throws {BatchError | ExpressionError} */
export function valueOfCase(line: ValueMap, contextFor: BatchWork["contextFor"]): Value {
  const { expression, context, lets, mode, itemTypes, resultType } = readCase(line);
  const variables: Record<string, Value> = Object.assign(Object.create(null), context);
  const options: CompileOptions = {
    mode,
    itemTypes,
    names: [...namesIn(context), ...lets.flatMap(([name, text]) => [name, ...keysIn(text)])],
  };
  const around = contextFor(variables);
  for (const [name, text] of lets) variables[name] = letOf({ name, text, options }, around);
  const value = valueOf(expression, options, around);
  return resultType === null ? value : coerceValue(value, resultType);
}

/** In DMN mode an entry that fails is null, as every error is. */
function letOf(
  { name, text, options }: { name: string; text: string; options: CompileOptions },
  context: EvaluationContext,
): Value {
  try {
    return valueOf(text, options, context);
  } catch (error) {
    if (error instanceof BatchError && options.mode === "dmn") return null;
    if (error instanceof BatchError)
      throw new BatchError(error.code, error.says, { position: error.position, inside: name });
    if (error instanceof ExpressionError)
      throw new BatchError(error.code, error.says, { position: error.from, inside: name });
    throw error;
  }
}

function valueOf(text: string, options: CompileOptions, context: EvaluationContext): Value {
  const { expression, problems } = compileExpression(text, options);
  const fault = problems.find(({ severity }) => severity === "error");
  if (expression !== null && fault === undefined) return expression.evaluate(context);
  throw new BatchError(
    fault?.code ?? "expression-syntax",
    fault?.message ?? { ru: "Это не FEEL", en: "This is not FEEL" },
    { position: fault?.from ?? 0 },
  );
}

/** Keys of a context in a text (`{resolve A: …}`): other texts may read them as fields. */
function keysIn(text: string): readonly string[] {
  return [...text.matchAll(/[{,]\s*([\p{L}_][\p{L}\p{N}_ .'+*/-]*?)\s*:/gu)].map(([, name = ""]) => name);
}

function readCase(line: ValueMap): Case {
  const {
    expression,
    context = {},
    lets = [],
    mode = "strict",
    types = {},
    resultType = null,
    coercion = false,
  } = line;
  if (typeof expression !== "string") throw misshapen("expression", { ru: "текст", en: "a text" });
  if (context !== null && !isMap(context)) throw misshapen("context", { ru: "карта", en: "a map" });
  if (lets !== null && !isLets(lets))
    throw misshapen("lets", { ru: "список пар [имя, текст]", en: "a list of [name, text]" });
  if (mode !== "strict" && mode !== "dmn")
    throw misshapen("mode", { ru: '"strict" или "dmn"', en: '"strict" or "dmn"' });
  const itemTypes = Object.entries(isMap(types) ? types : {}).map(
    ([name, data]) => [name, readItemType(data)] as const,
  );
  const known = itemTypes.flatMap(([name, type]): [string, ItemType][] => (type === null ? [] : [[name, type]]));
  return {
    expression,
    context: context ?? {},
    lets: lets ?? [],
    mode,
    itemTypes: Object.fromEntries(known),
    resultType: coercion === true ? readItemType(resultType) : null,
  };
}

function isLets(value: Value): value is readonly (readonly [string, string])[] & Value {
  return (
    isList(value) &&
    value.every((pair) => isList(pair) && pair.length === 2 && pair.every((part) => typeof part === "string"))
  );
}

function misshapen(key: string, wanted: { readonly ru: string; readonly en: string }): BatchError {
  return new BatchError("BATCH_LINE", {
    ru: `Ключ ${key}: здесь нужно ${wanted.ru}`,
    en: `The key ${key} must hold ${wanted.en}`,
  });
}
