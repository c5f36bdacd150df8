import type { Field } from "../base/field.ts";
import type { ComparableFields } from "./comparable-fields.ts";
import { compileTemplate, literalText, typeOfTemplate, want } from "./compile-value.ts";
import { type Compiler, note, rangeOf, type Spot, spotWith } from "./compiler.ts";
import { checkFieldValue } from "./field-value.ts";
import type { Template } from "./model.ts";
import type { Entry, MapNode, Node } from "./node.ts";
import { FILTER_OPERATORS } from "./operations.ts";
import { fits } from "./type-fit.ts";

export interface FilterPlace {
  readonly spot: Spot;
  /** What may be compared; null where the catalogue does not tell. */
  readonly fields: ComparableFields | null;
}

/** A filter: field → value, or field → `{ not | in | above | … }` (language §4). Never FEEL. */
export function compileFilter(compiler: Compiler, node: Node, place: FilterPlace): Template {
  if (node.kind !== "map") {
    const template = compileTemplate(compiler, node, place.spot);
    want(compiler, typeOfTemplate(template), { wanted: "map", at: node, what: "filter" });
    return template;
  }
  const entries = node.entries.map((entry) => ({ name: entry.name, value: compared(compiler, entry, place) }));
  return { kind: "map", entries };
}

function compared(compiler: Compiler, entry: Entry, place: FilterPlace): Template {
  const { fields } = place;
  const spot = spotWith(place.spot, { key: entry.name });
  const field = fields && Object.hasOwn(fields.of, entry.name) ? fields.of[entry.name] : undefined;
  if (fields && !field)
    note(compiler, "unknown-field", entry.key, { name: entry.name, fields: Object.keys(fields.of), of: fields.title });
  if (entry.value.kind === "map" && field?.type !== "map") return operators(compiler, entry.value, { spot, field });
  return plainValue(compiler, entry.value, { spot, field });
}

interface Compared {
  readonly spot: Spot;
  readonly field: Field | undefined;
}

function operators(compiler: Compiler, node: MapNode, place: Compared): Template {
  const entries = node.entries.map((entry) => {
    if (!FILTER_OPERATORS.includes(entry.name)) note(compiler, "unknown-operator", entry.key, { name: entry.name });
    return { name: entry.name, value: operand(compiler, entry, place) };
  });
  return { kind: "map", entries };
}

function operand(compiler: Compiler, entry: Entry, place: Compared): Template {
  const node = entry.value;
  const inner = node.kind === "map" ? node.entries.find((one) => FILTER_OPERATORS.includes(one.name)) : undefined;
  if (inner) note(compiler, "nested-operator", inner.key, { outer: entry.name, inner: inner.name });
  if ((entry.name === "in" || entry.name === "not") && node.kind === "list") {
    return { kind: "list", items: node.items.map((item) => plainValue(compiler, item, place)) };
  }
  if (entry.name === "in" || entry.name === "empty" || entry.name === "contains") {
    const template = compileTemplate(compiler, node, place.spot);
    const wanted = entry.name === "in" ? "list" : entry.name === "empty" ? "boolean" : "value";
    want(compiler, typeOfTemplate(template), { wanted, at: node, what: entry.name });
    return template;
  }
  return plainValue(compiler, node, place);
}

/** A field compared with a value; one of several in a list field is meant by an element. */
function plainValue(compiler: Compiler, node: Node, place: Compared): Template {
  const template = compileTemplate(compiler, node, place.spot);
  const text = literalText(template);
  const instead = text === null ? null : comparisonIn(text);
  if (text !== null && instead !== null) note(compiler, "feel-in-filter", rangeOf(node), { text, instead });
  const { field } = place;
  if (!field || (LISTS.has(field.type) && !fits(typeOfTemplate(template), field.type))) return template;
  checkFieldValue(compiler, template, { field, at: node, nullable: true });
  return template;
}

/** The words of a filter for a text that is a comparison of FEEL; null for any other text. */
function comparisonIn(text: string): string | null {
  const [, sign = "", rest = ""] = /^\s*(<=|>=|!=|<>|<|>|=|not\s*(?=\())\s*(\S.*?)\s*$/su.exec(text) ?? [];
  if (sign === "=") return rest;
  const word = WORDS[sign.trim()];
  return word === undefined ? null : `{ ${word}: ${rest.replace(/^\((.*)\)$/su, "$1")} }`;
}

const WORDS: Readonly<Record<string, string>> = {
  "<": "below",
  "<=": "atMost",
  ">": "above",
  ">=": "atLeast",
  "!=": "not",
  "<>": "not",
  not: "not",
};

const LISTS: ReadonlySet<Field["type"]> = new Set(["list", "records", "users", "files"]);
