import type { Move } from "../../../engine/ports/store.ts";
import { textOfEvents } from "../history-text.ts";
import type { Schema } from "../schema.ts";

/** A move with what is the same for every attempt to commit it. */
export interface Prepared {
  readonly move: Move;
  /** Its place in the answer. */
  readonly place: number;
  readonly history: Schema["history"];
  readonly snapshot: string;
  /** UTF-8 bytes of its events, as they are kept. */
  readonly bytes: number;
}

/**
 * Moves in the order of their instances: every transaction locks rows in that order, so that two never wait for each
 * other.
 */
export function prepared(moves: readonly Move[]): readonly Prepared[] {
  return moves
    .map(prepare)
    .sort((one, other) =>
      one.move.instance < other.move.instance ? -1 : one.move.instance > other.move.instance ? 1 : 0,
    );
}

function prepare(move: Move, place: number): Prepared {
  const { instance, command, at } = move;
  const row = { instance, first: move.expected + 1, last: move.after.sequence, at, command };
  const events = textOfEvents(row, move.events);
  return {
    move,
    place,
    snapshot: JSON.stringify(move.after),
    bytes: Buffer.byteLength(events),
    history: { ...row, events },
  };
}
