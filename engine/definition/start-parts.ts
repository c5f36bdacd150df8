import { wordPattern } from "../base/word-pattern.ts";
import { compileExpression } from "../expression/compile-expression.ts";
import { type Type, withoutNull } from "../expression/type.ts";
import { comparableFields } from "./comparable-fields.ts";
import { elementOf } from "./compile-control.ts";
import { compileFilter } from "./compile-filter.ts";
import { compileTemplate, compileText } from "./compile-value.ts";
import { type Compiler, mention, note, rangeOf, type Spot, spotWith } from "./compiler.ts";
import { conditionFacts } from "./condition-facts.ts";
import { checkFieldValue } from "./field-value.ts";
import { type FlowState, NOTHING_YET, withFilled } from "./flow-state.ts";
import { isGiven } from "./is-given.ts";
import type { EventStart, Mapping, Template } from "./model.ts";
import { childOf, entryOf, type Node, textOf } from "./node.ts";
import type { OutlineList } from "./outline.ts";
import { eventType, recordEventOf } from "./types-of-events.ts";
import { referenceType } from "./types-of-fields.ts";

/** The parts that every start has. */
export type StartParts = Pick<EventStart, "index" | "each" | "with" | "key" | "once" | "whenLive" | "self">;

/** What the parts of a start depend on. */
export interface StartHead {
  readonly index: number;
  /** Null for a form: there is no event. */
  readonly event: Type | null;
  readonly whenLive: "answer" | "again";
}

/** What every start has: `each`, `with`, `key`, `once` and what happens where one is live. */
export function startParts(compiler: Compiler, node: Node, head: StartHead): StartParts {
  const event: Record<string, Type> = head.event ? { event: head.event } : {};
  const passed = passedOf(node);
  const each = eachOf(compiler, childOf(node, "each"), { ...spotAt(compiler, "each", event), state: passed });
  const names: Record<string, Type> = each ? { ...event, each: each.element } : event;
  const mapping = withOf(compiler, node, { ...spotAt(compiler, "with", names), state: passed });
  const inputs: Spot = { ...bodySpot(compiler), extra: names };
  const self = childOf(node, "self");
  const whenLive = textOf(childOf(node, "whenLive"));
  return {
    index: head.index,
    each: each?.each ?? null,
    with: mapping,
    key: keyOf(compiler, childOf(node, "key"), spotWith(inputs, { key: "key" })),
    once: keyOf(compiler, childOf(node, "once"), spotWith(inputs, { key: "once" })),
    whenLive: whenLive === "answer" || whenLive === "again" ? whenLive : head.whenLive,
    self: self?.kind === "scalar" && self.value === true,
  };
}

/** What is certain of an event that passed the start's `where`. */
function passedOf(node: Node): FlowState | null {
  const where = textOf(childOf(node, "where"));
  return where === undefined ? null : withFilled(NOTHING_YET, conditionFacts(where).holds);
}

function eachOf(
  compiler: Compiler,
  node: Node | undefined,
  spot: Spot,
): { readonly each: EventStart["each"]; readonly element: Type } | null {
  if (!node) return null;
  const find = childOf(node, "find");
  const type = textOf(find);
  if (find && type !== undefined) {
    mention(compiler, "recordType", type, find);
    const filter = childOf(node, "filter");
    const made = filter ? compileFilter(compiler, filter, { spot, fields: comparableFields(compiler, [type]) }) : null;
    return { each: { kind: "find", type, filter: mappingOf(made) }, element: referenceType([type]) };
  }
  const template = compileTemplate(compiler, node, spot);
  if (template.kind !== "expression") {
    note(compiler, "each-no-list", rangeOf(node), { found: { kind: "text" } });
    return null;
  }
  const element = elementOf(template.expression.type);
  if (!element) note(compiler, "each-no-list", rangeOf(node), { found: template.expression.type });
  return { each: { kind: "list", expression: template.expression }, element: withoutNull(element ?? { kind: "any" }) };
}

/** `with`: every name an input, every value of its type; every required input there. */
function withOf(compiler: Compiler, node: Node, spot: Spot): Mapping | null {
  const entry = entryOf(node, "with");
  if (entry?.value.kind !== "map") return null;
  const made = entry.value.entries.map((one) => {
    const value = compileTemplate(compiler, one.value, spotWith(spot, { key: one.name }));
    const input = compiler.inputs.find((field) => field.name === one.name);
    if (input) checkFieldValue(compiler, value, { field: input, at: one.value, nullable: !input.required });
    else
      note(compiler, "unknown-input", one.key, {
        name: one.name,
        inputs: compiler.inputs.map((field) => field.name),
        process: "",
      });
    return { name: one.name, value };
  });
  if (!childOf(node, "form"))
    requireInputs(
      compiler,
      made.map((one) => one.name),
      entry.key,
    );
  return made;
}

/** Without `with`, the one input of the event's record type gets `event.record`, one of type letter `event.letter`. */
export function inputsByType(compiler: Compiler, names: readonly string[], at: Node): Mapping | null {
  const types = names.flatMap((name) => recordEventOf(name)?.type ?? []);
  const isMail = names.includes("mail.received");
  const records = compiler.inputs.filter(
    (input) =>
      input.type === "record" &&
      Array.isArray(input.of) &&
      types.every((type) => (input.of as readonly string[]).includes(type)),
  );
  const letters = isMail ? compiler.inputs.filter((input) => input.type === "letter") : [];
  const fitting = types.length > 0 ? records : letters;
  if (fitting.length > 1) {
    note(compiler, "start-input-ambiguous", rangeOf(at), {
      names: fitting.map((input) => input.name),
      type: types[0] ?? "letter",
    });
    return null;
  }
  const [input] = fitting;
  requireInputs(compiler, input ? [input.name] : [], at);
  if (!input) return null;
  const { expression } = compileExpression(types.length > 0 ? "event.record" : "event.letter", {
    types: { event: eventType(names, compiler.catalog) },
  });
  return expression ? [{ name: input.name, value: { kind: "expression", expression } }] : null;
}

/** Notes every required input that a start leaves without a value. */
export function requireInputs(
  compiler: Compiler,
  given: readonly string[],
  at: { readonly start: number; readonly end: number },
): void {
  for (const input of compiler.inputs) {
    const known = compiler.inputs.map((one) => one.name);
    const hasValue =
      isGiven(input.name, given, known) || input.default !== undefined || hasDefault(compiler, input.name);
    if (input.required && !hasValue)
      note(compiler, "start-missing-input", at, { name: input.name, title: input.title });
  }
}

function hasDefault(compiler: Compiler, name: string): boolean {
  return childOf(childOf(childOf(compiler.document.root, "input"), name), "default") !== undefined;
}

/** What a key reads must be there before any record is loaded: references, and what came with the event or form. */
function keyOf(compiler: Compiler, node: Node | undefined, spot: Spot): Template | null {
  if (!node) return null;
  for (const { name, at } of loadedPaths(compiler, node))
    note(compiler, "loaded-too-early", at, { name, key: spot.key });
  return compileText(compiler, node, spot);
}

/** A variable and the first field that is read of it. */
const FIELD = wordPattern(String.raw`(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_]*)\s*\.\s*([\p{L}_][\p{L}\p{N}_]*)`, "g");
const OF_REFERENCE: ReadonlySet<string> = new Set(["ref", "id", "type"]);

function loadedPaths(
  compiler: Compiler,
  node: Node,
): readonly { readonly name: string; readonly at: { start: number; end: number } }[] {
  const text = textOf(node);
  if (node.kind !== "scalar" || text === undefined) return [];
  return compiler.inputs.flatMap((input) => {
    if (input.type !== "record" || !text.includes(`${input.name}.`)) return [];
    return [...text.matchAll(FIELD(text))]
      .filter((found) => found[1] === input.name && !OF_REFERENCE.has(found[2] as string))
      .map((found) => ({
        name: found[0],
        at: { start: node.offsetOf(found.index), end: node.offsetOf(found.index + found[0].length - 1) + 1 },
      }));
  });
}

function bodySpot(compiler: Compiler): Spot {
  const { body } = compiler.outline;
  return { step: null, list: body, state: compiler.flow.entering(body), extra: {}, key: "" };
}

/** A place that sees none of the process's variables: it has not started yet. */
export function spotAt(compiler: Compiler, key: string, extra: Readonly<Record<string, Type>>): Spot {
  const outside: OutlineList = { ...compiler.outline.body, steps: [] };
  return { step: null, list: outside, state: null, extra, key };
}

function mappingOf(template: Template | null): Mapping {
  if (template?.kind === "map") return template.entries;
  return [];
}
