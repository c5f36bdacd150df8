import type { Logger } from "../../engine/ports/logger.ts";

/** Something that runs until it is stopped. */
export interface Running {
  readonly name: string;
  stop(): Promise<unknown>;
}

/**
 * Stops these, one after the other. What cannot be stopped keeps none of the others from it: it is written into the log,
 * and the process ends all the same.
 */
export async function stopEach(running: readonly Running[], logger: Logger): Promise<void> {
  for (const one of running) {
    try {
      await one.stop();
    } catch (error) {
      logger.error("not stopped cleanly", { part: one.name, code: error instanceof Error ? error.name : "ERROR" });
    }
  }
}
