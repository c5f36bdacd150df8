import type { Instant } from "../../engine/base/instant.ts";

/** A key and its time. */
export interface Due {
  readonly key: string;
  readonly due: Instant;
}

/** Keys by their time, the soonest on top; those of one moment in no order. A binary heap. */
export class DueHeap {
  #items: Due[] = [];

  get size(): number {
    return this.#items.length;
  }

  soonest(): Due | undefined {
    return this.#items[0];
  }

  add(item: Due): void {
    this.#items.push(item);
    this.#rise(this.#items.length - 1);
  }

  removeSoonest(): void {
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return;
    this.#items[0] = last;
    this.#sink(0);
  }

  keep(isKept: (item: Due) => boolean): void {
    // A sorted list is a heap.
    this.#items = this.#items.filter(isKept).sort((a, b) => a.due - b.due);
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfSooner(at, parent)) return;
      at = parent;
    }
  }

  #sink(from: number): void {
    let at = from;
    while (2 * at + 1 < this.#items.length) {
      const left = 2 * at + 1;
      const child = this.#dueAt(left + 1) < this.#dueAt(left) ? left + 1 : left;
      if (!this.#swapIfSooner(child, at)) return;
      at = child;
    }
  }

  #dueAt(index: number): number {
    return this.#items[index]?.due ?? Number.POSITIVE_INFINITY;
  }

  #swapIfSooner(child: number, parent: number): boolean {
    const [lower, upper] = [this.#items[child], this.#items[parent]];
    if (lower === undefined || upper === undefined || lower.due >= upper.due) return false;
    [this.#items[child], this.#items[parent]] = [upper, lower];
    return true;
  }
}
