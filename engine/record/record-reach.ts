import type { RecordSnapshot, ValueMap } from "../base/value.ts";
import { referencesIn } from "./record-reference.ts";

/** More records than this are no holding but a mistake in the links. */
export const REACH_MAX = 100_000;

/**
 * The closure over a link field (`crm.reach`), level by level, so that whoever keeps the records can read a level at
 * once: everything that can be reached from the first records, themselves included, without entering `without`.
 *
 * @example
 * const reach = new RecordReach(input);
 * while (reach.next.length > 0) reach.take(await read(reach.next));
 * return { refs: reach.found };
 */
export class RecordReach {
  readonly #by: string;
  readonly #seen: Set<string>;
  readonly #found: string[] = [];
  #next: readonly string[];

  constructor({ from, by, without }: ValueMap) {
    this.#by = String(by);
    this.#seen = new Set(referencesIn(without));
    this.#next = this.#unseen(referencesIn(from));
  }

  /** References to read now; empty: it is done. */
  get next(): readonly string[] {
    return this.#found.length < REACH_MAX ? this.#next : [];
  }

  /** What was reached, nearest first, at most {@link REACH_MAX}. */
  get found(): readonly string[] {
    return this.#found.slice(0, REACH_MAX);
  }

  /** The records of {@link next}, in that order; those that are not there are left out. */
  take(records: readonly RecordSnapshot[]): void {
    this.#found.push(...records.map(({ ref }) => ref));
    this.#next = this.#unseen(records.flatMap((record) => referencesIn(record[this.#by])));
  }

  #unseen(refs: readonly string[]): readonly string[] {
    return refs.filter((ref) => !this.#seen.has(ref) && this.#seen.add(ref));
  }
}
