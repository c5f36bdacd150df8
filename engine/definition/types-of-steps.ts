import type { Field } from "../base/field.ts";
import { isListPolicy } from "../decision/hit-policy.ts";
import type { CompiledTable } from "../decision/table-model.ts";
import { ANY, NUMBER, nullable, TEXT, type Type, type TypeFields, USER, withoutNull } from "../expression/type.ts";
import type { Catalog } from "./catalog.ts";
import { textOf } from "./node.ts";
import type { DeclaredOutcome } from "./outcomes-of.ts";
import { DATE_TIME, filledTypeOfField, listOf, mapOf, typeOfField } from "./types-of-fields.ts";

/** What a task's type depends on. */
export interface TaskResult {
  readonly fields: readonly Field[];
  readonly outcomes: readonly DeclaredOutcome[];
  /** Names of fields whose type is unknown: nothing is said about them. */
  readonly unknown: ReadonlySet<string>;
  /** Outcomes that a clock may choose: then nobody has filled in the form. */
  readonly byClock: readonly string[];
}

/**
 * The result of a `userTask` (language §3, "Outcomes"): who decided what, and the form. A field that every outcome
 * still possible needs is certainly filled in.
 *
 * @param possible The outcomes that the way to the reader leaves open; null: all.
 */
export function taskType(result: TaskResult, possible: readonly string[] | null, catalog: Catalog | null): Type {
  const names = possible ?? result.outcomes.map((outcome) => outcome.name);
  const isByPerson = !names.some((name) => result.byClock.includes(name));
  const form: Record<string, Type> = {};
  for (const field of result.fields) {
    const isNeeded = field.required || names.every((name) => needs(result.outcomes, name, field.name));
    const type = result.unknown.has(field.name) ? ANY : typeOfField(field, catalog);
    form[field.name] =
      isNeeded && isByPerson ? withoutNull(type) : field.required && !isByPerson ? nullable(type) : type;
  }
  return mapOf({ ...form, ...decisionFields(result.outcomes, isByPerson) });
}

/** The result of an `approval`: its outcome and the decisions that led there. */
export function approvalType(result: TaskResult, catalog: Catalog | null): Type {
  const form = Object.fromEntries(
    result.fields.map((field) => [field.name, nullable(filledTypeOfField(field, catalog))]),
  );
  const decision = mapOf({ ...form, ...decisionFields(result.outcomes, false) });
  return mapOf({ outcome: outcomeType(result.outcomes), decisions: listOf(decision) });
}

/** What `notify` leaves: did it arrive, by which channel, at which address. */
export function notifyType(): Type {
  return mapOf({
    status: { kind: "choice", values: ["sent", "unreachable", "uncertain"] },
    channel: nullable(TEXT),
    address: nullable(TEXT),
    at: DATE_TIME,
  });
}

/** What `until` and `listen` leave. `isHeard`: it was an event, for certain. */
export function awaitedType(event: Type, isHeard = false): Type {
  return mapOf({
    by: { kind: "choice", values: ["holds", "deleted", "event", "timeout", "end"] },
    event: isHeard ? withoutNull(event) : nullable(event),
    at: DATE_TIME,
  });
}

/** What a decision step leaves: the outputs, and which rules matched. */
export function decisionType(table: CompiledTable, catalog: Catalog | null): Type {
  const many = isListPolicy(table.hitPolicy);
  const outputs: [string, Type][] = table.outputs.map(({ name, field }) => {
    const type = table.hitPolicy === "collect count" ? NUMBER : filledTypeOfField(field, catalog);
    return [name, many ? listOf(type) : type];
  });
  const row = mapOf(
    Object.fromEntries(table.outputs.map(({ name, field }) => [name, filledTypeOfField(field, catalog)])),
  );
  return mapOf({ ...Object.fromEntries(outputs), matched: listOf(NUMBER), rows: listOf(row) });
}

/** The error that a handler gets: its code, what it says, and the step that failed. */
export function errorType(): Type {
  return { kind: "map", fields: { code: TEXT, message: TEXT, step: TEXT }, open: true, rest: ANY };
}

function decisionFields(outcomes: readonly DeclaredOutcome[], isByPerson: boolean): TypeFields {
  return {
    outcome: outcomeType(outcomes),
    by: isByPerson ? USER : nullable(USER),
    onBehalfOf: nullable(USER),
    at: DATE_TIME,
    comment: nullable(TEXT),
  };
}

function outcomeType(outcomes: readonly DeclaredOutcome[]): Type {
  return { kind: "choice", values: outcomes.map((outcome) => outcome.name) };
}

function needs(outcomes: readonly DeclaredOutcome[], name: string, field: string): boolean {
  const outcome = outcomes.find((one) => one.name === name);
  return outcome?.needs.some((node) => textOf(node) === field) ?? false;
}
