import { instant } from "../base/instant.ts";
import { isMap, type Value } from "../base/value.ts";
import { DecisionError } from "../decision/decision-error.ts";
import type { Definition, Template } from "../definition/model.ts";
import { type EvaluationContext, type Expression, ExpressionError } from "../expression/expression.ts";
import type { DirectorySnapshot, Principal } from "../people/directory.ts";
import type { Says } from "../people/note.ts";
import { principalsIn } from "../people/principal.ts";

/** What a route is followed through: a checked process and the people of a company. */
export interface Scene {
  readonly definition: Definition;
  readonly directory: DirectorySnapshot;
  /** Variables that exactly one `set` gives a value. */
  readonly setters: ReadonlyMap<string, Template>;
}

/** One case: who asks, and what is known of the rest. Everything not known may be anything. */
export interface Situation {
  readonly requester: string | null;
  /** Variables whose value is known: inputs at the bounds of a table, results of decisions. */
  readonly values: ReadonlyMap<string, Value>;
  /** The inputs that matter, in words, without the requester. */
  readonly says: readonly Says[];
  /** The rule that decided last: table and number from 0 (null: the defaults). */
  readonly rule: { readonly table: string; readonly rule: number | null } | null;
}

/** Marks a person who only comes out at run time (`responsible of deal`): no id may hold this character. */
const UNKNOWN = "\u0000";

/** A person whom only a record tells. */
export function unknownPerson(words: string): Principal {
  return { user: `${UNKNOWN}${words}` };
}

/** The words of a person whom only a record tells; null for everybody else. */
export function wordsOfUnknown(principal: Principal): string | null {
  const [target] = Object.values(principal);
  return typeof target === "string" && target.startsWith(UNKNOWN) ? target.slice(1) : null;
}

/** Those named, as far as they are known. */
export interface KnownPeople {
  readonly principals: readonly Principal[];
  /** May there be others besides? */
  readonly isOpen: boolean;
}

/** The people that a template names in this situation. Parts that depend on what is not known leave it open. */
export function peopleIn(scene: Scene, situation: Situation, template: Template | null): KnownPeople {
  if (template === null) return { principals: [], isOpen: false };
  if (template.kind === "list") {
    const parts = template.items.map((item) => peopleIn(scene, situation, item));
    return { principals: parts.flatMap((part) => part.principals), isOpen: parts.some((part) => part.isOpen) };
  }
  const value = valueOf(scene, situation, template);
  const found = value === undefined ? undefined : principalsIn(value);
  return found === undefined || found.wrong !== undefined
    ? { principals: [], isOpen: true }
    : { principals: found.principals, isOpen: false };
}

/** The value of a template, or undefined where it is not known. Texts with expressions inside are never known. */
export function valueOf(scene: Scene, situation: Situation, template: Template): Value | undefined {
  switch (template.kind) {
    case "literal":
      return template.value;
    case "expression":
      return evaluated(scene, situation, template.expression);
    case "text":
      return undefined;
    case "list": {
      const items = template.items.map((item) => valueOf(scene, situation, item));
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case "map": {
      const entries = template.entries.map(({ name, value }) => [name, valueOf(scene, situation, value)] as const);
      return entries.every(([, value]) => value !== undefined)
        ? unwrapped(Object.fromEntries(entries) as { [name: string]: Value })
        : undefined;
    }
  }
}

/** `{ managerOf: { user: … } }`: a reference inside a reference is its id. */
function unwrapped(map: { readonly [name: string]: Value }): Value {
  const entries = Object.entries(map).map(
    ([name, value]) => [name, isMap(value) && typeof value["user"] === "string" ? value["user"] : value] as const,
  );
  return Object.fromEntries(entries);
}

/** The value of an expression, or undefined where it reads what is not known. */
export function evaluated(scene: Scene, situation: Situation, expression: Expression): Value | undefined {
  try {
    return expression.evaluate(contextOf(scene, situation));
  } catch (error) {
    // What cannot be worked out here depends on something that only a run knows: nothing is claimed about it.
    if (error instanceof ExpressionError || error instanceof DecisionError) return undefined;
    throw error;
  }
}

/** What expressions see: only what is known. The clock stands at the epoch; a route does not depend on the day. */
export function contextOf(
  scene: Scene,
  situation: Situation,
  open: ReadonlySet<string> = new Set(),
): EvaluationContext {
  return {
    variable: (name) => {
      const known = situation.values.get(name);
      if (known !== undefined) return known;
      if (name === "requester") return situation.requester ?? undefined;
      const setter = scene.setters.get(name);
      if (setter?.kind !== "expression" || open.has(name)) return setter?.kind === "literal" ? setter.value : undefined;
      // A missing name inside is reported for the name that was asked: both are unknown.
      return setter.expression.evaluate(contextOf(scene, situation, new Set([...open, name])));
    },
    now: instant(0),
    calendar: scene.definition.calendar,
    people: scene.directory,
    list: () => undefined,
  };
}
