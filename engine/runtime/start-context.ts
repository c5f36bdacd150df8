import type { Instant } from "../base/instant.ts";
import type { ValueMap } from "../base/value.ts";
import type { Definition } from "../definition/model.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import type { RenderOptions } from "../expression/index.ts";
import type { DirectorySnapshot } from "../people/directory.ts";

/** What evaluating a start may know besides the occurrence. */
export interface StartFacts {
  readonly now: Instant;
  readonly people: DirectorySnapshot;
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
  readonly locale: "ru" | "en";
}

/** What the expressions of a start see: the names given and nothing of any instance. */
export function startContext(definition: Definition, facts: StartFacts, names: ValueMap): EvaluationContext {
  return {
    variable: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
    now: facts.now,
    calendar: definition.calendar,
    people: facts.people,
    list: (name) => (Object.hasOwn(facts.lists, name) ? facts.lists[name] : undefined),
  };
}

/** Texts inside a start's `with` are for nobody in particular: the company's language and the calendar's zone. */
export function startReader(definition: Definition, facts: StartFacts): RenderOptions {
  return { locale: facts.locale, zone: definition.calendar.zone, people: facts.people, label: (_from, value) => value };
}
