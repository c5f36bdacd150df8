import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";

/** Where changes are read from: the store, so that those of other servers and workers are seen too. */
export interface ChangeSource {
  /** Latest instant at which an instance moved or an incident of the engine was raised; null: never. */
  latest(): Promise<string | null>;
}

/** Milliseconds between looks, while somebody listens. */
const LOOK_MS = 1_000;
/** A sign of life on a quiet line, so that proxies keep it open. Milliseconds. */
const ALIVE_MS = 20_000;

/** Something has changed, all is quiet, or the server is going away. */
export interface LiveEvent {
  readonly kind: "changed" | "alive" | "end";
  readonly id: string;
}

type Listener = (event: LiveEvent) => void;

/**
 * Tells open consoles that something has changed, so that they ask again for what they show (each answer is filtered by
 * its viewer: the hub itself says nothing about what it was). Looks at the store only while somebody listens.
 */
export class LiveHub {
  readonly #source: ChangeSource;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  #latest: string | null = null;
  #said = 0;
  #isLooking = false;

  constructor(of: { readonly source: ChangeSource; readonly clock: Clock; readonly logger: Logger }) {
    this.#source = of.source;
    this.#clock = of.clock;
    this.#logger = of.logger;
  }

  /** How many listen now. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** @returns ends listening */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#said = this.#clock.now();
    this.#timer ??= setInterval(() => void this.look(), LOOK_MS).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#rest();
    };
  }

  /** Looks now: after a command that this process has handled. */
  async look(): Promise<void> {
    if (this.#listeners.size === 0 || this.#isLooking) return;
    this.#isLooking = true;
    try {
      const latest = await this.#source.latest();
      if (latest !== this.#latest) this.#say("changed", latest ?? "0");
      else if (this.#clock.now() - this.#said >= ALIVE_MS) this.#say("alive", latest ?? "0");
      this.#latest = latest;
    } catch (error) {
      // The store is away: those who listen ask again themselves, and are told so then.
      this.#logger.debug("live: could not look", { error: error instanceof Error ? error.name : "unknown" });
    } finally {
      this.#isLooking = false;
    }
  }

  /** Looks no more, and tells those who listen to go: they come back to whoever serves next. */
  close(): void {
    this.#say("end", this.#latest ?? "0");
    this.#listeners.clear();
    this.#rest();
  }

  #rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #say(kind: LiveEvent["kind"], id: string): void {
    this.#said = this.#clock.now();
    for (const listener of this.#listeners) listener({ kind, id });
  }
}
