import type { Urgency } from "./portal.ts";

/** Who is passed over so many times goes next. A person is never passed over. */
const PASSED_MAX: Readonly<Record<Urgency, number>> = { person: 0, process: 8, bulk: 20 };
/** In which order they go. */
const ORDER: readonly Urgency[] = ["person", "process", "bulk"];

/** Somebody whose turn will come. */
export interface Waiting {
  readonly urgency: Urgency;
  /** His turn has come. */
  readonly go: () => void;
}

/**
 * Who goes next: persons before processes before bulk, each in the order of arrival; but among those passed over for too
 * long, the one who was passed over goes, so that bulk has its small share of a busy portal.
 */
export class TurnQueue {
  readonly #lines: Readonly<Record<Urgency, Set<Waiting>>> = { person: new Set(), process: new Set(), bulk: new Set() };
  readonly #passed: Record<Urgency, number> = { person: 0, process: 0, bulk: 0 };

  get isEmpty(): boolean {
    return ORDER.every((urgency) => this.#lines[urgency].size === 0);
  }

  /** How many wait, by urgency. */
  waiting(urgency: Urgency): number {
    return this.#lines[urgency].size;
  }

  add(waiting: Waiting): void {
    this.#lines[waiting.urgency].add(waiting);
  }

  /** Gave up. */
  leave(waiting: Waiting): void {
    this.#lines[waiting.urgency].delete(waiting);
  }

  /** Whose turn it is, and whether only because he was passed over; null: nobody waits. */
  next(): { readonly urgency: Urgency; readonly isDue: boolean } | null {
    const due = ORDER.toReversed().find(
      (urgency) => PASSED_MAX[urgency] > 0 && this.#waits(urgency) && this.#passed[urgency] >= PASSED_MAX[urgency],
    );
    if (due !== undefined) return { urgency: due, isDue: true };
    const first = ORDER.find((urgency) => this.#waits(urgency));
    return first === undefined ? null : { urgency: first, isDue: false };
  }

  /** The first of this urgency goes; those behind him in the order were passed over. */
  take(urgency: Urgency): Waiting | null {
    const [first] = this.#lines[urgency];
    if (first === undefined) return null;
    this.#lines[urgency].delete(first);
    this.#passed[urgency] = 0;
    for (const other of ORDER.slice(ORDER.indexOf(urgency) + 1)) if (this.#waits(other)) this.#passed[other] += 1;
    return first;
  }

  #waits(urgency: Urgency): boolean {
    return this.#lines[urgency].size > 0;
  }
}
