import { describe, expect, test } from "vitest";
import { eventsOfText, textOfEvents } from "../../../adapters/store/history-text.ts";
import { type CommandId, id } from "../../../engine/base/ids.ts";
import type { HistoryEvent } from "../../../engine/instance/event.ts";
import { moveOf } from "../../support/store-moves.ts";

const { events, instance, command, at } = moveOf("i-1", 4, { length: 3 });
const row = { instance: instance as string, first: 5, at: at as number, command: command as string };

function kept(given: readonly HistoryEvent[]): string {
  return JSON.stringify(eventsOfText({ ...row, events: textOfEvents(row, given) }));
}

describe("events of a move as text", () => {
  test("come back as they were, with or without an actor", () => {
    const acted = events.map((event, place) => (place === 1 ? { ...event, actor: id("anna") } : event));
    for (const given of [events, acted as readonly HistoryEvent[]])
      expect(JSON.parse(kept(given))).toEqual(JSON.parse(JSON.stringify(given)));
  });

  test("come back in the order of keys in which the interpreter writes them", () => {
    const [first] = events as readonly [HistoryEvent];
    const { instance: own, sequence, at: when, actor, command: by, ...body } = first;
    const written = { ...body, instance: own, sequence, at: when, actor, command: by } as HistoryEvent;
    expect(kept([written])).toBe(JSON.stringify([written]));
  });

  test("do not say again what their row says", () => {
    const text = textOfEvents(row, events);
    expect(text).not.toContain(`"instance":"${instance}"`);
    expect(text).not.toContain('"sequence"');
  });

  test("keep their head where the row says something else, or cannot hold it", () => {
    const foreign = events.map((event) => ({ ...event, command: id<CommandId>("another") }));
    expect(JSON.parse(kept(foreign))).toEqual(JSON.parse(JSON.stringify(foreign)));
    const odd = id<CommandId>("nul\0inside");
    const unfit = events.map((event) => ({ ...event, command: odd }));
    expect(textOfEvents({ ...row, command: odd }, unfit)).toContain('"command"');
  });
});
