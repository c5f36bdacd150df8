import type { UserId } from "../base/ids.ts";
import { isRecord, refOf, type Value, type ValueMap } from "../base/value.ts";
import type { Definition, Input, Start } from "../definition/model.ts";
import { mapOf } from "../instance/text.ts";
import { keyText } from "./key-text.ts";
import { namesOf, type Occurrence } from "./occurrence.ts";
import { type StartFacts, startContext, startReader } from "./start-context.ts";

/** One instance to be started: accepted, with references only, records not loaded yet. */
export interface StartRequest {
  readonly process: string;
  /** Which start of the file, from 0; null: started by hand. */
  readonly start: number | null;
  readonly occurrence: Occurrence;
  /** The element of `each`; undefined where the start has none. */
  readonly element: Value | undefined;
  readonly key: string | null;
  readonly once: string | null;
  readonly whenLive: "answer" | "again";
}

/**
 * The request of one element of a start.
 *
 * @throws {ExpressionError} where `with`, `key` or `once` cannot be evaluated: an incident of the process
 */
export function requestOf(
  definition: Definition,
  start: Start,
  of: { readonly occurrence: Occurrence; readonly element: Value | undefined },
  facts: StartFacts,
): StartRequest {
  const head = { process: definition.process, start: start.index, ...of };
  const input = inputOf(definition, { ...head, whenLive: start.whenLive, key: null, once: null }, facts);
  const context = startContext(definition, facts, { ...contextNames(of), ...withStubs(definition, input) });
  return {
    ...head,
    key: start.key === null ? null : keyText(start.key, context),
    once: start.once === null ? null : keyText(start.once, context),
    whenLive: start.whenLive,
  };
}

/**
 * A start by hand (`run`, the command line, a form): the key is that of the first start whose key reads nothing but the
 * inputs, for "at most one live instance" holds whoever starts it. `once` says how often events start it, not people;
 * many started at once keep it as the events would.
 */
export function requestByHand(
  definition: Definition,
  occurrence: Occurrence & { kind: "form" },
  facts: StartFacts,
): StartRequest {
  const context = startContext(definition, facts, withStubs(definition, occurrence.input));
  const ofInputs = (part: "key" | "once"): string | null => {
    const start = definition.starts.find((one) => isOfInputs(one[part], definition));
    return start?.[part] ? keyText(start[part], context) : null;
  };
  return {
    process: definition.process,
    start: null,
    occurrence,
    element: undefined,
    key: ofInputs("key"),
    once: occurrence.batch === undefined ? null : ofInputs("once"),
    whenLive: "answer",
  };
}

/** The input of the instance that a request starts; records as references. */
export function inputOf(definition: Definition, request: StartRequest, facts: StartFacts): ValueMap {
  const { occurrence, element } = request;
  if (occurrence.kind === "form") return asReferences(definition, occurrence.input);
  const start = definition.starts.find((one) => one.index === request.start);
  if (start?.with) {
    const context = startContext(definition, facts, contextNames({ occurrence, element }));
    return asReferences(definition, mapOf(start.with, context, startReader(definition, facts)));
  }
  return asReferences(definition, impliedInput(definition.inputs, occurrence, element));
}

/** Who started it: the person at the form, or an event's actor. */
export function requesterOf(occurrence: Occurrence): UserId | null {
  return occurrence.kind === "schedule" ? null : occurrence.actor;
}

/** Without `with`: the one input of the record's type gets the record, a `letter` gets the letter, a message its fields. */
function impliedInput(inputs: readonly Input[], occurrence: Occurrence, element: Value | undefined): ValueMap {
  if (element !== undefined) return recordInput(inputs, element);
  if (occurrence.kind === "message") {
    return Object.fromEntries(
      inputs
        .filter(({ name }) => Object.hasOwn(occurrence.event, name))
        .map(({ name }) => [name, occurrence.event[name] ?? null]),
    );
  }
  if (occurrence.kind !== "event") return {};
  const letter = inputs.find((input) => input.type === "letter");
  return {
    ...(letter && occurrence.event["letter"] !== undefined ? { [letter.name]: occurrence.event["letter"] } : {}),
    ...recordInput(inputs, occurrence.event["record"] ?? null),
  };
}

function recordInput(inputs: readonly Input[], value: Value): ValueMap {
  const ref = refOf(value);
  if (ref === null) return {};
  const fitting = inputsFor(inputs, isRecord(value) ? value.type : ref.slice(0, ref.indexOf("/")));
  return fitting[0] ? { [fitting[0].name]: ref } : {};
}

/** The inputs that take a record of this type. */
export function inputsFor(inputs: readonly Input[], type: string): readonly Input[] {
  return inputs.filter((input) => input.type === "record" && (!Array.isArray(input.of) || input.of.includes(type)));
}

function asReferences(definition: Definition, input: ValueMap): ValueMap {
  const types = new Map(definition.inputs.map((one) => [one.name, one.type]));
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const type = types.get(name);
      if (type === "record") return [name, refOf(value) ?? value];
      return [
        name,
        type === "records" && Array.isArray(value)
          ? (value as readonly Value[]).map((one) => refOf(one) ?? one)
          : value,
      ];
    }),
  );
}

/** For `key` and `once`: a reference answers for what it is, not for what is written in the record. */
function withStubs(definition: Definition, input: ValueMap): ValueMap {
  const records = definition.inputs.filter((one) => one.type === "record");
  const stubs = records.map(({ name }) => [name, stubOf(input[name] ?? null)] as const);
  const absent = definition.inputs
    .filter(({ name }) => !Object.hasOwn(input, name))
    .map(({ name }) => [name, null] as const);
  return { ...Object.fromEntries(absent), ...input, ...Object.fromEntries(stubs) };
}

function stubOf(value: Value): Value {
  if (typeof value !== "string") return value;
  const at = value.indexOf("/");
  return at < 0 ? value : { id: value.slice(at + 1), type: value.slice(0, at), ref: value, stageKind: null };
}

function contextNames({
  occurrence,
  element,
}: {
  readonly occurrence: Occurrence;
  readonly element: Value | undefined;
}): ValueMap {
  return { ...namesOf(occurrence), ...(element === undefined ? {} : { each: element }) };
}

/** Does a `key` or `once` read nothing but the inputs? */
function isOfInputs(template: Start["key"], { inputs }: Definition): boolean {
  if (template === null) return false;
  const parts = template.kind === "text" ? template.parts : template.kind === "expression" ? [template.expression] : [];
  const names = parts.flatMap((part) => (typeof part === "string" ? [] : part.names));
  return names.every((name) => inputs.some((input) => input.name === name));
}
