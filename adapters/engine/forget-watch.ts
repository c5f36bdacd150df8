import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Watch } from "../adapter.ts";

/** One kind of things that are not kept for ever. */
export interface Forgotten {
  /** For the log: `messages`. */
  readonly name: string;
  /** How long they are kept. Milliseconds. */
  readonly keptMs: number;
  /** Forgets at most so many that are older than that instant. @returns how many it forgot */
  readonly forget: (before: number, limit: number) => Promise<number>;
}

/** Between two looks. Milliseconds. */
const LOOK_MS = 3_600_000;
/** Rows of one statement: others wait no longer than for these. */
const BATCH = 500;

/**
 * Forgets what is older than `retention:` says, in small batches, once an hour. Several workers may do it at once: what
 * one forgot the other does not find.
 */
export class ForgetWatch implements Watch {
  readonly name = "retention";
  readonly #parts: { readonly clock: Clock; readonly logger: Logger; readonly kinds: readonly Forgotten[] };
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: { readonly clock: Clock; readonly logger: Logger; readonly kinds: readonly Forgotten[] }) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  /** One look at everything. */
  async look(): Promise<void> {
    const { clock, logger, kinds } = this.#parts;
    for (const { name, keptMs, forget } of kinds) {
      const before = clock.now() - keptMs;
      let total = 0;
      for (let count = BATCH; count === BATCH && !this.#stop.signal.aborted; total += count)
        count = await forget(before, BATCH);
      if (total > 0) logger.info("forgotten after the time it is kept", { kind: name, count: total });
    }
  }

  async #run(): Promise<void> {
    const { clock, logger } = this.#parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.look();
      } catch (error) {
        logger.warn("nothing could be forgotten", { error: error instanceof Error ? error.name : "unknown" });
      }
      await clock.sleep(LOOK_MS, signal);
    }
  }
}
