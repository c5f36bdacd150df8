import type { Definition } from "../definition/model.ts";
import type { Answer, Command, Facts } from "../instance/command.ts";
import { decide } from "../instance/decide.ts";
import { type Effect, effectOf } from "../instance/effects.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Instance } from "../instance/state.ts";

/** What a command came to: the answer, and what is to be committed and dispatched. */
export interface Handled {
  readonly answer: Answer;
  readonly events: readonly HistoryEvent[];
  /** Null where a start was rejected. */
  readonly instance: Instance | null;
  /** In the order of the events that asked for them. */
  readonly effects: readonly Effect[];
}

/**
 * The one path of everything that happens to an instance: decide, apply, derive the effects. Whoever keeps the instance
 * (a store, the simulation) commits `events` and `instance` together and dispatches `effects` afterwards; where the
 * commit meets a newer instance, deciding again is safe.
 */
export function handleCommand(
  subject: { readonly definition: Definition; readonly instance: Instance | null },
  command: Command,
  facts: Facts,
): Handled {
  const answer = decide(subject.definition, subject.instance, command, facts);
  const { events, instance } = answer;
  return { answer, events, instance, effects: events.flatMap((event) => effectOf(event) ?? []) };
}
