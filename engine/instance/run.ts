import { assert } from "../base/assert.ts";
import type { ActivationId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { Definition } from "../definition/model.ts";
import type { Command, Facts } from "./command.ts";
import type { EventBody, HistoryEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import type { Activation, Instance } from "./state.ts";

/** A run of automatic steps longer than this is a cycle in the process, not work. Large real processes stay under 200. */
export const MICROSTEPS_MAX = 10_000;

/** One automatic move of a token. */
export type Move = () => void;

/**
 * One decision being worked out: the events so far and the instance as they leave it. Lives for one call of `decide`
 * and is seen by nobody else, so that everything after an event is decided on the state after it.
 */
export class Run {
  readonly definition: Definition;
  readonly facts: Facts;
  readonly command: Command;
  readonly now: Instant;
  readonly events: HistoryEvent[] = [];
  /** Moves still to make; the last one first, so that a branch goes as far as it can before the next begins. */
  readonly agenda: Move[] = [];
  /** Blocks whose `holds` was tested in this very command: they need no second look. */
  readonly verified = new Set<ActivationId>();
  #instance: Instance | null;

  constructor(definition: Definition, instance: Instance | null, command: Command, facts: Facts) {
    this.definition = definition;
    this.#instance = instance;
    this.command = command;
    this.facts = facts;
    // An event is never before the one before it, whatever the clock says.
    this.now = instance && instance.lastAt > facts.now ? instance.lastAt : instant(facts.now);
  }

  /** Null before the first event of a start. */
  get started(): Instance | null {
    return this.#instance;
  }

  get instance(): Instance {
    assert(this.#instance !== null, "The instance has not started yet");
    return this.#instance;
  }

  /** Writes an event and applies it. */
  emit(body: EventBody): void {
    const event = {
      ...body,
      instance: this.command.instance,
      sequence: (this.#instance?.sequence ?? 0) + 1,
      at: this.now,
      actor: this.command.by,
      command: this.command.id,
      ...(this.command.override === undefined ? {} : { overrideBy: this.command.override }),
    } as HistoryEvent;
    this.events.push(event);
    this.#instance = evolve(this.#instance, event);
  }

  activation(id: ActivationId): Activation {
    const found = this.instance.activations[id];
    assert(found, `No live activation ${id}`);
    return found;
  }

  isLive(id: ActivationId): boolean {
    return id in this.instance.activations;
  }

  /** Where to go back to when a move fails half-way. */
  checkpoint(): Checkpoint {
    return { instance: this.#instance, events: this.events.length, moves: this.agenda.length };
  }

  /** Undoes everything since the checkpoint: what was not committed has not happened. */
  rollback(to: Checkpoint): void {
    this.#instance = to.instance;
    this.events.length = to.events;
    this.agenda.length = Math.min(this.agenda.length, to.moves);
  }
}

export interface Checkpoint {
  readonly instance: Instance | null;
  readonly events: number;
  readonly moves: number;
}
