import type { FieldType } from "../base/field.ts";
import type { Value } from "../base/value.ts";
import { isList, isMap, isTagged } from "../base/value.ts";
import type { Expression } from "../expression/expression.ts";
import { ANY, BOOLEAN, isNullOfData, NULL, NUMBER, TEXT, type Type, withoutNull } from "../expression/type.ts";
import { BROKEN, compileFeel, type Feel, feelOfNode, feelParts, partsOf } from "./compile-expression.ts";
import { type Compiler, note, rangeOf, type Spot } from "./compiler.ts";
import { problem, type Range } from "./make-problem.ts";
import type { Mapping, Template } from "./model.ts";
import type { Node, ScalarNode } from "./node.ts";
import type { SourceText } from "./position.ts";
import type { UseRole, Wanted } from "./survey.ts";
import { fits, mayBeNull } from "./type-fit.ts";
import { joined, listOf, mapOf } from "./types-of-fields.ts";
import { valueOfNode } from "./value-of-node.ts";

/**
 * A value of the file: a literal, one expression (which keeps its type), a text with expressions inside, or lists and
 * maps of these. Expressions stand in `${ … }`.
 */
export function compileTemplate(compiler: Compiler, node: Node, spot: Spot, role: UseRole = "value"): Template {
  switch (node.kind) {
    case "scalar":
      return scalar(compiler, node, spot, role);
    case "list": {
      const items = node.items.map((item) => compileTemplate(compiler, item, spot, role));
      return literalOr(items, { kind: "list", items });
    }
    case "map": {
      const entries = compileMapping(compiler, node, spot, role);
      return literalOr(
        entries.map((entry) => entry.value),
        { kind: "map", entries },
      );
    }
  }
}

/** A map of the file, entry by entry. */
export function compileMapping(
  compiler: Compiler,
  node: Node | undefined,
  spot: Spot,
  role: UseRole = "value",
): Mapping {
  if (node?.kind !== "map") return [];
  return node.entries.map((entry) => ({ name: entry.name, value: compileTemplate(compiler, entry.value, spot, role) }));
}

/** A value that people read: numbers, dates and the like are rendered; null and maps cannot be. */
export function compileText(compiler: Compiler, node: Node | undefined, spot: Spot): Template | null {
  if (!node) return null;
  const template = compileTemplate(compiler, node, spot, "text");
  if (template.kind === "expression") checkRendered(compiler, template.expression, rangeOf(node), spot);
  return template;
}

/** An expression written bare: a key that always holds FEEL. */
export function compileBare(compiler: Compiler, node: Node, spot: Spot, role: UseRole): Expression {
  return compileFeel(compiler, feelOfNode(compiler, node, spot), spot, role);
}

/** A condition, bare; null where there is none. */
export function compileCondition(compiler: Compiler, node: Node | undefined, spot: Spot): Expression | null {
  if (!node) return null;
  const expression = compileBare(compiler, node, spot, "condition");
  want(compiler, expression.type, { wanted: "boolean", at: node, what: spot.key });
  return expression;
}

/** Notes a value whose type cannot be right at its place, or that may be null where it must not. */
export function want(
  compiler: Compiler,
  found: Type,
  place: { readonly wanted: Wanted; readonly at: Node; readonly what: string; readonly nullable?: boolean },
): void {
  const { wanted, at, what } = place;
  if (wanted === "value") return;
  const isWrong = !fits(found, wanted as FieldType | "people" | "condition");
  if (isWrong) note(compiler, "wrong-type", rangeOf(at), { wanted, found, what });
  else if (!place.nullable && mayBeNull(found)) noteNull(compiler, found, { at: rangeOf(at), what, text: textIn(at) });
}

/** A value that may be null where null is an incident: by the file's own doing, or only because data may be empty. */
export function noteNull(
  compiler: Compiler,
  found: Type,
  place: { readonly at: Range; readonly what: string; readonly text: string; readonly source?: SourceText | undefined },
): void {
  const { at, what, text, source } = place;
  if (isNullOfData(found)) note(compiler, "maybe-null", at, { what, text }, source);
  else note(compiler, "variable-maybe-null", at, { name: text === "" ? what : text }, source);
}

/** The static type of a value. */
export function typeOfTemplate(template: Template): Type {
  switch (template.kind) {
    case "literal":
      return typeOfValue(template.value);
    case "expression":
      return template.expression.type;
    case "text":
      return TEXT;
    case "list":
      return listOf(template.items.length === 0 ? ANY : template.items.map(typeOfTemplate).reduce(joined));
    case "map":
      return mapOf(Object.fromEntries(template.entries.map((entry) => [entry.name, typeOfTemplate(entry.value)])));
  }
}

/** The literal text of a value, if that is what it is. */
export function literalText(template: Template | null | undefined): string | null {
  return template?.kind === "literal" && typeof template.value === "string" ? template.value : null;
}

function typeOfValue(value: Value): Type {
  if (value === null) return NULL;
  if (typeof value === "string") return TEXT;
  if (typeof value === "number") return NUMBER;
  if (typeof value === "boolean") return BOOLEAN;
  if (isTagged(value)) return value.$type === "number" ? NUMBER : ANY;
  if (isList(value)) return listOf(value.length === 0 ? ANY : value.map(typeOfValue).reduce(joined));
  if (isMap(value))
    return mapOf(Object.fromEntries(Object.entries(value).map(([name, one]) => [name, typeOfValue(one)])));
  return ANY;
}

function scalar(compiler: Compiler, node: ScalarNode, spot: Spot, role: UseRole): Template {
  if (typeof node.value !== "string") return { kind: "literal", value: valueOfNode(node) };
  return assembled(compiler, feelParts(compiler, node), spot, role);
}

/** A text of a template's file: rendered for people, an expression alone included. */
export function compileParts(
  compiler: Compiler,
  from: { readonly source: SourceText; readonly text: string; readonly from: number },
  spot: Spot,
): Template {
  const { source, text } = from;
  const at = (index: number) => from.from + index;
  const braces = /\{\{\s*([^{}]*?)\s*\}\}/u.exec(text);
  if (braces) {
    const start = at(braces.index);
    const mended = `\${ ${braces[1] ?? ""} }`;
    compiler.survey.problems.push(
      problem(source, {
        code: "double-braces",
        at: { start, end: start + braces[0].length },
        message: {
          ru: "Выражение в `{{ }}`: здесь это просто текст",
          en: "An expression in `{{ }}`: here it is mere text",
        },
        remedy: { ru: `Напишите: ${mended}`, en: `Write: ${mended}` },
      }),
    );
  }
  const parts = partsOf(compiler, { text, source, start: at(0), end: at(text.length), at });
  const template = assembled(compiler, parts, spot, "text");
  const [only] = parts ?? [];
  if (template.kind !== "expression" || typeof only !== "object") return template;
  checkRendered(compiler, template.expression, only, spot);
  return { kind: "text", parts: [template.expression] };
}

function assembled(compiler: Compiler, parts: readonly (string | Feel)[] | null, spot: Spot, role: UseRole): Template {
  if (!parts) return { kind: "expression", expression: BROKEN };
  const [only] = parts;
  if (parts.length === 0) return { kind: "literal", value: "" };
  if (parts.length === 1 && typeof only === "string") return { kind: "literal", value: only };
  if (parts.length === 1 && typeof only === "object")
    return { kind: "expression", expression: compileFeel(compiler, only, spot, role) };
  const compiled = parts.map((part) => {
    if (typeof part === "string") return part;
    const expression = compileFeel(compiler, part, spot, "text");
    checkRendered(compiler, expression, part, spot);
    return expression;
  });
  return { kind: "text", parts: compiled };
}

/** Null or a map in a text is an incident (language §2, "Values in text"). */
function checkRendered(
  compiler: Compiler,
  expression: Expression,
  at: Range & { readonly source?: SourceText },
  spot: Spot,
): void {
  const { type } = expression;
  const range = { start: at.start, end: at.end };
  const source = at.source === compiler.document ? undefined : at.source;
  if (!isRenderable(type)) note(compiler, "wrong-type", range, { wanted: "text", found: type, what: spot.key }, source);
  else if (mayBeNull(type))
    noteNull(compiler, type, { at: range, what: spot.key, text: expression.text.trim(), source });
}

/** A map has no text, unless it is something with a name or a subject: a file, a letter. */
function isRenderable(type: Type): boolean {
  const one = withoutNull(type);
  if (one.kind === "list") return isRenderable(one.of);
  return one.kind !== "map" || Object.hasOwn(one.fields, "name") || Object.hasOwn(one.fields, "subject") || one.open;
}

function literalOr(parts: readonly Template[], made: Template & { kind: "list" | "map" }): Template {
  return parts.every((part) => part.kind === "literal") ? { kind: "literal", value: withParts(made) } : made;
}

/** Put together from the parts rather than the nodes: `$${` has become `${` in them. */
function withParts(template: Template & { kind: "list" | "map" }): Value {
  const valueOf = (part: Template): Value => (part.kind === "literal" ? part.value : null);
  return template.kind === "list"
    ? template.items.map(valueOf)
    : Object.fromEntries(template.entries.map((entry) => [entry.name, valueOf(entry.value)]));
}

function textIn(node: Node): string {
  return node.kind === "scalar" ? node.source.replace(/^\$\{\s*|\s*\}$/g, "") : "";
}
