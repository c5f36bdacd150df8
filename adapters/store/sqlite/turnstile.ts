/** Lets one in at a time, in the order they came. The database has one connection. */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();
  #inside = 0;

  /** Resolves to the function that lets the next one in. */
  async enter(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    if (this.#inside++ > 0) await before;
    return () => {
      this.#inside--;
      resolve();
    };
  }
}
