/** How what arrives together is handed on. */
export interface GatheringSetup<Item> {
  readonly handle: (items: readonly Item[]) => Promise<void>;
  /** At most so many in one call, unless more come at once. */
  readonly itemsMax: number;
}

/**
 * Hands on in one call what arrives within one turn of the event loop, so that the store or the queue can do it in one
 * go. Each who brought something learns how the call ended.
 */
export class Gathering<Item> {
  readonly #setup: GatheringSetup<Item>;
  #open: Batch<Item> | null = null;
  readonly #handling = new Set<Promise<void>>();

  constructor(setup: GatheringSetup<Item>) {
    this.#setup = setup;
  }

  /** Resolves when the call that took the items has ended; rejects as it does. */
  add(items: readonly Item[]): Promise<void> {
    if (this.#open !== null && this.#open.items.length + items.length > this.#setup.itemsMax) this.#open.close();
    this.#open ??= this.#begin();
    const batch = this.#open;
    for (const item of items) batch.items.push(item);
    return batch.done;
  }

  /** Resolves when nothing is being handled any more. */
  async settled(): Promise<void> {
    this.#open?.close();
    while (this.#handling.size > 0) await Promise.allSettled(this.#handling);
  }

  #begin(): Batch<Item> {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const items: Item[] = [];
    const done = closed.then(() => this.#setup.handle(items));
    this.#handling.add(done);
    const forget = (): void => void this.#handling.delete(done);
    done.then(forget, forget);
    const close = (): void => {
      if (this.#open?.items === items) this.#open = null;
      resolve();
    };
    setImmediate(close);
    return { items, done, close };
  }
}

interface Batch<Item> {
  readonly items: Item[];
  readonly done: Promise<void>;
  readonly close: () => void;
}
