import type { HistoryEvent } from "../../engine/instance/event.ts";
import { fitText } from "./fit-text.ts";
import type { Schema } from "./schema.ts";

/** What a row of the history tells of each of its events, so that their text need not say it again. */
type Row = Pick<Schema["history"], "instance" | "first" | "at" | "command">;

/** An event as its row's text holds it: without its head where the row says the same. */
type Kept = Partial<HistoryEvent> & { readonly actor?: HistoryEvent["actor"] };

/**
 * The events of one move as text. Instance, sequence, instant and command are the same for all of them and stand in the
 * row; without them a history takes about half the room, on the disk and in the log.
 */
export function textOfEvents(row: Row, events: readonly HistoryEvent[]): string {
  return JSON.stringify(events.map((event, place) => (isTold(event, row, place) ? bodyOf(event) : event)));
}

/** The events as they were, the order of their keys too. */
export function eventsOfText(row: Row & { readonly events: string }): readonly HistoryEvent[] {
  const kept = JSON.parse(row.events) as readonly Kept[];
  return kept.map((event, place) => ("sequence" in event ? (event as HistoryEvent) : whole(event, row, place)));
}

function isTold(event: HistoryEvent, { instance, first, at, command }: Row, place: number): boolean {
  return (
    event.instance === instance &&
    event.sequence === first + place &&
    event.at === at &&
    event.command === command &&
    // What a plain column cannot hold as it is must stay in the text, which can.
    fitText(command) === command
  );
}

function bodyOf({ instance: _, sequence: __, at: ___, command: ____, actor, ...body }: HistoryEvent): Kept {
  return actor === null ? body : { ...body, actor };
}

function whole(event: Kept, { instance, first, at, command }: Row, place: number): HistoryEvent {
  const { actor = null, ...body } = event;
  return { ...body, instance, sequence: first + place, at, actor, command } as HistoryEvent;
}
