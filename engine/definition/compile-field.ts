import type { Field, FieldType } from "../base/field.ts";
import { childOf, type Entry, type MapNode, type Node, textOf } from "./node.ts";
import { valueOfNode } from "./value-of-node.ts";

/** Every type a field may have, in the order of the language (§4). */
export const FIELD_TYPES: readonly FieldType[] = [
  "text",
  "number",
  "money",
  "boolean",
  "date",
  "dateTime",
  "choice",
  "user",
  "users",
  "record",
  "records",
  "list",
  "map",
  "files",
  "letter",
  "principals",
];

/**
 * A declared field, read leniently: of an input, a form, a record, a column. A field with an unknown type is read as
 * text: the shape check has named it. `default` is set for literals only.
 * @example fieldOf("brand", node) // of `brand: { type: choice, from: list:brands, title: Бренд }`
 */
export function fieldOf(name: string, node: Node | undefined): Field {
  const type = typeOf(node);
  const fallback = childOf(node, "default");
  return {
    name,
    type,
    title: textOf(childOf(node, "title")) ?? name,
    required: flag(node, "required"),
    hidden: flag(node, "hidden"),
    help: textOf(childOf(node, "help")) ?? null,
    of: ofOf(childOf(node, "of")),
    from: textOf(childOf(node, "from")) ?? null,
    values: valuesOf(childOf(node, "values")),
    include: textsOf(childOf(node, "include")),
    currency: textOf(childOf(node, "currency")) ?? null,
    min: numberOf(childOf(node, "min")),
    max: numberOf(childOf(node, "max")),
    default: fallback && !hasExpression(fallback) ? valueOfNode(fallback) : undefined,
  };
}

/** The fields of a map of declarations, in the order of the file. */
export function fieldsOf(node: Node | undefined): readonly { readonly field: Field; readonly entry: Entry }[] {
  if (node?.kind !== "map") return [];
  return node.entries.map((entry) => ({ field: fieldOf(entry.name, entry.value), entry }));
}

/** The texts of a list of texts, or of one text alone. */
export function textsOf(node: Node | undefined): readonly string[] {
  return textNodesOf(node).map((item) => textOf(item) ?? "");
}

/** The nodes of {@link textsOf}. */
export function textNodesOf(node: Node | undefined): readonly Node[] {
  if (node?.kind === "list") return node.items.filter((item) => textOf(item) !== undefined);
  return node && textOf(node) !== undefined ? [node] : [];
}

/** Does any text in it hold `${ … }`? */
export function hasExpression(node: Node): boolean {
  if (node.kind === "scalar") return typeof node.value === "string" && node.value.includes("${");
  if (node.kind === "list") return node.items.some(hasExpression);
  return node.entries.some((entry) => hasExpression(entry.value));
}

/** Is the field's type one that there is? Of a value of any other nothing is known. */
export function hasKnownType(node: Node | undefined): boolean {
  const name = textOf(childOf(node, "type"));
  return FIELD_TYPES.some((type) => type === name);
}

function typeOf(node: Node | undefined): FieldType {
  const name = textOf(childOf(node, "type")) ?? textOf(node);
  return FIELD_TYPES.find((type) => type === name) ?? "text";
}

function ofOf(node: Node | undefined): Field["of"] {
  if (!node) return null;
  if (node.kind !== "map") return textsOf(node);
  return partOf(node);
}

function partOf(node: MapNode): Field["of"] {
  const department = textOf(childOf(node, "department"));
  const group = textOf(childOf(node, "group"));
  return { ...(department === undefined ? {} : { department }), ...(group === undefined ? {} : { group }) };
}

function valuesOf(node: Node | undefined): Field["values"] {
  if (node?.kind === "map") {
    return Object.fromEntries(node.entries.map((entry) => [entry.name, textOf(entry.value) ?? entry.name]));
  }
  if (node?.kind !== "list") return null;
  return Object.fromEntries(node.items.flatMap((item) => choiceOf(item)));
}

/** A choice as a bare value, or as `{ value, title }`. */
function choiceOf(item: Node): readonly (readonly [string, string])[] {
  if (item.kind === "scalar") return [[String(item.value), String(item.value)]];
  const value = textOf(childOf(item, "value"));
  return value === undefined ? [] : [[value, textOf(childOf(item, "title")) ?? value]];
}

function flag(node: Node | undefined, name: string): boolean {
  const value = childOf(node, name);
  return value?.kind === "scalar" && value.value === true;
}

function numberOf(node: Node | undefined): number | null {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : null;
}
