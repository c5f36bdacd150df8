/** A queue and its worker, as the watchdog sees them. */
export interface Watched {
  /** Jobs that could be taken now. */
  waiting(): Promise<number>;
  /** Jobs taken since the start. */
  taken(): number;
  /** Jobs being handled: who is busy is not stuck. */
  busy(): number;
  recreate(): void;
}

/** So many looks in a row must find the same before a worker is thought stuck: a job may have arrived just before a look. */
const LOOKS = 2;

/**
 * Workers sometimes stay connected and take nothing any more (after a failover, a reconnect, a reply that never came).
 * Looks at each from time to time and puts a new one in its place.
 */
export class Watchdog {
  readonly #watched: readonly Watched[];
  readonly #seen = new Map<Watched, { readonly taken: number; readonly idle: number }>();

  constructor(watched: readonly Watched[]) {
    this.#watched = watched;
  }

  /** Returns how many workers were recreated. Rejects when Redis does not answer: then nothing can be said. */
  async look(): Promise<number> {
    let recreated = 0;
    for (const watched of this.#watched) {
      const before = this.#seen.get(watched);
      const isIdle = watched.busy() === 0 && watched.taken() === before?.taken && (await watched.waiting()) > 0;
      const idle = isIdle ? before.idle + 1 : 0;
      this.#seen.set(watched, { taken: watched.taken(), idle: idle >= LOOKS ? 0 : idle });
      if (idle < LOOKS) continue;
      watched.recreate();
      recreated += 1;
    }
    return recreated;
  }
}
