import Type, { type Static } from "typebox";
import { hasResult } from "../../engine/instance/places.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import type { Because } from "../../engine/view/because.ts";
import { type Json, plain } from "../../engine/view/plain.ts";
import { storyOf, surroundingsOf } from "../../engine/view/shown-story.ts";
import { tellEvent } from "../../engine/view/tell-event.ts";
import { Teller } from "../../engine/view/teller.ts";
import { withoutRepeats } from "../../engine/view/timeline-line.ts";
import { type Why, type WhyPlace, why } from "../../engine/view/why.ts";
import { isoOf } from "./iso-of.ts";

const TONES = [
  "start",
  "task",
  "decision",
  "message",
  "escalation",
  "automatic",
  "wait",
  "incident",
  "end",
  "outside",
] as const;

/** A line of what happened. */
export const TIMELINE_LINE = Type.Object(
  {
    at: Type.String(),
    tone: Type.Enum([...TONES]),
    text: Type.String(),
    details: Type.Array(Type.String()),
  },
  { $id: "TimelineLine" },
);

/** One of the instance's data. */
export const VARIABLE = Type.Object(
  {
    name: Type.String(),
    title: Type.String(),
    kind: Type.Enum(["input", "result", "other"]),
    text: Type.String({ description: "As people read it." }),
    value: Type.Unknown({ description: "As programs read it." }),
  },
  { $id: "Variable" },
);

const REASON = Type.Object(
  {
    code: Type.String(),
    text: Type.String(),
    at: Type.Union([Type.String(), Type.Null()]),
    details: Type.Array(Type.String()),
  },
  { $id: "Reason" },
);
const REASONS = Type.Array(REASON);

/** Why it stands where it stands. */
export const WHY = Type.Object(
  {
    held: REASONS,
    places: Type.Array(
      Type.Object({
        step: Type.String(),
        title: Type.String(),
        since: Type.String(),
        here: REASONS,
        rules: REASONS,
        seats: REASONS,
        who: REASONS,
        unblocks: REASONS,
        next: REASONS,
      }),
    ),
    ended: REASONS,
  },
  { $id: "Why" },
);

interface Reading {
  readonly people: DirectorySnapshot;
  readonly locale: "ru" | "en";
}

/** Everything that happened, in words, oldest first; reminders without end told a few times and then counted. */
export function timelineOf(shown: Shown, { people, locale }: Reading): readonly Static<typeof TIMELINE_LINE>[] {
  const story = storyOf(shown);
  const tell = new Teller(surroundingsOf(shown, people), locale);
  const lines = story.history.flatMap((event) => tellEvent({ tell, host: story, event }) ?? []);
  return withoutRepeats(lines, tell).map(({ at, tone, text, details }) => ({
    ...{ at: isoOf(at), tone, text, details: [...details] },
  }));
}

/** Inputs by their titles, then what steps made, then the rest. */
export function variablesOf(shown: Shown, { people, locale }: Reading): readonly Static<typeof VARIABLE>[] {
  const { instance, definition } = shown;
  const tell = new Teller(surroundingsOf(shown, people), locale);
  const { zone } = definition.calendar;
  const values = instance.scopes[""]?.variables ?? {};
  const inputs = new Set(definition.inputs.map(({ name }) => name));
  const results = new Set([...definition.steps.values()].filter(hasResult).map(({ variable }) => variable));
  const rest = Object.keys(values)
    .filter((name) => !inputs.has(name))
    .sort((one, other) => Number(results.has(other)) - Number(results.has(one)));
  const json = (name: string): Json => plain(values[name] ?? null, zone);
  return [
    ...definition.inputs.map((field) => ({
      ...{ name: field.name, title: field.title, kind: "input" as const, value: json(field.name) },
      text: tell.value(values[field.name] ?? null, field),
    })),
    ...rest.map((name) => ({
      ...{ name, title: name, value: json(name), text: tell.value(values[name] ?? null) },
      kind: results.has(name) ? ("result" as const) : ("other" as const),
    })),
  ];
}

/** What to type at the machine: of no use to whoever reads it in the console. */
const COMMAND = /(?:^|[\s«"(])ordo [a-z]+/;

/** `why` in one language, without what is to be typed at the machine. */
export function whyOf(
  shown: Shown,
  { people, locale, now }: Reading & { readonly now: Parameters<typeof why>[1]["now"] },
): Static<typeof WHY> {
  const found: Why = why(shown, { people, now });
  const say = (reasons: readonly Because[]) =>
    reasons.map(({ code, text, at, details }) => ({
      ...{ code, text: text[locale], at },
      details: details.map((one) => one[locale]).filter((text) => !COMMAND.test(text)),
    }));
  const placeOf = ({ step, title, since, here, rules, seats, who, unblocks, next }: WhyPlace) => ({
    ...{ step, title, since, here: say(here), rules: say(rules), seats: say(seats) },
    ...{ who: say(who), unblocks: say(unblocks), next: say(next) },
  });
  return { held: say(found.held), places: found.places.map(placeOf), ended: say(found.ended) };
}
