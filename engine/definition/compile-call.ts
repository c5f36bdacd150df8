import { NUMBER, nullable, type Type, withoutNull } from "../expression/type.ts";
import { type ComparableFields, comparableColumns, comparableFields, titleOfTypes } from "./comparable-fields.ts";
import { compileRetry } from "./compile-duration.ts";
import { textNodesOf } from "./compile-field.ts";
import { compileFilter } from "./compile-filter.ts";
import { compileMapping, compileTemplate, compileText, literalText, typeOfTemplate, want } from "./compile-value.ts";
import { type Compiler, mention, note, rangeOf, type Spot, spotOf, spotWith } from "./compiler.ts";
import { checkFieldValue, fieldsOfTypes } from "./field-value.ts";
import { isGiven } from "./is-given.ts";
import { problem } from "./make-problem.ts";
import type { CallStep, Mapping, StepCommon, Template } from "./model.ts";
import { childOf, type Entry, type MapNode, type Node, textOf } from "./node.ts";
import {
  type Operation,
  type OperationArguments,
  operationNamed,
  type Parameter,
  RECORD_FIELDS,
} from "./operations.ts";
import type { OutlineStep } from "./outline.ts";
import { filledTypeOfField, listOf } from "./types-of-fields.ts";

export interface CompiledCall {
  readonly step: CallStep;
  readonly type: Type;
}

/** A `call`: the operation, its arguments checked one by one, and what comes back. */
export function compileCall(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledCall {
  const name = textOf(step.keyword.value) ?? "";
  const spot = spotOf(compiler, step, "with");
  const node = childOf(step.node, "with");
  mention(compiler, "operation", name, step.keyword.value, { step });
  const operation = operationNamed(name);
  const made = operation
    ? argumentsOf(compiler, operation, { step, node, spot })
    : unknownArguments(compiler, node, spot);
  const onUncertain = textOf(childOf(step.node, "onUncertain"));
  const type: Type = operation ? operation.result(made.given, compiler.catalog) : { kind: "any" };
  return {
    step: {
      ...common,
      kind: "call",
      operation: name,
      with: made.mapping,
      retry: compileRetry(compiler, childOf(step.node, "retry")),
      onUncertain: onUncertain === "ask" || onUncertain === "skip" ? onUncertain : "retry",
    },
    // What may be skipped may have no result.
    type: onUncertain === "skip" ? nullable(type) : type,
  };
}

interface Arguments {
  readonly mapping: Mapping;
  readonly given: OperationArguments;
}

interface CallPlace {
  readonly step: OutlineStep;
  readonly node: Node | undefined;
  readonly spot: Spot;
}

function unknownArguments(compiler: Compiler, node: Node | undefined, spot: Spot): Arguments {
  return { mapping: compileMapping(compiler, node, spot), given: { types: {}, literals: {}, select: null } };
}

function argumentsOf(compiler: Compiler, operation: Operation, place: CallPlace): Arguments {
  const entries = place.node?.kind === "map" ? place.node.entries : [];
  const parameters = operation.parameters.map((parameter) => parameter.name);
  for (const entry of entries) {
    if (!parameters.includes(entry.name))
      note(compiler, "unknown-parameter", entry.key, { name: entry.name, operation: operation.name, parameters });
  }
  for (const parameter of operation.parameters) {
    const given = entries.map((entry) => entry.name);
    if (parameter.required && !isGiven(parameter.name, given, parameters)) {
      note(compiler, "missing-parameter", place.step.keyword.value, {
        name: parameter.name,
        operation: operation.name,
      });
    }
  }
  return compileArguments(compiler, operation, { entries, spot: place.spot });
}

/** In the order of the operation's parameters: `of` and `record` say which fields `set` and `filter` may name. */
function compileArguments(
  compiler: Compiler,
  operation: Operation,
  from: { readonly entries: readonly Entry[]; readonly spot: Spot },
): Arguments {
  const made = new Map<string, Template>();
  const given = {
    types: {} as Record<string, Type>,
    literals: {} as Record<string, string>,
    select: null as readonly string[] | null,
  };
  for (const parameter of operation.parameters) {
    const entry = from.entries.find((one) => one.name === parameter.name);
    if (!entry) continue;
    const spot = spotWith(from.spot, { key: parameter.name });
    const template = argument(compiler, parameter, { node: entry.value, spot, given });
    made.set(parameter.name, template);
    given.types[parameter.name] = typeOfTemplate(template);
    const text = literalText(template);
    if (text !== null) given.literals[parameter.name] = text;
    if (parameter.kind === "select") given.select = textNodesOf(entry.value).map((one) => textOf(one) as string);
  }
  const mapping = from.entries.map((entry) => ({
    name: entry.name,
    value: made.get(entry.name) ?? compileTemplate(compiler, entry.value, from.spot),
  }));
  return { mapping, given };
}

interface ArgumentPlace {
  readonly node: Node;
  readonly spot: Spot;
  readonly given: OperationArguments;
}

function argument(compiler: Compiler, parameter: Parameter, place: ArgumentPlace): Template {
  const { node, spot, given } = place;
  const what = parameter.name;
  switch (parameter.kind) {
    case "set":
      if (node.kind === "list")
        note(compiler, "wrong-type", rangeOf(node), { wanted: "map", found: listOf({ kind: "any" }), what });
      return node.kind === "map" ? setOf(compiler, node, place) : wanted(compiler, "map", place);
    case "filter":
      return compileFilter(compiler, node, { spot, fields: comparable(compiler, given) });
    case "select":
    case "order":
    case "field":
      checkFieldNames(compiler, parameter.kind, place);
      if (parameter.kind === "order") checkDirections(compiler, node);
      if (parameter.kind === "field") checkFieldKind(compiler, what, place);
      return compileTemplate(compiler, node, spot);
    case "method":
      checkWord(compiler, node, { what, values: METHODS });
      return compileTemplate(compiler, node, spot);
    case "text":
      return compileText(compiler, node, spot) as Template;
    case "recordType":
    case "registry": {
      const text = textOf(node);
      if (text !== undefined && !text.includes("${"))
        mention(compiler, parameter.kind, text, node, { step: spot.step });
      return compileTemplate(compiler, node, spot);
    }
    case "references": {
      const template = compileTemplate(compiler, node, spot);
      const type = typeOfTemplate(template);
      want(compiler, type.kind === "list" ? type : listOf(type), { wanted: "records", at: node, what });
      return template;
    }
    case "number":
      checkLimit(compiler, node, what);
      return wanted(compiler, "number", place);
    case "record":
    case "files":
    case "letter":
    case "map":
      return wanted(compiler, parameter.kind, place);
    default:
      return compileTemplate(compiler, node, spot);
  }
}

function wanted(
  compiler: Compiler,
  kind: "record" | "number" | "files" | "letter" | "map",
  place: ArgumentPlace,
): Template {
  const template = compileTemplate(compiler, place.node, place.spot);
  want(compiler, typeOfTemplate(template), { wanted: kind, at: place.node, what: place.spot.key });
  return template;
}

/** `set`: every field must be one of the record's, and its value of the field's type. Null empties a field. */
function setOf(compiler: Compiler, node: MapNode, place: ArgumentPlace): Template {
  const types = typesMeant(place.given);
  const fields = fieldsOfTypes(compiler.catalog, types);
  const entries = node.entries.map((entry) => {
    const value = compileTemplate(compiler, entry.value, spotWith(place.spot, { key: entry.name }));
    const field = fields?.[entry.name];
    if (RECORD_FIELDS.includes(entry.name) && !field)
      note(compiler, "read-only-field", entry.key, { name: entry.name });
    else if (fields && !field)
      note(compiler, "unknown-field", entry.key, {
        name: entry.name,
        fields: Object.keys(fields),
        of: titleOfTypes(compiler, types),
      });
    else if (field) checkFieldValue(compiler, value, { field, at: entry.value, nullable: true });
    return { name: entry.name, value };
  });
  return { kind: "map", entries };
}

/** What is summed up is money; what is followed are links. */
function checkFieldKind(compiler: Compiler, what: string, place: ArgumentPlace): void {
  const name = textOf(place.node);
  const fields = comparable(compiler, place.given);
  const field = name !== undefined && fields && Object.hasOwn(fields.of, name) ? fields.of[name] : undefined;
  if (!field) return;
  const isLink = field.type === "records" || field.type === "record";
  if (what === "by" ? isLink : field.type === "money") return;
  const found = filledTypeOfField(field, compiler.catalog);
  note(compiler, "wrong-type", rangeOf(place.node), { wanted: what === "by" ? "records" : "money", found, what });
}

/** How many at most: a whole number from 1. */
function checkLimit(compiler: Compiler, node: Node, what: string): void {
  const value = node.kind === "scalar" ? node.value : null;
  if (typeof value !== "number" || (Number.isInteger(value) && value >= 1)) return;
  compiler.survey.problems.push(
    problem(compiler.document, {
      code: "out-of-range",
      at: rangeOf(node),
      message: {
        ru: `«${what}» здесь — ${value}, а нужно целое число от 1`,
        en: `"${what}" is ${value} here, but must be a whole number from 1`,
      },
      remedy: { ru: "Поставьте 1 или больше", en: "Put 1 or more" },
    }),
  );
}

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
const DIRECTIONS: readonly string[] = ["ascending", "descending"];

/** `order: [{ at: descending }]`: a direction is one of two words. */
function checkDirections(compiler: Compiler, node: Node): void {
  const items = node.kind === "list" ? node.items : [node];
  const entries = items.flatMap((item) => (item.kind === "map" ? item.entries : []));
  for (const entry of entries) checkWord(compiler, entry.value, { what: "order", values: DIRECTIONS });
}

/** A word out of a few; an expression is known only when it runs. */
function checkWord(
  compiler: Compiler,
  node: Node,
  of: { readonly what: string; readonly values: readonly string[] },
): void {
  const value = node.kind === "scalar" ? String(node.value) : "…";
  if (value.includes("${") || of.values.includes(value)) return;
  note(compiler, "unknown-choice", rangeOf(node), { ...of, value, labels: {} });
}

function checkFieldNames(compiler: Compiler, kind: "select" | "order" | "field", place: ArgumentPlace): void {
  const fields = comparable(compiler, place.given);
  if (!fields) return;
  for (const { name, at } of fieldNames(kind, place.node)) {
    if (!Object.hasOwn(fields.of, name))
      note(compiler, "unknown-field", rangeOf(at), { name, fields: Object.keys(fields.of), of: fields.title });
  }
}

function fieldNames(
  kind: "select" | "order" | "field",
  node: Node,
): readonly { readonly name: string; readonly at: Node }[] {
  const items = node.kind === "list" ? node.items : [node];
  return items.flatMap((item) => {
    if (kind === "order" && item.kind === "map")
      return item.entries.map((entry) => ({ name: entry.name, at: entry.key }));
    const name = textOf(item);
    return name === undefined || name.includes("${") ? [] : [{ name, at: item }];
  });
}

/** The fields that a filter, an order or a sum may name; null where the catalogue does not tell. */
function comparable(compiler: Compiler, given: OperationArguments): ComparableFields | null {
  const registry = given.literals["registry"];
  return registry === undefined ? comparableFields(compiler, typesMeant(given)) : comparableColumns(compiler, registry);
}

/** The record types that a call is about: named by `of`, or those of its record. */
function typesMeant(given: OperationArguments): readonly string[] {
  const named = given.literals["of"];
  if (named !== undefined) return [named];
  const type = withoutNull(given.types["record"] ?? given.types["from"] ?? NUMBER);
  const record = type.kind === "list" ? withoutNull(type.of) : type;
  return record.kind === "record" ? record.of : [];
}
