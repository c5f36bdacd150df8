import type { UserId } from "../base/ids.ts";
import { isList, isMap, isMoney, isRecord, isTagged, type Value, type ValueMap } from "../base/value.ts";
import type { Mapping, Template } from "../definition/model.ts";
import type { EvaluationContext, Expression } from "../expression/expression.ts";
import { type RenderOptions, renderExpression, renderValue } from "../expression/index.ts";
import type { Type } from "../expression/type.ts";
import type { Run } from "./run.ts";

/** How values look to one reader: his language and zone; the company's where there is no reader. */
export function readerOf(run: Run, user: UserId | null): RenderOptions {
  const { facts, definition } = run;
  const person = user === null ? undefined : facts.people.users[user];
  return {
    locale: (person?.locale ?? facts.locale) === "en" ? "en" : "ru",
    zone: person?.timeZone ?? definition.calendar.zone,
    people: facts.people,
    label: (from, value) => labelIn(facts.lists, from, value),
  };
}

/** The title of a choice's value in `list:<name>`, else the value itself. */
function labelIn(lists: Run["facts"]["lists"], from: string, value: string): string {
  const rows = from.startsWith("list:") ? lists[from.slice("list:".length)] : undefined;
  const title = rows?.find((row) => row["value"] === value)?.["title"];
  return typeof title === "string" ? title : value;
}

/** The value of a template; texts are rendered for `reader`. */
export function valueOf(template: Template, context: EvaluationContext, reader: RenderOptions): Value {
  switch (template.kind) {
    case "literal":
      return template.value;
    case "expression":
      return template.expression.evaluate(context);
    case "text":
      return template.parts.map((part) => (typeof part === "string" ? part : rendered(part, context, reader))).join("");
    case "list":
      return template.items.map((item) => valueOf(item, context, reader));
    case "map":
      return mapOf(template.entries, context, reader);
  }
}

/** The values of a mapping, by name. */
export function mapOf(mapping: Mapping, context: EvaluationContext, reader: RenderOptions): ValueMap {
  return Object.fromEntries(mapping.map(({ name, value }) => [name, valueOf(value, context, reader)]));
}

/** The text of a template for one reader: a single expression is rendered too. */
export function textOf(template: Template, context: EvaluationContext, reader: RenderOptions): string {
  if (template.kind === "expression") return rendered(template.expression, context, reader);
  const value = valueOf(template, context, reader);
  return typeof value === "string" ? value : renderValue(value, { kind: "any" }, reader);
}

function rendered(expression: Expression, context: EvaluationContext, reader: RenderOptions): string {
  return renderExpression(expression, context, reader);
}

/** A fact beside the buttons. Unlike in texts, an empty value is «—» and a map is its entries (language §2). */
export function factText(value: Value, type: Type, reader: RenderOptions): string {
  if (value === null || (isList(value) && value.length === 0)) return "—";
  if (isPlainMap(value)) {
    const entries = Object.entries(value);
    return entries.length === 0
      ? "—"
      : entries.map(([name, inner]) => `${name}: ${factText(inner, { kind: "any" }, reader)}`).join(", ");
  }
  return renderValue(value, type, reader);
}

/** A map that is neither a record, money nor a file: those have a text of their own. */
function isPlainMap(value: Value): value is ValueMap {
  return isMap(value) && !isRecord(value) && !isMoney(value) && !isTagged(value) && typeof value["name"] !== "string";
}
