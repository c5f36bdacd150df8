import type { Field, FieldType } from "../base/field.ts";
import { isList, isMap, isTagged, type Value, type ValueMap } from "../base/value.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import { compileExpression } from "../expression/index.ts";
import { compileTable } from "./compile-table.ts";
import type { DecisionResult } from "./decision-table.ts";
import { feelOf } from "./feel-of.ts";
import { isListPolicy } from "./hit-policy.ts";
import type { CompiledTable } from "./table-model.ts";
import { cellAt, type TableProblem, type TableSource } from "./table-source.ts";

/** A decision table as DMN files have it, every cell a FEEL text: the exchange form of conformance cases. */
export interface DmnTable {
  readonly id?: string;
  /** `UNIQUE`, `ANY`, `PRIORITY`, `FIRST`, `RULE ORDER`, `OUTPUT ORDER`, `COLLECT`. @default UNIQUE */
  readonly hitPolicy?: string;
  /** Of `COLLECT`: `SUM`, `MIN`, `MAX` or `COUNT`. */
  readonly aggregation?: string | null;
  readonly inputs: readonly { readonly expression: string; readonly typeRef?: string | null }[];
  readonly outputs: readonly DmnOutput[];
  /** A unary test for each input, an expression for each output, in their order. */
  readonly rules: readonly { readonly inputs: readonly string[]; readonly outputs: readonly string[] }[];
}

interface DmnOutput {
  readonly name?: string | null;
  readonly typeRef?: string | null;
  /** Possible values as FEEL, best first. */
  readonly outputValues?: string | null;
  readonly default?: string | null;
}

/** Is this plain data a table in that form? */
export function isDmnTable(data: unknown): data is DmnTable {
  if (!isRecord(data) || !isOptionalText(data["hitPolicy"]) || !isOptionalText(data["aggregation"])) return false;
  const { inputs, outputs, rules } = data;
  if (!Array.isArray(inputs) || !Array.isArray(outputs) || !Array.isArray(rules)) return false;
  return (
    inputs.every(
      (input) => isRecord(input) && typeof input["expression"] === "string" && isOptionalText(input["typeRef"]),
    ) &&
    outputs.every((output) => isRecord(output) && OUTPUT_TEXTS.every((key) => isOptionalText(output[key]))) &&
    rules.every(
      (rule) => isRecord(rule) && isCells(rule["inputs"], inputs.length) && isCells(rule["outputs"], outputs.length),
    )
  );
}

/** A compiled {@link DmnTable}, or why it does not compile. */
export interface CompiledDmnTable {
  readonly problems: readonly TableProblem[];
  /** Null where the table has problems. @throws {DecisionError | ExpressionError} */
  readonly evaluate: ((context: EvaluationContext) => Value) | null;
}

/**
 * Compiles a DMN table with DMN's own meaning: errors are null, no rule matching gives the default or null, several
 * rules give a list. `names` are the variables and fields whose names hold spaces or signs.
 */
export function compileDmnTable(table: DmnTable, names: readonly string[]): CompiledDmnTable {
  const { table: compiled, problems } = compileTable(sourceOf(table), {
    feel: feelOf({ mode: "dmn", names }),
    domainOf: () => null,
    dialect: "dmn",
  });
  return { problems, evaluate: compiled && ((context) => valueOf(compiled, compiled.evaluate(context))) };
}

/** Every name in a value: of variables and of fields, at any depth. */
export function namesIn(value: Value): readonly string[] {
  if (isList(value)) return value.flatMap(namesIn);
  if (!isMap(value) || isTagged(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

const OUTPUT_TEXTS = ["name", "typeRef", "outputValues", "default"] as const;
const TYPES: Readonly<Record<string, FieldType>> = {
  number: "number",
  string: "text",
  boolean: "boolean",
  date: "date",
};
const NOWHERE = { start: 0, end: 1 };

function sourceOf(table: DmnTable): TableSource {
  const policy = [table.hitPolicy ?? "UNIQUE", table.aggregation].filter(Boolean).join(" ").toLowerCase();
  const inputs = table.inputs.map(({ expression, typeRef }, at) => ({
    field: fieldOf(`in${at}`, TYPES[typeRef ?? ""] ?? "dateTime"),
    expression: cellAt(expression, 0),
    domain: null,
    place: NOWHERE,
  }));
  const outputs = table.outputs.map((output, at) => ({
    field: fieldOf(outputName(output, at), TYPES[output.typeRef ?? ""] ?? "list"),
    values: typeof output.outputValues === "string" ? listOf(output.outputValues) : null,
    default: typeof output.default === "string" ? cellAt(output.default, 0) : null,
    place: NOWHERE,
  }));
  const rules = table.rules.map((rule) => ({
    when: Object.fromEntries(rule.inputs.map((text, at) => [`in${at}`, cellAt(text, 0)])),
    then: Object.fromEntries(rule.outputs.map((text, at) => [outputs[at]?.field.name ?? "", cellAt(text, 0)])),
    place: NOWHERE,
  }));
  return { id: table.id ?? "table", hitPolicy: cellAt(policy, 0), inputs, outputs, rules };
}

function outputName({ name }: DmnOutput, at: number): string {
  return name ?? (at === 0 ? "out" : `out${at}`);
}

/** The values of a FEEL list without brackets. */
function listOf(text: string): readonly Value[] | null {
  const { expression } = compileExpression(`[${text}]`, { mode: "dmn" });
  const value = expression?.evaluate(NOTHING) ?? null;
  return isList(value) ? value : null;
}

/** For constants: there is nothing to be read. */
const NOTHING = { variable: () => undefined, list: () => undefined } as unknown as EvaluationContext;

/** DMN's result: a value for one output, a context for several, a list of these where several rules may count. */
function valueOf({ hitPolicy, outputs: columns }: CompiledTable, { outputs, rows }: DecisionResult): Value {
  const [only] = columns;
  const one = (row: ValueMap): Value => (columns.length === 1 && only ? (row[only.name] ?? null) : row);
  return isListPolicy(hitPolicy) && rows.length > 0 ? rows.map(one) : one(outputs);
}

function fieldOf(name: string, type: FieldType): Field {
  const nothing = { required: false, hidden: false, help: null, of: null, from: null, values: null, include: [] };
  return { name, type, title: name, ...nothing, currency: null, min: null, max: null, default: undefined };
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function isOptionalText(data: unknown): boolean {
  return data === undefined || data === null || typeof data === "string";
}

function isCells(data: unknown, count: number): boolean {
  return Array.isArray(data) && data.length === count && data.every((cell) => typeof cell === "string");
}
