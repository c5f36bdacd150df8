import { isList, type Value, type ValueMap } from "../base/value.ts";
import type { Definition, Start } from "../definition/model.ts";
import { ExpressionError, incidentText } from "../expression/index.ts";
import type { Note } from "../instance/state.ts";
import { mapOf } from "../instance/text.ts";
import { causingProcess, namesOf, type Occurrence } from "./occurrence.ts";
import { sameValue } from "./same-value.ts";
import { type StartFacts, startContext, startReader } from "./start-context.ts";

/** A start that an occurrence meets, and for which elements. */
export type Meeting =
  | {
      readonly kind: "met";
      readonly start: Start;
      readonly elements: readonly Value[] | null /** Records to be found first: `each: { find }`. */;
      readonly find: { readonly type: string; readonly filter: ValueMap } | null;
    }
  /** Its `where` or `each` could not be evaluated: an incident of the process. */
  | { readonly kind: "incident"; readonly start: Start; readonly code: string; readonly message: Note };

/**
 * The starts of a process that an occurrence meets (language §2, "Starts"). A write of the process itself does not,
 * unless the start says `self: true`.
 */
export function meetStarts(definition: Definition, occurrence: Occurrence, facts: StartFacts): readonly Meeting[] {
  return definition.starts
    .filter((start) => isAbout(start, occurrence, definition.process))
    .flatMap((start) => meet(definition, start, { occurrence, facts }));
}

function isAbout(start: Start, occurrence: Occurrence, process: string): boolean {
  switch (start.kind) {
    case "event":
      return (
        occurrence.kind === "event" &&
        start.types.includes(occurrence.name) &&
        (start.self || causingProcess(occurrence) !== process)
      );
    case "message":
      return occurrence.kind === "message" && start.message === occurrence.name;
    case "schedule":
      return occurrence.kind === "schedule" && occurrence.process === process && start.index === occurrence.start;
    case "form":
      return false;
  }
}

function meet(
  definition: Definition,
  start: Start,
  { occurrence, facts }: { readonly occurrence: Occurrence; readonly facts: StartFacts },
): readonly Meeting[] {
  const context = startContext(definition, facts, namesOf(occurrence));
  try {
    const where = start.kind === "event" || start.kind === "message" ? start.where : null;
    if (where !== null && where.evaluate(context) !== true) return [];
    if (start.each === null) return [{ kind: "met", start, elements: null, find: null }];
    if (start.each.kind === "find") {
      const filter = mapOf(start.each.filter, context, startReader(definition, facts));
      return [{ kind: "met", start, elements: null, find: { type: start.each.type, filter } }];
    }
    return [{ kind: "met", start, elements: distinct(start.each.expression.evaluate(context)), find: null }];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [{ kind: "incident", start, code: error.code, message: incidentText(error) }];
  }
}

/** Nulls are skipped, equal elements taken once. */
function distinct(value: Value): readonly Value[] {
  const all = isList(value) ? value : [value];
  const kept: Value[] = [];
  for (const one of all) if (one !== null && !kept.some((other) => sameValue(one, other))) kept.push(one);
  return kept;
}
