/** Lets work on one key happen one after the other, and work on different keys beside each other. */
export class TurnQueue<Key> {
  readonly #last = new Map<Key, Promise<unknown>>();

  /** Does the work when all that was asked for this key before is over, however it ended. */
  async inTurn<Result>(key: Key, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key);
    const own = before === undefined ? work() : before.then(work, work);
    this.#last.set(key, own);
    try {
      return await own;
    } finally {
      if (this.#last.get(key) === own) this.#last.delete(key);
    }
  }
}
