import type { Value, ValueMap } from "../base/value.ts";
import type { EvaluationContext, Expression } from "../expression/expression.ts";
import type { Feel } from "./feel.ts";
import type { CellValue } from "./table-source.ts";
import { keyOfValue } from "./value-key.ts";

/** Every expression inside a YAML value, in order. */
export function expressionsIn(value: CellValue): readonly Expression[] {
  switch (value.kind) {
    case "literal":
      return [];
    case "expression":
      return [value.expression];
    case "text":
      return value.parts.filter((part) => typeof part !== "string");
    case "list":
      return value.items.flatMap(expressionsIn);
    case "map":
      return value.entries.flatMap((entry) => expressionsIn(entry.value));
  }
}

/** A YAML value without expressions, as a value; undefined where it has some. */
export function literalOfTemplate(value: CellValue): Value | undefined {
  if (value.kind === "literal") return value.value;
  if (expressionsIn(value).length > 0 || value.kind === "expression" || value.kind === "text") return undefined;
  if (value.kind === "list") return value.items.map((item) => literalOfTemplate(item) ?? null);
  return Object.fromEntries(value.entries.map((entry) => [entry.name, literalOfTemplate(entry.value) ?? null]));
}

/** A YAML value with its expressions evaluated. */
export function evaluateTemplate(value: CellValue, context: EvaluationContext, feel: Feel): Value {
  switch (value.kind) {
    case "literal":
      return value.value;
    case "expression":
      return value.expression.evaluate(context);
    case "text":
      return feel.render(value.parts, context);
    case "list":
      return value.items.map((item) => evaluateTemplate(item, context, feel));
    case "map": {
      const map: Record<string, Value> = {};
      for (const entry of value.entries) map[entry.name] = evaluateTemplate(entry.value, context, feel);
      return map satisfies ValueMap;
    }
  }
}

/** Equal keys: the same YAML value. */
export function templateKey(value: CellValue): string {
  switch (value.kind) {
    case "literal":
      return keyOfValue(value.value);
    case "expression":
      return `\${${value.expression.text}}`;
    case "text":
      return JSON.stringify(value.parts.map((part) => (typeof part === "string" ? part : { expression: part.text })));
    case "list":
      return `[${value.items.map(templateKey).join(",")}]`;
    case "map":
      return `{${value.entries.map((entry) => `${JSON.stringify(entry.name)}:${templateKey(entry.value)}`).join(",")}}`;
  }
}
