import { isList, isMap, isMoney, isRecord, isTagged, type Value, type ValueMap } from "../base/value.ts";
import type { EvaluationContext, Expression } from "../expression/expression.ts";
import { ExpressionError, type RenderOptions, renderExpression, renderValue } from "../expression/index.ts";
import type { Type } from "../expression/type.ts";
import type { Put } from "./template-blocks.ts";

/** Shown where a cell has nothing. */
const NOTHING = "—";

/**
 * An expression of a template for documents: what has a text is that text; a list of maps is a table whose columns are the
 * maps' names, any other list is bullets.
 *
 * @throws {ExpressionError} where it cannot be evaluated, or is null
 */
export function putValue(expression: Expression, context: EvaluationContext, reader: RenderOptions): Put {
  const value = expression.evaluate(context);
  if (isList(value)) {
    const maps = value.filter(isPlainMap);
    const of = memberOf(expression.type, "list");
    const type = of?.kind === "list" ? of.of : ANY;
    if (maps.length > 0 && maps.length === value.length) return tableOf(maps, type, reader);
    return { kind: "bullets", items: value.map((one) => shown(one, type, reader)) };
  }
  return { kind: "text", text: renderExpression(expression, context, reader) };
}

const ANY: Type = { kind: "any" };

function tableOf(maps: readonly ValueMap[], type: Type, reader: RenderOptions): Put {
  const titles = [...new Set(maps.flatMap((row) => Object.keys(row)))];
  const rows = maps.map((row) =>
    titles.map((title) =>
      Object.hasOwn(row, title) ? shown(row[title] ?? null, fieldOf(type, title), reader) : NOTHING,
    ),
  );
  return { kind: "table", titles, rows };
}

function isPlainMap(value: Value): value is ValueMap {
  return isMap(value) && !isMoney(value) && !isRecord(value) && !isTagged(value);
}

function hasText(value: Value, type: Type, reader: RenderOptions): boolean {
  try {
    renderValue(value, type, reader);
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** A cell shows what it can: null as a dash, what has no text as JSON. */
function shown(value: Value, type: Type, reader: RenderOptions): string {
  if (value === null || value === "") return NOTHING;
  return hasText(value, type, reader) ? renderValue(value, type, reader) : JSON.stringify(value);
}

function memberOf(type: Type, kind: "list" | "map"): Type | undefined {
  return type.kind === "union" ? type.of.find((one) => one.kind === kind) : type.kind === kind ? type : undefined;
}

function fieldOf(type: Type, name: string): Type {
  const map = memberOf(type, "map");
  return map?.kind === "map" && Object.hasOwn(map.fields, name) ? (map.fields[name] ?? ANY) : ANY;
}
